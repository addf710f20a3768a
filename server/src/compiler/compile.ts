// text → tree → declarations → links → problems → descriptors.

import { check } from "./check/checks.ts";
import { forgetLists } from "./check/declarationsIn.ts";
import { withNextNumbers } from "./check/missingNumbers.ts";
import { declare } from "./link/declare.ts";
import { type Hints, withDoubts, withHints } from "./link/hints.ts";
import type { LinkedFile } from "./link/linkedFile.ts";
import { linkedFiles } from "./link/linkedFiles.ts";
import { linkFile } from "./link/linkFile.ts";
import { forgetOptions, interpretOptions, optionTypesPath } from "./link/options.ts";
import { forgetNames } from "./link/scopes.ts";
import type { Problem } from "./report/problem.ts";
import type { ParsedFile } from "./syntax/parsedFile.ts";
import { Remembered } from "./text/remembered.ts";

/** A set of files linked together, made from parsed files by import path. */
export interface Compilation {
  /** The linked file of an import path, linking it and its imports on first use; undefined when there is no such file. */
  readonly file: (path: string) => LinkedFile | undefined;
  /** The file that says what options there are, for files that import none: see `compilation`. */
  readonly optionTypes: () => LinkedFile | undefined;
  /** All problems of one file, in the order of the text: syntax, declarations, links, checks, options. */
  readonly problems: (path: string) => readonly Problem[];
  /** Lets go of what only the file itself needs (its problems, what its options mean), but not those that import it. */
  readonly release: (path: string) => void;
  /** Lets go of a file that is not asked for again, nor imported by one that is. */
  readonly forget: (path: string) => void;
}

/** Gives the parsed file of an import path, or undefined where there is none. */
export type ParsedFiles = (path: string) => ParsedFile | undefined;

/**
 * Links files on demand. `parsedFiles` must give the same object for a path each time. A file that an earlier
 * compilation linked is taken over where its parsed file and those of all files it sees are the same objects, so that
 * after an edit only the edited file and its dependents are linked again. `hints` make help and fixes better, and
 * tell of imports that might lead elsewhere; they make no error. `builtIn` is the `google/protobuf/descriptor.proto` of
 * the compiler itself: as in protoc, a copy among the files, of whatever age, counts only for those that import it.
 */
export function compilation(parsedFiles: ParsedFiles, hints: Hints = {}, builtIn?: ParsedFile): Compilation {
  const { file, forget } = linkedFiles(path => {
    const parsed = parsedFiles(path);
    return parsed === undefined ? undefined : declare(parsed);
  });
  const optionTypes = () => (builtIn === undefined ? file(optionTypesPath) : linkFile(declare(builtIn), []));
  const found = new Map<string, readonly Problem[]>();
  const problems = (path: string): readonly Problem[] => {
    const known = found.get(path);
    if (known !== undefined) return known;
    const one = file(path);
    const all = one === undefined ? [] : withDoubts(one, withHints(one, problemsOf(one, optionTypes()), hints), hints);
    found.set(path, all);
    return all;
  };
  return {
    file,
    optionTypes,
    problems,
    release: path => {
      const one = file(path);
      found.delete(path);
      if (one === undefined) return;
      checked.forget(one);
      forgetOptions(one);
      forgetLists(one.declared);
      forgetNames(one.names);
      forgetNames(one.optionNames);
    },
    forget: path => {
      forget(path);
      found.delete(path);
    },
  };
}

// Linked files are shared between compilations, so an edit elsewhere does not check them again.
function problemsOf(linked: LinkedFile, optionTypes: LinkedFile | undefined): readonly Problem[] {
  const known = checked.get(linked);
  if (known !== undefined && known.optionTypes === optionTypes) return known.problems;
  const { declared } = linked;
  const options = interpretOptions(linked, optionTypes);
  const problems = [
    ...withNextNumbers(declared, declared.parsed.problems),
    ...declared.problems,
    ...linked.problems,
    ...options.problems,
    ...check(linked, options),
  ];
  problems.sort((one, other) => one.span.start - other.span.start || one.span.end - other.span.end);
  checked.set(linked, { optionTypes, problems });
  return problems;
}

const checked = new Remembered<LinkedFile, { optionTypes: LinkedFile | undefined; problems: readonly Problem[] }>();

/** A file of a compilation: files below different import roots stand in compilations of their own. */
export interface CompiledFile {
  /** Import path. */
  readonly path: string;
  readonly compilation: Compilation;
}

/** The import paths of `files`, each once, by the compilation they stand in. */
export function pathsByCompilation(files: Iterable<CompiledFile>): ReadonlyMap<Compilation, ReadonlySet<string>> {
  const grouped = new Map<Compilation, Set<string>>();
  for (const { compilation, path } of files) {
    const known = grouped.get(compilation);
    if (known === undefined) grouped.set(compilation, new Set([path]));
    else known.add(path);
  }
  return grouped;
}
