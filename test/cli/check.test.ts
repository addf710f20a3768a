import { expect, test } from "vitest";
import { protodial } from "../support/commandLine.ts";
import { tempFolder } from "../support/tempFolder.ts";

const good = 'syntax = "proto3";\npackage a.v1;\nmessage A { string name = 1; }\n';
const bad =
  'syntax = "proto3";\npackage a.v1;\nmessage B {\n  string name = 1;\n\tint32 größe = 1; // 😀\n  int32 age = 1;\n}\n';

test("a fine file is silent on stdout and ends with 0", async () => {
  const ran = await protodial(["check", "."], { cwd: tempFolder({ "a/v1/a.proto": good }) });
  expect(ran).toEqual({ code: 0, stdout: "", stderr: "1 file checked, 0 problems\n" });
});

test("text is `path:line:column: severity: message [id]`", async () => {
  const folder = tempFolder({ "a/v1/b.proto": bad.replace(/\t.*\n/, "") });
  const ran = await protodial(["check", "a"], { cwd: folder });
  expect(ran.code).toBe(1);
  expect(ran.stdout).toMatch(
    /^a\/v1\/b\.proto:5:15: error: field number 1 is already used by `name`.* \[duplicate-field-number\]\n$/,
  );
});

test("the line is protoc's, and the message says where the mistake is", async () => {
  const folder = tempFolder({
    "m.proto": 'syntax = "proto3";\nmessage M {\n  Nope a = 1;\n  int32 b = 2\n\n  int32 c = 3;\n}\n',
  });
  const ran = await protodial(["check", "m.proto"], { cwd: folder });
  // protoc: m.proto:6:3: Expected ";". It says nothing of `Nope`, as it stops after a syntax error.
  expect(ran.stdout.split("\n")).toEqual([
    expect.stringMatching(/^m\.proto:6:3: error: missing `;` after field `b` \(at 4:14\)/),
    expect.stringMatching(/^m\.proto:3:3: error: cannot find the type `Nope`/),
    "",
  ]);
});

test("text shows control characters of a file as escapes", async () => {
  const folder = tempFolder({ "e.proto": 'syntax = "proto3";\nimport "no\\033[2J\\nwhere.proto";\n' });
  const ran = await protodial(["check", "e.proto"], { cwd: folder });
  expect(ran.stdout).toContain("no\\u001b[2J\\u000awhere.proto");
  expect(ran.stdout.trimEnd().split("\n")).toHaveLength(1);
});

test("json is one object a line, columns in UTF-16 units", async () => {
  const ran = await protodial(["check", "--format", "json", "b.proto"], { cwd: tempFolder({ "b.proto": bad }) });
  const rows = ran.stdout
    .trim()
    .split("\n")
    .map(line => JSON.parse(line));
  expect(rows[0]).toMatchObject({
    path: "b.proto",
    start_line: 5,
    start_column: 10,
    end_line: 5,
    type: "invalid-character",
    severity: "error",
  });
  expect(Object.keys(rows[0])).toEqual([
    "path",
    "start_line",
    "start_column",
    "end_line",
    "end_column",
    "type",
    "message",
    "severity",
  ]);
});

test("github and sarif name the same place", async () => {
  const folder = tempFolder({ "b.proto": bad.replace(/\t.*\n/, "") });
  const github = await protodial(["check", "--format", "github"], { cwd: folder });
  expect(github.stdout).toMatch(
    /^::error file=b\.proto,line=5,col=15,endLine=5,endColumn=16,title=duplicate-field-number::field number 1/,
  );
  const sarif = JSON.parse((await protodial(["check", "--format", "sarif"], { cwd: folder })).stdout);
  expect(sarif.runs[0].results[0].locations[0].physicalLocation.region).toEqual({
    startLine: 5,
    startColumn: 15,
    endLine: 5,
    endColumn: 16,
  });
});

test("a warning fails only with --strict", async () => {
  const files = { "a.proto": good.replace("package", 'import "b.proto";\npackage'), "b.proto": good.replace("A", "B") };
  const folder = tempFolder(files);
  const plain = await protodial(["check", "a.proto"], { cwd: folder });
  expect(plain.stdout).toContain("warning");
  expect(plain.code).toBe(0);
  expect((await protodial(["check", "a.proto", "--strict"], { cwd: folder })).code).toBe(1);
});

test("an error in an imported file is told, its warnings are not", async () => {
  const folder = tempFolder({
    "a.proto": 'syntax = "proto3";\nimport "b.proto";\nmessage A { B b = 1; }\n',
    "b.proto": 'syntax = "proto3";\nimport "google/protobuf/any.proto";\nmessage B { string x = 0; }\n',
  });
  const ran = await protodial(["check", "a.proto"], { cwd: folder });
  expect(ran.code).toBe(1);
  expect(ran.stdout).toMatch(/^b\.proto:3:\d+: error/m);
  expect(ran.stdout).not.toContain("warning");
});

test("imports are relative to -I, and to the root that packages show without it", async () => {
  const folder = tempFolder({
    "protos/a/v1/a.proto": 'syntax = "proto3";\npackage a.v1;\nimport "b/v1/b.proto";\nmessage A { b.v1.B b = 1; }\n',
    "protos/b/v1/b.proto": 'syntax = "proto3";\npackage b.v1;\nmessage B {}\n',
  });
  expect((await protodial(["check", "protos/a/v1/a.proto", "-I", "protos"], { cwd: folder })).stdout).toBe("");
  expect((await protodial(["check"], { cwd: folder })).stdout).toBe("");
});

test("a file that two builds import by two paths is one file, but not in a set or below roots that are given", async () => {
  const folder = tempFolder({
    "libs/shared/s.proto": 'syntax = "proto3";\npackage s;\nmessage S {}\n',
    "one/a.proto": 'syntax = "proto3";\npackage one;\nimport "libs/shared/s.proto";\nmessage A { s.S s = 1; }\n',
    "two/b.proto": 'syntax = "proto3";\npackage two;\nimport "shared/s.proto";\nmessage B { s.S s = 1; }\n',
  });
  expect(await protodial(["check"], { cwd: folder })).toMatchObject({ code: 0, stdout: "" });
  const twice = /`s\.S` is already declared in/;
  const built = await protodial(["build", "-o", "-", "."], { cwd: folder });
  expect(built.code).toBe(1);
  expect(built.stderr).toMatch(twice);
  const given = await protodial(["check", "-I", ".", "-I", "libs"], { cwd: folder });
  expect(given.code).toBe(1);
  expect(given.stdout).toMatch(twice);
});

test.each([
  [["check", "nothing.proto"], "there is no file or folder `nothing.proto`"],
  [["check", "--format", "xml"], "`--format` is one of"],
  [["check", "--wrong"], "--wrong"],
  [["frobnicate"], "no command `frobnicate`"],
])("wrong use ends with 2: %j", async (args, words) => {
  const ran = await protodial(args, { cwd: tempFolder({ "a.proto": good }) });
  expect(ran.code).toBe(2);
  expect(ran.stdout).toBe("");
  expect(ran.stderr).toContain(words);
});
