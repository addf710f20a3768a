import { mergedSets } from "./mergedSets.ts";
import { printProblems, type ShownProblem } from "./problemFormats.ts";
import { protoTree, type TargetFile } from "./protoTree.ts";
import { treeProblems } from "./treeProblems.ts";

/** Compiled files, or what stands in the way. */
export type LoadedSchema =
  | {
      readonly kind: "schema";
      /** Serialised `google.protobuf.FileDescriptorSet` of the files and their imports, dependencies first, with source info. */
      readonly set: Uint8Array;
      readonly targets: readonly TargetFile[];
      /** Warnings, as shown to the user. */
      readonly warnings: readonly ShownProblem[];
    }
  | { readonly kind: "problems"; readonly problems: readonly ShownProblem[] };

/**
 * Compiles the files and folders `paths`, relative to `cwd`, with the import roots `roots` (found when there are none).
 * @throws {UsageError} when a path does not exist, or two of the files have one import path.
 */
export async function loadSchema(
  cwd: string,
  paths: readonly string[],
  roots: readonly string[],
  options: { readonly sourceInfo: "with" | "without" } = { sourceInfo: "with" },
): Promise<LoadedSchema> {
  const tree = await protoTree(cwd, paths, roots);
  const problems = treeProblems(tree);
  if (problems.some(one => one.severity === "error")) return { kind: "problems", problems };
  return { kind: "schema", set: mergedSets(tree.targets, options), targets: tree.targets, warnings: problems };
}

/** Problems as lines for stderr. */
export function problemLines(problems: readonly ShownProblem[]): string {
  return printProblems(problems, "text");
}
