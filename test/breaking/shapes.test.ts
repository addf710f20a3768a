// A file has the same shape whether it was read as text or as the descriptor that a compiler makes of it.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import { describe, expect, test } from "vitest";
import { compare } from "../../server/src/breaking/compare.ts";
import { rules } from "../../server/src/breaking/rules.ts";
import { shapeOfDescriptor } from "../../server/src/breaking/shapeOfDescriptor.ts";
import { shapeOfLinked } from "../../server/src/breaking/shapeOfLinked.ts";
import type { FileShape } from "../../server/src/breaking/shapes.ts";
import { type Compilation, compilation } from "../../server/src/compiler/compile.ts";
import { fileDescriptor } from "../../server/src/compiler/describe/fileDescriptor.ts";
import { optionTypesPath } from "../../server/src/compiler/link/options.ts";
import { parseFile } from "../../server/src/compiler/syntax/parseFile.ts";
import { sourceFile } from "../../server/src/compiler/text/sourceFile.ts";
import { compile } from "../compiler/describe/protoc.ts";
import { asBuf, findingsBetween, versionOf } from "../support/breaking.ts";
import { plainShape } from "../support/plainShape.ts";
import { compileTexts, filesOf } from "../support/problems.ts";
import { changeCases } from "./cases/all.ts";
import { treeOf } from "./cases/case.ts";

/** To protoc, features that are set in this way are in the descriptor, but do not count any more. */
const tooLate = new Set(["features/full_name_too_late.proto"]);

const modules = path.join(import.meta.dirname, "../../node_modules");

describe("text and descriptor have one shape", () => {
  test("of the files whose descriptors are compared with those of protoc", () => {
    const inputs = path.join(import.meta.dirname, "../compiler/describe/inputs");
    expectAlike(inputs, protosBelow(inputs));
  });

  test("of every case of the corpus that is accepted", () => {
    const corpus = path.join(import.meta.dirname, "../corpus");
    let compared = 0;
    for (const name of protosBelow(corpus)) {
      const problems = readFileSync(path.join(corpus, name.replace(/\.proto$/, ".problems")), "utf8");
      if (/: error\[/.test(problems) || tooLate.has(name)) continue;
      const texts = Object.fromEntries(filesOf(readFileSync(path.join(corpus, name), "utf8")));
      const compiled = compile(texts);
      for (const file of Object.keys(texts)) expectSame(compiled, file, `${name} ${file}`);
      compared++;
    }
    expect(compared).toBeGreaterThan(300);
  });

  test("of protoc's own files", () => {
    const include = path.join(path.dirname(createRequire(import.meta.url).resolve("protoc/protoc.cjs")), "include");
    expectAlike(include, protosBelow(include));
  });

  // Thousands of files: all of them on demand, else every fiftieth.
  test("of Google's interfaces", { timeout: 600_000 }, () => {
    const folder = path.join(modules, "google-proto-files");
    const all = protosBelow(folder);
    const chosen = process.env.WHOLE_CORPORA === "1" ? all : all.filter((_, index) => index % 50 === 0);
    expect(all.length).toBeGreaterThan(3000);
    expectAlike(folder, chosen);
  });

  // Of any other folder, on demand.
  const folder = process.env.PROTO_FOLDER;
  if (folder !== undefined) {
    test(`of the files in ${folder}`, { timeout: 600_000 }, () => expectAlike(folder, protosBelow(folder)));
  }
});

test("against descriptors the same is found as against text", () => {
  const [before, after] = [treeOf(changeCases, "before"), treeOf(changeCases, "after")];
  const whole = versionOf(before);
  const optionTypes = compileTexts(before).optionTypes();
  const files = new Map<string, FileShape>();
  for (const [name, { linked }] of whole.files) {
    if (linked === undefined) throw new Error(`${name} was no text`);
    const bytes = fileDescriptor(linked, { sourceInfo: "without", jsonNames: "all", optionTypes });
    files.set(name, shapeOfDescriptor(fromBinary(FileDescriptorProtoSchema, bytes)));
  }
  const enums = new Map([...files.values()].flatMap(file => file.enums.map(one => [one.fullName, one])));
  const described = { ...whole, files, enumOf: (name: string) => enums.get(name) };
  const found = compare({ before: described, after: versionOf(after) }, rules);
  expect(found.length).toBeGreaterThan(3000);
  expect(found.map(asBuf)).toEqual(findingsBetween(before, after, rules).map(asBuf));
});

function protosBelow(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names
    .filter(name => name.endsWith(".proto"))
    .map(name => name.replaceAll("\\", "/"))
    .sort();
}

function expectAlike(folder: string, names: readonly string[]): void {
  const compiled = compileFolder(folder);
  let compared = 0;
  for (const name of names) {
    if (compiled.problems(name).some(one => one.severity === "error")) continue;
    // In a descriptor strings are UTF-8.
    if (compiled.file(name)?.declared.parsed.source.invalidUtf8At !== undefined) continue;
    expectSame(compiled, name, name);
    compared++;
  }
  expect(compared).toBeGreaterThan(names.length / 2);
}

function compileFolder(folder: string): Compilation {
  const include = path.join(path.dirname(createRequire(import.meta.url).resolve("protoc/protoc.cjs")), "include");
  const parsed = new Map<string, ReturnType<typeof parseFile> | undefined>();
  const parsedFile = (name: string) => {
    if (!parsed.has(name)) {
      const bytes = bytesOf(path.join(folder, name)) ?? bytesOf(path.join(include, name));
      parsed.set(name, bytes === undefined ? undefined : parseFile(sourceFile(name, bytes)));
    }
    return parsed.get(name);
  };
  const builtIn = parseFile(sourceFile(optionTypesPath, readFileSync(path.join(include, optionTypesPath))));
  return compilation(parsedFile, {}, () => builtIn);
}

function bytesOf(file: string): Uint8Array | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function expectSame(compiled: Compilation, name: string, words: string): void {
  const linked = compiled.file(name);
  if (linked === undefined) throw new Error(`${words} is missing`);
  const optionTypes = compiled.optionTypes();
  const bytes = fileDescriptor(linked, { sourceInfo: "without", jsonNames: "all", optionTypes });
  const fromText = plainShape(shapeOfLinked(linked, optionTypes));
  const fromDescriptor = plainShape(shapeOfDescriptor(fromBinary(FileDescriptorProtoSchema, bytes)));
  if (JSON.stringify(fromText) !== JSON.stringify(fromDescriptor)) expect(fromDescriptor, words).toEqual(fromText);
}
