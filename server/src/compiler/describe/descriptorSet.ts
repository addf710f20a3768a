import type { Compilation } from "../compile.ts";
import type { LinkedFile } from "../link/linkedFile.ts";
import { optionTypesPath } from "../link/options.ts";
import { BinaryWriter } from "./binaryWriter.ts";
import { type FileDescriptorOptions, writeFileDescriptor } from "./fileDescriptor.ts";

/**
 * The serialised `FileDescriptorSet` of `paths` and all they import, each file after its imports, in the order of
 * `protoc --include_imports`. Paths that the compilation has no file for are left out.
 */
export function descriptorSet(
  paths: readonly string[],
  compilation: Compilation,
  options: Pick<FileDescriptorOptions, "sourceInfo" | "jsonNames">,
): Uint8Array {
  const writer = new BinaryWriter(1 << 16);
  const optionTypes = compilation.file(optionTypesPath);
  for (const file of filesWithImports(paths, compilation)) {
    const mark = writer.open(1);
    writeFileDescriptor(writer, file, { ...options, optionTypes });
    writer.close(mark);
  }
  return writer.finish();
}

/** The linked files of `paths` and all they import, each once and after its imports. */
export function filesWithImports(paths: readonly string[], compilation: Compilation): LinkedFile[] {
  const seen = new Set<LinkedFile>();
  const ordered: LinkedFile[] = [];
  for (const path of paths) {
    const file = compilation.file(path);
    if (file !== undefined) addWithImports(file, seen, ordered);
  }
  return ordered;
}

// Chains of imports may be longer than the engine's stack, so the way back is kept here.
function addWithImports(root: LinkedFile, seen: Set<LinkedFile>, ordered: LinkedFile[]): void {
  if (seen.has(root)) return;
  seen.add(root);
  const work = [{ file: root, imports: importsOf(root), next: 0 }];
  for (let top = work.at(-1); top !== undefined; top = work.at(-1)) {
    const next = top.imports[top.next++];
    if (next === undefined) {
      ordered.push(top.file);
      work.pop();
    } else if (!seen.has(next)) {
      seen.add(next);
      work.push({ file: next, imports: importsOf(next), next: 0 });
    }
  }
}

// What is imported for options comes last, wherever it is written.
function importsOf(file: LinkedFile): LinkedFile[] {
  const plain = file.imports.filter(one => one.modifier !== "option");
  const forOptions = file.imports.filter(one => one.modifier === "option");
  return [...plain, ...forOptions].flatMap(one => (one.file === undefined ? [] : [one.file]));
}
