import { setEntry } from "../compiler/describe/descriptorSet.ts";
import type { AskedFiles } from "./askedFiles.ts";
import { printProblems, type ShownProblem } from "./problemFormats.ts";
import { type ProtoTree, protoTree } from "./protoTree.ts";
import { treeProblems } from "./treeProblems.ts";
import { UsageError } from "./usageError.ts";

/** Compiled files, or what stands in the way. */
export type LoadedSchema =
  | {
      readonly kind: "schema";
      /** The parts of a serialised `google.protobuf.FileDescriptorSet` of the files and their imports, dependencies first. */
      readonly set: readonly Uint8Array[];
      /** Warnings, as shown to the user. */
      readonly warnings: readonly ShownProblem[];
    }
  | { readonly kind: "problems"; readonly problems: readonly ShownProblem[] };

/**
 * Compiles the files that are asked for, relative to `cwd`.
 * What files below different import roots share is in the set once.
 * @throws {UsageError} when a path does not exist, or two of the files have one import path.
 */
export async function loadSchema(
  cwd: string,
  asked: AskedFiles,
  { sourceInfo }: { readonly sourceInfo: "with" | "without" },
): Promise<LoadedSchema> {
  const tree = await protoTree(cwd, asked);
  refuseSharedPaths(tree);
  const set = new Map<string, Uint8Array>();
  const problems = treeProblems(tree, {
    afterwards: "forget",
    compiled: ({ path, file }, { files }) => {
      if (set.has(path)) return;
      const optionTypes = files.optionTypes();
      set.set(path, setEntry(file, { sourceInfo, jsonNames: "all", optionTypes }));
    },
  });
  if (problems.some(one => one.severity === "error")) return { kind: "problems", problems };
  return { kind: "schema", set: [...set.values()], warnings: problems };
}

/** @throws {UsageError} when files below two import roots have one import path. */
function refuseSharedPaths(tree: ProtoTree): void {
  const seen = new Set<string>();
  for (const { path } of tree.targets) {
    if (seen.has(path))
      throw new UsageError(
        `two files have the import path \`${path}\`; name them in runs of their own, or say their root with \`-I\``,
      );
    seen.add(path);
  }
}

/** Problems as lines for stderr. */
export function problemLines(problems: readonly ShownProblem[]): string {
  return printProblems(problems, "text");
}
