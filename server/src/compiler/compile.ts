// text → tree → declarations → links → problems → descriptors.
import type { LinkedFile } from "./link/linkedFile.ts";
import type { Problem } from "./report/problem.ts";
import type { ParsedFile } from "./syntax/parsedFile.ts";

/** A set of files linked together: immutable, made from parsed files by import path. */
export interface Compilation {
  /** The linked file of an import path, linking it and its imports on first use; undefined when there is no such file. */
  readonly file: (path: string) => LinkedFile | undefined;
  /** All problems of one file, in the order of the text: syntax, declarations, links, checks, options. */
  readonly problems: (path: string) => readonly Problem[];
}

/** Gives the parsed file of an import path, or undefined where there is none. */
export type ParsedFiles = (path: string) => ParsedFile | undefined;

/**
 * Makes a compilation. From `previous` it takes every linked file whose own parsed file, and those of all files it sees,
 * are the same objects as before, so that after an edit only the edited file and its dependents are linked again.
 */
export type MakeCompilation = (files: ParsedFiles, previous?: Compilation) => Compilation;
