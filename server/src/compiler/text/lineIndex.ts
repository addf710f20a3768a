import type { Span } from "./span.ts";
import { finished, type Steps } from "./steps.ts";

/**
 * The offsets (UTF-16 units) at which the lines of a text start. Only `\n` ends a line, with or without a `\r` before
 * it, as in protoc's tokenizer; a lone `\r` does not.
 */
export type LineIndex = Uint32Array;

/** A place in a text: zero-based line, and column in UTF-16 units. */
export interface LinePlace {
  readonly line: number;
  readonly column: number;
}

/** Finds the start of every line of `text`. */
export function lineIndex(text: string): LineIndex {
  return finished(lineIndexSteps(text));
}

/** The same in steps. */
export function* lineIndexSteps(text: string): Steps<LineIndex> {
  let starts = new Uint32Array(16 + (text.length >> 5));
  let count = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
    if (count === starts.length) {
      const more = new Uint32Array(count * 2);
      more.set(starts);
      starts = more;
    }
    starts[count++] = at + 1;
    if (count % linesAStep === 0) yield;
  }
  return starts.slice(0, count);
}

const linesAStep = 10_000;

/** The line starts of a text in which `span` was replaced by `newText`; `lines` are those from before. */
export function editedLines(lines: LineIndex, span: Span, newText: string): LineIndex {
  const inserted = lineIndex(newText);
  const before = lineAt(lines, span.start) + 1;
  const after = lineAt(lines, span.end) + 1;
  const edited = new Uint32Array(before + inserted.length - 1 + lines.length - after);
  edited.set(lines.subarray(0, before));
  for (let at = 1; at < inserted.length; at++) edited[before + at - 1] = span.start + (inserted[at] ?? 0);
  const from = before + inserted.length - 1;
  const moved = newText.length - (span.end - span.start);
  for (let at = after; at < lines.length; at++) edited[from + at - after] = (lines[at] ?? 0) + moved;
  return edited;
}

/** The line and column of `offset`. */
export function placeOf(lines: LineIndex, offset: number): LinePlace {
  const line = lineAt(lines, offset);
  return { line, column: offset - (lines[line] ?? 0) };
}

/** The last line that starts at or before `offset`. */
function lineAt(lines: LineIndex, offset: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The offset of a line and column; a place past the end of its line or of the text is moved back into `text`. */
export function offsetOf(lines: LineIndex, text: string, place: LinePlace): number {
  if (place.line < 0) return 0;
  const start = lines[place.line];
  if (start === undefined) return text.length;
  const next = lines[place.line + 1];
  return Math.min(start + Math.max(0, place.column), next === undefined ? text.length : next - 1);
}
