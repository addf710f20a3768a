import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { compilation } from "../../../server/src/compiler/compile.ts";
import { hasError } from "../../../server/src/compiler/report/problem.ts";
import type { ParsedFile } from "../../../server/src/compiler/syntax/parsedFile.ts";
import { parseFile } from "../../../server/src/compiler/syntax/parseFile.ts";
import { sourceFile } from "../../../server/src/compiler/text/sourceFile.ts";
import { compiledSchema } from "../../../server/src/generate/compiledSchema.ts";
import { describeTargets } from "../../../server/src/generate/describeTargets.ts";
import { generate } from "../../../server/src/generate/generate.ts";
import type { Schema } from "../../../server/src/generate/generator.ts";
import type { GeneratedFile } from "../../../server/src/protocol/requests.ts";
import { bundledText } from "../../../server/src/workspace/bundled.ts";
import { tempFolder } from "../../support/tempFolder.ts";
import { debian, run, wellKnownProtos } from "./programs.ts";
import { schemaOfSet } from "./schemaOfSet.ts";

export const fixtures = path.resolve(import.meta.dirname, "../../fixtures");
const repository = path.resolve(import.meta.dirname, "../../..");

/** The texts of the protos below a folder, by their import paths. */
export function protosIn(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (name.endsWith(".proto")) found[name.split(path.sep).join("/")] = readFileSync(path.join(folder, name), "utf8");
  }
  return found;
}

/** Compiles texts with our own compiler; all of them are targets unless some are named. */
export function compiled(protos: Readonly<Record<string, string>>, targets = Object.keys(protos)): Schema {
  const parsed = new Map<string, ParsedFile>();
  const files = compilation(importPath => {
    const text = protos[importPath];
    if (text === undefined) return bundledText(importPath)?.parsed(importPath);
    const known = parsed.get(importPath) ?? parseFile(sourceFile(importPath, text));
    parsed.set(importPath, known);
    return known;
  });
  for (const target of targets) {
    const problems = files.problems(target);
    if (hasError(problems)) throw new Error(`${target}: ${problems.map(one => one.message).join("; ")}`);
  }
  return compiledSchema(describeTargets(targets.map(target => ({ path: target, compilation: files }))));
}

/** Compiles the protos of a folder with Debian's protoc. */
export function compiledByProtoc(folder: string, targets: readonly string[]): Schema {
  const set = path.join(tempFolder(), "set.binpb");
  const includes = [`-I${folder}`, `-I${wellKnownProtos}`];
  run(debian.protoc, [...includes, "--include_imports", "--include_source_info", "-o", set, ...targets]);
  return schemaOfSet(readFileSync(set), targets);
}

/** Files by path. */
export function generated(
  schema: Schema,
  target: string,
  options: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return Object.fromEntries(generate(schema, target, options).files.map(file => [file.path, file.content]));
}

/** Writes files below a folder. */
export function write(folder: string, files: readonly GeneratedFile[] | Readonly<Record<string, string>>): void {
  const entries = Array.isArray(files) ? files.map(file => [file.path, file.content] as const) : Object.entries(files);
  for (const [name, content] of entries) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
}

/** A folder with these files in which packages of the repository can be imported; removed when the test ends. */
export function packageFolder(files: Readonly<Record<string, string>>): string {
  const folder = keptPackageFolder(files);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The same for several tests: who asks for it removes it. */
export function keptPackageFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), "protodial-test-"));
  write(folder, { "package.json": '{ "type": "module" }', ...files });
  symlinkSync(path.join(repository, "node_modules"), path.join(folder, "node_modules"));
  return folder;
}
