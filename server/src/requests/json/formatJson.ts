import type { Span } from "../../compiler/text/span.ts";
import { type JsonToken, jsonTokens } from "./jsonTokens.ts";

/** What indents a level, and what ends a line. */
export interface JsonLayout {
  readonly unit: string;
  readonly lineEnd: string;
}

/** An object or array that was written on one line stays there up to this many characters. */
const longestLine = 100;

/**
 * The JSON value of a span laid out anew: each member on its line, comments where they stood, strings and numbers as
 * they are written. What was on one line and is short stays on one. Undefined for what is not well-formed.
 */
export function formatJson(text: string, span: Span, layout: JsonLayout): string | undefined {
  const pieces = piecesOf(text, span);
  if (pieces === undefined) return undefined;
  const printer = new Printer(text, pieces, layout);
  return printer.print();
}

/** A token or a comment. */
interface Piece extends Span {
  readonly kind: JsonToken["kind"] | "comment";
  readonly written: string;
  /** Whether a line break stands before it. */
  readonly ownLine: boolean;
}

const faulty = ["word", "unknown"];

function isValue(kind: Piece["kind"]): boolean {
  return kind === "string" || kind === "number" || kind === "word" || kind === "placeholder";
}

function piecesOf(text: string, span: Span): Piece[] | undefined {
  const { tokens, comments, unclosedComment } = jsonTokens(text, span.start, span.end);
  if (unclosedComment !== undefined) return undefined;
  const all: { start: number; end: number; kind: Piece["kind"] }[] = [];
  const open: string[] = [];
  let next = 0;
  for (const token of tokens) {
    for (let one = comments[next]; one !== undefined && one.start < token.start; one = comments[++next]) {
      all.push({ ...one, kind: "comment" });
    }
    if (token.kind === "end") break;
    const isLiteral = token.kind === "word" && /^(true|false|null)$/.test(text.slice(token.start, token.end));
    if (faulty.includes(token.kind) && !isLiteral) return undefined;
    if (token.kind === "string" && token.fault !== undefined) return undefined;
    // `{{number}}0`: what stands together may be one value when it is sent.
    const last = all.at(-1);
    if (last?.end === token.start && isValue(last.kind) && isValue(token.kind)) return undefined;
    if (token.kind === "{" || token.kind === "[") open.push(token.kind);
    if ((token.kind === "}" || token.kind === "]") && open.pop() !== (token.kind === "}" ? "{" : "[")) return undefined;
    all.push(token);
  }
  if (open.length > 0) return undefined;
  return all.map(({ start, end, kind }, index) => {
    const before = text.slice(all[index - 1]?.end ?? start, start);
    return { start, end, kind, written: text.slice(start, end).trimEnd(), ownLine: before.includes("\n") };
  });
}

class Printer {
  #out = "";
  #level = 0;
  #at = 0;

  constructor(
    readonly text: string,
    readonly pieces: readonly Piece[],
    readonly layout: JsonLayout,
  ) {}

  print(): string {
    for (; this.#at < this.pieces.length; this.#at++) {
      const piece = this.pieces[this.#at];
      if (piece !== undefined) this.#piece(piece);
    }
    return this.#out;
  }

  #piece(piece: Piece): void {
    const previous = this.pieces[this.#at - 1];
    switch (piece.kind) {
      case "{":
      case "[": {
        this.#before(piece, previous);
        const inline = this.#inline(piece);
        if (inline !== undefined) {
          this.#out += inline.text;
          this.#at = inline.last;
          return;
        }
        this.#out += piece.written;
        this.#level++;
        return;
      }
      case "}":
      case "]":
        this.#level--;
        if (previous?.kind !== "{" && previous?.kind !== "[") this.#newLine();
        this.#out += piece.written;
        return;
      case ",":
      case ":":
        // Behind a comment of a line it would be part of that.
        if (isLineComment(previous)) this.#newLine();
        this.#out += piece.written;
        return;
      case "comment":
        if (piece.ownLine) this.#newLine(this.#blankBefore(piece, previous));
        else if (previous !== undefined) this.#out += " ";
        this.#out += piece.written;
        return;
      default:
        this.#before(piece, previous);
        this.#out += piece.written;
    }
  }

  // Space before a value or a key.
  #before(piece: Piece, previous: Piece | undefined): void {
    if (previous === undefined) return;
    if (previous.kind === ":") this.#out += " ";
    else if (previous.kind === "comment" && !piece.ownLine && !isLineComment(previous)) this.#out += " ";
    else this.#newLine(this.#blankBefore(piece, previous));
  }

  /** One empty line between members stays. */
  #blankBefore(piece: Piece, previous: Piece | undefined): boolean {
    if (previous === undefined || previous.kind === "{" || previous.kind === "[") return false;
    return /\n[ \t\r]*\n/.test(this.text.slice(previous.end, piece.start));
  }

  #newLine(withBlank = false): void {
    const { lineEnd, unit } = this.layout;
    this.#out += `${withBlank ? lineEnd : ""}${lineEnd}${unit.repeat(this.#level)}`;
  }

  /** What stands from an opening bracket to its closing one, where that is on one line, short, and has no comment. */
  #inline(open: Piece): { readonly text: string; readonly last: number } | undefined {
    let depth = 0;
    let line = "";
    for (let at = this.#at; at < this.pieces.length; at++) {
      const piece = this.pieces[at];
      const previous = this.pieces[at - 1];
      if (piece === undefined || piece.kind === "comment" || (piece !== open && piece.ownLine)) return undefined;
      const isOpening = piece.kind === "{" || piece.kind === "[";
      const isClosing = piece.kind === "}" || piece.kind === "]";
      line += piece === open ? "" : inlineSpace(previous, piece);
      line += piece.written;
      if (line.length > longestLine) return undefined;
      depth += isOpening ? 1 : isClosing ? -1 : 0;
      if (depth === 0) return { text: line, last: at };
    }
    return undefined;
  }
}

// `{ "a": [1, 2] }`
function inlineSpace(previous: Piece | undefined, { kind }: Piece): string {
  if (kind === "," || kind === ":" || kind === "]" || previous?.kind === "[") return "";
  if (previous?.kind === "{" && kind === "}") return "";
  return " ";
}

function isLineComment(piece: Piece | undefined): boolean {
  return piece?.kind === "comment" && !piece.written.startsWith("/*");
}
