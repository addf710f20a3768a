// The wording of what the parser finds.
import { indentationAt, preferred, removal, replaceFix, wordRemoval } from "../report/fix.ts";
import { type Fix, type Problem, problem } from "../report/problem.ts";
import type { SourceFile } from "../text/sourceFile.ts";
import { type Span, spanAfter } from "../text/span.ts";
import type { TypeName } from "./nodes.ts";

/** What stands on the line behind a statement and begins no other: up to its `;`, where that comes. */
export interface Leftover {
  readonly span: Span;
  readonly text: string;
  readonly ends: "at semicolon" | "at line end";
}

export function missingSemicolon(after: Span, what: string, leftover: Leftover | undefined): Problem {
  const at = spanAfter(after);
  return problem("missing-semicolon", at, `missing \`;\` after ${what}`, {
    help: leftover === undefined ? "add a `;`" : `\`${leftover.text}\` does not belong to it`,
    fixes: leftover === undefined ? [preferred(replaceFix("Add `;`", at, ";"))] : withoutLeftover(leftover),
  });
}

function withoutLeftover({ span, text, ends }: Leftover): Fix[] {
  if (ends === "at semicolon") return [preferred(replaceFix(`Remove \`${text}\``, span, ""))];
  return text === "," ? [preferred(replaceFix("Change `,` to `;`", span, ";"))] : [];
}

/** `found` is the token that stands in the place, undefined at the end of a line or of the file. */
export function expected(
  at: Span,
  what: string,
  found: string | undefined,
  help?: string,
  fixes: readonly Fix[] = [],
): Problem {
  const message = found === undefined ? `expected ${what}` : `expected ${what}, found \`${found}\``;
  return problem("unexpected-token", at, message, { help: help ?? formOf(what), fixes });
}

function formOf(what: string): string | undefined {
  return forms.find(([beginning]) => what.startsWith(beginning))?.[1];
}

/** What is said of each kind of thing that is expected. */
const forms: readonly (readonly [string, string])[] = [
  ["the name of the field", "a field is `type name = number;`"],
  ["the name of a field", "a message value is `{ field: value }`"],
  ["the name of an option", "an option is `name = value`, a custom one `(name) = value`"],
  ["the name of the package", "for example `package directories.v1;`"],
  ["the name of", "a name begins with a letter and goes on with letters, digits and underscores"],
  ["a name after", "no dot stands at the end of a name"],
  ["`=` and a number", "for example `= 1`"],
  ["the number of", "write an integer, as in `= 1`"],
  ["`{` to begin", "what it declares stands in braces, and without any of that there are `{}`"],
  ["the path of", 'for example `import "google/protobuf/timestamp.proto";`'],
  ["a value", "a value is a string, a number, a name, or a message in braces"],
  ["a number after", "only numbers, `inf` and `nan` have a sign"],
  ["the type of the map", "a map is `map<string, int32>`"],
  ["the message to extend", "for example `extend google.protobuf.MessageOptions { … }`"],
  ["the last number", "for example `100 to 199`, or `100 to max`"],
];

/**
 * A token without which what stands around it cannot be read. It is to be added before `at`; one that closes something
 * behind what it closes, which ends at `insertAt`.
 */
export function missingToken(
  at: Span,
  token: string,
  where: string,
  found: string | undefined,
  insertAt = at.start,
): Problem {
  const message =
    found === undefined ? `missing \`${token}\` ${where}` : `missing \`${token}\` ${where}, found \`${found}\``;
  const newText = token === "=" || (token === "," && found !== undefined) ? `${token} ` : token;
  const edit = { span: { start: insertAt, end: insertAt }, newText };
  return problem("missing-token", at, message, {
    help: `add \`${token}\``,
    // What is opened here would have to be closed somewhere.
    fixes: token === "(" ? [] : [preferred({ title: `Add \`${token}\``, edits: [edit] })],
  });
}

/** Something between the message of an rpc and its `)`: `rest`, where that is there. */
export function expectedParenthesis(
  at: Span,
  after: string,
  found: string | undefined,
  rest: Span | undefined,
  insertAt: number,
): Problem {
  const missing = missingToken(at, ")", after, found, insertAt);
  if (rest === undefined) return missing;
  return {
    ...missing,
    help: "nothing but the message stands in the parentheses",
    fixes: [preferred({ title: "Remove what is too much", edits: [{ span: rest, newText: "" }] })],
  };
}

export function missingReturns(at: Span, found: string | undefined, response: Span | undefined): Problem {
  const insertion = response === undefined ? undefined : { start: response.start, end: response.start };
  return expected(
    at,
    "`returns` and the response message",
    found,
    "an rpc returns a message: `returns (Reply)`, or `returns (google.protobuf.Empty)` when there is nothing to say",
    insertion === undefined ? [] : [preferred(replaceFix("Add `returns`", insertion, "returns "))],
  );
}

export function missingClosingBrace(open: Span, what: string, closeAt: Span, source: SourceFile): Problem {
  const newText = `\n${indentationAt(source.text, open.start)}}`;
  const fix: Fix = { title: "Add `}`", edits: [{ span: closeAt, newText }], preferred: true };
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

export function keywordTwice(at: Span, keyword: string): Problem {
  return problem("unexpected-token", at, `the keyword \`${keyword}\` stands twice`, {
    help: "remove one of them",
    fixes: [{ title: `Remove \`${keyword}\``, edits: [{ span: at, newText: "" }], preferred: true }],
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

export function twoLabels(at: Span, first: string, second: string, text: string): Problem {
  const fix = { title: `Remove \`${second}\``, edits: [wordRemoval(text, at)] };
  return problem("two-labels", at, `the label \`${second}\` follows \`${first}\``, {
    help: "a field has one label at most",
    fixes: [first === second ? preferred(fix) : fix],
  });
}

export function labelBefore(at: Span, label: string, what: string, text: string): Problem {
  return problem("misplaced-label", at, `\`${label}\` cannot stand before ${what}`, {
    help: "remove it",
    fixes: [preferred({ title: `Remove \`${label}\``, edits: [wordRemoval(text, at)] })],
  });
}

export function visibilityBefore(at: Span, word: string, text: string): Problem {
  return problem("unexpected-token", at, `\`${word}\` can stand before \`message\` and \`enum\` only`, {
    help: "remove it",
    fixes: [preferred({ title: `Remove \`${word}\``, edits: [wordRemoval(text, at)] })],
  });
}

export function secondModifier(at: Span, first: string, second: string, text: string): Problem {
  return problem("unexpected-token", at, `expected the path of the imported file in quotes, found \`${second}\``, {
    help: `an import has one modifier at most, and this one has \`${first}\``,
    fixes: [{ title: `Remove \`${second}\``, edits: [wordRemoval(text, at)] }],
  });
}

export function optionsOfReserved(at: Span): Problem {
  return problem("unexpected-token", at, "a `reserved` statement has no options", {
    help: "remove them",
    fixes: [preferred({ title: "Remove the options", edits: [{ span: at, newText: "" }] })],
  });
}

export function optionsOfRpc(at: Span, options: readonly Span[], text: string): Problem {
  const statements = options.map(one => `option ${text.slice(one.start, one.end)};`).join(" ");
  const end = text[at.end] === ";" ? at.end + 1 : at.end;
  const fix = replaceFix("Put them into a body", { start: at.start, end }, `{ ${statements} }`);
  return problem("unexpected-token", at, "options of an rpc do not stand in `[ ]`", {
    help: "they stand in its body: `{ option deprecated = true; }`",
    fixes: options.length === 0 ? [] : [preferred(fix)],
  });
}

export function valueIsPath(value: Span, last: Span, text: string): Problem {
  const name = text.slice(last.start, last.end);
  return problem(
    "invalid-option-value",
    value,
    `\`${text.slice(value.start, value.end)}\` is a name with a dot, and no value`,
    {
      help: "the value of an enum stands without the name of the enum before it",
      fixes: [preferred(replaceFix(`Change to \`${name}\``, value, name))],
    },
  );
}

export function extensionsInEnum(statement: Span, keyword: Span, text: string): Problem {
  return problem("unexpected-token", keyword, "an enum has no extension ranges", {
    help: "remove them; a number without a name can be sent all the same where the enum is open",
    fixes: [{ title: "Remove it", edits: [removal(text, statement)] }],
  });
}

/** `other`: whether the file begins with a syntax or an edition already. */
export function syntaxNotFirst(
  at: Span,
  keyword: string,
  statement: Span,
  text: string,
  other: "first" | "none",
): Problem {
  const remove = removal(text, statement);
  const start = text.startsWith("\ufeff") ? 1 : 0;
  const move = { span: { start, end: start }, newText: `${text.slice(statement.start, statement.end)}\n\n` };
  const fix =
    other === "first"
      ? { title: "Remove it", edits: [remove] }
      : { title: "Move it to the top", edits: [move, remove] };
  return problem("syntax-not-first", at, `\`${keyword}\` must be the first statement of the file, and the only one`, {
    help: other === "first" ? "remove it: the file begins with one" : "move it to the top",
    fixes: [preferred(fix)],
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
  return problem("empty-list", at, `${what} cannot be empty`, {
    help: "remove the brackets",
    fixes: [preferred({ title: "Remove `[]`", edits: [{ span: at, newText: "" }] })],
  });
}

/** Something else than `:` between a field of a message value and its value. */
export function missingColon(at: Span, found: string | undefined): Problem {
  const missing = missingToken(at, ":", "between the field and its value", found);
  if (found === "=") return { ...missing, help: "write `:`", fixes: [preferred(replaceFix("Change to `:`", at, ":"))] };
  if (found !== ".") return missing;
  return { ...missing, help: "a field of a field is set in braces: `a { b: 1 }`", fixes: [] };
}

/** Something behind the value of an option that begins no other. */
export function missingComma(at: Span, found: string | undefined, next: "option" | "other"): Problem {
  const missing = missingToken(at, ",", "between two options", found);
  return next === "option"
    ? missing
    : { ...missing, help: "an option has one value; a `,` stands before the next", fixes: [] };
}

export function trailingComma(at: Span): Problem {
  return problem("trailing-comma", at, "nothing follows this `,`", {
    help: "remove it",
    fixes: [{ title: "Remove `,`", edits: [{ span: at, newText: "" }], preferred: true }],
  });
}

export function mixedReserved(
  at: Span,
  statement: Span,
  ranges: readonly Span[],
  names: readonly Span[],
  text: string,
): Problem {
  const list = (items: readonly Span[]) => items.map(one => text.slice(one.start, one.end)).join(", ");
  const space = `\n${indentationAt(text, statement.start)}`;
  const newText = `reserved ${list(ranges)};${space}reserved ${list(names)};`;
  return problem("mixed-reserved", at, "numbers and names cannot be reserved in one statement", {
    help: "write two `reserved` statements",
    fixes: [preferred(replaceFix("Make two statements of it", statement, newText))],
  });
}

export function mapOfMaps(at: Span): Problem {
  return problem("map-value-type", at, "the value of a map cannot be a map", {
    help: "put the inner map into a message",
  });
}

export function mapWithoutValue(at: Span, key: string): Problem {
  return problem("missing-token", at, "the map has no type of its values", {
    help: `write \`map<${key}, V>\`, with the type of the values for \`V\``,
  });
}

export function invalidOptionValue(at: Span, why: string, help: string): Problem {
  return problem("invalid-option-value", at, why, { help });
}

/** A field's type that begins with `map.`: protoc takes the word for a whole type, or for the beginning of a map. */
export function keywordAsScope(keyword: Span, word: string): Problem {
  return problem("unexpected-token", keyword, `the name of a type cannot begin with \`${word}.\``, {
    help: "write its full name with a leading dot",
  });
}

export function groupAsMessage(name: TypeName): Problem {
  return problem("unexpected-token", name, "`group` is a keyword here, and names no message", {
    help: "write the full name of the message with a leading dot",
  });
}

export function scalarExtended(scalar: TypeName): Problem {
  const what = `\`${scalar.text}\` is a scalar type, and only messages can be extended`;
  return problem("extendee-not-message", scalar, what, {
    help: "an extension adds a field to a message; write the full name of one",
  });
}

/** protoc reads `-{ … }` as if there were no sign. */
export function signOfMessage(sign: Span): Problem {
  return problem("invalid-option-value", sign, "a `-` before a message value means nothing", {
    severity: "warning",
    help: "numbers, `inf` and `nan` take a sign",
    fixes: [preferred(replaceFix("Remove the `-`", sign, ""))],
  });
}

export function integerTooLarge(at: Span): Problem {
  return problem("integer-too-large", at, "this integer does not fit into 64 bits", {
    help: "the largest is 18446744073709551615 (0xffffffffffffffff)",
  });
}
