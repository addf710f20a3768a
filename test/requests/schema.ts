import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFileRegistry, type FileRegistry, fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { compilation } from "../../server/src/compiler/compile.ts";
import type { MethodDeclaration } from "../../server/src/compiler/link/declarations.ts";
import type { LinkedFile } from "../../server/src/compiler/link/linkedFile.ts";
import type { ParsedFile } from "../../server/src/compiler/syntax/parsedFile.ts";
import { parseFile } from "../../server/src/compiler/syntax/parseFile.ts";
import { sourceFile } from "../../server/src/compiler/text/sourceFile.ts";
import { bundledFiles } from "../../server/src/workspace/bundledFiles.generated.ts";

/** Links files by import path, well-known ones beside them; the result is the file at `path`. */
export function link(files: Readonly<Record<string, string>>, path: string): LinkedFile {
  const parsed = new Map<string, ParsedFile | undefined>();
  const compiled = compilation(wanted => {
    if (!parsed.has(wanted)) {
      const text = files[wanted] ?? bundledFiles[wanted];
      parsed.set(wanted, text === undefined ? undefined : parseFile(sourceFile(wanted, text)));
    }
    return parsed.get(wanted);
  });
  const linked = compiled.file(path);
  if (linked === undefined) throw new Error(`no file ${path}`);
  return linked;
}

/** The rpc `Service.Method` of a file. */
export function methodOf(file: LinkedFile, fullName: string): MethodDeclaration {
  const found = file.declared.byName.get(fullName);
  if (found?.kind !== "method") throw new Error(`no rpc ${fullName}`);
  return found;
}

/** The same file as protoc describes it, for @bufbuild/protobuf. */
export function describedByProtoc(path: string, text: string): FileRegistry {
  const folder = mkdtempSync(join(tmpdir(), "protodial-requests-"));
  try {
    writeFileSync(join(folder, path), text);
    const protoc = new URL("../../node_modules/protoc/bin/protoc-linux-x86_64", import.meta.url).pathname;
    const out = join(folder, "set.binpb");
    execFileSync(protoc, ["-I", folder, "--include_imports", "-o", out, path]);
    return createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(out)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
