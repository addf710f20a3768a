import { describe, expect, it } from "vitest";
import { finished } from "../../server/src/compiler/text/steps.ts";
import { withImporters } from "../../server/src/workspace/importers.ts";
import { indexFolders } from "../../server/src/workspace/indexing.ts";
import { Workspace } from "../../server/src/workspace/workspace.ts";

/** The files, below `/w`, that may have other problems once `changed` has changed. `imports`: path → what it imports. */
async function concerned(imports: Readonly<Record<string, readonly string[]>>, changed: string): Promise<string[]> {
  const text = (paths: readonly string[]) =>
    ['syntax = "proto3";', ...paths.map(path => `import "${path}";`)].join("\n");
  const files = new Map(Object.entries(imports).map(([path, paths]) => [`file:///w/${path}`, text(paths)]));
  const workspace = new Workspace({ read: async uri => files.get(uri), list: async () => [...files.keys()] });
  workspace.setFolders(["file:///w"]);
  await indexFolders(workspace, async () => {});
  const found = finished(
    withImporters(workspace.layout, workspace.snapshot.outlines(), new Set([`file:///w/${changed}`])),
  );
  return [...found].map(uri => uri.replace("file:///w/", "")).sort();
}

describe("what may change with a file", () => {
  it("are those that import it, through others too, and in a circle", async () => {
    const imports = { "a.proto": ["b.proto"], "b.proto": ["c.proto"], "c.proto": ["a.proto"], "d.proto": [] };
    expect(await concerned(imports, "c.proto")).toEqual(["a.proto", "b.proto", "c.proto"]);
  });

  it("are none that import another of the same name", async () => {
    const imports = { "a.proto": ["x/v1/b.proto"], "x/v1/b.proto": [], "y/v1/b.proto": [] };
    expect(await concerned(imports, "y/v1/b.proto")).toEqual(["y/v1/b.proto"]);
    expect(await concerned(imports, "x/v1/b.proto")).toEqual(["a.proto", "x/v1/b.proto"]);
  });

  it("are those that import it below another root, whatever letters are in its path", async () => {
    const imports = { "a.proto": ["v1/b c.proto"], "api/x%C3%A9/v1/b%20c.proto": [] };
    expect(await concerned(imports, "api/x%C3%A9/v1/b%20c.proto")).toEqual(["a.proto", "api/x%C3%A9/v1/b%20c.proto"]);
  });

  it("are those that import it by the name of the repository", async () => {
    const imports = { "a.proto": ["github.com/org/w/v1/b.proto"], "v1/b.proto": [] };
    expect(await concerned(imports, "v1/b.proto")).toEqual(["a.proto", "v1/b.proto"]);
  });

  it("are those that import it when it has gone", async () => {
    expect(await concerned({ "a.proto": ["v1/b.proto"] }, "api/v1/b.proto")).toEqual(["a.proto", "api/v1/b.proto"]);
  });
});
