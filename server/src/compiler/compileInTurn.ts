// Many files, one after another, each let go as soon as nothing needs it: so that a whole repository takes the memory of
// a few files.
import type { Compilation } from "./compile.ts";
import type { LinkedFile } from "./link/linkedFile.ts";
import { optionTypesPath } from "./link/options.ts";
import { SharedNames } from "./link/sharedNames.ts";
import type { Problem } from "./report/problem.ts";
import type { SourceFile } from "./text/sourceFile.ts";

export interface Turns {
  /** Where names are told that two files share although neither imports the other; `add`, the usual: in the second. */
  readonly toldBy?: SharedNames["toldBy"];
  readonly files: Compilation;
  /** Import paths of the files to compile. */
  readonly paths: Iterable<string>;
  /** The import paths in a file, as `FileHeader` has them; undefined where there is no such file. */
  readonly importsOf: (path: string) => readonly string[] | undefined;
  /** Called for a file that is of no more use; without it all files are kept. */
  readonly forgotten?: ((path: string) => void) | undefined;
  /** The text of a file again, for a problem that shows a place in one that may be gone. */
  readonly sourceOf: (path: string) => SourceFile | undefined;
  /** Whether two import paths lead to one file; without it none do, as for protoc. */
  readonly isSameFile?: ((path: string, other: string) => boolean) | undefined;
}

/** A file whose turn it is: linked and checked, and so is all that it imports. */
export interface CompiledInTurn {
  readonly path: string;
  readonly file: LinkedFile;
  /** Its own, and what it shares with files before it; in the order of the text. */
  readonly problems: readonly Problem[];
}

/** Compiles files and all they import, each once and after its imports, in the order of `protoc --include_imports`. */
export function* compileInTurn(turns: Turns): Generator<CompiledInTurn> {
  const { files, paths, importsOf, forgotten } = turns;
  const order = importOrder(paths, importsOf);
  const uses = new Map<string, number>();
  const use = (path: string, count: 1 | -1) => uses.set(path, (uses.get(path) ?? 0) + count);
  for (const path of order) {
    use(path, 1);
    for (const imported of importsOf(path) ?? []) use(imported, 1);
  }
  const names = new SharedNames({ toldBy: "add", ...turns });
  const done = (path: string) => {
    use(path, -1);
    if (forgotten === undefined || uses.get(path) !== 0 || path === optionTypesPath) return;
    files.forget(path);
    forgotten(path);
  };
  for (const path of order) {
    const file = files.file(path, names);
    if (file !== undefined) {
      const shared = names.add(file);
      const own = files.problems(path);
      const problems = shared.length === 0 ? own : [...own, ...shared].sort((a, b) => a.span.start - b.span.start);
      yield { path, file, problems };
      if (forgotten !== undefined) files.release(path);
    }
    for (const imported of importsOf(path) ?? []) done(imported);
    done(path);
  }
}

/** `paths` and all they import, each once and after its imports; what does not exist is left out. */
export function importOrder(
  paths: Iterable<string>,
  importsOf: (path: string) => readonly string[] | undefined,
): readonly string[] {
  const seen = new Set<string>();
  const ordered: string[] = [];
  // Chains of imports may be longer than the engine's stack, so the way back is kept here.
  const work: { path: string; imports: readonly string[]; next: number }[] = [];
  const visit = (path: string) => {
    const imports = seen.has(path) ? undefined : importsOf(path);
    if (imports === undefined) return;
    seen.add(path);
    work.push({ path, imports, next: 0 });
  };
  for (const root of paths) {
    visit(root);
    for (let top = work.at(-1); top !== undefined; top = work.at(-1)) {
      const next = top.imports[top.next++];
      if (next !== undefined) visit(next);
      else {
        ordered.push(top.path);
        work.pop();
      }
    }
  }
  return ordered;
}
