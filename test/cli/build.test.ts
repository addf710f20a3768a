import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { protodial } from "../support/commandLine.ts";
import { tempFolder } from "../support/tempFolder.ts";

const protoc = path.resolve(import.meta.dirname, "../../node_modules/protoc/bin/protoc-linux-x86_64");

test("the set is the one protoc writes", async () => {
  const folder = tempFolder({
    "a/v1/a.proto":
      '// About the file.\nsyntax = "proto3";\npackage a.v1;\nimport "b/v1/b.proto";\nimport "google/protobuf/timestamp.proto";\n// About A.\nmessage A { b.v1.B b = 1; google.protobuf.Timestamp at = 2; map<string, int64> m = 3; optional bytes c = 4; }\nservice S { rpc R(stream A) returns (A) { option deprecated = true; } }\n',
    "b/v1/b.proto":
      'syntax = "proto2";\npackage b.v1;\nmessage B { optional group G = 1 { optional string x = 1 [default = "a\\nb"]; } extensions 100 to max; }\n',
  });
  const args = [
    "--include_imports",
    "--include_source_info",
    "--retain_options",
    "-oprotoc.binpb",
    "-I.",
    "a/v1/a.proto",
  ];
  execFileSync(protoc, args, { cwd: folder });
  expect(await protodial(["build", "a/v1/a.proto", "-o", "ours.binpb"], { cwd: folder })).toEqual({
    code: 0,
    stdout: "",
    stderr: "",
  });
  expect(readFileSync(path.join(folder, "ours.binpb"))).toEqual(readFileSync(path.join(folder, "protoc.binpb")));
});

test("files with an error write nothing and end with 1", async () => {
  const folder = tempFolder({ "a.proto": 'syntax = "proto3";\nmessage A { B b = 1; }\n' });
  const ran = await protodial(["build", "a.proto", "-o", "out.binpb"], { cwd: folder });
  expect(ran.code).toBe(1);
  expect(ran.stderr).toMatch(/^a\.proto:2:13: error: /);
  expect(() => readFileSync(path.join(folder, "out.binpb"))).toThrow("ENOENT");
});

test("without -o it is wrong use", async () => {
  expect((await protodial(["build"], { cwd: tempFolder({ "a.proto": "" }) })).code).toBe(2);
});
