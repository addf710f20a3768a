import type { Declaration } from "../link/declarations.ts";
import { nounOf } from "../link/declareProblems.ts";
import { nouns } from "../report/nouns.ts";
import { type Problem, problem } from "../report/problem.ts";

export function tooMany(of: Declaration, most: number, what: string, first: Declaration | undefined): Problem {
  const message = `the ${nouns[nounOf(of)]} \`${of.name}\` has more than ${most} ${what}`;
  const { source } = of.file.parsed;
  const related = first === undefined ? [] : [{ source, span: first.nameSpan, message: "this is one too many" }];
  return problem("too-many-members", of.nameSpan, message, {
    help: "divide it; `features.enforce_proto_limits = LEGACY_NO_EXPLICIT_LIMITS` opts out",
    related,
  });
}
