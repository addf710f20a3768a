import type { Span } from "../text/span.ts";
import type { Fix, TextChange } from "./problem.ts";

/** Replaces the text at `span`. */
export function replaceFix(title: string, span: Span, newText: string): Fix {
  return { title, edits: [{ span, newText }] };
}

/** The fix that is right in nearly all cases. */
export function preferred(fix: Fix): Fix {
  return { ...fix, preferred: true };
}

/** Takes a statement away, with its line where nothing else stands on it. */
export function removal(text: string, span: Span): TextChange {
  let start = span.start;
  while (start > 0 && isBlank(text[start - 1])) start--;
  let end = span.end;
  while (isBlank(text[end])) end++;
  const alone = (start === 0 || text[start - 1] === "\n") && (end >= text.length || text[end] === "\n");
  if (!alone) return { span: { start: span.start, end: span.end }, newText: "" };
  return { span: { start, end: Math.min(text.length, end + 1) }, newText: "" };
}

/** The white space that the line of `offset` begins with. */
export function indentationAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  let end = start;
  while (text[end] === " " || text[end] === "\t") end++;
  return text.slice(start, end);
}

function isBlank(character: string | undefined): boolean {
  return character === " " || character === "\t" || character === "\r";
}
