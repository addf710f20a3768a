// Runs the real protoc of the npm package on files given as text, and compiles the same files with ours.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Compilation, compilation } from "../../../server/src/compiler/compile.ts";
import { optionTypesPath } from "../../../server/src/compiler/link/options.ts";
import type { ParsedFile } from "../../../server/src/compiler/syntax/parsedFile.ts";
import { parseFile } from "../../../server/src/compiler/syntax/parseFile.ts";
import { sourceFile } from "../../../server/src/compiler/text/sourceFile.ts";

export type Sources = Readonly<Record<string, string | Uint8Array>>;

const protoc = createRequire(import.meta.url).resolve("protoc/protoc.cjs");
// The package's own command costs a start of Node each time, so where its layout is known it is passed over.
const direct = path.join(path.dirname(protoc), "bin", "protoc-linux-x86_64");
const isDirect = process.platform === "linux" && process.arch === "x64" && existsSync(direct);
const [program, before] = isDirect ? [direct, []] : [process.execPath, [protoc]];
const include = path.join(path.dirname(protoc), "include");

/** What protoc makes of `roots`: a `FileDescriptorSet` with imports, places and all options, or its error output. */
export function runProtoc(sources: Sources, roots: readonly string[]): { set: Uint8Array } | { errors: string } {
  const folder = mkdtempSync(path.join(tmpdir(), "protoc-"));
  try {
    for (const [name, content] of Object.entries(sources)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), content);
    }
    const flags = ["--include_imports", "--include_source_info", "--retain_options", "-o", "out.binpb"];
    const run = spawnSync(program, [...before, "-I.", `-I${include}`, ...flags, ...roots], {
      cwd: folder,
      encoding: "utf8",
    });
    if (run.error !== undefined) throw run.error;
    if (run.status !== 0) return { errors: run.stderr };
    return { set: readFileSync(path.join(folder, "out.binpb")) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A `FileDescriptorSet` in the text format, as protoc prints it. */
export function printedByProtoc(set: Uint8Array): string {
  const types = ["--decode=google.protobuf.FileDescriptorSet", "google/protobuf/descriptor.proto"];
  const run = spawnSync(program, [...before, `-I${include}`, ...types], { input: set, encoding: "utf8" });
  if (run.status !== 0) throw run.error ?? new Error(run.stderr);
  return run.stdout;
}

/** A compilation of `sources` with the well-known files beside them. */
export function compile(sources: Sources): Compilation {
  const parsedFile = (name: string) => {
    const content = sources[name] ?? wellKnown(name);
    if (content === undefined) return undefined;
    const known = parsed.get(name);
    if (known?.content === content) return known.file;
    const file = parseFile(sourceFile(name, content));
    parsed.set(name, { content, file });
    return file;
  };
  return compilation(parsedFile, {}, () => builtIn);
}

const parsed = new Map<string, { content: string | Uint8Array; file: ParsedFile }>();

function wellKnown(name: string): string | undefined {
  const file = path.join(include, name);
  return name.startsWith("google/protobuf/") && existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

const builtIn = parseFile(sourceFile(optionTypesPath, readFileSync(path.join(include, optionTypesPath))));
