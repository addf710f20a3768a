import { pathsByCompilation, problemsTogether } from "../compiler/compile.ts";
import type { LinkedFile } from "../compiler/link/linkedFile.ts";
import { type ShownProblem, shownProblem } from "./problemFormats.ts";
import type { ProtoTree, TargetFile } from "./protoTree.ts";

/**
 * All problems of the tree's files, file by file. Of files that are only imported the errors alone count: they stop the
 * importing file from compiling, while their warnings are their own authors' affair.
 */
export function treeProblems(tree: ProtoTree): readonly ShownProblem[] {
  const found: ShownProblem[] = tree.unreadable.map(notReadable);
  const targets = new Set<LinkedFile>();
  for (const target of tree.targets) {
    const file = target.compilation.file(target.path);
    if (file === undefined || targets.has(file)) continue;
    targets.add(file);
    found.push(...shownOf(tree, target, file, "all"));
  }
  const seen = new Set(targets);
  for (const target of tree.targets) {
    for (const file of importsOf(target.compilation.file(target.path), seen)) {
      found.push(...shownOf(tree, target, file, "errors"));
    }
  }
  found.push(...sharedNames(tree));
  return found;
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

// What targets of one compilation declare twice, although neither imports the other.
function* sharedNames(tree: ProtoTree): Iterable<ShownProblem> {
  for (const [compilation, paths] of pathsByCompilation(tree.targets)) {
    for (const [path, problems] of problemsTogether(compilation, paths)) {
      const source = compilation.file(path)?.declared.parsed.source;
      if (source === undefined) continue;
      for (const one of problems) yield shownProblem(one, source, tree.shown(source));
    }
  }
}

function shownOf(
  tree: ProtoTree,
  target: TargetFile,
  file: LinkedFile,
  which: "all" | "errors",
): readonly ShownProblem[] {
  const { source } = file.declared.parsed;
  return target.compilation
    .problems(file.declared.path)
    .filter(one => which === "all" || one.severity === "error")
    .map(one => shownProblem(one, source, tree.shown(source)));
}

/** The files that `file` imports, transitively, each once; `seen` grows by them. */
function* importsOf(file: LinkedFile | undefined, seen: Set<LinkedFile>): Iterable<LinkedFile> {
  const waiting = (file?.imports ?? []).map(one => one.file);
  for (let next = waiting.pop(); next !== undefined || waiting.length > 0; next = waiting.pop()) {
    if (next === undefined || seen.has(next)) continue;
    seen.add(next);
    yield next;
    waiting.push(...next.imports.map(one => one.file));
  }
}
