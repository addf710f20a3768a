import { type Problem, problem } from "../compiler/report/problem.ts";
import type { Span } from "../compiler/text/span.ts";

// What is wrong with a `protodial:allow` comment, in words.

interface Words {
  readonly message: string;
  readonly help: string;
}

/** The id is that of no rule. */
export function unknownAllowance(id: string): Words {
  return { message: `there is no rule \`${id}\` to allow`, help: "write the id of the breaking change as it is told" };
}

/** The rule finds nothing there. */
export function needlessAllowance(id: string): Words {
  return {
    message: `\`${id}\` finds nothing here that is to be allowed`,
    help: "remove the comment, or write it directly above the declaration that the change is told at",
  };
}

/** A comment that allows nothing as a problem of its file. */
export function problemOfComment({
  span,
  message,
  help,
}: {
  readonly span: Span;
  readonly message: string;
  readonly help: string;
}): Problem {
  return problem("needless-allow", span, message, { severity: "warning", help });
}
