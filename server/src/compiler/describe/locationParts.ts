// Locations of the smaller parts of declarations: names and types, options, ranges, reserved names.
import type { InterpretedOptions } from "../link/interpretedOptions.ts";
import type { IntegerValue, OptionNode, RangeNode, ReservedNode } from "../syntax/nodes.ts";
import type { Span } from "../text/span.ts";
import type { LocationWriter } from "./locationWriter.ts";

/** Where locations go, and what the options of the file mean. */
export interface Writing {
  readonly out: LocationWriter;
  readonly interpreted: InterpretedOptions;
}

/** `option …;`: first the place of the options message, then that of the option. */
export function writeOptionStatement(writing: Writing, field: number, node: OptionNode): void {
  part(writing, field, node);
  writeOptionPath(writing, field, node, "declaration");
}

/** An option in `[ ]`. */
export function writeOption(writing: Writing, field: number, node: OptionNode): void {
  writeOptionPath(writing, field, node, "plain");
}

function writeOptionPath(
  { out, interpreted }: Writing,
  field: number,
  node: OptionNode,
  as: "declaration" | "plain",
): void {
  const around = out.enter(field);
  for (const part of interpreted.pathOf(node) ?? none) out.enter(part);
  if (as === "plain") out.plain(node.start, node.end);
  else out.declaration(node.start, node.end, node.end);
  out.leave(around);
}

const none: readonly number[] = [];

/** A statement of the file with its comments. */
export function statement({ out }: Writing, field: number, node: Span): void {
  const around = out.enter(field);
  out.declaration(node.start, node.end, node.end);
  out.leave(around);
}

/** The part of the element at hand that is its field `field`; nothing where it is missing. */
export function part({ out }: Writing, field: number, span: Span | undefined): void {
  if (span === undefined) return;
  const around = out.enter(field);
  out.plain(span.start, span.end);
  out.leave(around);
}

/** A `reserved` statement; `lists` are the field numbers of its two lists, `reserved` the places taken in them. */
export function writeReserved(
  writing: Writing,
  lists: { readonly ranges: number; readonly names: number },
  node: ReservedNode,
  reserved: { ranges: number; names: number },
): void {
  const { out } = writing;
  const around = out.enter(node.names.length > 0 ? lists.names : lists.ranges);
  out.declaration(node.start, node.end, node.end);
  for (const range of node.ranges) writeRange(writing, reserved.ranges++, range);
  for (const name of node.names) part(writing, reserved.names++, name);
  out.leave(around);
}

/** One range of an `extensions` or `reserved` statement, at `index` of its list. */
export function writeRange(writing: Writing, index: number, range: RangeNode): void {
  const { out } = writing;
  const around = out.enter(index);
  out.plain(range.start, range.end);
  part(writing, 1, range.from);
  part(writing, 2, range.to ?? firstToken(range.from));
  out.leave(around);
}

// A single number is its own end, which protoc places at its first token: at the sign where it has one.
function firstToken({ start, end, negative }: IntegerValue): Span {
  return { start, end: negative ? start + 1 : end };
}
