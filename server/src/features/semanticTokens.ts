import type { Position, Range, SemanticTokens } from "vscode-languageserver-types";
import type { CheckedFile } from "../compiler/checkedFile.ts";
import type { Declaration, DeclaredFile } from "../compiler/link/declarations.ts";
import type { LineIndex } from "../compiler/text/lineIndex.ts";
import { Remembered } from "../compiler/text/remembered.ts";
import type { Span } from "../compiler/text/span.ts";
import { finished, type Steps } from "../compiler/text/steps.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { bundledPath } from "../workspace/uri.ts";
import { declarationsOf } from "./declarationAt.ts";
import { isDeprecated } from "./describeSymbol.ts";
import type { DocumentParams } from "./params.ts";
import { lastPartOf } from "./symbolAt.ts";

const types = ["struct", "enum", "enumMember", "interface", "method", "property", "decorator"] as const;
const modifiers = ["declaration", "deprecated", "defaultLibrary"] as const;

/** What the numbers in semantic tokens stand for. */
export const semanticTokenLegend = { tokenTypes: [...types], tokenModifiers: [...modifiers] };

/** Names that only the compiler can tell apart: a message from an enum, a deprecated one from one that is not. */
export function semanticTokens(snapshot: Snapshot, params: DocumentParams & Partial<RangeParams>): SemanticTokens {
  return finished(semanticTokenSteps(snapshot, params));
}

/** The same in steps. */
export function* semanticTokenSteps(
  snapshot: Snapshot,
  { textDocument, range }: DocumentParams & Partial<RangeParams>,
): Steps<SemanticTokens> {
  const source = snapshot.source(textDocument.uri);
  if (source === undefined) return { data: [] };
  const { compilation, path } = snapshot.compilation(textDocument.uri);
  const isBundled = bundledFiles(snapshot);
  const within = range === undefined ? { start: 0, end: Number.POSITIVE_INFINITY } : spanOf(source.lines, range);
  const tokens = new TokenList(source.lines);
  for (const { file, start, end, moved } of yield* compilation.stretchSteps(path)) {
    const rows = yield* rowsOf(file, isBundled);
    const last = Math.min(end, within.end - moved);
    for (let at = firstFrom(rows, Math.max(start, within.start - moved)); (rows[at] ?? last) < last; at += rowLength) {
      const [length = 0, type = 0, bits = 0] = [rows[at + 1], rows[at + 2], rows[at + 3]];
      tokens.add({ start: (rows[at] ?? 0) + moved, length, type, modifiers: bits });
      if (at % (tokensAStep * rowLength) === 0) yield;
    }
  }
  return { data: tokens.data };
}

interface RangeParams {
  readonly range: Range;
}

function spanOf(lines: LineIndex, { start, end }: Range): Span {
  const offset = ({ line, character }: Position) =>
    Math.min((lines[line] ?? Number.POSITIVE_INFINITY) + character, lines[line + 1] ?? Number.POSITIVE_INFINITY);
  return { start: offset(start), end: offset(end) };
}

/** The tokens of a file in the order of its text, `rowLength` numbers each: start, length, type, modifiers. */
type Rows = Uint32Array;

const rowLength = 4;

const tokensAStep = 1000;

// Made once for a file, of which most stays as it is while it is edited.
const remembered = new Remembered<CheckedFile, Rows>();

function* rowsOf(file: CheckedFile, isBundled: (file: DeclaredFile) => boolean): Steps<Rows> {
  const known = remembered.get(file);
  if (known !== undefined) return known;
  const { linked, options } = file;
  const marks: Mark[] = [];
  for (const one of declarationsOf(linked.declared)) {
    marks.push(mark(one.nameSpan, one, isBundled, "declaration"));
    if (marks.length % tokensAStep === 0) yield;
  }
  for (const [node, meaning] of linked.types) marks.push(mark(lastPartOf(node), meaning, isBundled));
  yield;
  for (const [node, meaning] of options.meanings) {
    marks.push({ ...mark(node, meaning, isBundled), type: "decorator" });
  }
  yield;
  marks.sort((one, other) => one.span.start - other.span.start);
  yield;
  const made = new Uint32Array(marks.length * rowLength);
  for (const [at, { span, type, modifiers }] of marks.entries()) {
    made.set([span.start, span.end - span.start, types.indexOf(type), modifiers], at * rowLength);
  }
  remembered.set(file, made);
  return made;
}

/** Where the first row stands whose token begins at `start` or after it. */
function firstFrom(rows: Rows, start: number): number {
  let low = 0;
  let high = rows.length / rowLength;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle * rowLength] ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low * rowLength;
}

/** Whether a file comes with the product: asked for each token, of a few files. */
function bundledFiles(snapshot: Snapshot): (file: DeclaredFile) => boolean {
  const known = new Map<DeclaredFile, boolean>();
  return file => {
    let is = known.get(file);
    if (is === undefined) {
      is = bundledPath(snapshot.uriOf(file.parsed.source)) !== undefined;
      known.set(file, is);
    }
    return is;
  };
}

interface Mark {
  readonly span: Span;
  readonly type: (typeof types)[number];
  /** One bit for each of `modifiers`. */
  readonly modifiers: number;
}

function mark(
  span: Span,
  meaning: Declaration,
  isBundled: (file: DeclaredFile) => boolean,
  role?: "declaration",
): Mark {
  const bits = (role === "declaration" ? 1 : 0) | (isDeprecated(meaning) ? 2 : 0) | (isBundled(meaning.file) ? 4 : 0);
  return { span, type: typeOf(meaning), modifiers: bits };
}

function typeOf(declaration: Declaration): Mark["type"] {
  switch (declaration.kind) {
    case "message":
      return "struct";
    case "enum":
    case "enumValue":
      return declaration.kind === "enum" ? "enum" : "enumMember";
    case "service":
      return "interface";
    case "method":
      return "method";
    case "field":
    case "oneof":
      return "property";
  }
}

/** Tokens as clients take them, five numbers each: lines and columns from the token before, length, type, modifiers. */
class TokenList {
  readonly data: number[] = [];
  readonly #lines: LineIndex;
  #line = 0;
  #lastLine = 0;
  #lastStart = 0;
  #lastEnd = -1;

  constructor(lines: LineIndex) {
    this.#lines = lines;
  }

  add({ start, length, type, modifiers }: Token): void {
    const lines = this.#lines;
    while ((lines[this.#line + 1] ?? Number.POSITIVE_INFINITY) <= start) this.#line++;
    // Tokens may not overlap (a group declares two things with one name) nor go on over a line.
    const end = start + length;
    if (start < this.#lastEnd || end >= (lines[this.#line + 1] ?? Number.POSITIVE_INFINITY)) return;
    const from = this.#line === this.#lastLine ? this.#lastStart : (lines[this.#line] ?? 0);
    this.data.push(this.#line - this.#lastLine, start - from, length, type, modifiers);
    [this.#lastLine, this.#lastStart, this.#lastEnd] = [this.#line, start, end];
  }
}

interface Token {
  readonly start: number;
  readonly length: number;
  readonly type: number;
  readonly modifiers: number;
}
