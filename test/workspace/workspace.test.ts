import { describe, expect, it } from "vitest";
import { indexFolders } from "../../server/src/workspace/indexing.ts";
import { Workspace } from "../../server/src/workspace/workspace.ts";
import { heldFiles } from "../support/heldFiles.ts";

const a = "file:///w/a/v1/a.proto";
const b = "file:///w/a/v1/b.proto";
const importing = 'syntax = "proto3";\npackage a.v1;\nimport "a/v1/b.proto";\nmessage M { Item item = 1; }\n';
const imported = 'syntax = "proto3";\npackage a.v1;\nmessage Item {}\n';

function living(disk: Map<string, string>): { workspace: Workspace; reads: string[] } {
  const reads: string[] = [];
  const workspace = new Workspace({
    read: async uri => {
      reads.push(uri);
      return disk.get(uri);
    },
    list: async folder => [...disk.keys()].filter(uri => uri.startsWith(`${folder}/`)),
  });
  workspace.setFolders(["file:///w"]);
  return { workspace, reads };
}

function errors(workspace: Workspace, uri: string): string[] {
  const problems = workspace.snapshot.problems(uri).filter(one => one.severity === "error");
  return problems.map(one => one.id);
}

describe("the living workspace", () => {
  it("reads only what an open file imports", async () => {
    const disk = new Map([
      [a, importing],
      [b, imported],
      ["file:///w/a/v1/c.proto", imported],
    ]);
    const { workspace, reads } = living(disk);
    workspace.setDocument(a, "proto", 1, importing);
    await workspace.loaded([a]);
    expect(errors(workspace, a)).toEqual([]);
    expect(reads).toContain(b);
    expect(reads).not.toContain("file:///w/a/v1/c.proto");
  });

  it("takes the open text before the one on disk, and that again when it is closed", async () => {
    const { workspace } = living(
      new Map([
        [a, importing],
        [b, imported],
      ]),
    );
    workspace.setDocument(a, "proto", 1, importing);
    workspace.setDocument(b, "proto", 1, imported.replace("Item", "Renamed"));
    await workspace.loaded([a]);
    expect(errors(workspace, a)).toEqual(["unresolved-type"]);
    workspace.closeDocument(b);
    await workspace.loaded([a]);
    expect(errors(workspace, a)).toEqual([]);
  });

  it("sees files created, changed and deleted on disk", async () => {
    const disk = new Map([[a, importing]]);
    const { workspace } = living(disk);
    workspace.setDocument(a, "proto", 1, importing);
    await workspace.loaded([a]);
    expect(errors(workspace, a)).toEqual(["import-not-found"]);
    const tell = async (kind: "changed" | "deleted", uri = b) => {
      workspace.changeOnDisk([{ uri, kind }]);
      await workspace.loaded([a]);
    };
    disk.set(b, imported);
    await tell("changed");
    expect(errors(workspace, a)).toEqual([]);
    disk.set(b, imported.replace("Item", "Other"));
    await tell("changed");
    expect(errors(workspace, a)).toEqual(["unresolved-type"]);
    disk.delete(b);
    await tell("deleted");
    expect(errors(workspace, a)).toEqual(["import-not-found"]);
  });

  it("sees a deleted folder as the files that were in it", async () => {
    const disk = new Map([
      [a, importing.replace("a/v1/b", "lib/b")],
      ["file:///w/lib/b.proto", imported],
    ]);
    const { workspace } = living(disk);
    workspace.setDocument(a, "proto", 1, disk.get(a) ?? "");
    await workspace.loaded([a]);
    expect(errors(workspace, a)).toEqual([]);
    disk.delete("file:///w/lib/b.proto");
    workspace.changeOnDisk([{ uri: "file:///w/lib", kind: "deleted" }]);
    await workspace.loaded([a]);
    expect(errors(workspace, a)).toEqual(["import-not-found"]);
  });

  it("never changes a snapshot", async () => {
    const { workspace } = living(new Map([[b, imported]]));
    workspace.setDocument(a, "proto", 1, importing);
    const before = await workspace.loaded([a]);
    workspace.setDocument(a, "proto", 2, importing.replace("Item item", "Nope item"));
    expect(before.problems(a)).toEqual([]);
    expect(before.document(a)?.version).toBe(1);
    expect(errors(workspace, a)).toEqual(["unresolved-type"]);
  });

  it("parses and links again only what an edit touches", async () => {
    const { workspace } = living(new Map([[b, imported]]));
    workspace.setDocument(a, "proto", 1, importing);
    const before = await workspace.loaded([a]);
    const linked = before.linked(b);
    workspace.setDocument(a, "proto", 2, `${importing}\n`);
    expect(workspace.snapshot.parsed(b)).toBe(before.parsed(b));
    expect(workspace.snapshot.linked(b)).toBe(linked);
    expect(workspace.snapshot.linked(a)).not.toBe(before.linked(a));
  });

  it("outlines every file and lets others through meanwhile", async () => {
    const disk = new Map<string, string>(
      Array.from(
        { length: 30 },
        (_, at) => [`file:///w/p/f${at}.proto`, `${imported}${"// long\n".repeat(2000)}`] as const,
      ),
    );
    const { workspace } = living(disk);
    let pauses = 0;
    await indexFolders(workspace, async () => {
      pauses++;
    });
    expect(pauses).toBeGreaterThan(1);
    expect(workspace.snapshot.indexed).toBe(true);
    expect(workspace.snapshot.declarations("a.v1.Item", a)).toHaveLength(30);
    workspace.changeOnDisk([{ uri: "file:///w/p/f0.proto", kind: "changed" }]);
    disk.set("file:///w/p/f0.proto", "message Changed {}");
    await indexFolders(workspace, () => Promise.resolve());
    expect(workspace.snapshot.declarations("a.v1.Item", a)).toHaveLength(29);
    expect(workspace.snapshot.declarations("Changed", a)).toHaveLength(1);
  });

  it("outlines again what changes while it outlines", async () => {
    const disk = new Map([["file:///w/f.proto", `message Old {}\n${"// long\n".repeat(50_000)}`]]);
    const { workspace } = living(disk);
    let changed = false;
    await indexFolders(workspace, async () => {
      if (changed) return;
      changed = true;
      disk.set("file:///w/f.proto", "message New {}");
      workspace.changeOnDisk([{ uri: "file:///w/f.proto", kind: "changed" }]);
    });
    expect(workspace.snapshot.indexed).toBe(true);
    expect(workspace.snapshot.declarations("Old", a)).toHaveLength(0);
    expect(workspace.snapshot.declarations("New", a)).toHaveLength(1);
  });

  it("ends with the roots it has when a buf.yaml changes", async () => {
    const disk = new Map([
      ["file:///w/x/a/v1/a.proto", 'package q.a.v1;\nimport "a/v1/b.proto";'],
      ["file:///w/x/a/v1/b.proto", ""],
    ]);
    const { workspace } = living(disk);
    await workspace.list();
    await workspace.loaded(["file:///w/x/a/v1/a.proto"]);
    disk.set("file:///w/buf.yaml", "version: v2\nmodules:\n  - path: x/a\n");
    const told = new Promise<void>(resolve =>
      workspace.onChange(
        () => workspace.snapshot.importView("file:///w/x/a/v1/a.proto").roots[0]?.uri === "file:///w/x/a" && resolve(),
      ),
    );
    workspace.changeOnDisk([{ uri: "file:///w/buf.yaml", kind: "changed" }]);
    await told;
    await workspace.loaded(["file:///w/x/a/v1/a.proto"]);
    expect(workspace.snapshot.compilation("file:///w/x/a/v1/a.proto").path).toBe("v1/a.proto");
  });

  it("knows files that nobody opened by the paths that follow the roots", async () => {
    const { workspace } = living(new Map([["file:///w/x/a/v1/a.proto", "package q.v1;"]]));
    await indexFolders(workspace, async () => {});
    const paths = () =>
      [...workspace.snapshot.outlines()]
        .filter(one => one.uri.startsWith("file:"))
        .map(one => workspace.snapshot.ownPath(one.uri));
    expect(paths()).toEqual(["x/a/v1/a.proto"]);
    workspace.setImportRoots(["x/a"]);
    expect(paths()).toEqual(["v1/a.proto"]);
  });

  it("places an open file as those have it who import it, once they are known", async () => {
    const opts = "file:///w/nasty/opts.proto";
    const text = 'syntax = "proto3";\npackage nasty;\nmessage Options {}\n';
    const importing = (name: string, path: string) =>
      `syntax = "proto3";\npackage ${name};\nimport "${path}";\nmessage M { nasty.Options o = 1; }\n`;
    const disk = new Map([
      [opts, text],
      ["file:///w/nasty/a.proto", importing("a", "opts.proto")],
      ["file:///w/nasty/b.proto", importing("b", "opts.proto")],
    ]);
    const { workspace } = living(disk);
    workspace.setDocument(opts, "proto", 1, text);
    await workspace.loaded([opts]);
    const told: (readonly string[])[] = [];
    workspace.onChange(changed => told.push(changed));
    await indexFolders(workspace, () => Promise.resolve());
    expect(workspace.snapshot.compilation(opts).path).toBe("opts.proto");
    expect(told.at(-1)).toEqual([]);
    disk.set("file:///w/nasty/c.proto", importing("c", "nasty/opts.proto"));
    workspace.changeOnDisk([{ uri: "file:///w/nasty/c.proto", kind: "changed" }]);
    await indexFolders(workspace, () => Promise.resolve());
    expect(workspace.snapshot.compilation(opts).path).toBe("nasty/opts.proto");
  });

  it("finds a file by another case where the disk does, as the one file that it is", async () => {
    const importing = 'import "a/v1/Item.proto";\n';
    for (const [ignoresCase, found] of [
      [true, "file:///w/a/v1/item.proto"],
      [false, undefined],
    ] as const) {
      const disk = new Map([
        [a, importing],
        ["file:///w/a/v1/item.proto", imported],
      ]);
      const spelled = (uri: string) =>
        ignoresCase ? [...disk.keys()].find(one => one.toLowerCase() === uri.toLowerCase()) : uri;
      const workspace = new Workspace({
        read: async uri => disk.get(spelled(uri) ?? uri),
        list: async () => [...disk.keys()],
      });
      workspace.setFolders(["file:///w"]);
      await workspace.list();
      await workspace.loaded([a]);
      expect(workspace.snapshot.resolveImport(a, "a/v1/Item.proto")).toBe(found);
    }
  });
});

describe("what changes while it is being read", () => {
  const bufYaml = "file:///w/proto/buf.yaml";

  it("is a buf.yaml of which the latest counts", async () => {
    const files = heldFiles({ [bufYaml]: "version: v2\nmodules:\n  - path: old\n" });
    const reading = files.hold(bufYaml);
    const workspace = new Workspace(files);
    workspace.setFolders(["file:///w"]);
    const listing = workspace.list();
    await reading.isRead;
    files.texts.set(bufYaml, "version: v2\nmodules:\n  - path: new\n");
    const other = files.hold(bufYaml);
    workspace.changeOnDisk([{ uri: bufYaml, kind: "changed" }]);
    await other.isRead;
    other.release();
    reading.release();
    await listing;
    await expect.poll(() => workspace.layout.modules.map(one => one.root)).toEqual(["file:///w/proto/new"]);
  });

  it("is a folder, of which another is outlined in the end", async () => {
    const files = heldFiles({ [a]: importing, "file:///x/other.proto": imported });
    const reading = files.hold(a);
    const workspace = new Workspace(files);
    workspace.setFolders(["file:///w"]);
    const indexing = indexFolders(workspace, async () => {});
    await reading.isRead;
    workspace.setFolders(["file:///x"]);
    reading.release();
    await indexing;
    expect(workspace.snapshot.outlines().map(one => one.uri)).toEqual(["file:///x/other.proto"]);
  });
});

it("looks for what is in a folder that came in the place of a file, though nobody lists it", async () => {
  const files = heldFiles({ [a]: importing.replace("a/v1/b.proto", "left/b.proto") }, "left/\n");
  const workspace = new Workspace(files);
  workspace.setFolders(["file:///w"]);
  workspace.setDocument(a, "proto", 1, files.texts.get(a) ?? "");
  await workspace.list();
  await workspace.loaded([a]);
  expect(errors(workspace, a)).toEqual(["import-not-found"]);
  files.texts.set("file:///w/left/b.proto", imported);
  workspace.changeOnDisk([
    { uri: "file:///w/left", kind: "deleted" },
    { uri: "file:///w/left/", kind: "changed" },
  ]);
  await workspace.loaded([a]);
  expect(errors(workspace, a)).toEqual([]);
});
