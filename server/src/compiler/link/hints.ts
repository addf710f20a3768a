import { removal, replaceFix } from "../report/fix.ts";
import { nearestName } from "../report/nearestName.ts";
import type { Fix, Problem } from "../report/problem.ts";
import type { LinkedFile, UnresolvedType } from "./linkedFile.ts";
import { candidates, importOfType, importSuggestion } from "./suggest.ts";

/** What may be known about files beyond those that are imported. */
export interface Hints {
  /** Import paths of the files that declare a full name. */
  readonly declaredIn?: (fullName: string) => readonly string[];
  /** All import paths there are. */
  readonly paths?: () => Iterable<string>;
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
  if (hints.paths !== undefined && file.problems.some(one => one.id === "import-not-found")) {
    for (const problem of file.problems) {
      if (problem.id === "import-not-found") better.set(problem, withNearestPath(file, problem, hints.paths()));
    }
  }
  return better.size === 0 ? problems : problems.map(one => better.get(one) ?? one);
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
  declaredIn: (fullName: string) => readonly string[],
): Problem | undefined {
  for (const fullName of candidates(use.node.text, use.scope)) {
    for (const path of declaredIn(fullName)) {
      if (path === file.declared.path) continue;
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

// `./a.proto`, `/a.proto` and `a\\b.proto` as import paths.
function cleanPath(path: string): string {
  const parts = path.replace(/\\/g, "/").split("/");
  return parts.filter(part => part !== "" && part !== ".").join("/");
}

function withNearestPath(file: LinkedFile, problem: Problem, paths: Iterable<string>): Problem {
  const node = file.declared.imports.find(one => one.path?.start === problem.span.start)?.path;
  if (node === undefined) return problem;
  const name = node.text.slice(node.text.lastIndexOf("/") + 1);
  const all = [...paths].filter(path => path !== file.declared.path);
  const sameName = all.filter(path => path.slice(path.lastIndexOf("/") + 1) === name);
  const cleaned = cleanPath(node.text);
  const nearest = all.includes(cleaned)
    ? cleaned
    : sameName.length === 1
      ? sameName[0]
      : nearestName(node.text, sameName.length > 0 ? sameName : all);
  if (nearest === undefined) return problem;
  const twin = file.declared.imports.some(one => one.path?.text === nearest);
  const statement = file.declared.imports.find(one => one.path === node);
  const fix: Fix =
    twin && statement !== undefined
      ? { title: "Remove this import", edits: [removal(file.declared.parsed.source.text, statement)] }
      : replaceFix(`Change to \`${nearest}\``, node, JSON.stringify(nearest));
  return { ...problem, help: `did you mean \`${nearest}\`?`, fixes: [{ ...fix, preferred: true }, ...problem.fixes] };
}
