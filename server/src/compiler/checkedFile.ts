// All that is wrong in one file.
import { check } from "./check/checks.ts";
import { withNextNumbers } from "./check/missingNumbers.ts";
import type { InterpretedOptions } from "./link/interpretedOptions.ts";
import type { LinkedFile } from "./link/linkedFile.ts";
import { interpretOptions } from "./link/options.ts";
import type { Problem } from "./report/problem.ts";
import { Remembered } from "./text/remembered.ts";

/** A file that has been checked. */
export interface CheckedFile {
  readonly linked: LinkedFile;
  /** The file that says what options there are; undefined where it has none. */
  readonly optionTypes: LinkedFile | undefined;
  readonly options: InterpretedOptions;
  /** In the order of the text: syntax, declarations, links, checks, options. */
  readonly problems: readonly Problem[];
}

/** Checks a file. Linked files are shared between compilations, so an edit elsewhere does not check them again. */
export function checkedFile(linked: LinkedFile, optionTypes: LinkedFile | undefined): CheckedFile {
  const known = knownCheck(linked, optionTypes);
  if (known !== undefined) return known;
  const made = checkAfresh(linked, optionTypes);
  checked.set(linked, made);
  return made;
}

/** What `checkedFile` has found before. */
export function knownCheck(linked: LinkedFile, optionTypes: LinkedFile | undefined): CheckedFile | undefined {
  const known = checked.get(linked);
  return known?.optionTypes === optionTypes ? known : undefined;
}

/** Lets go of what was found. */
export function forgetCheck(linked: LinkedFile): void {
  checked.forget(linked);
}

/** The same, not remembered. */
export function checkAfresh(linked: LinkedFile, optionTypes: LinkedFile | undefined): CheckedFile {
  const { declared } = linked;
  const options = interpretOptions(linked, optionTypes);
  const problems = [
    ...withNextNumbers(declared, declared.parsed.problems),
    ...declared.problems,
    ...linked.problems,
    ...options.problems,
    ...check(linked, options),
  ];
  problems.sort(inOrderOfText);
  return { linked, optionTypes, options, problems };
}

/** Compares problems by where they stand. */
export function inOrderOfText(one: Problem, other: Problem): number {
  return one.span.start - other.span.start || one.span.end - other.span.end;
}

const checked = new Remembered<LinkedFile, CheckedFile>();
