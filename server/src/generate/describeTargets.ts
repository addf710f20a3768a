import { type CompiledFile, pathsByCompilation } from "../compiler/compile.ts";
import { descriptorSet } from "../compiler/describe/descriptorSet.ts";

/** Files to generate for that were compiled together, with their imports, as serialised `FileDescriptorSet`s. */
export interface DescribedTargets {
  /** Import paths of the files themselves. */
  readonly paths: readonly string[];
  /** With source info, and `json_name` on every field. */
  readonly whole: Uint8Array;
  /** Without source info, `json_name` only where it was written. */
  readonly bare: Uint8Array;
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
    };
  });
}
