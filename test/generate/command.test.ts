import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { generateCommand } from "../../server/src/cli/generate.ts";
import { tempFolder } from "../support/tempFolder.ts";

const proto = 'syntax = "proto3";\npackage a.v1;\nmessage A {}\nservice S { rpc R(A) returns (A); }\n';

async function run(cwd: string, ...args: readonly string[]) {
  let stdout = "";
  let stderr = "";
  const code = await generateCommand(args, {
    stdout: text => {
      stdout += typeof text === "string" ? text : new TextDecoder().decode(text);
    },
    stderr: text => {
      stderr += text;
    },
    stdin: async () => "",
    stdinBytes: async () => new Uint8Array(),
    stdinPieces: () => () => undefined,
    env: {},
    cwd,
  });
  return { code, stdout, stderr };
}

test("writes what differs and says what it did with each file", async () => {
  const folder = tempFolder({ "a/v1/a.proto": proto });
  expect(await run(folder, "a", "--target", "python", "-o", "out")).toEqual({
    code: 0,
    stdout: [
      "new       out/a/v1/a_pb2.py",
      "new       out/a/v1/a_pb2.pyi",
      "new       out/a/v1/a_pb2_grpc.py",
      "new       out/a/v1/a_pb2_grpc.pyi",
      "",
    ].join("\n"),
    stderr: "",
  });
  const before = statSync(path.join(folder, "out/a/v1/a_pb2.py")).mtimeMs;
  writeFileSync(path.join(folder, "out/a/v1/a_pb2.pyi"), "old\n");
  const { stdout } = await run(folder, "a", "--target", "python", "-o", "out");
  expect(stdout).toContain("unchanged out/a/v1/a_pb2.py\nchanged   out/a/v1/a_pb2.pyi\n");
  expect(statSync(path.join(folder, "out/a/v1/a_pb2.py")).mtimeMs).toBe(before);
  expect(readdirSync(path.join(folder, "out/a/v1")).length).toBe(4);
});

test("--dry-run writes nothing, --check tells by its exit code whether the output is outdated", async () => {
  const folder = tempFolder({ "a.proto": proto });
  expect((await run(folder, "a.proto", "-t", "typescript", "-o", "out", "--dry-run")).stdout).toBe(
    "new       out/a_pb.ts\n",
  );
  expect(await run(folder, "a.proto", "-t", "typescript", "-o", "out", "--check")).toMatchObject({
    code: 1,
    stdout: "new       out/a_pb.ts\n",
  });
  expect(existsSync(path.join(folder, "out"))).toBe(false);
  await run(folder, "a.proto", "-t", "typescript", "-o", "out");
  expect(await run(folder, "a.proto", "-t", "typescript", "-o", "out", "--check")).toMatchObject({
    code: 0,
    stdout: "",
  });
  writeFileSync(path.join(folder, "a.proto"), proto.replace("message A {}", "message A { int32 x = 1; }"));
  expect(await run(folder, "a.proto", "-t", "typescript", "-o", "out", "--check")).toMatchObject({
    code: 1,
    stdout: "changed   out/a_pb.ts\n",
  });
});

test("an `__init__.py` that is there is the user's", async () => {
  const folder = tempFolder({ "a/v1/a.proto": proto, "out/a/__init__.py": "VERSION = 1\n" });
  const args = ["a", "-t", "python", "-o", "out", "--opt", "init_files=yes"];
  expect((await run(folder, ...args)).stdout).toContain("unchanged out/a/__init__.py\n");
  expect(readFileSync(path.join(folder, "out/a/__init__.py"), "utf8")).toBe("VERSION = 1\n");
  expect(existsSync(path.join(folder, "out/a/v1/__init__.py"))).toBe(true);
  expect((await run(folder, ...args, "--check")).code).toBe(0);
});

describe("nothing is written", () => {
  test("when a file, or what it imports, has an error", async () => {
    const folder = tempFolder({
      "a.proto": proto,
      "b.proto": 'syntax = "proto3";\nimport "c.proto";\nmessage B { C c = 1; }\n',
      "c.proto": 'syntax = "proto3";\nmessage C { Unknown u = 1; }\n',
    });
    const { code, stderr } = await run(folder, "a.proto", "b.proto", "-t", "python", "-o", "out");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^c\.proto:2:13: error: /m);
    expect(existsSync(path.join(folder, "out"))).toBe(false);
  });

  test("when a file would be written through a link that leads out of the folder", async () => {
    const folder = tempFolder({ "a/v1/a.proto": proto, "b.proto": 'syntax = "proto3";' });
    mkdirSync(path.join(folder, "elsewhere"));
    mkdirSync(path.join(folder, "out"));
    symlinkSync(path.join(folder, "elsewhere"), path.join(folder, "out/a"));
    const { code, stderr } = await run(folder, ".", "-t", "python", "-o", "out");
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: "error: `a/v1/a_pb2.py` leads out of the output folder through a link\n",
    });
    expect([...readdirSync(path.join(folder, "elsewhere")), ...readdirSync(path.join(folder, "out"))]).toEqual(["a"]);
  });

  test("when something else is in a file's place", async () => {
    const folder = tempFolder({ "a/v1/a.proto": proto, "b.proto": 'syntax = "proto3";', "out/a": "a file" });
    const { code, stderr } = await run(folder, ".", "-t", "python", "-o", "out");
    expect({ code, stderr }).toEqual({ code: 1, stderr: "error: `a` is a file, not a folder\n" });
    expect(readdirSync(path.join(folder, "out"))).toEqual(["a"]);
    const below = await run(folder, "b.proto", "-t", "python", "-o", "b.proto/out");
    expect(below.code).toBe(1);
    expect(below.stderr).toMatch(/^error: /);
  });
});

test.each([
  [["--target", "python"], "`-o DIR` says where to write"],
  [["-o", "out"], "`--target TARGET` says what to generate"],
  [["-o", "out", "-t", "perl"], "there is no target `perl`"],
  [["-o", "out", "-t", "python", "--opt", "imports"], "`--opt imports` is not of the form NAME=VALUE"],
  [["-o", "out", "-t", "python", "--opt", "imports=up"], "`up` is no value of `imports`"],
  [["-o", "out", "-t", "python", "missing.proto"], "there is no file or folder `missing.proto`"],
])("wrong use %j is told before anything is compiled", async (args, message) => {
  await expect(run(tempFolder({ "a.proto": "broken" }), ...args)).rejects.toThrow(message);
});
