// All that is wrong in one file.
import { checkSteps } from "./check/checks.ts";
import { withNextNumbers } from "./check/missingNumbers.ts";
import type { InterpretedOptions } from "./link/interpretedOptions.ts";
import type { LinkedFile } from "./link/linkedFile.ts";
import { optionSteps } from "./link/options.ts";
import type { Problem } from "./report/problem.ts";
import { Remembered } from "./text/remembered.ts";
import { finished, Gradual, type Steps } from "./text/steps.ts";

/** A file that has been checked. */
export interface CheckedFile {
  readonly linked: LinkedFile;
  /** The file that says what options there are; undefined where it has none. */
  readonly optionTypes: LinkedFile | undefined;
  readonly options: InterpretedOptions;
  /** In the order of the text: syntax, declarations, links, checks, options. */
  readonly problems: readonly Problem[];
}

/** Checks a file, in steps. Linked files are shared between compilations, so an edit elsewhere does not check them again. */
export function* checkedFileSteps(linked: LinkedFile, optionTypes: LinkedFile | undefined): Steps<CheckedFile> {
  const known = checked.get(linked);
  if (known !== undefined && known.optionTypes === optionTypes) return yield* known.check.steps();
  const check = new Gradual(() => freshSteps(linked, optionTypes));
  checked.set(linked, { optionTypes, check });
  return yield* check.steps();
}

/** What that has come to before. */
export function knownCheck(linked: LinkedFile, optionTypes: LinkedFile | undefined): CheckedFile | undefined {
  const known = checked.get(linked);
  return known !== undefined && known.optionTypes === optionTypes ? known.check.known : undefined;
}

/** Lets go of what was found. */
export function forgetCheck(linked: LinkedFile): void {
  checked.forget(linked);
}

/** Checks a file, and does not remember it. */
export function checkAfresh(linked: LinkedFile, optionTypes: LinkedFile | undefined): CheckedFile {
  return finished(freshSteps(linked, optionTypes));
}

function* freshSteps(linked: LinkedFile, optionTypes: LinkedFile | undefined): Steps<CheckedFile> {
  const { declared } = linked;
  const options = yield* optionSteps(linked, optionTypes);
  const found = yield* checkSteps(linked, options);
  const problems = [
    ...withNextNumbers(declared, declared.parsed.problems),
    ...declared.problems,
    ...linked.problems,
    ...options.problems,
    ...found,
  ];
  problems.sort(inOrderOfText);
  return { linked, optionTypes, options, problems };
}

/** Compares problems by where they stand. */
export function inOrderOfText(one: Problem, other: Problem): number {
  return one.span.start - other.span.start || one.span.end - other.span.end;
}

interface Checking {
  readonly optionTypes: LinkedFile | undefined;
  readonly check: Gradual<CheckedFile>;
}

const checked = new Remembered<LinkedFile, Checking>();
