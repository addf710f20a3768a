// text → tree → declarations → links → problems → descriptors.

import { type CheckedFile, checkedFileSteps, forgetCheck } from "./checkedFile.ts";
import { earlierCheck, type FileNow, pointInto } from "./earlierCheck.ts";
import { type CheckedStretch, checkAfterEdit, type EditedFile, type FurtherCheck } from "./editedFile.ts";
import type { DeclaredFile } from "./link/declarations.ts";
import { declare, declareSteps } from "./link/declare.ts";
import { type Hints, withDoubts, withHints } from "./link/hints.ts";
import type { LinkedFile } from "./link/linkedFile.ts";
import { linkedFiles } from "./link/linkedFiles.ts";
import { linkFile } from "./link/linkFile.ts";
import { forgetOptions, hasOptions, optionSteps, optionTypesPath } from "./link/options.ts";
import { forgetNames } from "./link/scopes.ts";
import type { SharedNames } from "./link/sharedNames.ts";
import type { Problem } from "./report/problem.ts";
import type { ParsedFile } from "./syntax/parsedFile.ts";
import { finished, type Steps } from "./text/steps.ts";

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
  /** The same in steps. */
  readonly problemSteps: (path: string) => Steps<readonly Problem[]>;
  /** In steps, the check that the problems of a file come from; one that is edited is not read as a whole for it. */
  readonly stretchSteps: (path: string) => Steps<readonly CheckedStretch[]>;
  /** The same of an edited file; undefined of one that is not, and where it takes the whole file. */
  readonly editedSteps: (path: string) => Steps<readonly CheckedStretch[] | undefined>;
  /** `file` in steps. */
  readonly linkSteps: (path: string) => Steps<LinkedFile | undefined>;
  /** In steps, the same and what the options of the file mean. */
  readonly interpretSteps: (path: string) => Steps<void>;
  /** What another check finds where no more than edited declarations are to be looked at again; undefined where it takes the whole file. */
  readonly furtherAfterEdit: (path: string, check: FurtherCheck) => readonly Problem[] | undefined;
  /** Lets go of what only the file itself needs (its problems, what its options mean), but not those that import it. */
  readonly release: (path: string) => void;
  /** Lets go of a file that is not asked for again, nor imported by one that is. */
  readonly forget: (path: string) => void;
}

/** Gives the parsed file of an import path, or undefined where there is none. */
export type ParsedFiles = (path: string) => ParsedFile | undefined;

/** What is known of edits, for an editor to be answered without the whole file being parsed again. */
export interface Edits {
  /** Parses the file of an import path in steps, so that `parsedFiles` has it ready. */
  readonly parsing?: (path: string) => Steps<unknown> | undefined;
  /** The same of what `builtIn` gives. */
  readonly parsingBuiltIn?: () => Steps<unknown> | undefined;
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
  const { file, fileSteps, forget } = linkedFiles(path => {
    const parsed = parsedFiles(path);
    return parsed === undefined ? undefined : declare(parsed);
  });
  function* optionTypesSteps(): Steps<LinkedFile | undefined> {
    yield* edits?.parsingBuiltIn?.() ?? [];
    const known = builtIn?.();
    return known === undefined ? file(optionTypesPath) : linkFile(yield* declareSteps(known), []);
  }
  function* optionTypesFor(declared: DeclaredFile): Steps<LinkedFile | undefined> {
    return hasOptions(declared) ? yield* optionTypesSteps() : undefined;
  }
  const found = new Map<string, readonly Problem[]>();
  function* problemSteps(path: string): Steps<readonly Problem[]> {
    const known = found.get(path);
    if (known !== undefined) return known;
    yield* readSteps(path, "as edited");
    const all = afterEdit(path)?.problems ?? (yield* problemsOfWhole(path));
    found.set(path, all);
    return all;
  }
  function* problemsOfWhole(path: string): Steps<readonly Problem[]> {
    const check = yield* checkOfWhole(path);
    if (check === undefined) return [];
    const { linked } = check;
    return withDoubts(linked, withHints(linked, check.problems, hints), hints);
  }
  function* stretchSteps(path: string): Steps<readonly CheckedStretch[]> {
    const edited = yield* editedSteps(path);
    if (edited !== undefined) return edited;
    const file = yield* checkOfWhole(path);
    return file === undefined
      ? []
      : [{ file, start: 0, end: file.linked.declared.parsed.source.text.length, moved: 0 }];
  }
  function* editedSteps(path: string): Steps<readonly CheckedStretch[] | undefined> {
    if (edits?.edited(path) === undefined) return undefined;
    yield* readSteps(path, "as edited");
    return afterEdit(path)?.stretches;
  }
  function* checkOfWhole(path: string): Steps<CheckedFile | undefined> {
    const declared = yield* declaredSteps(path);
    if (declared === undefined) return undefined;
    const types = yield* optionTypesFor(declared);
    let check = earlierCheck(declared, types, fileNow, "own")?.check;
    if (check === undefined) {
      yield* readSteps(path, "whole");
      const linked = yield* fileSteps(path);
      check = linked === undefined ? undefined : yield* checkedFileSteps(linked, types);
    }
    edits?.checked(path);
    return check;
  }
  function* linkSteps(path: string): Steps<LinkedFile | undefined> {
    yield* readSteps(path, "whole");
    return yield* fileSteps(path);
  }
  function* interpretSteps(path: string): Steps<void> {
    const linked = yield* linkSteps(path);
    if (linked !== undefined) yield* optionSteps(linked, yield* optionTypesFor(linked.declared));
  }
  // In an editor reading takes steps: of a file and all it imports. Edited ones may be known well enough by their edits.
  function* readSteps(path: string, depth: "whole" | "as edited"): Steps<void> {
    if (edits?.parsing === undefined) return;
    const seen = new Set([path]);
    for (const at of seen) {
      const edited = depth === "whole" ? undefined : edits.edited(at);
      const declared = edited === undefined ? yield* declaredSteps(at) : declare(edited.base);
      for (const node of declared?.imports ?? []) if (node.path !== undefined) seen.add(node.path.text);
    }
  }
  function* declaredSteps(path: string): Steps<DeclaredFile | undefined> {
    yield* edits?.parsing?.(path) ?? [];
    const parsed = parsedFiles(path);
    return parsed === undefined ? undefined : yield* declareSteps(parsed);
  }
  const afterEdit = byPath(path => {
    const edited = edits?.edited(path);
    if (edited === undefined) return undefined;
    const base = declare(edited.base);
    const earlier = earlierCheck(base, finished(optionTypesFor(base)), fileNow, "inside");
    const check = earlier === undefined ? undefined : checkAfterEdit(edited, earlier.check, hints);
    if (earlier === undefined || check === undefined || pointInto(check.problems, earlier.gone)) return undefined;
    return { base, ...check };
  });
  // Of a file that is being edited no more is read than for its own problems.
  const fileNow = byPath((path): FileNow | undefined => {
    const edited = afterEdit(path);
    if (edited !== undefined) return edited;
    const parsed = parsedFiles(path);
    return parsed === undefined ? undefined : { base: declare(parsed), replaced: [] };
  });
  return {
    file,
    optionTypes: () => finished(optionTypesSteps()),
    problems: path => finished(problemSteps(path)),
    problemSteps,
    stretchSteps,
    editedSteps,
    linkSteps,
    interpretSteps,
    furtherAfterEdit: (path, check) => afterEdit(path)?.further(check),
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

/** What `make` gives for each path, made once; undefined while it is being made. */
function byPath<Value>(make: (path: string) => Value | undefined): (path: string) => Value | undefined {
  const known = new Map<string, Value | undefined>();
  return path => {
    if (known.has(path)) return known.get(path);
    known.set(path, undefined);
    const made = make(path);
    known.set(path, made);
    return made;
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
