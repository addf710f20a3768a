// Where a finding is told. The command line follows buf to the letter; an editor marks less, and what is gone at the name
// of what it stood in.
import type { Span } from "../compiler/text/span.ts";
import type { BufRange } from "./bufColumns.ts";
import { describedOption, describedPart, describedStatement } from "./describedPlaces.ts";
import { type WrittenOption, writtenOption } from "./optionPlaces.ts";
import type { Part, Place } from "./rule.ts";
import type { FileShape, Shape } from "./shapes.ts";

/** A place in a file of the version after. */
export interface FilePlace {
  readonly file: FileShape;
  /**
   * The empty span at the start of the file where that is all there is to tell. In a file that was read as a descriptor it
   * only puts places into order.
   */
  readonly span: Span;
  /** What a descriptor tells of the place, which has no text. */
  readonly range?: BufRange;
}

/** The place that buf tells; undefined of a file that is gone. */
export function bufPlace(place: Place): FilePlace | undefined {
  switch (place.kind) {
    case "nowhere":
      return undefined;
    case "file":
      return placed(place.file, undefined);
    case "statement": {
      const { described } = place.file;
      if (described !== undefined) return placedAs(place.file, describedStatement(described, place.name));
      return placed(place.file, statementOf(place.file, place.name));
    }
    case "option": {
      const { described } = fileOf(place.owner);
      if (described !== undefined) {
        const ranges = place.names.map(name => describedOption(described, place.owner, name));
        const range = ranges.find(one => one !== undefined);
        return range === undefined ? bufPlace(place.else) : placedAs(fileOf(place.owner), range);
      }
      const written = optionOf(place.owner, place.names);
      return written === undefined ? bufPlace(place.else) : placed(fileOf(place.owner), written.span);
    }
    case "part": {
      const { file } = place.shape;
      const { described } = file;
      if (described !== undefined) return placedAs(file, describedPart(described, place.shape, place.part));
      return placed(file, bufPart(place.shape, place.part));
    }
  }
}

/** The place that an editor marks; undefined of a file that is gone. */
export function markedPlace(place: Place): FilePlace | undefined {
  switch (place.kind) {
    case "nowhere":
      return undefined;
    case "file":
      return placed(place.file, markOfFile(place.file));
    case "statement":
      return placed(place.file, statementMark(place.file, place.name) ?? markOfFile(place.file));
    case "option": {
      const written = optionOf(place.owner, place.names);
      if (written !== undefined) return placed(fileOf(place.owner), written.value ?? written.span);
      // An option that is gone stood in its owner, whatever buf says.
      const isLost = place.else.kind === "file" && place.owner.kind !== "file";
      return isLost ? placed(fileOf(place.owner), nameOf(place.owner)) : markedPlace(place.else);
    }
    case "part": {
      const { shape, part } = place;
      return placed(shape.file, part === "whole" || part === "name" ? nameOf(shape) : bufPart(shape, part));
    }
  }
}

const start: Span = { start: 0, end: 0 };

function placed(file: FileShape, span: Span | undefined): FilePlace {
  return { file, span: span === undefined ? start : { start: span.start, end: span.end } };
}

function placedAs(file: FileShape, range: BufRange | undefined): FilePlace {
  if (range === undefined) return placed(file, undefined);
  const order = (line: number, column: number) => line * widestLine + column;
  const span = { start: order(range.startLine, range.startColumn), end: order(range.endLine, range.endColumn) };
  return { file, span, range };
}

const widestLine = 2 ** 22;

function fileOf(owner: FileShape | Shape): FileShape {
  return owner.kind === "file" ? owner : owner.file;
}

function optionOf(owner: FileShape | Shape, names: readonly string[]): WrittenOption | undefined {
  const { linked } = fileOf(owner);
  const declared = owner.kind === "file" ? linked?.declared : owner.declaration;
  if (linked === undefined || declared === undefined) return undefined;
  for (const name of names) {
    const written = writtenOption(linked, declared.options, name);
    if (written !== undefined) return written;
  }
  return undefined;
}

function statementOf({ linked }: FileShape, name: "package" | "syntax"): Span | undefined {
  return linked?.declared.parsed.tree.members.find(one => one.kind === name);
}

function statementMark({ linked }: FileShape, name: "package" | "syntax"): Span | undefined {
  for (const one of linked?.declared.parsed.tree.members ?? []) {
    if (one.kind === "package" && name === "package") return one.name ?? one;
    if (one.kind === "syntax" && name === "syntax") return one.value ?? one;
  }
  return undefined;
}

// What is gone from a file was part of its package, and the package is what it says of itself first.
function markOfFile(file: FileShape): Span | undefined {
  const text = file.linked?.declared.parsed.source.text;
  if (text === undefined) return undefined;
  const firstLine = { start: 0, end: /^[^\r\n]*/.exec(text)?.[0].length ?? 0 };
  return statementMark(file, "package") ?? statementMark(file, "syntax") ?? firstLine;
}

function nameOf(shape: Shape): Span | undefined {
  return shape.declaration?.nameSpan;
}

function bufPart({ declaration }: Shape, part: Part): Span | undefined {
  const node = declaration?.node;
  if (declaration === undefined || node === undefined) return undefined;
  // What a map field makes has the place of its type, whatever is asked for.
  if (node.kind === "mapField" && isOfEntry(declaration)) return node.mapType;
  switch (part) {
    case "whole":
      return wholeOf(node);
    case "name":
      return declaration.nameSpan;
    case "number":
      return "number" in node ? (node.number ?? node) : node;
    case "type":
      return typeOf(node);
    case "input":
      return node.kind === "method" ? (node.input?.type ?? node) : node;
    case "output":
      return node.kind === "method" ? (node.output?.type ?? node) : node;
  }
}

type Declared = NonNullable<Shape["declaration"]>;

type Node = NonNullable<Declared["node"]>;

function isOfEntry(declaration: Declared): boolean {
  if (declaration.kind === "message") return declaration.isMapEntry;
  return declaration.kind === "field" && declaration.extend === undefined && declaration.parent?.isMapEntry === true;
}

// `export` and `local` stand outside of a declaration.
function wholeOf(node: Node): Span {
  const from = node.kind === "message" || node.kind === "enum" ? node.keyword.start : node.start;
  return { start: from, end: node.end };
}

function typeOf(node: Node): Span {
  switch (node.kind) {
    case "field":
      return node.type ?? node;
    case "mapField":
      return node.mapType;
    case "group":
      return node.keyword;
    default:
      return node;
  }
}
