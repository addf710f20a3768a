import { editedLines, type LineIndex, lineIndex, lineIndexSteps } from "../compiler/text/lineIndex.ts";
import type { Steps } from "../compiler/text/steps.ts";
import type { TextEdit } from "./textEdits.ts";

// Beyond so many pieces they are put together.
const mostPieces = 200;

/** A text that is edited. A large one is put together only when it is asked for: a keystroke need not copy it. */
export class EditedText {
  readonly length: number;
  #pieces: readonly string[];
  // Found on first use: of a large text nobody waits for them when it is opened.
  #lines: LineIndex | undefined;
  #mayHaveLoneReturns: boolean | undefined;

  private constructor(pieces: readonly string[], lines?: LineIndex, mayHaveLoneReturns?: boolean) {
    this.#pieces = pieces;
    this.#lines = lines;
    this.#mayHaveLoneReturns = mayHaveLoneReturns;
    this.length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  }

  static of(text: string): EditedText {
    return new EditedText([text]);
  }

  get lines(): LineIndex {
    this.#lines ??= lineIndex(this.text);
    return this.#lines;
  }

  /** The same in steps. */
  *lineSteps(): Steps<LineIndex> {
    this.#lines ??= yield* lineIndexSteps(this.text);
    return this.#lines;
  }

  get text(): string {
    const [first = ""] = this.#pieces;
    if (this.#pieces.length <= 1) return first;
    const text = this.#pieces.join("");
    this.#pieces = [text];
    return text;
  }

  /** Whether a `\r` ends a line by itself: for clients it does, for the compiler it does not. */
  get hasLoneReturns(): boolean {
    if (this.#mayHaveLoneReturns !== false) this.#mayHaveLoneReturns = hasLoneReturns(this.text);
    return this.#mayHaveLoneReturns;
  }

  /** The character (UTF-16 unit) at an offset; empty where there is none. */
  at(offset: number): string {
    let start = 0;
    for (const piece of this.#pieces) {
      if (offset < start + piece.length) return piece[offset - start] ?? "";
      start += piece.length;
    }
    return "";
  }

  /** The text after an edit. */
  edited(edit: TextEdit): EditedText {
    const pieces = replaced(this.#pieces, edit);
    const lines = editedLines(this.lines, edit.span, edit.newText);
    const mayHaveLoneReturns = this.hasLoneReturns || loneReturn.test(this.#around(edit));
    return new EditedText(pieces.length > mostPieces ? [pieces.join("")] : pieces, lines, mayHaveLoneReturns);
  }

  // What is new, with what it may part or join.
  #around({ span, newText }: TextEdit): string {
    const next = this.at(span.end);
    return this.at(span.start - 1) + newText + next + (next === "\r" ? this.at(span.end + 1) : "");
  }
}

const loneReturn = /\r(?!\n)/;

// To look for a character is many times faster than to look for what a pattern says, and most texts have none.
function hasLoneReturns(text: string): boolean {
  return text.includes("\r") && loneReturn.test(text);
}

// Pieces are slices of strings that stand on their own, so that none of them is copied.
function replaced(pieces: readonly string[], { span, newText }: TextEdit): readonly string[] {
  const before: string[] = [];
  const after: string[] = [];
  let at = 0;
  for (const piece of pieces) {
    const end = at + piece.length;
    if (at < span.start) before.push(end <= span.start ? piece : piece.slice(0, span.start - at));
    if (end > span.end) after.push(at >= span.end ? piece : piece.slice(span.end - at));
    at = end;
  }
  return [...before, ...(newText === "" ? [] : [newText]), ...after];
}
