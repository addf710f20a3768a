import { type LineIndex, placeOf } from "../text/lineIndex.ts";
import { standsForByte } from "../text/looseUtf8.ts";

/**
 * Finds lines and columns as protoc counts them: both from zero, columns in bytes of UTF-8, a tab goes on to the next
 * multiple of eight. Asking for places near each other is cheap.
 */
export class ByteColumns {
  /** Set by `find`. */
  line = 0;
  /** Set by `find`. */
  column = 0;
  readonly #text: string;
  readonly #lines: LineIndex;
  /** Whether no line needs more than a subtraction. */
  readonly #plain: boolean;

  constructor(text: string, lines: LineIndex) {
    this.#text = text;
    this.#lines = lines;
    this.#plain = !/[^\n\r -~]/.test(text);
  }

  /** Sets `line` and `column` to the place of `offset`. */
  find(offset: number): void {
    const lines = this.#lines;
    let line = this.line;
    const start = lines[line] ?? 0;
    if (offset < start || offset - start > 400) {
      line = placeOf(lines, offset).line;
    } else {
      while (line + 1 < lines.length && (lines[line + 1] ?? 0) <= offset) line++;
    }
    this.line = line;
    const from = lines[line] ?? 0;
    this.column = this.#plain ? offset - from : byteColumn(this.#text, from, offset);
  }
}

function byteColumn(text: string, from: number, to: number): number {
  let column = 0;
  for (let at = from; at < to; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 9) column += 8 - (column % 8);
    else if (unit < 0x80) column++;
    else if (unit < 0x800) column += 2;
    else if (standsForByte(unit) && (text.charCodeAt(at - 1) & 0xfc00) !== 0xd800) column++;
    // Each half of a surrogate pair stands for two of the four bytes.
    else if (unit >= 0xd800 && unit < 0xe000) column += 2;
    else column += 3;
  }
  return column;
}
