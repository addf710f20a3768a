import type { Span } from "../compiler/text/span.ts";

/** `{{name}}` in a request document. */
export interface Placeholder extends Span {
  /** What stands between the braces, without spaces around it. */
  readonly name: string;
  readonly nameSpan: Span;
  /** `dynamic`: `{{$…}}`, everything that does not come from an environment file. */
  readonly kind: "variable" | "dynamic";
}

/** A piece of text with its placeholders, in the order of the text. */
export interface TemplateText extends Span {
  readonly text: string;
  readonly placeholders: readonly Placeholder[];
}

/** Gives the value of a placeholder, undefined where it has none. */
export type PlaceholderValue = (placeholder: Placeholder) => string | undefined;

const pattern = /\{\{([^{}\r\n]*)\}\}/g;

/** Whether a name may stand between the braces for a variable, or for a part of an earlier answer. */
export function isVariableName(name: string): boolean {
  return /^[\p{L}_](?:[\p{L}\p{N}_.-]|\[-?\d+\]|\["[^"\]]+"\])*$/u.test(name);
}

/** Finds the placeholders of `text` between two offsets. */
export function placeholdersIn(text: string, start: number, end: number): Placeholder[] {
  const found: Placeholder[] = [];
  const part = text.slice(start, end);
  if (!part.includes("{{")) return found;
  for (const match of part.matchAll(pattern)) {
    found.push(placeholder(start + match.index, match[1] ?? ""));
  }
  return found;
}

/** The placeholder that begins at `offset`, undefined where there is none. */
export function placeholderAt(text: string, offset: number): Placeholder | undefined {
  if (!text.startsWith("{{", offset)) return undefined;
  const sticky = new RegExp(pattern.source, "y");
  sticky.lastIndex = offset;
  const match = sticky.exec(text);
  return match === null ? undefined : placeholder(offset, match[1] ?? "");
}

/** The part of a document between two offsets, white space at both ends left out. */
export function templateText(text: string, start: number, end: number): TemplateText {
  let first = start;
  let last = end;
  while (first < last && isSpace(text.charCodeAt(first))) first++;
  while (last > first && isSpace(text.charCodeAt(last - 1))) last--;
  return { start: first, end: last, text: text.slice(first, last), placeholders: placeholdersIn(text, first, last) };
}

/** `part` with its placeholders put in as text; those without a value stay as they are written. */
export function filledIn(part: TemplateText, fill: PlaceholderValue): string {
  let filled = "";
  let at = part.start;
  for (const one of part.placeholders) {
    const value = fill(one);
    if (value === undefined) continue;
    filled += part.text.slice(at - part.start, one.start - part.start) + value;
    at = one.end;
  }
  return filled + part.text.slice(at - part.start);
}

function placeholder(start: number, inner: string): Placeholder {
  const name = inner.trim();
  const nameStart = start + 2 + (inner.length - inner.trimStart().length);
  return {
    start,
    end: start + inner.length + 4,
    name,
    nameSpan: { start: nameStart, end: nameStart + name.length },
    kind: name.startsWith("$") ? "dynamic" : "variable",
  };
}

function isSpace(unit: number): boolean {
  return unit === 0x20 || unit === 0x09 || unit === 0x0d || unit === 0x0a || unit === 0xfeff;
}
