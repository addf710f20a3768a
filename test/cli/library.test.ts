// The library as a user has it: the built files, loaded by `require` and by `import`.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { tempFolder } from "../support/tempFolder.ts";

const dist = path.resolve(import.meta.dirname, "../../dist");
const body = `
const files = { "a.proto": 'syntax = "proto3"; import "google/protobuf/any.proto"; message A { google.protobuf.Any any = 1; }', "b.proto": 'message B { C c = 1; }' };
const read = path => files[path];
const fine = compile({ files: ["a.proto"], read });
const broken = compile({ files: ["a.proto", "b.proto", "missing.proto"], read });
console.log(JSON.stringify([fine.problems, fine.descriptorSet instanceof Uint8Array, broken.problems.filter(one => one.severity === "error").map(one => [one.path, one.start_line, one.type]), broken.descriptorSet === undefined]));
`;
const expected = [
  [],
  true,
  [
    ["b.proto", 1, expect.any(String)],
    ["b.proto", 1, expect.any(String)],
    ["missing.proto", 1, "file-not-found"],
  ],
  true,
];

test("loads by require", () => {
  const folder = tempFolder({
    "try.cjs": `const { compile } = require(${JSON.stringify(path.join(dist, "compiler.js"))});${body}`,
  });
  expect(JSON.parse(execFileSync(process.execPath, ["try.cjs"], { cwd: folder, encoding: "utf8" }))).toEqual(expected);
});

test("loads by import, from a bundle that uses nothing of Node", () => {
  const folder = tempFolder({
    "try.mjs": `import { compile } from ${JSON.stringify(pathToFileURL(path.join(dist, "compiler.mjs")).href)};${body}`,
  });
  expect(JSON.parse(execFileSync(process.execPath, ["try.mjs"], { cwd: folder, encoding: "utf8" }))).toEqual(expected);
  expect(readFileSync(path.join(dist, "compiler.mjs"), "utf8")).not.toMatch(/require\(|from\s*"node:/);
});

test("the package's exports and typings lead to these files", () => {
  const manifest = JSON.parse(readFileSync(path.resolve(dist, "../package.json"), "utf8"));
  expect(manifest.exports["./compiler"]).toEqual({
    types: "./dist/compiler.d.ts",
    browser: "./dist/compiler.mjs",
    import: "./dist/compiler.mjs",
    require: "./dist/compiler.js",
  });
  const typings = readFileSync(path.join(dist, "compiler.d.ts"), "utf8");
  expect(typings).toContain("export declare function compile(input: CompileInput): CompileResult;");
  expect(typings).not.toMatch(/^import|import\(/m);
});
