// The library as a user has it: the built files, loaded by `require` and by `import`.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import esbuild from "esbuild";
import { expect, test } from "vitest";
import { tempFolder } from "../support/tempFolder.ts";

const repository = path.resolve(import.meta.dirname, "../..");
const dist = path.join(repository, "dist");
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

test("the typings stand alone", () => {
  const typings = readFileSync(path.join(dist, "compiler.d.ts"), "utf8");
  expect(typings).toContain("export declare function compile(input: CompileInput): CompileResult;");
  expect(typings).not.toMatch(/^import|import\(/m);
});

test("the example of the README runs as it stands there", () => {
  const section = readFileSync(path.join(repository, "README.md"), "utf8").split("## As a library")[1] ?? "";
  const example = /```js\n([\s\S]*?)```/.exec(section)?.[1] ?? "";
  expect(example.trim().split("\n").length).toBeLessThanOrEqual(10);
  const folder = userFolder({
    "example.mjs": example,
    "broken.mjs": example.replace("age = 1", "age = 2; Lost c = 3"),
  });
  const run = (name: string) => execFileSync(process.execPath, [name], { cwd: folder, encoding: "utf8" });
  expect(run("example.mjs")).toBe("a.proto:1:61: field number 1 is already used by `name`\n");
  expect(run("broken.mjs")).toBe("a.proto:1:64: cannot find the type `Lost`\n");
});

const user = `
const { problems, descriptorSet }: CompileResult = compile({ files: ["a.proto"], read: path => (path === "a.proto" ? "" : undefined) });
export const places: string[] = problems.map(one => one.path + one.start_line + (one.help ?? one.type));
export const related: string[] = problems.flatMap(one => (one.related ?? []).map(other => other.message));
export const texts: string[] = problems.flatMap(one => (one.fixes ?? []).flatMap(fix => fix.edits.map(edit => edit.new_text)));
export const size: number = descriptorSet?.length ?? 0;
export const again: CompileResult = createCompiler().compile({ files: [], read: () => new Uint8Array(), sourceInfo: undefined });
const input: CompileInput = { files: [], read: () => undefined };
// @ts-expect-error: reading is synchronous.
export const late: CompileInput = { ...input, read: async () => "" };
`;
const names = "compile, createCompiler, type CompileInput, type CompileResult";

test.each(["node16", "nodenext", "bundler"])(
  "the typings suit the strictest settings, with %s resolution",
  resolution => {
    const source = `import { ${names} } from "protodial/compiler";${user}`;
    const module = resolution === "bundler" ? "esnext" : resolution;
    const folder = userFolder({
      "user.mts": source,
      ...(resolution === "bundler" ? {} : { "user.cts": source }),
      "tsconfig.json": JSON.stringify({
        compilerOptions: {
          target: "es2022",
          lib: ["es2022"],
          types: [],
          module,
          moduleResolution: resolution,
          noEmit: true,
          strict: true,
          exactOptionalPropertyTypes: true,
          noUncheckedIndexedAccess: true,
          noPropertyAccessFromIndexSignature: true,
          verbatimModuleSyntax: false,
          skipLibCheck: false,
        },
      }),
    });
    const tsc = path.join(repository, "node_modules/typescript/bin/tsc");
    const run = () => execFileSync(process.execPath, [tsc, "-p", "."], { cwd: folder, encoding: "utf8" });
    expect(run()).toBe("");
  },
  // The compiler of TypeScript takes a minute where much else runs.
  600_000,
);

test("a bundle for browsers needs no more than a browser has", async () => {
  const folder = userFolder({
    "page.mjs": `import { compile } from "protodial/compiler";${body.replace("console.log", "report")}`,
  });
  const made = await esbuild.build({
    entryPoints: [path.join(folder, "page.mjs")],
    bundle: true,
    write: false,
    platform: "browser",
    format: "iife",
    logLevel: "silent",
  });
  const reported: string[] = [];
  // TextEncoder and TextDecoder are of the platform, not of the language.
  const page = { TextEncoder, TextDecoder, report: (text: string) => reported.push(text) };
  vm.runInNewContext(made.outputFiles[0]?.text ?? "", page);
  expect(reported.map(one => JSON.parse(one))).toEqual([expected]);
});

/** A folder of someone who has installed the package. */
function userFolder(files: Readonly<Record<string, string>>): string {
  const folder = tempFolder(files);
  mkdirSync(path.join(folder, "node_modules"));
  symlinkSync(repository, path.join(folder, "node_modules/protodial"), "junction");
  return folder;
}
