import type { Compilation } from "../compiler/compile.ts";
import { filesWithImports, setEntry } from "../compiler/describe/descriptorSet.ts";
import type { LinkedFile } from "../compiler/link/linkedFile.ts";
import type { Problem } from "../compiler/report/problem.ts";

export type MockEntries =
  | {
      readonly kind: "entries";
      /** Entries of a `FileDescriptorSet`: what the file imports first, itself last. */
      readonly entries: readonly Uint8Array[];
    }
  /** It has no services. */
  | { readonly kind: "nothing" }
  /** `file`: which of those it is made of has the error. */
  | { readonly kind: "broken"; readonly file: LinkedFile; readonly problem: Problem };

/** What a mock server needs to serve the file that is imported by `path`. */
export function mockEntries(compilation: Compilation, path: string): MockEntries {
  const file = compilation.file(path);
  if (file === undefined || file.declared.services.length === 0) return { kind: "nothing" };
  const files = filesWithImports([path], compilation);
  for (const one of files) {
    const problem = compilation.problems(one.declared.path).find(({ severity }) => severity === "error");
    if (problem !== undefined) return { kind: "broken", file: one, problem };
  }
  return { kind: "entries", entries: files.map(one => encoded(one, compilation)) };
}

// A linked file is another object as soon as something it sees has changed, so it is encoded once for each state.
const known = new WeakMap<LinkedFile, Uint8Array>();

function encoded(file: LinkedFile, compilation: Compilation): Uint8Array {
  const made =
    known.get(file) ??
    setEntry(file, { sourceInfo: "without", jsonNames: "all", optionTypes: compilation.optionTypes() });
  known.set(file, made);
  return made;
}
