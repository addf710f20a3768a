import type { Compilation } from "../compile.ts";
import { importOrder } from "../compileInTurn.ts";
import type { LinkedFile } from "../link/linkedFile.ts";
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
  const optionTypes = compilation.optionTypes();
  return joinedEntries(filesWithImports(paths, compilation).map(file => setEntry(file, { ...options, optionTypes })));
}

/** The serialised `FileDescriptorProto` of a file as an entry of a `FileDescriptorSet`: with tag and length. */
export function setEntry(file: LinkedFile, options: FileDescriptorOptions): Uint8Array {
  scratch.clear();
  const mark = scratch.open(1);
  writeFileDescriptor(scratch, file, options);
  scratch.close(mark);
  return scratch.finish();
}

// Whole corpora are described file by file, so the memory is used again.
const scratch = new BinaryWriter(1 << 16);

/** Entries as one `FileDescriptorSet`. */
export function joinedEntries(entries: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(entries.reduce((length, entry) => length + entry.length, 0));
  let at = 0;
  for (const entry of entries) {
    whole.set(entry, at);
    at += entry.length;
  }
  return whole;
}

/** The linked files of `paths` and all they import, each once and after its imports. */
export function filesWithImports(paths: readonly string[], compilation: Compilation): LinkedFile[] {
  const order = importOrder(paths, path => {
    const file = compilation.file(path);
    return file === undefined ? undefined : importsOf(file);
  });
  return order.flatMap(path => compilation.file(path) ?? []);
}

// What is imported for options comes last, wherever it is written. The way round of a cycle leads nowhere.
function importsOf(file: LinkedFile): string[] {
  const followed = file.imports.filter(one => one.file !== undefined);
  const plain = followed.filter(one => one.modifier !== "option");
  const forOptions = followed.filter(one => one.modifier === "option");
  return [...plain, ...forOptions].map(one => one.path);
}
