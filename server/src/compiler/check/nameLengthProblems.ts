import { type Problem, problem } from "../report/problem.ts";
import type { Span } from "../text/span.ts";

export function nameTooLong(what: string, span: Span): Problem {
  return problem("name-length", span, `the ${what} is longer than 65,535 bytes`, { help: "choose a shorter name" });
}
