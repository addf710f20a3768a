import { type CompiledInTurn, compileInTurn } from "../compiler/compileInTurn.ts";
import { inProtocOrder } from "../compiler/protocPlaces.ts";
import { type ShownProblem, shownProblem } from "./problemFormats.ts";
import type { ProtoTree, TreeRoot } from "./protoTree.ts";

export interface TreeTurns {
  /** Called for each file, after those it imports, as long as there is no error. */
  readonly compiled?: (file: CompiledInTurn, root: TreeRoot) => void;
  /** `forget`: what is compiled is let go as soon as nothing that is still to come imports it. */
  readonly afterwards: "keep" | "forget";
}

/**
 * Compiles the tree and gives all problems of its files, file by file. Of files that are only imported the errors alone
 * count: they stop the importing file from compiling, while their warnings are their own authors' affair.
 */
export function treeProblems(tree: ProtoTree, { compiled, afterwards }: TreeTurns): readonly ShownProblem[] {
  const found: ShownProblem[] = tree.unreadable.map(notReadable);
  const ofImports: ShownProblem[] = [];
  let sound = true;
  for (const root of tree.roots) {
    const targets = new Map<string, readonly ShownProblem[]>();
    for (const path of root.paths) targets.set(path, []);
    const forgotten = afterwards === "forget" ? root.forgetText : undefined;
    // What is written must not have a file twice.
    const isSameFile = compiled === undefined ? root.isSameFile : undefined;
    for (const turn of compileInTurn({ ...root, forgotten, isSameFile })) {
      const problems = shownOf(tree, turn);
      sound &&= !problems.some(one => one.severity === "error");
      if (targets.has(turn.path)) targets.set(turn.path, problems);
      else for (const one of problems) if (one.severity === "error") ofImports.push(one);
      if (sound) compiled?.(turn, root);
    }
    for (const problems of targets.values()) for (const one of problems) found.push(one);
  }
  return [...found, ...ofImports];
}

function shownOf(tree: ProtoTree, { file, problems }: CompiledInTurn): readonly ShownProblem[] {
  if (problems.length === 0) return [];
  const { parsed } = file.declared;
  const path = tree.shown(parsed.source);
  return inProtocOrder(parsed, problems).map(one => shownProblem(one, parsed, path));
}

function notReadable(path: string): ShownProblem {
  return {
    path,
    start_line: 1,
    start_column: 1,
    end_line: 1,
    end_column: 1,
    type: "not-readable",
    message: "this may not be read: look at its permissions",
    severity: "error",
  };
}
