// What can be done about a breaking change, as edits of the version after.
import { nextFreeFieldNumber } from "../compiler/check/freeNumbers.ts";
import type { FieldDeclaration } from "../compiler/link/declarations.ts";
import { indentationAt, optionRemoval, preferred, replaceFix } from "../compiler/report/fix.ts";
import type { Fix, TextChange } from "../compiler/report/problem.ts";
import type { Span } from "../compiler/text/span.ts";
import type { Finding } from "./compare.ts";
import type { Became } from "./recognise.ts";
import type {
  EnumShape,
  EnumValueShape,
  FieldShape,
  FileShape,
  MessageShape,
  MethodShape,
  OneofShape,
  Shape,
} from "./shapes.ts";

/** What mends a finding, the surest first. `holder`: the declaration in the version after that lacks or changed it. */
export function fixesOf(
  finding: Pick<Finding, "before" | "rule">,
  holder: Shape | FileShape,
  became?: Became,
): readonly Fix[] {
  const { before } = finding;
  if (before === undefined || before.kind === "file") return [];
  if (became?.how === "renamed" && (before.kind === "method" || before.kind === "oneof"))
    return [...renamedBack(before, became), ...(before.kind === "method" ? restored(before, holder, "rpc") : [])];
  if (before.kind === "field" && holder.kind === "message") return fieldGoneFixes(before, holder);
  if (before.kind === "enumValue" && holder.kind === "enum") return valueGoneFixes(before, holder);
  if (before.kind === "method" && holder.kind === "service") return restored(before, holder, "rpc");
  if (before.kind === "field" && holder.kind === "field")
    return fieldChangedFixes(mapFieldOf(before), mapFieldOf(holder), finding.rule.id);
  if (before.kind === "enumValue" && holder.kind === "enumValue") return valueRenamedBack(before, holder);
  if (before.kind === "method" && holder.kind === "method") return methodChangedFixes(before, holder);
  if ((before.kind === "message" || before.kind === "enum") && holder.kind === "message")
    return restored(before, holder, before.kind);
  if (before.kind === "message" && holder.kind === "file") return restoredAtEnd(before, holder, "message");
  if (before.kind === "enum" && holder.kind === "file") return restoredAtEnd(before, holder, "enum");
  if (before.kind === "service" && holder.kind === "file") return restoredAtEnd(before, holder, "service");
  return [];
}

// Nothing in a schema is told by these names but themselves.
function renamedBack(before: MethodShape | OneofShape, { now }: Became): readonly Fix[] {
  const span = now?.declaration?.nameSpan;
  return span === undefined ? [] : [preferred(replaceFix(`Rename back to \`${before.name}\``, span, before.name))];
}

function valueRenamedBack({ name }: EnumValueShape, { declaration, parent }: EnumValueShape): readonly Fix[] {
  if (declaration === undefined || parent.values.some(one => one.name === name)) return [];
  return [preferred(replaceFix(`Rename back to \`${name}\``, declaration.nameSpan, name))];
}

function fieldGoneFixes(before: FieldShape, message: MessageShape): readonly Fix[] {
  const renumbered = message.fields.find(one => one.name === before.name);
  const number = renumbered?.declaration?.node.number;
  if (renumbered !== undefined && number !== undefined)
    return [
      preferred(replaceFix(`Put the number ${before.number} of \`${before.name}\` back`, number, `${before.number}`)),
    ];
  return [...reservation(before, message), ...restored(before, message, "field")];
}

function valueGoneFixes(before: EnumValueShape, holder: EnumShape): readonly Fix[] {
  const renumbered = holder.values.find(one => one.name === before.name);
  const number = renumbered?.declaration?.node.number;
  if (number !== undefined)
    return [
      preferred(replaceFix(`Put the number ${before.number} of \`${before.name}\` back`, number, `${before.number}`)),
    ];
  return [...reservation(before, holder), ...restored(before, holder, "value")];
}

function reservation(before: FieldShape | EnumValueShape, holder: MessageShape | EnumShape): readonly Fix[] {
  const name = holder.file.syntax === "editions" ? before.name : `"${before.name}"`;
  const reserved = holder.reserved;
  const hasNumber = reserved.ranges.some(one => one.from <= before.number && before.number <= one.to);
  const hasName = reserved.names.includes(before.name);
  const statements = [...(hasNumber ? [] : [`reserved ${before.number};`]), ...(hasName ? [] : [`reserved ${name};`])];
  const change = statements.length === 0 ? undefined : insertedFirst(holder, statements);
  if (change === undefined) return [];
  const what = hasNumber
    ? `the name \`${before.name}\``
    : hasName
      ? `the number ${before.number}`
      : `the number ${before.number} and the name \`${before.name}\``;
  return [preferred({ title: `Reserve ${what}`, edits: [change] })];
}

type Restorable = FieldShape | EnumValueShape | MethodShape | MessageShape | EnumShape;

function restored(before: Restorable, holder: Shape | FileShape, noun: string): readonly Fix[] {
  const text = textOf(before);
  if (text === undefined || holder.kind === "file") return [];
  const isMarked = before.kind === "field" || before.kind === "enumValue";
  const change =
    before.kind === "field" && before.oneof !== undefined && holder.kind === "message"
      ? restoredMember(deprecated(text), before.oneof, holder)
      : insertedLast(holder, isMarked ? deprecated(text) : text);
  const how = isMarked ? " as deprecated" : "";
  return change === undefined ? [] : [{ title: `Restore the ${noun} \`${before.name}\`${how}`, edits: [change] }];
}

// Into its oneof, or with it.
function restoredMember(text: string, oneof: string, message: MessageShape): TextChange | undefined {
  const holder = message.oneofs.find(one => one.name === oneof);
  return holder === undefined
    ? insertedLast(message, `oneof ${oneof} {\n  ${text.replaceAll("\n", "\n  ")}\n}`)
    : insertedLast(holder, text);
}

function restoredAtEnd(before: Shape, file: FileShape, noun: string): readonly Fix[] {
  const text = textOf(before);
  const now = file.linked?.declared.parsed.source.text;
  // What stood inside of a message that is gone goes back with it.
  const isInside = (before.kind === "message" || before.kind === "enum") && before.parent !== undefined;
  if (text === undefined || now === undefined || isInside) return [];
  const end = now.trimEnd().length;
  return [
    { title: `Restore the ${noun} \`${before.name}\``, edits: [{ span: { start: end, end }, newText: `\n\n${text}` }] },
  ];
}

function fieldChangedFixes(before: FieldShape, after: FieldShape, ruleId: string): readonly Fix[] {
  const node = after.declaration?.node;
  const text = textOf(before);
  if (node === undefined || text === undefined || after.parent?.isMapEntry === true) return [];
  const back = replaceFix(`Put \`${firstLine(text)}\` back`, { start: node.start, end: node.end }, text);
  switch (ruleId) {
    case "FIELD_SAME_NAME":
    case "FIELD_SAME_JSON_NAME":
      return [...renameFixes(before, after), ...(after.name === before.name ? [back] : [])];
    case "FIELD_SAME_TYPE":
    case "FIELD_WIRE_COMPATIBLE_TYPE":
    case "FIELD_WIRE_JSON_COMPATIBLE_TYPE":
    case "FIELD_SAME_CARDINALITY":
    case "FIELD_WIRE_COMPATIBLE_CARDINALITY":
    case "FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY":
      return [...newField(after, text), back];
    default:
      return [back];
  }
}

function renameFixes(before: FieldShape, after: FieldShape): readonly Fix[] {
  const declaration = after.declaration;
  if (declaration === undefined) return [];
  const fixes: Fix[] = [];
  const option =
    before.jsonName === after.jsonName ? undefined : addedOption(after, `json_name = "${before.jsonName}"`);
  if (option !== undefined && after.extendee === undefined)
    fixes.push({ title: `Keep the name \`${before.jsonName}\` in JSON`, edits: [option] });
  if (before.name !== after.name)
    fixes.push(replaceFix(`Rename back to \`${before.name}\``, declaration.nameSpan, before.name));
  return fixes;
}

// The field as it was, and the field as it is now with a number that nobody has seen.
function newField(after: FieldShape, before: string): readonly Fix[] {
  const { declaration, parent } = after;
  const node = declaration?.node;
  const text = sourceOf(after);
  const number = parent?.declaration === undefined ? undefined : nextFreeFieldNumber(parent.declaration);
  if (declaration === undefined || node?.number === undefined || text === undefined || number === undefined) return [];
  const name = freeName(`new_${after.name}`, parent);
  const edits: TextChange[] = [
    {
      span: { start: node.start, end: node.start },
      newText: `${deprecated(before)}\n${indentationAt(text, node.start)}`,
    },
    { span: declaration.nameSpan, newText: name },
    { span: { start: node.number.start, end: node.number.end }, newText: `${number}` },
    ...withoutJsonName(declaration, text),
  ];
  return [preferred({ title: `Keep the field, and make this a new one: \`${name}\` = ${number}`, edits })];
}

// Two fields cannot have one name in JSON.
function withoutJsonName({ node }: FieldDeclaration, text: string): readonly TextChange[] {
  const option = node.options?.options.find(one => one.name?.parts.map(part => part.text).join(".") === "json_name");
  return option === undefined ? [] : [optionRemoval(text, option)];
}

/** Of what a map is made from: the map. */
function mapFieldOf(field: FieldShape): FieldShape {
  const entry = field.parent;
  if (entry?.isMapEntry !== true) return field;
  return entry.parent?.fields.find(one => one.typeName === entry.fullName) ?? field;
}

function freeName(name: string, message: MessageShape | undefined): string {
  const taken = new Set(message?.fields.map(one => one.name));
  let free = name;
  for (let next = 2; taken.has(free); next++) free = `${name}_${next}`;
  return free;
}

function methodChangedFixes(before: MethodShape, after: MethodShape): readonly Fix[] {
  const { declaration } = after;
  const old = textOf(before);
  const text = sourceOf(after);
  if (declaration === undefined || old === undefined || text === undefined) return [];
  const { node } = declaration;
  const taken = new Set(after.parent.methods.map(one => one.name));
  let name = `${after.name}V2`;
  for (let next = 3; taken.has(name); next++) name = `${after.name}V${next}`;
  const beside: Fix = {
    title: `Keep the rpc, and make this a new one: \`${name}\``,
    edits: [
      { span: { start: node.start, end: node.start }, newText: `${old}\n${indentationAt(text, node.start)}` },
      { span: declaration.nameSpan, newText: name },
    ],
  };
  return [preferred(beside), replaceFix(`Put \`${firstLine(old)}\` back`, { start: node.start, end: node.end }, old)];
}

/** Puts the comment that allows it above the place of a finding. */
export function allowFix(ruleIds: readonly string[], file: FileShape, span: Span): Fix | undefined {
  const text = file.linked?.declared.parsed.source.text;
  if (text === undefined) return undefined;
  const ids = ruleIds.join(", ");
  const lineStart = text.lastIndexOf("\n", span.start - 1) + 1;
  const indentation = indentationAt(text, span.start);
  const newText = `${indentation}// protodial:allow ${ids} \n`;
  return {
    title: `Allow it with a comment: \`protodial:allow ${ids}\``,
    edits: [{ span: { start: lineStart, end: lineStart }, newText }],
  };
}

function sourceOf(shape: Shape): string | undefined {
  return shape.file.linked?.declared.parsed.source.text;
}

// A statement as it was written, without the space that its lines began with.
function textOf(shape: Shape): string | undefined {
  const node = shape.declaration?.node;
  const text = sourceOf(shape);
  if (node === undefined || text === undefined) return undefined;
  const indentation = indentationAt(text, node.start);
  return text.slice(node.start, node.end).replaceAll(`\n${indentation}`, "\n");
}

function firstLine(text: string): string {
  const line = text.split("\n", 1)[0] ?? "";
  return line.length === text.length ? line : `${line} …`;
}

// The option goes to the others in `[ ]`, of which a statement has one pair.
function deprecated(statement: string): string {
  if (/\bdeprecated\b/.test(statement) || !statement.endsWith(";")) return statement;
  if (statement.endsWith("];")) return `${statement.slice(0, -2).trimEnd()}, deprecated = true];`;
  return `${statement.slice(0, -1)} [deprecated = true];`;
}

function addedOption(field: FieldShape, option: string): TextChange | undefined {
  const node = field.declaration?.node;
  if (node === undefined || node.number === undefined) return undefined;
  const last = node.options?.options.at(-1);
  if (last !== undefined) return { span: { start: last.end, end: last.end }, newText: `, ${option}` };
  return { span: { start: node.number.end, end: node.number.end }, newText: ` [${option}]` };
}

interface Room {
  /** Between the braces. */
  readonly body: Span;
  readonly indentation: string;
  readonly isOneLine: boolean;
}

function roomIn(holder: Shape): Room | undefined {
  const node = holder.declaration?.node;
  const text = sourceOf(holder);
  if (node === undefined || text === undefined || !("body" in node) || node.body === undefined || !node.closed)
    return undefined;
  const body = { start: node.body.start + 1, end: node.body.end - 1 };
  const [first] = node.members;
  const isOneLine = first !== undefined && !text.slice(body.start, first.start).includes("\n");
  const indentation =
    first === undefined || isOneLine ? `${indentationAt(text, node.start)}  ` : indentationAt(text, first.start);
  return { body, indentation, isOneLine };
}

function insertedFirst(holder: Shape, statements: readonly string[]): TextChange | undefined {
  const room = roomIn(holder);
  if (room === undefined) return undefined;
  const { body, indentation, isOneLine } = room;
  const newText = statements.map(one => (isOneLine ? ` ${one}` : `\n${indentation}${one}`)).join("");
  return { span: { start: body.start, end: body.start }, newText: newText + lineEnd(holder, body) };
}

function insertedLast(holder: Shape, statement: string): TextChange | undefined {
  const room = roomIn(holder);
  const text = sourceOf(holder);
  if (room === undefined || text === undefined) return undefined;
  const { body, indentation, isOneLine } = room;
  const end = body.start + text.slice(body.start, body.end).trimEnd().length;
  if (isOneLine) return { span: { start: end, end }, newText: ` ${statement}` };
  const tail = lineEnd(holder, body);
  return {
    span: { start: end, end },
    newText: `\n${indentation}${statement.replaceAll("\n", `\n${indentation}`)}${tail}`,
  };
}

// Behind the first statement of braces that stood together, the closing one goes to a line of its own.
function lineEnd(holder: Shape, body: Span): string {
  const text = sourceOf(holder) ?? "";
  return text.slice(body.start, body.end).trim() === "" && !text.slice(body.start, body.end).includes("\n")
    ? `\n${indentationAt(text, holder.declaration?.node?.start ?? 0)}`
    : "";
}
