// Where protoc reports a problem. Its places are those of declarations, coarser than ours and often on another line; the
// command line gives them, so that what it prints can be laid beside the log of a build.
import type { Problem } from "./report/problem.ts";
import type { OptionNode } from "./syntax/nodes.ts";
import type { ParsedFile } from "./syntax/parsedFile.ts";
import { Remembered } from "./text/remembered.ts";
import { lastStarting, type Span } from "./text/span.ts";

/** The offset at which protoc reports `problem` of `parsed`; where it begins, as far as is known. */
export function protocPlace(parsed: ParsedFile, problem: Problem): number {
  const known = placeById[problem.id]?.(parsed, problem) ?? valueAround(parsed, problem);
  return known ?? problem.protocAt ?? problem.span.start;
}

/**
 * `problems` of `parsed` with those of its syntax first, as protoc goes no further where there are any; else in the order
 * of their places.
 */
export function inProtocOrder(parsed: ParsedFile, problems: readonly Problem[]): readonly Problem[] {
  if (problems.length < 2) return problems;
  const own = new Set(parsed.problems.map(key));
  const isSyntax = (one: Problem) =>
    parserIds.has(one.id) ||
    (own.has(key(one)) && valueAround(parsed, one) === undefined) ||
    isOfFalseAlias(parsed, one);
  const placed = problems.map(one => ({
    one,
    phase: one.severity === "error" && isSyntax(one) ? 0 : lastIds.has(one.id) ? 2 : 1,
    at: protocPlace(parsed, one),
  }));
  placed.sort((a, b) => a.phase - b.phase || a.at - b.at);
  return placed.map(({ one }) => one);
}

// What is checked with the tree here is seen by protoc's parser.
const parserIds: ReadonlySet<string> = new Set([
  "duplicate-package",
  "empty-extend",
  "empty-oneof",
  "enum-number-range",
  "group-name",
  "label-in-editions",
  "label-in-oneof",
  "label-on-map",
  "map-in-extend",
  "map-in-oneof",
  "missing-label",
  "needless-allow-alias",
  "reserved-name-form",
  "unknown-edition",
  "unknown-syntax",
  "visibility-before-edition",
]);

// What protoc looks at when all else is done.
const lastIds: ReadonlySet<string> = new Set([
  "extension-declaration",
  "features-before-editions",
  "option-outside-edition",
]);

function key({ id, span }: Problem): string {
  return `${id} ${span.start}`;
}

type Place = (parsed: ParsedFile, problem: Problem) => number | undefined;

const placeById: Readonly<Record<string, Place>> = {
  "feature-value": elementOfOption,
  "features-before-editions": elementOfOption,
  "java-string-check-utf8": elementOfOption,
  "misplaced-feature": elementOfOption,
  "option-outside-edition": elementOrPackage,
  "default-value": elementOfOption,
  "duplicate-reserved-name": elementOfOption,
  "packed-field": fieldType,
  "lazy-field": fieldType,
  "jstype-field": fieldType,
  "ctype-field": fieldType,
  "undeclared-extension": extendee,
  "extension-declaration": rangeAround,
  "needless-allow-alias": tokenAfterElement,
  "duplicate-enum-number": (parsed, problem) =>
    isOfFalseAlias(parsed, problem) ? tokenAfterElement(parsed, problem) : undefined,
  "number-in-extension-range": firstRelated,
  "reserved-number-used": firstRelated,
  "overlapping-ranges": earlierRange,
  "duplicate-name": laterBuilt,
  "unterminated-comment": endOfText,
  "missing-brace": endOfText,
  "empty-oneof": closingBrace,
  "empty-extend": closingBrace,
};

/** What a node of the tree may have, as far as it is looked at here. */
interface Node extends Span {
  readonly kind: string;
  readonly name?: Span | undefined;
  readonly type?: Span | undefined;
  readonly body?: Span | undefined;
  readonly extendee?: Span | undefined;
  readonly value?: OptionNode["value"];
  readonly ranges?: readonly Span[];
  readonly members?: readonly Node[];
  readonly options?: { readonly options: readonly OptionNode[] } | undefined;
}

/** The declarations and options around `offset`, outermost first. */
function nodesAround({ tree }: ParsedFile, offset: number): readonly Node[] {
  const found: Node[] = [];
  for (let around = nodeAt(tree.members, offset); around !== undefined; ) {
    found.push(around);
    around = nodeAt(around.members ?? [], offset) ?? nodeAt(around.options?.options ?? [], offset);
  }
  return found;
}

/** The one of `nodes`, which stand in the order of the text, that `offset` lies in. */
function nodeAt(nodes: readonly Node[], offset: number): Node | undefined {
  const last = lastStarting(nodes, offset);
  return last !== undefined && offset < last.end ? last : undefined;
}

function nearest(parsed: ParsedFile, span: Span, is: (node: Node) => boolean): Node | undefined {
  return [...nodesAround(parsed, span.start)].reverse().find(is);
}

// The name of what has the option, the beginning of the file for an option of that.
function elementOfOption(parsed: ParsedFile, { span }: Problem): number | undefined {
  const elements = nodesAround(parsed, span.start).filter(one => one.kind !== "option" && one.kind !== "reserved");
  const element = elements.at(-1);
  return element === undefined ? (parsed.tokens.starts[0] ?? 0) : element.name?.start;
}

// A file has no name: its package stands for it, or else its first import.
function elementOrPackage(parsed: ParsedFile, problem: Problem): number | undefined {
  if (nodesAround(parsed, problem.span.start).length > 1) return elementOfOption(parsed, problem);
  const { members } = parsed.tree;
  const named = members.find(one => one.kind === "package") ?? members.find(one => one.kind === "import");
  return named?.start;
}

function fieldType(parsed: ParsedFile, { span }: Problem): number | undefined {
  return nearest(parsed, span, one => one.type !== undefined)?.type?.start;
}

function extendee(parsed: ParsedFile, { span }: Problem): number | undefined {
  return nearest(parsed, span, one => one.kind === "extend")?.extendee?.start;
}

function rangeAround(parsed: ParsedFile, { span }: Problem): number | undefined {
  return nearest(parsed, span, one => one.kind === "extensions")?.ranges?.[0]?.start;
}

function closingBrace(parsed: ParsedFile, { span }: Problem): number | undefined {
  const body = nodesAround(parsed, span.start).at(-1)?.body;
  return body === undefined ? undefined : body.end - 1;
}

function tokenAfterElement(parsed: ParsedFile, { span }: Problem): number | undefined {
  const end = nearest(parsed, span, one => one.kind === "enum")?.end;
  if (end === undefined) return undefined;
  const { starts, count } = parsed.tokens;
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < end) low = middle + 1;
    else high = middle;
  }
  return low < count ? starts[low] : parsed.source.text.length;
}

// Two values of one number in an enum that says `allow_alias = false`: protoc refuses that statement.
function isOfFalseAlias(parsed: ParsedFile, { id, span }: Problem): boolean {
  if (id !== "duplicate-enum-number") return false;
  const node = nearest(parsed, span, one => one.kind === "enum");
  if (node === undefined) return false;
  // An enum may have very many such values.
  const known = falseAliases.get(node);
  if (known !== undefined) return known.isFalse;
  const isFalse = (node.members ?? []).some(one => {
    if (one.kind !== "option" || one.value?.kind !== "identifier" || one.value.text !== "false") return false;
    return parsed.source.text.slice(one.name?.start, one.name?.end) === "allow_alias";
  });
  falseAliases.set(node, { isFalse });
  return isFalse;
}

const falseAliases = new Remembered<Node, { readonly isFalse: boolean }>();

function firstRelated({ source }: ParsedFile, { related }: Problem): number | undefined {
  const [first] = related;
  return first?.source === source ? first.span.start : undefined;
}

// An extension range that overlaps a reserved one is refused itself, of two of a kind it is the earlier one.
function earlierRange(parsed: ParsedFile, { span, related }: Problem): number | undefined {
  const [earlier] = related;
  if (earlier?.source !== parsed.source) return undefined;
  const isOfKind =
    nodesAround(parsed, span.start).at(-1)?.kind === nodesAround(parsed, earlier.span.start).at(-1)?.kind;
  return isOfKind ? earlier.span.start : undefined;
}

function endOfText({ source }: ParsedFile): number {
  return source.text.length;
}

// Of two declarations of one name protoc refuses the one that it builds later: first come the oneofs of a message, then
// its fields, enums, extensions and messages; of a file its messages, enums, services and extensions.
function laterBuilt(parsed: ParsedFile, { span, related }: Problem): number | undefined {
  const [earlier] = related;
  if (earlier?.source !== parsed.source) return undefined;
  const [own, other] = [nodesAround(parsed, span.start), nodesAround(parsed, earlier.span.start)];
  if (own.length === 0 || other.length === 0) return undefined;
  // The message that a map makes clashes with an enum or another such message at the name of the message around it.
  const kinds = [own.at(-1)?.kind, other.at(-1)?.kind];
  const name = (nodes: readonly Node[]) => parsed.source.text.slice(nodes.at(-1)?.name?.start, nodes.at(-1)?.name?.end);
  const isMap = kinds.includes("mapField");
  if (isMap && (kinds.includes("enum") || (kinds[0] === kinds[1] && name(own) !== name(other))))
    return own.at(-2)?.name?.start;
  if (kinds.includes("group") && kinds.includes("field")) return span.start;
  if (own.at(-1)?.kind === "enumValue" && own.at(-2) === other.at(-1)) return earlier.span.start;
  return rank(other) > rank(own) ? earlier.span.start : span.start;
}

function rank(nodes: readonly Node[]): number {
  const last = nodes.at(-1);
  const around = nodes.at(-2);
  const kind = around?.kind === "extend" ? "extension" : last?.kind === "enumValue" ? "enum" : (last?.kind ?? "");
  const isInMessage = nodes.length > (kind === "enum" && last?.kind === "enumValue" ? 2 : 1);
  const order = isInMessage ? orderInMessage : orderInFile;
  return order.indexOf(kind === "mapField" ? "field" : kind === "group" ? "message" : kind);
}

const orderInMessage = ["oneof", "field", "enum", "extension", "message"];
const orderInFile = ["message", "enum", "service", "extension"];

// protoc reads a message value as a text of its own, and places all that is wrong in it at its beginning.
function valueAround(parsed: ParsedFile, { id, span }: Problem): number | undefined {
  if (lexicalIds.has(id)) return undefined;
  const value = nearest(parsed, span, one => one.kind === "option")?.value;
  if (value?.kind !== "messageValue" || !value.closed) return undefined;
  return value.start < span.start && span.start < value.end ? value.start : undefined;
}

const lexicalIds: ReadonlySet<string> = new Set([
  "invalid-character",
  "invalid-escape",
  "invalid-number",
  "nested-comment",
  "unterminated-string",
]);
