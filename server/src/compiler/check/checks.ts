// The table of all checks of a linked file: one row a subject. Each looks at one file and reports what is wrong in it.
import type { LinkedFile } from "../link/linkedFile.ts";
import type { Problem } from "../report/problem.ts";

export type Report = (problem: Problem) => void;
export type Check = (file: LinkedFile, report: Report) => void;

const checks: readonly Check[] = [];

/** Runs every check over a file. */
export function check(file: LinkedFile): Problem[] {
  const problems: Problem[] = [];
  for (const one of checks) one(file, problem => problems.push(problem));
  return problems;
}
