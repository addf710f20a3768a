// text → tree → declarations → links → problems → descriptors.

import { checkedFile, forgetCheck, knownCheck } from "./checkedFile.ts";
import { type EditedFile, problemsAfterEdit } from "./editedFile.ts";
import type { DeclaredFile } from "./link/declarations.ts";
import { declare } from "./link/declare.ts";
import { type Hints, withDoubts, withHints } from "./link/hints.ts";
import type { LinkedFile } from "./link/linkedFile.ts";
import { linkedFiles } from "./link/linkedFiles.ts";
import { knownLink, linkFile } from "./link/linkFile.ts";
import { forgetOptions, hasOptions, optionTypesPath } from "./link/options.ts";
import { forgetNames } from "./link/scopes.ts";
import type { SharedNames } from "./link/sharedNames.ts";
import type { Problem } from "./report/problem.ts";
import type { ParsedFile } from "./syntax/parsedFile.ts";

/** A set of files linked together, made from parsed files by import path. */
export interface Compilation {
  /**
   * The linked file of an import path, linking it and its imports on first use; undefined when there is no such file.
   * `names`: those of the files that were linked before, where they are kept.
   */
  readonly file: (path: string, names?: SharedNames) => LinkedFile | undefined;
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

/** What is known of edits, for an editor to be answered without the whole file being parsed again. */
export interface Edits {
  /** The file of an import path as an edit of an earlier one, where it is one. */
  readonly edited: (path: string) => EditedFile | undefined;
  /** Told of a file that had to be checked as a whole. */
  readonly checked: (path: string) => void;
}

/**
 * Links files on demand. `parsedFiles` must give the same object for a path each time. A file that an earlier
 * compilation linked is taken over where its parsed file and those of all files it sees are the same objects, so that
 * after an edit only the edited file and its dependents are linked again. `hints` make help and fixes better, and
 * tell of imports that might lead elsewhere; they make no error. `builtIn` gives the `google/protobuf/descriptor.proto` of
 * the compiler itself, which is asked for with the first file that has options: as in protoc, a copy among the files, of
 * whatever age, counts only for those that import it.
 */
export function compilation(
  parsedFiles: ParsedFiles,
  hints: Hints = {},
  builtIn?: () => ParsedFile | undefined,
  edits?: Edits,
): Compilation {
  const { file, forget } = linkedFiles(path => {
    const parsed = parsedFiles(path);
    return parsed === undefined ? undefined : declare(parsed);
  });
  const optionTypes = () => {
    const known = builtIn?.();
    return known === undefined ? file(optionTypesPath) : linkFile(declare(known), []);
  };
  const optionTypesFor = (declared: DeclaredFile) => (hasOptions(declared) ? optionTypes() : undefined);
  const found = new Map<string, readonly Problem[]>();
  const problems = (path: string): readonly Problem[] => {
    const known = found.get(path);
    if (known !== undefined) return known;
    const all = problemsOfEdit(path) ?? problemsOfWhole(path);
    found.set(path, all);
    return all;
  };
  const problemsOfEdit = (path: string) => {
    const edited = edits?.edited(path);
    const base = edited === undefined ? undefined : knownLink(declare(edited.base), file);
    const check = base === undefined ? undefined : knownCheck(base, optionTypesFor(base.declared));
    return edited === undefined || check === undefined ? undefined : problemsAfterEdit(edited, check, hints);
  };
  const problemsOfWhole = (path: string) => {
    const one = file(path);
    if (one === undefined) return [];
    edits?.checked(path);
    return withDoubts(one, withHints(one, checkedFile(one, optionTypesFor(one.declared)).problems, hints), hints);
  };
  return {
    file,
    optionTypes,
    problems,
    release: path => {
      const one = file(path);
      found.delete(path);
      if (one === undefined) return;
      forgetCheck(one);
      forgetOptions(one);
      forgetNames(one.names);
      forgetNames(one.optionNames);
    },
    forget: path => {
      forget(path);
      found.delete(path);
    },
  };
}

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
