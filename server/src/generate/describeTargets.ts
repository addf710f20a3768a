import { type Compilation, type CompiledFile, pathsByCompilation } from "../compiler/compile.ts";
import { descriptorSet } from "../compiler/describe/descriptorSet.ts";
import type { LinkedFile } from "../compiler/link/linkedFile.ts";
import { bundledScheme } from "../workspace/uri.ts";

/** Files to generate for that were compiled together, with their imports, as serialised `FileDescriptorSet`s. */
export interface DescribedTargets {
  /** Import paths of the files themselves. */
  readonly paths: readonly string[];
  /** With source info, and `json_name` on every field. */
  readonly whole: Uint8Array;
  /** Without source info, `json_name` only where it was written. */
  readonly bare: Uint8Array;
  /** Import paths of the files that come with the product and are imported, directly or not. */
  readonly bundled: readonly string[];
}

/**
 * Describes compiled files, which must be free of errors; they may stand in compilations of their own, as files below
 * different import roots do.
 */
export function describeTargets(targets: readonly CompiledFile[]): readonly DescribedTargets[] {
  return [...pathsByCompilation(targets)].map(([compilation, found]) => {
    const paths = [...found];
    return {
      paths,
      whole: descriptorSet(paths, compilation, { sourceInfo: "with", jsonNames: "all" }),
      bare: descriptorSet(paths, compilation, { sourceInfo: "without", jsonNames: "written" }),
      bundled: bundledBehind(paths, compilation),
    };
  });
}

function bundledBehind(paths: readonly string[], compilation: Compilation): readonly string[] {
  const files = new Set<LinkedFile>();
  for (const path of paths) {
    const file = compilation.file(path);
    if (file !== undefined) files.add(file);
  }
  // A set hands out what is added while it is walked.
  for (const file of files) for (const one of file.imports) if (one.file !== undefined) files.add(one.file);
  const bundled = [...files].filter(({ declared }) => declared.parsed.source.origin?.startsWith(bundledScheme));
  return bundled.map(({ declared }) => declared.path);
}
