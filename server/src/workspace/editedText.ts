import { editedLines, type LineIndex, lineIndex } from "../compiler/text/lineIndex.ts";
import type { TextEdit } from "./textEdits.ts";

// Beyond so many pieces they are put together.
const mostPieces = 200;

/** A text that is edited. A large one is put together only when it is asked for: a keystroke need not copy it. */
export class EditedText {
  readonly lines: LineIndex;
  readonly length: number;
  /** Whether there may be a `\r`. */
  readonly hasReturns: boolean;
  #pieces: readonly string[];

  private constructor(pieces: readonly string[], lines: LineIndex, hasReturns: boolean) {
    this.#pieces = pieces;
    this.lines = lines;
    this.hasReturns = hasReturns;
    this.length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  }

  static of(text: string): EditedText {
    return new EditedText([text], lineIndex(text), text.includes("\r"));
  }

  get text(): string {
    const [first = ""] = this.#pieces;
    if (this.#pieces.length <= 1) return first;
    const text = this.#pieces.join("");
    this.#pieces = [text];
    return text;
  }

  /** The text after an edit. */
  edited(edit: TextEdit): EditedText {
    const pieces = replaced(this.#pieces, edit);
    const lines = editedLines(this.lines, edit.span, edit.newText);
    const hasReturns = this.hasReturns || edit.newText.includes("\r");
    return new EditedText(pieces.length > mostPieces ? [pieces.join("")] : pieces, lines, hasReturns);
  }
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
