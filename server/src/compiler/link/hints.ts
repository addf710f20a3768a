import type { Fix, Problem } from "../report/problem.ts";
import {
  ambiguousImport,
  importInOtherCase,
  type RivalFiles,
  type SoughtImport,
  withSought,
} from "./importProblems.ts";
import type { LinkedFile, UnresolvedType } from "./linkedFile.ts";
import { candidates, importOfType, importSuggestion } from "./suggest.ts";

/** What may be known about files beyond those that are imported. */
export interface Hints {
  /** Import paths of the files that declare a full name, besides one. */
  readonly declaredIn?: (fullName: string, besides: string) => readonly string[];
  /** How an import path that leads nowhere was looked for. */
  readonly sought?: (path: string) => SoughtImport;
  /** The files that an import path stands for, where there are several that differ: the one it leads to first. */
  readonly rivals?: (path: string) => RivalFiles;
  /** How the disk spells an import path that it finds in another case; undefined where it does not, as most disks. */
  readonly spelled?: (path: string) => string | undefined;
}

/** `problems` of a file, with better help where the other files have what it lacks. */
export function withHints(file: LinkedFile, problems: readonly Problem[], hints: Hints): readonly Problem[] {
  const better = new Map<Problem, Problem>();
  for (const use of file.unresolved) {
    if (use.problem === undefined || hints.declaredIn === undefined) continue;
    const problem = withImport(file, use, use.problem, hints.declaredIn);
    if (problem !== undefined) better.set(use.problem, problem);
  }
  for (const problem of problems) {
    const name = extensionName(file, problem);
    if (name === undefined || hints.declaredIn === undefined) continue;
    const use = { node: { text: name }, scope: file.declared.packageName };
    const withHint = withImport(file, use, problem, hints.declaredIn);
    if (withHint !== undefined) better.set(problem, withHint);
  }
  for (const problem of file.problems) {
    if (problem.id !== "import-not-found" || hints.sought === undefined) continue;
    const path = file.declared.imports.find(one => one.path?.start === problem.span.start)?.path;
    if (path === undefined || path.text === "") continue;
    better.set(problem, withSought(file.declared, path, problem, hints.sought(path.text)));
  }
  return better.size === 0 ? problems : problems.map(one => better.get(one) ?? one);
}

/** `problems` of a file, and what is to be told of its imports although they are right: that they might lead elsewhere. */
export function withDoubts(file: LinkedFile, problems: readonly Problem[], hints: Hints): readonly Problem[] {
  const doubts = file.imports.flatMap(({ node, path, file: target }) => {
    if (target === undefined || node.path === undefined) return [];
    const spelled = hints.spelled?.(path);
    if (spelled !== undefined) return [importInOtherCase(node.path, spelled)];
    const found = hints.rivals?.(path);
    return found === undefined || found.files.length < 2 ? [] : [ambiguousImport(node.path, found)];
  });
  if (doubts.length === 0) return problems;
  return [...problems, ...doubts].sort((one, other) => one.span.start - other.span.start);
}

// The name of an extension in `( )` or `[ ]` that means nothing.
function extensionName(file: LinkedFile, { id, span }: Problem): string | undefined {
  if (id !== "unknown-option" && id !== "unknown-field-in-value") return undefined;
  const text = file.declared.parsed.source.text.slice(span.start, span.end);
  return /^[([]\s*([\w.]+)\s*[)\]]$/.exec(text)?.[1];
}

function withImport(
  file: LinkedFile,
  use: Pick<UnresolvedType, "scope"> & { readonly node: Pick<UnresolvedType["node"], "text"> | UnresolvedType["node"] },
  problem: Problem,
  declaredIn: NonNullable<Hints["declaredIn"]>,
): Problem | undefined {
  for (const fullName of candidates(use.node.text, use.scope)) {
    for (const path of declaredIn(fullName, file.declared.path)) {
      const { node, scope } = use;
      const suggestion =
        "kind" in node
          ? importOfType(file.names, { node, scope }, fullName, path)
          : importSuggestion(file.declared, fullName, path);
      if (suggestion === undefined) continue;
      const isOther = ({ title }: Fix) => title !== suggestion.fixes[0]?.title && !title.startsWith("Declare ");
      const others = problem.fixes.filter(isOther);
      const rest = others.map(({ title, edits }) => ({ title, edits }));
      return { ...problem, help: suggestion.help, fixes: [...suggestion.fixes, ...rest] };
    }
  }
  return undefined;
}
