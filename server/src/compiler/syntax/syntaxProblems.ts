// The wording of what the parser finds.
import { type Fix, type Problem, problem } from "../report/problem.ts";
import type { SourceFile } from "../text/sourceFile.ts";
import { type Span, spanAfter } from "../text/span.ts";

export function missingSemicolon(after: Span, what: string): Problem {
  return problem("missing-semicolon", spanAfter(after), `missing \`;\` after ${what}`, {
    help: "add a `;`",
    fixes: [{ title: "Add `;`", edits: [{ span: spanAfter(after), newText: ";" }], preferred: true }],
  });
}

/** `found` is the token that stands in the place, undefined at the end of a line or of the file. */
export function expected(at: Span, what: string, found: string | undefined, help?: string): Problem {
  const message = found === undefined ? `expected ${what}` : `expected ${what}, found \`${found}\``;
  return problem("unexpected-token", at, message, { help });
}

export function missingToken(at: Span, token: string, where: string, found: string | undefined): Problem {
  const message =
    found === undefined ? `missing \`${token}\` ${where}` : `missing \`${token}\` ${where}, found \`${found}\``;
  return problem("missing-token", at, message, {
    help: `add \`${token}\``,
    fixes: [{ title: `Add \`${token}\``, edits: [{ span: { start: at.start, end: at.start }, newText: token }] }],
  });
}

export function missingClosingBrace(open: Span, what: string, closeAt: Span, source: SourceFile): Problem {
  const fix: Fix = { title: "Add `}`", edits: [{ span: closeAt, newText: "\n}" }], preferred: true };
  return problem("missing-brace", open, `this \`{\` of ${what} has no closing \`}\``, {
    help: "add a `}` where it ends",
    related: [{ source, span: closeAt, message: "it seems to end here" }],
    fixes: [fix],
  });
}

export function strayBrace(at: Span): Problem {
  return problem("stray-brace", at, "this `}` closes nothing", {
    help: "remove it, or add the `{` that it belongs to",
    fixes: [{ title: "Remove `}`", edits: [{ span: at, newText: "" }], preferred: true }],
  });
}

export function straySemicolon(at: Span, where: string): Problem {
  return problem("stray-semicolon", at, `a lone \`;\` is not allowed in ${where}`, {
    help: "remove it",
    fixes: [{ title: "Remove `;`", edits: [{ span: at, newText: "" }], preferred: true }],
  });
}

export function notADeclaration(at: Span, found: string, where: string, allowed: string): Problem {
  return problem("unexpected-token", at, `\`${found}\` does not begin a declaration ${where}`, {
    help: `here may stand ${allowed}`,
  });
}

export function misspelledKeyword(at: Span, found: string, keyword: string): Problem {
  return problem("misspelled-keyword", at, `\`${found}\` is not a keyword`, {
    help: `did you mean \`${keyword}\`?`,
    fixes: [{ title: `Change to \`${keyword}\``, edits: [{ span: at, newText: keyword }], preferred: true }],
  });
}

/** `name` and a body stand without the keyword that says what is declared. */
export function missingKeyword(at: Span, name: string, keyword: string): Problem {
  const start = { start: at.start, end: at.start };
  return problem("missing-token", at, `no keyword stands before \`${name}\``, {
    help: `did you mean \`${keyword} ${name}\`?`,
    fixes: [{ title: `Add \`${keyword}\``, edits: [{ span: start, newText: `${keyword} ` }] }],
  });
}

export function fieldOutsideMessage(at: Span): Problem {
  return problem("field-outside-message", at, "a field must stand inside of a message", {
    help: "move it into a `message`; an extension belongs into an `extend` block",
  });
}

export function rpcOutsideService(at: Span): Problem {
  return problem("rpc-outside-service", at, "an rpc must stand inside of a service", {
    help: "move it into a `service`",
  });
}

export function missingFieldNumber(at: Span, name: string): Problem {
  return problem("missing-field-number", at, `field \`${name}\` has no number`, { help: "add `= ` and a number" });
}

export function missingEnumNumber(at: Span, name: string): Problem {
  return problem("missing-enum-number", at, `enum value \`${name}\` has no number`, { help: "add `= ` and a number" });
}

export function twoLabels(at: Span, first: string, second: string): Problem {
  return problem("two-labels", at, `the label \`${second}\` follows \`${first}\``, {
    help: "a field has one label at most",
    fixes: [{ title: `Remove \`${second}\``, edits: [{ span: at, newText: "" }] }],
  });
}

export function labelBefore(at: Span, label: string, what: string): Problem {
  return problem("misplaced-label", at, `\`${label}\` cannot stand before ${what}`, {
    help: "remove it",
    fixes: [{ title: `Remove \`${label}\``, edits: [{ span: at, newText: "" }] }],
  });
}

export function syntaxNotFirst(at: Span, keyword: string): Problem {
  return problem("syntax-not-first", at, `\`${keyword}\` must be the first statement of the file, and the only one`, {
    help: "move it to the top, or remove it",
  });
}

export function tooDeep(at: Span, what: string): Problem {
  return problem("nested-too-deeply", at, `${what} are nested too deeply`, { help: "declare the inner ones outside" });
}

export function oneMessage(at: Span): Problem {
  return problem("rpc-one-message", at, "an rpc takes exactly one message and returns exactly one", {
    help: "put what belongs together into the fields of one message",
  });
}

export function emptyList(at: Span, what: string): Problem {
  return problem("empty-list", at, `${what} cannot be empty`);
}

export function trailingComma(at: Span): Problem {
  return problem("trailing-comma", at, "nothing follows this `,`", {
    help: "remove it",
    fixes: [{ title: "Remove `,`", edits: [{ span: at, newText: "" }], preferred: true }],
  });
}

export function mixedReserved(at: Span): Problem {
  return problem("mixed-reserved", at, "numbers and names cannot be reserved in one statement", {
    help: "write two `reserved` statements",
  });
}

export function invalidOptionValue(at: Span, why: string, help: string): Problem {
  return problem("invalid-option-value", at, why, { help });
}

export function integerTooLarge(at: Span): Problem {
  return problem("integer-too-large", at, "this integer does not fit into 64 bits", {
    help: "the largest is 18446744073709551615 (0xffffffffffffffff)",
  });
}
