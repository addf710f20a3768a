import { describe, expect, it } from "vitest";
import { Workspace } from "../../server/src/workspace/workspace.ts";

type Files = Readonly<Record<string, string>>;

const cache = "file:///home/me/.cache/buf";
const goModules = "file:///home/me/go/pkg/mod";

/** A workspace of the folder `/w` over these files (uri → text); those in it are listed that `ignored` does not leave out. */
async function opened(files: Files, uri: string, ignored = ""): Promise<{ workspace: Workspace; asked: string[] }> {
  const asked: string[] = [];
  const workspace = new Workspace(
    {
      read: async wanted => files[wanted],
      list: async (folder, walk) => {
        walk.add("", ignored);
        return Object.keys(files).filter(
          one =>
            one.startsWith(`${folder}/`) &&
            walk.isListed(one.slice(one.lastIndexOf("/") + 1)) &&
            walk.lists(one.slice(folder.length + 1)),
        );
      },
    },
    {
      bufCache: cache,
      goModules,
      names: folder => {
        asked.push(folder);
        const below = Object.keys(files).filter(one => one.startsWith(`${folder}/`));
        return [...new Set(below.map(one => one.slice(folder.length + 1).split("/")[0] ?? one))];
      },
      behindLinks: folder => folder,
      text: file => files[file],
    },
  );
  workspace.setFolders(["file:///w"]);
  await workspace.loaded([uri]);
  return { workspace, asked };
}

async function found(files: Files, path: string, uri = "file:///w/a.proto"): Promise<string | undefined> {
  const all = { [uri]: `syntax = "proto3";\nimport "${path}";\n`, ...files };
  return (await opened(all, uri)).workspace.snapshot.resolveImport(uri, path);
}

describe("the modules of Go", () => {
  const gogo = `${goModules}/github.com/gogo/protobuf@v1.3.2/gogoproto/gogo.proto`;
  const gateway = `${goModules}/github.com/grpc-ecosystem/grpc-gateway@v1.16.0/third_party/googleapis/google/api/odd.proto`;
  const burnt = `${goModules}/github.com/!burnt!sushi/toml@v0.3.1/t/toml.proto`;
  const mod = [
    "module example.org/team/depot/v2 // ours",
    "go 1.22",
    "require github.com/BurntSushi/toml v0.3.1",
    "require (",
    "\tgithub.com/gogo/protobuf v1.3.2",
    '\t"github.com/grpc-ecosystem/grpc-gateway" v1.16.0 // indirect',
    "\texample.org/near v0.0.0",
    "\texample.org/moved v1.0.0",
    ")",
    "replace example.org/near => ./staging/near",
    "replace example.org/moved v1.0.0 => github.com/gogo/protobuf v1.3.2",
  ].join("\n");
  const files = { "file:///w/go.mod": mod, [gogo]: "", [gateway]: "", [burnt]: "" };

  it("give their files by the module's path and by paths below it", async () => {
    expect(await found(files, "github.com/gogo/protobuf/gogoproto/gogo.proto")).toBe(gogo);
    expect(await found(files, "gogoproto/gogo.proto")).toBe(gogo);
    expect(await found(files, "gogoproto/none.proto")).toBeUndefined();
  });

  it("give the protos that they bring along", async () => {
    expect(await found(files, "google/api/odd.proto")).toBe(gateway);
  });

  it("are spelled in the cache as Go does it", async () => {
    expect(await found(files, "github.com/BurntSushi/toml/t/toml.proto")).toBe(burnt);
  });

  it("may be replaced by folders and by other modules", async () => {
    const near = { ...files, "file:///w/staging/near/n/n.proto": "" };
    expect(await found(near, "example.org/near/n/n.proto")).toBe("file:///w/staging/near/n/n.proto");
    expect(await found(files, "example.org/moved/gogoproto/gogo.proto")).toBe(gogo);
  });

  it("never lead to another machine, nor out of the cache", async () => {
    const evil = [
      "require example.org/a v1.0.0",
      "require ../../../etc v1.0.0",
      "replace example.org/a => //host/share",
    ].join("\n");
    const { workspace, asked } = await opened(
      { "file:///w/go.mod": evil, "file:///w/a.proto": 'import "x/y.proto";' },
      "file:///w/a.proto",
    );
    expect(workspace.snapshot.resolveImport("file:///w/a.proto", "x/y.proto")).toBeUndefined();
    expect(asked.filter(one => !one.startsWith("file:///w/"))).toEqual([]);
  });

  it("give the own module's files wherever the repository lies, whatever its folder is called", async () => {
    const own = { ...files, "file:///w/types/b.proto": "", "file:///w/c.proto": "" };
    expect(await found(own, "example.org/team/depot/types/b.proto")).toBe("file:///w/types/b.proto");
    expect(await found(own, "example.org/team/depot/v2/c.proto")).toBe("file:///w/c.proto");
  });

  it("are no roots in the workspace itself", async () => {
    const uri = "file:///w/api/proto/a/v1/a.proto";
    const text = 'syntax = "proto3";\npackage a.v1;\nimport "gogoproto/gogo.proto";\n';
    const { workspace } = await opened({ ...files, [uri]: text }, uri);
    expect(workspace.layout.packages.length).toBeGreaterThan(0);
    expect(workspace.snapshot.compilation(uri).path).toBe("a/v1/a.proto");
    const cached = await opened({ ...files, [uri]: text, [gogo]: 'import "gogoproto/other.proto";' }, uri);
    await cached.workspace.loaded([gogo]);
    expect(cached.workspace.snapshot.compilation(gogo).path).toBe("gogoproto/gogo.proto");
  });

  it("stand behind what the workspace vendors", async () => {
    const vendored = { ...files, "file:///w/vendor/github.com/gogo/protobuf/gogoproto/gogo.proto": "" };
    const own = "file:///w/vendor/github.com/gogo/protobuf/gogoproto/gogo.proto";
    expect(await found(vendored, "gogoproto/gogo.proto")).toBe(own);
    expect(await found(vendored, "github.com/gogo/protobuf/gogoproto/gogo.proto")).toBe(own);
  });

  it("are found in `vendor` before the cache, also by paths below them", async () => {
    const copy = "file:///w/vendor/github.com/gogo/protobuf/gogoproto/gogo.proto";
    const vendored = { ...files, [copy]: "", "file:///w/vendor/modules.txt": "" };
    const { workspace } = await opened({ ...vendored, "file:///w/a.proto": 'import "x.proto";' }, "file:///w/a.proto");
    const roots = workspace.layout.packages.filter(
      one => "name" in one.root.reason && /gogo/.test(one.root.reason.name),
    );
    expect(roots[0]?.root.uri).toBe("file:///w/vendor/github.com/gogo/protobuf");
  });

  it("are those that a go.work uses, wherever they lie, as it replaces them", async () => {
    const work = {
      "file:///w/go.work": "go 1.22\nuse ./svc\nuse (\n\t../lib\n)\nreplace example.org/far => ../far\n",
      "file:///w/svc/go.mod": "module example.org/svc\nrequire example.org/far v1.0.0\n",
      "file:///lib/go.mod": "module example.org/lib\nrequire github.com/gogo/protobuf v1.3.2\n",
      "file:///lib/types/t.proto": "",
      "file:///far/f/f.proto": "",
      [gogo]: "",
    };
    const uri = "file:///w/svc/api/a.proto";
    expect(await found(work, "example.org/lib/types/t.proto", uri)).toBe("file:///lib/types/t.proto");
    expect(await found(work, "example.org/svc/api/a.proto", uri)).toBe(uri);
    expect(await found(work, "example.org/far/f/f.proto", uri)).toBe("file:///far/f/f.proto");
    expect(await found(work, "gogoproto/gogo.proto", uri)).toBe(gogo);
    const evil = { ...work, "file:///w/go.work": "use //host/lib\n" };
    expect(await found(evil, "example.org/lib/types/t.proto", uri)).toBeUndefined();
  });

  it("are those of the nearest go.mod first", async () => {
    const nested = {
      ...files,
      "file:///w/tools/go.mod": "module example.org/tools\nrequire github.com/gogo/protobuf v1.1.0\n",
      [`${goModules}/github.com/gogo/protobuf@v1.1.0/gogoproto/gogo.proto`]: "",
    };
    expect(await found(nested, "gogoproto/gogo.proto", "file:///w/tools/proto/t.proto")).toBe(
      `${goModules}/github.com/gogo/protobuf@v1.1.0/gogoproto/gogo.proto`,
    );
  });
});

describe("the packages of Node", () => {
  const json = JSON.stringify({ dependencies: { "@scope/api": "1.0.0", plain: "2.0.0", "../evil": "1.0.0" } });
  const modules = "file:///w/node_modules";
  const files = {
    "file:///w/package.json": json,
    [`${modules}/@scope/api/protos/scope/v1/api.proto`]: "",
    [`${modules}/plain/plain.proto`]: "",
    [`${modules}/google-proto-files/google/cloud/common.proto`]: "",
    [`${modules}/unasked/deep/below/x.proto`]: "",
  };

  it("give their files by paths below them and their folders for protos", async () => {
    expect(await found(files, "scope/v1/api.proto")).toBe(`${modules}/@scope/api/protos/scope/v1/api.proto`);
    expect(await found(files, "plain.proto")).toBe(`${modules}/plain/plain.proto`);
    expect(await found(files, "google/cloud/common.proto")).toBe(
      `${modules}/google-proto-files/google/cloud/common.proto`,
    );
  });

  it("may be named by the import itself", async () => {
    const path = "@scope/api/protos/scope/v1/api.proto";
    expect(await found(files, path)).toBe(`${modules}/${path}`);
    expect(await found(files, "unasked/deep/below/x.proto")).toBe(`${modules}/unasked/deep/below/x.proto`);
  });

  it("are found from a package of a monorepo in the folder above", async () => {
    const monorepo = { ...files, "file:///w/packages/one/package.json": '{"devDependencies":{"plain":"*"}}' };
    expect(await found(monorepo, "plain.proto", "file:///w/packages/one/proto/a.proto")).toBe(
      `${modules}/plain/plain.proto`,
    );
  });

  it("are looked into only where package.json names them, and not at all for what is found nearer", async () => {
    const uri = "file:///w/proto/a.proto";
    const near = { ...files, "file:///w/proto/plain.proto": "", [uri]: 'import "plain.proto";' };
    const { workspace, asked } = await opened(near, uri);
    expect(workspace.snapshot.resolveImport(uri, "plain.proto")).toBe("file:///w/proto/plain.proto");
    expect(asked).toEqual([]);
    const far = await opened({ ...files, [uri]: 'import "no/such.proto";' }, uri);
    expect(far.asked.filter(one => one.includes("/unasked") || one.includes("evil"))).toEqual([]);
  });
});

describe("folders that tools fill", () => {
  const uri = "file:///w/svc/src/main/proto/a/a.proto";
  const ignored = "build/\ntarget/\nvenv/\n";
  const rows: readonly (readonly [string, string, string])[] = [
    ["build.gradle", "file:///w/svc/build/extracted-include-protos/main/", "Gradle"],
    ["build.gradle.kts", "file:///w/svc/build/extracted-protos/test/", "Gradle in Kotlin"],
    ["pom.xml", "file:///w/svc/target/protoc-dependencies/0a1b2c/", "Maven"],
    ["pyproject.toml", "file:///w/svc/.venv/lib/python3.12/site-packages/", "Python"],
    ["requirements.txt", "file:///w/svc/venv/Lib/site-packages/", "Python on Windows"],
    ["MODULE.bazel", "file:///w/svc/bazel-svc/external/dep~1.0/", "Bazel"],
  ];

  it.each(rows)("beside a %s are roots: %s (%s)", async (name, folder) => {
    const files = { [`file:///w/svc/${name}`]: "", [`${folder}dep/d.proto`]: "" };
    const { workspace } = await opened({ [uri]: 'import "dep/d.proto";', ...files }, uri, ignored);
    expect(workspace.snapshot.resolveImport(uri, "dep/d.proto")).toBe(`${folder}dep/d.proto`);
    const { [`file:///w/svc/${name}`]: _, ...without } = files;
    const nobody = await opened({ [uri]: 'import "dep/d.proto";', ...without }, uri, ignored);
    expect(nobody.workspace.snapshot.resolveImport(uri, "dep/d.proto")).toBeUndefined();
  });

  it("are looked at again when a build has filled them", async () => {
    const files: Record<string, string> = { [uri]: 'import "dep/d.proto";', "file:///w/svc/pom.xml": "" };
    const { workspace } = await opened(files, uri, ignored);
    expect(workspace.snapshot.resolveImport(uri, "dep/d.proto")).toBeUndefined();
    const built = "file:///w/svc/target/protoc-dependencies/0a/dep/d.proto";
    files[built] = "";
    workspace.changeOnDisk([{ uri: built, kind: "changed" }]);
    await expect.poll(async () => (await workspace.loaded([uri])).resolveImport(uri, "dep/d.proto")).toBe(built);
  });
});

describe("the modules in buf's cache", () => {
  const commit = "6c776ed5bee54462b06d31fb7f7c16b8";
  const http = `${cache}/v3/modules/b5/buf.build/googleapis/googleapis/${commit}/files/google/api/http.proto`;
  const v2 = {
    "file:///w/buf.yaml": "version: v2\nmodules:\n  - path: proto\n",
    "file:///w/buf.lock": `version: v2\ndeps:\n  - name: buf.build/googleapis/googleapis\n    commit: ${commit}\n    digest: b5:00\n`,
    [http]: 'syntax = "proto3";\npackage google.api;\nimport "google/api/other.proto";\n',
  };
  const uri = "file:///w/proto/a/v1/a.proto";

  it("are those that a lock file of v2 names, and stand before the bundled files", async () => {
    expect(await found(v2, "google/api/http.proto", uri)).toBe(http);
  });

  it("are those that a lock file of v1 names beside its module", async () => {
    const lock = `version: v1\ndeps:\n  - remote: buf.build\n    owner: googleapis\n    repository: googleapis\n    commit: ${commit}\n    digest: shake256:00\n`;
    const v1 = {
      "file:///w/buf.work.yaml": "version: v1\ndirectories: [proto]\n",
      "file:///w/proto/buf.yaml": "version: v1\n",
      "file:///w/proto/buf.lock": lock,
    };
    for (const folder of [
      `${cache}/v3/modules/shake256/buf.build/googleapis/googleapis/${commit}/files`,
      `${cache}/v1/module/data/buf.build/googleapis/googleapis/${commit}`,
    ]) {
      const file = `${folder}/google/api/http.proto`;
      expect(await found({ ...v1, [file]: "" }, "google/api/http.proto", uri)).toBe(file);
    }
  });

  it("are found among each other when one of their files is opened", async () => {
    const { workspace } = await opened({ ...v2, [uri]: 'import "google/api/http.proto";' }, uri);
    await workspace.loaded([http]);
    expect(workspace.snapshot.compilation(http).path).toBe("google/api/http.proto");
  });

  it("are read with what they import for who looks into them", async () => {
    const drop = `${cache}/v3/modules/b5/buf.build/googleapis/googleapis/${commit}/files/google/api/drop.proto`;
    const importing =
      'syntax = "proto3";\npackage google.api;\nimport "google/api/drop.proto";\nmessage H { Drop d = 1; }\n';
    const files = {
      ...v2,
      [http]: importing,
      [drop]: 'syntax = "proto3";\npackage google.api;\nmessage Drop {}\n',
      [uri]: 'syntax = "proto3";\nimport "google/type/none.proto";\n',
    };
    const { workspace } = await opened(files, uri);
    const snapshot = await workspace.with(workspace.snapshot, [http]);
    expect(snapshot.problems(http)).toEqual([]);
    expect(workspace.snapshot.source(http)).toBeUndefined();
  });

  it("are not there without a cache, and nothing leads out of it", async () => {
    const { [http]: _, ...without } = v2;
    expect(await found(without, "google/api/none.proto", uri)).toBeUndefined();
    const evil = { ...v2, "file:///w/buf.lock": "version: v2\ndeps:\n  - name: ../../..\n    commit: etc\n" };
    expect(await found(evil, "google/api/none.proto", uri)).toBeUndefined();
  });
});

describe("packages that come and go", () => {
  it("are seen when the file that names them changes, and when a tool has fetched them", async () => {
    const uri = "file:///w/a.proto";
    const files: Record<string, string> = { [uri]: 'import "gogoproto/gogo.proto";' };
    const { workspace } = await opened(files, uri);
    const found = async () => (await workspace.loaded([uri])).resolveImport(uri, "gogoproto/gogo.proto");
    expect(await found()).toBeUndefined();
    files["file:///w/go.mod"] = "module w\nrequire github.com/gogo/protobuf v1.3.2\n";
    workspace.changeOnDisk([{ uri: "file:///w/go.mod", kind: "changed" }]);
    const reasons = () => workspace.layout.packages.map(one => one.root.reason);
    await expect.poll(reasons).toEqual([{ kind: "goModule", name: "w", version: "", file: "file:///w/go.mod" }]);
    expect(await found()).toBeUndefined();
    const gogo = `${goModules}/github.com/gogo/protobuf@v1.3.2/gogoproto/gogo.proto`;
    files[gogo] = "";
    workspace.changeOnDisk([{ uri: "file:///w/go.sum", kind: "changed" }]);
    await expect.poll(found).toBe(gogo);
  });
});

describe("a file in several roots", () => {
  it("is told with all its places, the one that counts first", async () => {
    const uri = "file:///w/proto/a.proto";
    const files = {
      [uri]: 'import "c/c.proto";\nimport "google/protobuf/any.proto";\n',
      "file:///w/proto/c/c.proto": "",
      "file:///w/third_party/c/c.proto": "",
      "file:///w/elsewhere/deep/c/c.proto": "",
    };
    const { workspace } = await opened(files, uri);
    await workspace.list();
    const places = workspace.snapshot.importView(uri).places("c/c.proto");
    expect(places.map(one => [one.uri, one.root.reason.kind])).toEqual([
      ["file:///w/proto/c/c.proto", "inferred"],
      ["file:///w/third_party/c/c.proto", "customaryFolder"],
    ]);
    const bundled = workspace.snapshot.importView(uri).places("google/protobuf/any.proto");
    expect(bundled.map(one => one.root.reason.kind)).toEqual(["bundled"]);
  });
});
