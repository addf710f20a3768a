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

/**
 * Takes one item out of a list in a statement (`reserved 1, 2;`, `[a = 1, b = 2]`), with a comma beside it; undefined
 * where it is the only one, or where no comma is beside it.
 */
export function itemRemoval(text: string, item: Span): TextChange | undefined {
  let start = item.start;
  while (isSpace(text[start - 1])) start--;
  if (text[start - 1] === ",") return { span: { start: start - 1, end: item.end }, newText: "" };
  let end = item.end;
  while (isSpace(text[end])) end++;
  if (text[end] !== ",") return undefined;
  end++;
  while (isSpace(text[end])) end++;
  return { span: { start: item.start, end }, newText: "" };
}

/** Takes an option away: its statement with its line, or its entry in `[ ]`, the brackets with the last one. */
export function optionRemoval(text: string, option: Span): TextChange {
  if (text.startsWith("option", option.start) && /\s/.test(text[option.start + 6] ?? "")) return removal(text, option);
  const item = itemRemoval(text, option);
  if (item !== undefined) return item;
  let { start, end } = option;
  while (isSpace(text[start - 1])) start--;
  while (isSpace(text[end])) end++;
  if (text[start - 1] !== "[" || text[end] !== "]")
    return { span: { start: option.start, end: option.end }, newText: "" };
  start--;
  while (isSpace(text[start - 1])) start--;
  return { span: { start, end: end + 1 }, newText: "" };
}

/** A word and the space after it, so that what follows takes its place. */
export function wordRemoval(text: string, word: Span): TextChange {
  let { end } = word;
  while (text[end] === " " || text[end] === "\t") end++;
  return { span: { start: word.start, end }, newText: "" };
}

/** The white space that the line of `offset` begins with. */
export function indentationAt(text: string, offset: number): string {
  // A line may be fifty megabytes long: that far in, nobody looks at what it begins with.
  const near = Math.max(0, offset - 1000);
  const lineEnd = text.slice(near, offset).lastIndexOf("\n");
  if (lineEnd < 0 && near > 0) return "";
  const start = near + lineEnd + 1;
  let end = start;
  while (text[end] === " " || text[end] === "\t") end++;
  return text.slice(start, end);
}

function isSpace(character: string | undefined): boolean {
  return isBlank(character) || character === "\n";
}

function isBlank(character: string | undefined): boolean {
  return character === " " || character === "\t" || character === "\r";
}
