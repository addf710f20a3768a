import { describe, expect, it } from "vitest";
import { Workspace } from "../../server/src/workspace/workspace.ts";

/** A workspace over these files (uri → text), listed, with `uri` loaded. */
async function opened(
  files: Readonly<Record<string, string>>,
  uri: string,
  given: { readonly folders?: readonly string[]; readonly importRoots?: readonly string[] } = {},
): Promise<Workspace> {
  const workspace = new Workspace({
    read: async wanted => files[wanted],
    list: async folder =>
      Object.keys(files).filter(one => one.startsWith(`${folder}/`) && !one.includes("/node_modules/")),
  });
  workspace.setFolders(given.folders ?? ["file:///w"]);
  workspace.setImportRoots(given.importRoots ?? []);
  await workspace.list();
  await workspace.loaded([uri]);
  return workspace;
}

/** Where `uri` finds `path`, which it imports. */
async function found(
  files: Readonly<Record<string, string>>,
  uri: string,
  path: string,
  given: Parameters<typeof opened>[2] = {},
): Promise<string | undefined> {
  const importing = { ...files, [uri]: `${files[uri]}import "${path.replaceAll("\\", "\\\\")}";\n` };
  return (await opened(importing, uri, given)).snapshot.resolveImport(uri, path);
}

async function ownPath(files: Readonly<Record<string, string>>, uri: string, given = {}): Promise<string> {
  return (await opened(files, uri, given)).snapshot.compilation(uri).path;
}

const v1 = (path: string, imports = "") =>
  `syntax = "proto3";\npackage ${path};\n${imports === "" ? "" : `import "${imports}";\n`}`;

describe("import roots without settings", () => {
  it("is the workspace folder where packages follow folders from there", async () => {
    const files = { "file:///w/a/v1/a.proto": v1("a.v1"), "file:///w/b/v1/b.proto": v1("b.v1") };
    expect(await found(files, "file:///w/a/v1/a.proto", "b/v1/b.proto")).toBe("file:///w/b/v1/b.proto");
    expect(await ownPath(files, "file:///w/a/v1/a.proto")).toBe("a/v1/a.proto");
  });

  it("is the folder that a package implies, however deep", async () => {
    const files = { "file:///w/x/y/a/v1/a.proto": v1("a.v1"), "file:///w/x/y/b/v1/b.proto": v1("b.v1") };
    expect(await found(files, "file:///w/x/y/a/v1/a.proto", "b/v1/b.proto")).toBe("file:///w/x/y/b/v1/b.proto");
    expect(await ownPath(files, "file:///w/x/y/a/v1/a.proto")).toBe("a/v1/a.proto");
  });

  it("gives way to the folder under which the imports resolve", async () => {
    const files = {
      "file:///w/api/a/v1/a.proto": v1("a.v1", "api/b/v1/b.proto"),
      "file:///w/api/b/v1/b.proto": v1("b.v1"),
    };
    expect(await ownPath(files, "file:///w/api/a/v1/a.proto")).toBe("api/a/v1/a.proto");
  });

  it("is the folder that makes neighbours of what is imported, where another has the same paths", async () => {
    const files = {
      "file:///w/proto/a.proto": v1("top"),
      "file:///w/proto/b.proto": v1("top", "proto/a.proto"),
      "file:///w/svc/proto/a.proto": v1("svc"),
      "file:///w/svc/proto/b.proto": v1("svc", "proto/a.proto"),
    };
    expect(await found(files, "file:///w/svc/proto/b.proto", "proto/a.proto")).toBe("file:///w/svc/proto/a.proto");
    expect(await ownPath(files, "file:///w/svc/proto/b.proto")).toBe("proto/b.proto");
    expect(await found(files, "file:///w/proto/b.proto", "proto/a.proto")).toBe("file:///w/proto/a.proto");
    // What more of the imports agree on counts more.
    const both = {
      ...files,
      "file:///w/lib/c.proto": v1("lib"),
      "file:///w/svc/proto/b.proto": v1("svc", 'proto/a.proto";\nimport "lib/c.proto'),
    };
    expect(await ownPath(both, "file:///w/svc/proto/b.proto")).toBe("svc/proto/b.proto");
  });

  it("is a folder that by custom holds protos, for files without a package", async () => {
    const files = { "file:///w/proto/main.proto": 'import "sub/x.proto";', "file:///w/proto/sub/x.proto": "" };
    expect(await found(files, "file:///w/proto/main.proto", "sub/x.proto")).toBe("file:///w/proto/sub/x.proto");
    expect(await ownPath(files, "file:///w/proto/main.proto")).toBe("main.proto");
  });

  it("is where a vendored copy of a bundled file lies", async () => {
    const uri = "file:///w/defs/svc/a.proto";
    const files = { [uri]: 'import "google/api/http.proto";', "file:///w/defs/google/api/http.proto": "" };
    expect(await ownPath(files, uri)).toBe("svc/a.proto");
  });

  it("finds neighbours of files without a package, the nearest of several", async () => {
    const files = {
      "file:///w/p/q/a.proto": 'import "b.proto";',
      "file:///w/p/q/b.proto": "",
      "file:///w/p/r/a.proto": 'import "b.proto";',
      "file:///w/p/r/b.proto": "",
    };
    expect(await found(files, "file:///w/p/q/a.proto", "b.proto")).toBe("file:///w/p/q/b.proto");
    expect(await found(files, "file:///w/p/r/a.proto", "b.proto")).toBe("file:///w/p/r/b.proto");
  });

  it("takes folders for near that are the same, not those whose names begin alike", async () => {
    const files = {
      "file:///w/deps/privacy/a.proto": "",
      "file:///w/deps/pretty/far/below/s.proto": "",
      "file:///w/deps/shell/s.proto": "",
    };
    expect(await found(files, "file:///w/deps/privacy/a.proto", "s.proto")).toBe("file:///w/deps/shell/s.proto");
  });

  it("looks into folders of third parties, and anywhere in the workspace at last", async () => {
    const files = {
      "file:///w/a/v1/a.proto": v1("a.v1"),
      "file:///w/third_party/lib/l.proto": v1("lib"),
      "file:///w/odd/place/far/f.proto": v1("far"),
    };
    expect(await found(files, "file:///w/a/v1/a.proto", "lib/l.proto")).toBe("file:///w/third_party/lib/l.proto");
    expect(await found(files, "file:///w/a/v1/a.proto", "far/f.proto")).toBe("file:///w/odd/place/far/f.proto");
    expect(await found(files, "file:///w/a/v1/a.proto", "no/f.proto")).toBeUndefined();
  });

  it("takes a vendored copy before the bundled file, wherever it lies, but not one for tests", async () => {
    const uri = "file:///w/svc/a/v1/a.proto";
    const files = { [uri]: v1("a.v1", "google/api/http.proto"), "file:///w/odd/x/google/api/http.proto": "" };
    expect(await found(files, uri, "google/api/http.proto")).toBe("file:///w/odd/x/google/api/http.proto");
    const { "file:///w/odd/x/google/api/http.proto": _, ...bare } = files;
    const test = { ...bare, "file:///w/odd/testdata/google/api/http.proto": "" };
    expect(await found(test, uri, "google/api/http.proto")).toBe("protodial:/google/api/http.proto");
    const own = "file:///w/examples/one/a/v1/a.proto";
    const example = { [own]: v1("a.v1"), "file:///w/examples/odd/google/api/http.proto": "" };
    expect(await found(example, own, "google/api/http.proto")).toBe("file:///w/examples/odd/google/api/http.proto");
  });

  it("finds files by the path of the repository, whatever its folder is called", async () => {
    const uri = "file:///w/core/proto/a/a.proto";
    const files = { [uri]: v1("a"), "file:///w/core/proto/b/b.proto": v1("b"), "file:///w/b.proto": v1("b") };
    expect(await found(files, uri, "frameworks/base/core/proto/b/b.proto")).toBe("file:///w/core/proto/b/b.proto");
    expect(await found(files, uri, "github.com/org/repo/proto/b.proto")).toBeUndefined();
  });

  it("takes the workspace's own well-known types before the bundled ones", async () => {
    const files = {
      "file:///w/a/v1/a.proto": v1("a.v1"),
      "file:///w/google/protobuf/any.proto": v1("google.protobuf"),
    };
    const uri = "file:///w/a/v1/a.proto";
    expect(await found(files, uri, "google/protobuf/any.proto")).toBe("file:///w/google/protobuf/any.proto");
    expect(await found(files, uri, "google/protobuf/empty.proto")).toBe("protodial:/google/protobuf/empty.proto");
  });
});

describe("import roots that are told", () => {
  const files = {
    "file:///w/svc/schemas/a/v1/a.proto": v1("x.a.v1", "b/v1/b.proto"),
    "file:///w/svc/schemas/b/v1/b.proto": v1("x.b.v1"),
    "file:///w/other/b/v1/b.proto": v1("x.b.v1"),
    "file:///elsewhere/c/c.proto": v1("c"),
  };
  const uri = "file:///w/svc/schemas/a/v1/a.proto";

  it("come from a v2 buf.yaml", async () => {
    const buf = { "file:///w/buf.yaml": "version: v2\nmodules:\n  - path: svc/schemas\n  - path: other\n" };
    expect(await found({ ...files, ...buf }, uri, "b/v1/b.proto")).toBe("file:///w/svc/schemas/b/v1/b.proto");
    expect(await ownPath({ ...files, ...buf }, uri)).toBe("a/v1/a.proto");
  });

  it("come from a v1 buf.yaml, and from a buf.work.yaml", async () => {
    expect(await ownPath({ ...files, "file:///w/svc/schemas/buf.yaml": "version: v1\n" }, uri)).toBe("a/v1/a.proto");
    const work = { "file:///w/buf.work.yaml": "version: v1\ndirectories:\n  - svc/schemas\n" };
    expect(await ownPath({ ...files, ...work }, uri)).toBe("a/v1/a.proto");
  });

  it("come from `build.roots` of a v1beta1 buf.yaml, without what it excludes", async () => {
    const legacy = {
      ...files,
      "file:///w/svc/buf.yaml":
        "version: v1beta1\nbuild:\n  roots:\n    - schemas\n    - extra\n  excludes:\n    - schemas/old\n",
      "file:///w/svc/schemas/old/o/o.proto": v1("o"),
      "file:///w/svc/extra/e/e.proto": v1("e"),
    };
    expect(await ownPath(legacy, uri)).toBe("a/v1/a.proto");
    expect(await found(legacy, uri, "e/e.proto")).toBe("file:///w/svc/extra/e/e.proto");
    expect(await ownPath(legacy, "file:///w/svc/schemas/old/o/o.proto")).toBe("o/o.proto");
  });

  it("leave what a module excludes to the module that is nested in it", async () => {
    const nested = {
      "file:///w/buf.yaml": "version: v2\nmodules:\n  - path: .\n    excludes: [inner, cut]\n",
      "file:///w/inner/buf.yaml": "version: v2\nmodules:\n  - path: schemas\n",
      "file:///w/m/x.proto": v1("m", "m/y.proto"),
      "file:///w/m/y.proto": v1("m"),
      "file:///w/inner/schemas/m/x.proto": v1("m", "m/y.proto"),
      "file:///w/inner/schemas/m/y.proto": v1("m"),
      "file:///w/cut/n/z.proto": v1("n"),
    };
    expect(await ownPath(nested, "file:///w/m/x.proto")).toBe("m/x.proto");
    expect(await found(nested, "file:///w/m/x.proto", "m/y.proto")).toBe("file:///w/m/y.proto");
    expect(await ownPath(nested, "file:///w/inner/schemas/m/x.proto")).toBe("m/x.proto");
    expect(await found(nested, "file:///w/inner/schemas/m/x.proto", "m/y.proto")).toBe(
      "file:///w/inner/schemas/m/y.proto",
    );
    expect(await ownPath(nested, "file:///w/cut/n/z.proto")).toBe("n/z.proto");
  });

  it("know the modules of one workspace before those of others", async () => {
    const two = {
      "file:///w/one/buf.yaml": "version: v2\nmodules:\n  - path: a\n  - path: b\n",
      "file:///w/two/buf.yaml": "version: v2\nmodules:\n  - path: a\n  - path: b\n",
      "file:///w/one/a/a.proto": v1("a", "shared/s.proto"),
      "file:///w/two/a/a.proto": v1("a", "shared/s.proto"),
      "file:///w/one/b/shared/s.proto": v1("shared"),
      "file:///w/two/b/shared/s.proto": v1("shared"),
    };
    for (const team of ["one", "two"]) {
      expect(await found(two, `file:///w/${team}/a/a.proto`, "shared/s.proto")).toBe(
        `file:///w/${team}/b/shared/s.proto`,
      );
    }
  });

  it("stand above the folder that is opened, too", async () => {
    const above = { ...files, "file:///w/buf.yaml": "version: v2\nmodules:\n  - path: svc/schemas\n" };
    expect(await ownPath(above, uri, { folders: ["file:///w/svc/schemas/a"] })).toBe("a/v1/a.proto");
  });

  it("stand above the folder that is opened where buf would see them there", async () => {
    const folders = ["file:///w/svc"];
    const path = async (buf: string, name = "buf.yaml") =>
      ownPath({ ...files, [`file:///w/${name}`]: buf }, uri, { folders });
    // As `buf build` in the folder: one of its modules is in it, is it, or holds it.
    expect(await path("version: v2\nmodules:\n  - path: svc/schemas\n")).toBe("a/v1/a.proto");
    expect(await path("version: v2\nmodules:\n  - path: svc\n  - path: other\n")).toBe("schemas/a/v1/a.proto");
    expect(await path("version: v2\n")).toBe("svc/schemas/a/v1/a.proto");
    expect(await path("version: v1\ndirectories: [svc]\n", "buf.work.yaml")).toBe("schemas/a/v1/a.proto");
    for (const [name, buf] of [
      ["buf.yaml", "version: v1\n"],
      ["buf.yaml", "version: v1beta1\nbuild:\n  roots: [svc/schemas]\n"],
      ["buf.yaml", "version: v2\nmodules:\n  - path: other\n"],
      ["buf.work.yaml", "version: v1\ndirectories: [other]\n"],
    ] as const) {
      const stray = await opened({ ...files, [`file:///w/${name}`]: buf }, uri, { folders });
      expect(stray.layout.modules).toEqual([]);
    }
  });

  it("do not give what a module excludes, wherever else it might be found, but to who names the folder", async () => {
    const cut = {
      "file:///w/buf.yaml": "version: v2\nmodules:\n  - path: proto\n    excludes: [proto/old]\n",
      "file:///w/proto/a/a.proto": v1("a", "old/o.proto"),
      "file:///w/proto/old/o.proto": v1("old"),
    };
    expect(await found(cut, "file:///w/proto/a/a.proto", "old/o.proto")).toBeUndefined();
    const named = { importRoots: ["proto"] };
    expect(await found(cut, "file:///w/proto/a/a.proto", "old/o.proto", named)).toBe("file:///w/proto/old/o.proto");
    const included =
      "version: v2\nmodules:\n  - path: proto\n    includes: [proto/a]\n  - path: proto\n    includes: [proto/old]\n";
    expect(await found({ ...cut, "file:///w/buf.yaml": included }, "file:///w/proto/a/a.proto", "old/o.proto")).toBe(
      "file:///w/proto/old/o.proto",
    );
  });

  it("are not taken from outside of the folder of a buf.yaml", async () => {
    const evil = { ...files, "file:///w/svc/buf.yaml": "version: v2\nmodules:\n  - path: ../../elsewhere\n" };
    expect(await found(evil, uri, "c/c.proto")).toBeUndefined();
  });

  it("of the setting count in their order, as for protoc", async () => {
    const both = { ...files, "file:///w/other/a/v1/a.proto": v1("x.a.v1", "b/v1/b.proto") };
    const importRoots = ["svc/schemas", "other"];
    expect(await found(both, "file:///w/other/a/v1/a.proto", "b/v1/b.proto", { importRoots })).toBe(
      "file:///w/svc/schemas/b/v1/b.proto",
    );
  });

  it("survive a buf.yaml that is no YAML", async () => {
    const broken = { "file:///w/svc/schemas/buf.yaml": "version: [\n :" };
    expect(await found({ ...files, ...broken }, uri, "b/v1/b.proto")).toBe("file:///w/svc/schemas/b/v1/b.proto");
  });

  it("come from the setting, relative or absolute", async () => {
    const importRoots = ["svc/schemas", "/elsewhere"];
    expect(await ownPath(files, uri, { importRoots })).toBe("a/v1/a.proto");
    const importing = { ...files, [uri]: v1("x.a.v1", "c/c.proto") };
    expect(await found(importing, uri, "c/c.proto", { importRoots })).toBe("file:///elsewhere/c/c.proto");
  });

  it("serve several workspace folders", async () => {
    const folders = ["file:///w/svc", "file:///w/other"];
    const many = { ...files, "file:///w/other/d/d.proto": v1("d") };
    expect(await found(many, uri, "d/d.proto", { folders })).toBe("file:///w/other/d/d.proto");
  });
});

describe("files of all kinds of places", () => {
  it("are one file in every spelling of its uri", async () => {
    const files = { "file:///c:/w/a/v1/a.proto": v1("a.v1"), "file:///c:/w/b/v1/b.proto": v1("b.v1") };
    const folders = ["file:///C%3A/w"];
    const workspace = await opened(files, "file:///C:/w/a/v1/a.proto", { folders });
    expect(workspace.snapshot.resolveImport("file:///c%3A/w/a/v1/a.proto", "b/v1/b.proto")).toBe(
      "file:///c:/w/b/v1/b.proto",
    );
    workspace.setDocument("file:///c%3A/w/b/v1/b.proto", "proto", 1, v1("b.v1"));
    expect(workspace.snapshot.resolveImport("file:///c:/w/a/v1/a.proto", "b/v1/b.proto")).toBe(
      "file:///c%3A/w/b/v1/b.proto",
    );
  });

  it("are found in other letters where the disk does so, which is said once, with the right ones", async () => {
    const files: Readonly<Record<string, string>> = {
      "file:///w/proto/a/a.proto": v1("a", "Money/V1/money.proto"),
      "file:///w/proto/money/v1/Money.proto": v1("money.v1"),
    };
    const inAnyCase = new Map(Object.entries(files).map(([uri, text]) => [uri.toLowerCase(), text]));
    for (const disk of ["tells", "tells not"]) {
      const workspace = new Workspace({
        read: async uri => (disk === "tells" ? files[uri] : inAnyCase.get(uri.toLowerCase())),
        list: async () => Object.keys(files),
      });
      workspace.setFolders(["file:///w"]);
      await workspace.list();
      const uri = "file:///w/proto/a/a.proto";
      const snapshot = await workspace.loaded([uri]);
      const [problem] = snapshot.problems(uri).filter(one => one.id.startsWith("import-"));
      if (disk === "tells") {
        expect(problem?.id).toBe("import-not-found");
        continue;
      }
      expect(snapshot.resolveImport(uri, "Money/V1/money.proto")).toBe("file:///w/proto/money/v1/Money.proto");
      expect(problem).toMatchObject({
        id: "import-case",
        severity: "warning",
        message: "`Money/V1/money.proto` is spelled `money/v1/Money.proto` on disk",
      });
      const [fix] = problem?.fixes ?? [];
      expect(fix?.edits.map(one => one.newText)).toEqual(['"money/v1/Money.proto"']);
    }
  });

  it("take Windows paths in the setting", async () => {
    const files = { "file:///c:/w/a.proto": 'import "x/y.proto";', "file:///d:/lib%20s/x/y.proto": "" };
    const given = { folders: ["file:///c:/w"], importRoots: ["D:\\lib s"] };
    expect(await found(files, "file:///c:/w/a.proto", "x/y.proto", given)).toBe("file:///d:/lib%20s/x/y.proto");
    const inside = { "file:///c:/w/a.proto": "", "file:///c:/w/one/two/x/y.proto": "", "file:///c:/v/x/z.proto": "" };
    const variable = "$".concat("{workspaceFolder}");
    for (const root of ["one\\two", ".\\one/two\\", `${variable}\\one\\two`, "c:\\w\\one\\two"]) {
      const { layout } = await opened(inside, "file:///c:/w/a.proto", { ...given, importRoots: [root] });
      expect(layout.settingRoots).toEqual(["file:///c:/w/one/two"]);
    }
    const { layout } = await opened(inside, "file:///c:/w/a.proto", {
      ...given,
      importRoots: ["..\\v", variable],
    });
    expect(layout.settingRoots).toEqual(["file:///c:/v", "file:///c:/w"]);
  });

  it("include untitled documents, which import from the workspace", async () => {
    const workspace = await opened({ "file:///w/b/v1/b.proto": v1("b.v1") }, "file:///w/b/v1/b.proto");
    const text =
      'syntax = "proto3";\nimport "b/v1/b.proto";\nimport "google/protobuf/any.proto";\nmessage M { google.protobuf.Any a = 1; }\n';
    workspace.setDocument("untitled:Untitled-1", "proto", 1, text);
    const snapshot = await workspace.loaded(["untitled:Untitled-1"]);
    expect(snapshot.resolveImport("untitled:Untitled-1", "b/v1/b.proto")).toBe("file:///w/b/v1/b.proto");
    expect(snapshot.problems("untitled:Untitled-1").filter(one => one.severity === "error")).toEqual([]);
  });

  it("lead nowhere for a path that protoc refuses, so that no import leaves its root", async () => {
    const files = { "file:///w/a/a.proto": "", "file:///w/b.proto": "", "file:///secret.proto": "" };
    for (const path of ["../b.proto", "../../secret.proto", "./a.proto", "a//a.proto", "..\\b.proto", "/w/b.proto"]) {
      expect(await found(files, "file:///w/a/a.proto", path)).toBeUndefined();
    }
    expect(await found(files, "file:///w/a/a.proto", "b.proto")).toBe("file:///w/b.proto");
  });

  it("include files outside all folders, with what stands around them", async () => {
    const files = { "file:///z/a/v1/a.proto": v1("a.v1", "b/v1/b.proto"), "file:///z/b/v1/b.proto": v1("b.v1") };
    const uri = "file:///z/a/v1/a.proto";
    expect(await found(files, uri, "b/v1/b.proto", { folders: [] })).toBe("file:///z/b/v1/b.proto");
    expect(await found(files, uri, "b/v1/b.proto")).toBe("file:///z/b/v1/b.proto");
  });

  it("include those of another machine's share", async () => {
    const files = {
      "file://host/share/w/a/v1/a.proto": v1("a.v1", "b/v1/b.proto"),
      "file://host/share/w/b/v1/b.proto": v1("b.v1"),
      "file://host/lib/x/y.proto": "",
    };
    const uri = "file://host/share/w/a/v1/a.proto";
    const given = { folders: ["file://host/share/w"] };
    expect(await found(files, uri, "b/v1/b.proto", given)).toBe("file://host/share/w/b/v1/b.proto");
    expect(await ownPath(files, uri, given)).toBe("a/v1/a.proto");
    expect(await found(files, uri, "x/y.proto", { ...given, importRoots: ["\\\\host\\lib"] })).toBe(
      "file://host/lib/x/y.proto",
    );
  });

  it("are found in the folder that the importing file is in before other workspace folders", async () => {
    const files = {
      "file:///one/proto/m.proto": 'import "common/c.proto";',
      "file:///one/proto/common/c.proto": "",
      "file:///two/proto/m.proto": 'import "common/c.proto";',
      "file:///two/proto/common/c.proto": "",
      "file:///two/proto/only/o.proto": "",
    };
    const folders = ["file:///one", "file:///two"];
    for (const folder of folders) {
      const uri = `${folder}/proto/m.proto`;
      expect(await found(files, uri, "common/c.proto", { folders })).toBe(`${folder}/proto/common/c.proto`);
      expect(await found(files, uri, "only/o.proto", { folders })).toBe("file:///two/proto/only/o.proto");
    }
  });

  it("that are given relative to the folders count in each for itself first", async () => {
    const files = {
      "file:///one/idl/m.proto": 'import "common/c.proto";',
      "file:///one/idl/common/c.proto": "",
      "file:///two/idl/m.proto": 'import "common/c.proto";',
      "file:///two/idl/common/c.proto": "",
    };
    const folders = ["file:///one", "file:///two"];
    for (const folder of folders) {
      const given = { folders, importRoots: ["idl"] };
      const found = await opened(files, `${folder}/idl/m.proto`, given);
      const places = found.snapshot.importView(`${folder}/idl/m.proto`).places("common/c.proto");
      expect(places.map(one => one.uri)).toEqual([`${folder}/idl/common/c.proto`]);
    }
  });

  it("of another workspace folder are of another build, and hide nothing", async () => {
    const files = {
      "file:///one/m.proto": 'import "common/c.proto";',
      "file:///one/common/c.proto": "",
      "file:///two/common/c.proto": "",
      "file:///two/proto/common/c.proto": "",
    };
    const { snapshot } = await opened(files, "file:///one/m.proto", { folders: ["file:///one", "file:///two"] });
    const places = snapshot.importView("file:///one/m.proto").places("common/c.proto");
    expect(places.map(one => one.uri)).toEqual(["file:///one/common/c.proto"]);
  });

  it("keep apart a workspace folder that is inside of another", async () => {
    const files = {
      "file:///w/proto/m.proto": 'import "p/b.proto";',
      "file:///w/proto/p/b.proto": "",
      "file:///w/inner/proto/m.proto": 'import "p/b.proto";',
      "file:///w/inner/proto/p/b.proto": "",
    };
    const folders = ["file:///w", "file:///w/inner"];
    for (const folder of folders) {
      const { snapshot } = await opened(files, `${folder}/proto/m.proto`, { folders });
      const places = snapshot.importView(`${folder}/proto/m.proto`).places("p/b.proto");
      expect(places.map(one => one.uri)).toEqual([`${folder}/proto/p/b.proto`]);
    }
  });

  it("that only end in the path are all told, the nearest first, but for those of tests", async () => {
    const files = {
      "file:///w/svc/a/a.proto": v1("a", "money.proto"),
      "file:///w/lib/two/money.proto": "",
      "file:///w/lib/one/money.proto": "",
      "file:///w/svc/b/c/money.proto": "",
      "file:///w/lib/testdata/money.proto": "",
    };
    const { snapshot } = await opened(files, "file:///w/svc/a/a.proto");
    expect(
      snapshot
        .importView("file:///w/svc/a/a.proto")
        .places("money.proto")
        .map(one => one.uri),
    ).toEqual(["file:///w/svc/b/c/money.proto", "file:///w/lib/one/money.proto", "file:///w/lib/two/money.proto"]);
  });

  it("include files that were never saved", async () => {
    const uri = "file:///w/proto/m.proto";
    const workspace = await opened({ [uri]: 'import "new/n.proto";' }, uri);
    expect(workspace.snapshot.resolveImport(uri, "new/n.proto")).toBeUndefined();
    workspace.setDocument("file:///w/proto/new/n.proto", "proto", 1, "");
    await workspace.loaded([uri]);
    expect(workspace.snapshot.resolveImport(uri, "new/n.proto")).toBe("file:///w/proto/new/n.proto");
    workspace.closeDocument("file:///w/proto/new/n.proto");
    await workspace.loaded([uri]);
    expect(workspace.snapshot.resolveImport(uri, "new/n.proto")).toBeUndefined();
  });
});
