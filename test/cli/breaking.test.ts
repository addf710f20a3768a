// The command that tells breaking changes: each way to name the earlier version, against real repositories, and buf.
import { execFileSync } from "node:child_process";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { after, before, breaking, changed, commit, found, repository, rowsOf, write } from "../support/changedShop.ts";
import { protodial } from "../support/commandLine.ts";
import { git } from "../support/git.ts";
import { tempFolder } from "../support/tempFolder.ts";

const bufBinary = path.resolve(import.meta.dirname, "../../node_modules/.bin/buf");

function buf(folder: string, args: readonly string[]): string {
  try {
    // Tests have no settings of the user, and buf insists on a folder for its own.
    const { XDG_CONFIG_HOME, ...env } = process.env;
    return execFileSync(bufBinary, args, { cwd: folder, encoding: "utf8", stdio: "pipe", env });
  } catch (error) {
    // It exits with 100 when it has found something.
    if (error instanceof Error && Reflect.get(error, "status") === 100) return String(Reflect.get(error, "stdout"));
    throw error;
  }
}

it.each([
  ["nothing named", []],
  ["a revision", ["--against", "HEAD"]],
  ["a branch", ["--against", "main"]],
  ["buf's words for a branch", ["--against", ".git#branch=main"]],
  ["buf's words for a revision", ["--against", ".git#ref=HEAD"]],
  ["a repository", ["--against", ".git"]],
])("compares with git: %s", async (_, args) => {
  expect(await breaking(changed(), ...args)).toEqual(found);
});

it("compares with a folder", async () => {
  const outer = tempFolder({ "now/shop/v1/shop.proto": after, "old/shop/v1/shop.proto": before });
  expect(await breaking(path.join(outer, "now"), "--against", "../old")).toEqual(found);
});

it.each(["old.binpb", "old.json", "old.txtpb", "old.yaml", "old.binpb.gz", "old.json.gz"])(
  "compares with the image %s that buf has written",
  async name => {
    const folder = repository();
    const images = tempFolder();
    buf(folder, ["build", "-o", path.join(images, name)]);
    write(folder, "shop/v1/shop.proto", after);
    expect(await breaking(folder, "--against", path.join(images, name))).toEqual(found);
  },
);

it("takes an image for what is compared, with buf's places, the rules of the folder, and its marks of imports", async () => {
  const types = 'syntax = "proto3";\npackage types;\nmessage Kind {\n  int32 x = 1;\n}\n';
  const user =
    'syntax = "proto3";\npackage user;\nimport "types/types.proto";\nmessage User {\n  types.Kind kind = 1;\n}\n';
  const folder = repository({ "types/types.proto": types, "user/user.proto": user });
  const images = tempFolder({ "buf.yaml": "version: v2\nbreaking:\n  use: [WIRE_JSON]\n" });
  buf(folder, ["build", "--path", "user", "-o", path.join(images, "old.binpb")]);
  write(folder, "types/types.proto", types.replace("int32 x", "\tstring y"));
  write(folder, "user/user.proto", user.replace("kind =", "\tsort ="));
  for (const form of ["binpb", "json", "txtpb"]) {
    const name = path.join(images, `new.${form}`);
    buf(folder, ["build", "--path", "user", "-o", name]);
    for (const more of [[], ["--exclude-imports"]]) {
      const args = [`new.${form}`, "--against", "old.binpb", ...more];
      const theirs = rowsOf(buf(images, ["breaking", ...args, "--error-format", "json"]));
      expect(theirs).toContain("user/user.proto:5:17 FIELD_SAME_NAME");
      expect(await breaking(images, ...args)).toEqual(theirs);
    }
    const ofAll = await breaking(folder, name, "--against", ".git");
    expect(ofAll).toEqual(rowsOf(buf(folder, ["breaking", name, "--against", ".git", "--error-format", "json"])));
  }
});

it.each([
  ["old.tar", ["tar", "cf"]],
  ["old.tar.gz", ["tar", "czf"]],
])("compares with the archive %s", async (name, [program = "", flags = ""]) => {
  const folder = repository();
  const archive = path.join(tempFolder(), name);
  execFileSync(program, [flags, archive, "shop"], { cwd: folder });
  write(folder, "shop/v1/shop.proto", after);
  expect(await breaking(folder, "--against", archive)).toEqual(found);
});

it("compares with what git has packed, as zip and with a folder around it", async () => {
  const folder = repository();
  const archives = tempFolder();
  git(folder, ["archive", "--format=zip", "-o", path.join(archives, "old.zip"), "HEAD"]);
  git(folder, ["archive", "--format=tar", "--prefix=shop-1.0/", "-o", path.join(archives, "old.tar"), "HEAD"]);
  write(folder, "shop/v1/shop.proto", after);
  expect(await breaking(folder, "--against", path.join(archives, "old.zip"))).toEqual(found);
  expect(await breaking(folder, "--against", `${path.join(archives, "old.tar")}#strip_components=1`)).toEqual(found);
});

it("reads an image from standard input", async () => {
  const folder = repository();
  const image = path.join(tempFolder(), "old.json");
  buf(folder, ["build", "-o", image]);
  write(folder, "shop/v1/shop.proto", after);
  const stdin = execFileSync("cat", [image], { encoding: "utf8" });
  const ran = await protodial(["breaking", "--format", "json", "--against=-#format=json"], { cwd: folder, stdin });
  expect(rowsOf(ran.stdout)).toEqual(found);
});

it("finds the merge base, also where only the branch of the server is known", async () => {
  const folder = repository();
  git(folder, ["checkout", "-q", "-b", "work"]);
  git(folder, ["checkout", "-q", "main"]);
  write(folder, "shop/v1/shop.proto", before.replace("  bool sold", "  bool new = 9;\n  bool sold"));
  commit(folder);
  git(folder, ["checkout", "-q", "work"]);
  expect(await breaking(folder)).toEqual([]);
  expect(await breaking(folder, "--against", "main")).toEqual(["shop/v1/shop.proto:3:1 FIELD_NO_DELETE"]);
  const clone = path.join(tempFolder(), "clone");
  git(folder, ["clone", "-q", "-b", "work", ".", clone]);
  write(clone, "shop/v1/shop.proto", after);
  expect(await breaking(clone)).toEqual(found);
  expect(await breaking(clone, "--against", ".git#branch=main")).toContain("shop/v1/shop.proto:3:1 FIELD_NO_DELETE");
});

it("starts no program that the repository names", async () => {
  const folder = changed();
  const traces = tempFolder();
  const hook = path.join(folder, "hook.sh");
  writeFileSync(hook, `#!/bin/sh\ntouch ${traces}/started\n`, { mode: 0o755 });
  for (const key of ["core.fsmonitor", "core.pager", "diff.external", "core.sshCommand"])
    git(folder, ["config", key, hook]);
  expect(await breaking(folder)).toEqual(found);
  expect(execFileSync("ls", [traces], { encoding: "utf8" })).toBe("");
});

it("asks which is meant where a name is a folder and a revision", async () => {
  const folder = repository();
  git(folder, ["branch", "shop"]);
  const ran = await protodial(["breaking", "--against", "shop"], { cwd: folder });
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain("write `./shop` or `.git#ref=shop`");
  expect(await breaking(folder, "--against", ".git#ref=shop")).toEqual([]);
});

it.each([
  ["https://example.com/x.git", "would be fetched, which is not done"],
  ["ssh://git@example.com/x.git#branch=main", "would be fetched, which is not done"],
  ["buf.build/acme/weather", "would be fetched, which is not done"],
  [".git#depth=0", "`depth` is a number of commits"],
  [".git#recurse_submodules=maybe", "`recurse_submodules` is `true` or `false`"],
  [".git#tag=v1,ref=HEAD~1", "`ref` cannot be given with `tag` or `commit`"],
  ["/dev/null", "`/dev/null` is no folder: say what it is, as `/dev/null#format=binpb`"],
  ["nowhere", "there is no file, folder or revision `nowhere`"],
  [".git#branch=nowhere", "has no revision `nowhere`"],
  [".git#colour=red", "`colour` cannot be given for `git`"],
  ["old.binpb", "there is no file or folder `old.binpb`"],
  ["shop/v1/shop.proto#format=binpb", "is no descriptor image"],
])("says what is wrong with --against %s", async (against, words) => {
  const ran = await protodial(["breaking", "--against", against], { cwd: repository() });
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain(words);
});

it("looks at no file in which only comments and layout are others", async () => {
  const header = "// A licence.\n\n";
  const folder = repository({ "shop/v1/shop.proto": before, "wrong.proto": "message Wrong {\n  Nothing n = 1;\n}\n" });
  write(folder, "shop/v1/shop.proto", header + after);
  write(folder, "wrong.proto", `${header}message Wrong\n{ Nothing n = 1; }\n`);
  const ran = await protodial(["breaking", "--format", "json"], { cwd: folder });
  expect(rowsOf(ran.stdout)).toEqual([
    "shop/v1/shop.proto:5:1 FIELD_NO_DELETE",
    "shop/v1/shop.proto:7:3 FIELD_SAME_TYPE",
  ]);
  expect(ran.stderr).toContain("2 breaking changes in 1 file that changed");
});

it("tells errors of the files first", async () => {
  const folder = repository();
  write(folder, "shop/v1/shop.proto", before.replace("int32", "int"));
  const ran = await protodial(["breaking"], { cwd: folder });
  expect(ran.code).toBe(1);
  expect(ran.stdout).toMatch(/^shop\/v1\/shop\.proto:5:3: error: .*\[unresolved-type\]\n$/);
  expect(ran.stderr).toContain("the files have errors");
});

it("looks again at what uses a type that has changed its kind or its place", async () => {
  const user = 'syntax = "proto3";\npackage a.b;\nimport "t.proto";\nmessage User {\n  Kind kind = 1;\n}\n';
  const types = 'syntax = "proto3";\npackage a.b;\nenum Kind {\n  NONE = 0;\n}\n';
  const folder = repository({ "user.proto": user, "t.proto": types });
  write(folder, "t.proto", types.replace(/enum[\s\S]*/, "message Kind {\n}\n"));
  const config = '{"version":"v2","breaking":{"use":["WIRE"]}}';
  const theirs = buf(folder, ["breaking", "--against", ".git", "--config", config, "--error-format", "json"]);
  expect(rowsOf(theirs)).toEqual(["user.proto:5:3 FIELD_WIRE_COMPATIBLE_TYPE"]);
  expect(await breaking(folder, "--category", "WIRE")).toEqual(rowsOf(theirs));
});

it("finds in a tree of several modules, with files that moved, came and went, what buf finds", async () => {
  const message = (name: string, fields: string) =>
    `syntax = "proto3";\npackage ${name}.v1;\nmessage ${name.toUpperCase()} {\n${fields}}\n`;
  const folder = repository({
    "buf.yaml": `version: v2
modules:
  - path: one
  - path: two
    breaking:
      use: [WIRE_JSON]
      ignore: [two/skipped]
breaking:
  use: [PACKAGE]
  except: [FIELD_SAME_JSON_NAME]
  ignore_only:
    FIELD_SAME_TYPE: [one/c]
`,
    "one/a/v1/a.proto": message("a", "  int32 x = 1;\n  string y = 2;\n"),
    "one/b/v1/b.proto": message("b", "  int32 x = 1;\n"),
    "one/c/v1/c.proto": message("c", "  int32 x = 1;\n  string y = 2;\n"),
    "one/gone/v1/gone.proto": message("gone", "  int32 x = 1;\n"),
    "two/d/v1/d.proto": message("d", "  int32 x = 1;\n  string y = 2;\n"),
    "two/skipped/v1/s.proto": message("skipped", "  int32 x = 1;\n"),
  });
  write(folder, "one/a/v1/a.proto", message("a", "  string z = 1;\n"));
  renameSync(path.join(folder, "one/b/v1/b.proto"), path.join(folder, "one/b/v1/moved.proto"));
  write(folder, "one/c/v1/c.proto", message("c", "  string z = 1;\n"));
  rmSync(path.join(folder, "one/gone"), { recursive: true });
  write(folder, "two/d/v1/d.proto", message("d", "  string z = 1;\n"));
  write(folder, "two/skipped/v1/s.proto", message("skipped", ""));
  write(folder, "two/new/v1/new.proto", message("new", "  int32 x = 1;\n"));
  const theirs = rowsOf(buf(folder, ["breaking", "--against", ".git", "--error-format", "json"]));
  expect(theirs.length).toBeGreaterThan(6);
  expect(await breaking(folder)).toEqual(theirs);
  for (const category of ["FILE", "PACKAGE", "WIRE_JSON", "WIRE"]) {
    write(folder, "buf.yaml", `version: v2\nmodules:\n  - path: one\n  - path: two\nbreaking:\n  use: [${category}]\n`);
    const all = rowsOf(buf(folder, ["breaking", "--against", ".git", "--error-format", "json"]));
    expect(await breaking(folder)).toEqual(all);
    expect(await breaking(folder, "--category", category)).toEqual(all);
  }
});

it("compares what is imported, and finds what buf finds for files, folders and revisions however they are named", async () => {
  const head = 'syntax = "proto3";\n';
  const types = `${head}package types.v1;\nmessage Kind {\n  int32 x = 1;\n  int32 y = 2;\n}\n`;
  const user = `${head}package user.v1;\nimport "types/v1/types.proto";\nimport "google/protobuf/timestamp.proto";
message User {\n  types.v1.Kind kind = 1;\n  google.protobuf.Timestamp at = 2;\n}\n`;
  const folder = repository({
    "proto/types/v1/types.proto": types.replaceAll("\n", "\r\n"),
    "proto/user/v1/user.proto": user,
    "proto/ö ü/x y.proto": types.replace("types.v1", "spaces"),
  });
  const old = path.join(tempFolder(), "old");
  git(folder, ["clone", "-q", ".", old]);
  write(folder, "proto/types/v1/types.proto", types.replace("int32 x", "string x").replaceAll("\n", "\r\n"));
  write(folder, "proto/user/v1/user.proto", user.replace(/import "google.*\n/, "").replace(/ {2}google.*\n/, ""));
  write(folder, "proto/ö ü/x y.proto", types.replace("types.v1", "spaces").replace("int32", "\t/* 漢😀 */ bool"));
  const proto = path.join(folder, "proto");
  const theirs = rowsOf(
    buf(proto, ["breaking", "--against", "../.git#branch=main,subdir=proto", "--error-format", "json"]),
  );
  // One of them is the file of Google that nothing imports any more.
  expect(theirs.filter(one => one.startsWith("-"))).toEqual(["-:1:1 FILE_NO_DELETE"]);
  expect(theirs).toHaveLength(4);
  expect(await breaking(proto, "--against", "../.git#branch=main,subdir=proto")).toEqual(theirs);
  expect(await breaking(proto)).toEqual(theirs);
  expect(await breaking(proto, "--against", path.join(old, "proto"))).toEqual(theirs);
  expect(await breaking(proto, "--exclude-imports")).toEqual(theirs.filter(one => !one.startsWith("-")));
  const below = theirs.map(one => (one.startsWith("-") ? one : `proto/${one}`));
  expect(await breaking(folder, "proto", "--against", path.join(old, "proto"))).toEqual(below);
  expect(await breaking(folder, "-I", "proto", "proto", "--against", "main")).toEqual(below);
  // What a file imports is compared with it, and nothing else.
  const ofUser = below.filter(one => !one.includes("ö"));
  expect(await breaking(folder, "proto/user/v1/user.proto")).toEqual(ofUser);
  expect(await breaking(folder, "proto/user/v1/user.proto", "--against", path.join(old, "proto"))).toEqual(ofUser);
  expect(await breaking(folder, "proto/user/v1/user.proto", "--against", ".git#subdir=proto")).toEqual(ofUser);
});

it("pairs the modules of a workspace as buf does, what several of them import told once", async () => {
  const folder = repository({ "one/a.proto": before, "one/b.proto": 'syntax = "proto3";\npackage b;\n' });
  write(folder, "buf.yaml", "version: v2\nmodules:\n  - path: one\n");
  write(folder, "one/a.proto", after);
  const now = rowsOf(buf(folder, ["breaking", "--against", ".git", "--error-format", "json"]));
  expect(now).toContain("-:1:1 FILE_NO_DELETE");
  expect(now).toContain("one/a.proto:5:3 FIELD_SAME_TYPE");
  expect(await breaking(folder)).toEqual(now);
  commit(folder);
  write(folder, "buf.yaml", "version: v2\nmodules:\n  - path: one\n  - path: two\n");
  write(
    folder,
    "two/c.proto",
    'syntax = "proto3";\npackage c;\nimport "a.proto";\nmessage C {\n  shop.v1.Item a = 1;\n}\n',
  );
  commit(folder);
  write(folder, "one/a.proto", before);
  const told = buf(folder, ["breaking", "--against", ".git", "--error-format", "json"]);
  expect(rowsOf(told)).toEqual(["one/a.proto:5:3 FIELD_SAME_TYPE"]);
  expect(await breaking(folder)).toEqual(rowsOf(told));
});

it("goes on where the earlier version has errors, and says so; what is new has none", async () => {
  const folder = repository({ "shop/v1/shop.proto": before, "b.proto": "message B {\n  optional Nothing n = 1;\n}\n" });
  write(folder, "shop/v1/shop.proto", after);
  write(folder, "b.proto", "message B {\n}\n");
  const ran = await protodial(["breaking", "--format", "json"], { cwd: folder });
  expect(rowsOf(ran.stdout)).toEqual(expect.arrayContaining(found));
  expect(ran.stderr).toMatch(/has errors, so not all may be told that breaks: b\.proto:2: .*`Nothing`/);
  write(folder, "new/n.proto", before.replace("shop.v1", "n"));
  expect(await breaking(folder, "new")).toEqual([]);
});
