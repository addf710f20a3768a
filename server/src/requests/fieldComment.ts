import { gapComments } from "../compiler/describe/comments.ts";
import type { EnumValueDeclaration, FieldDeclaration } from "../compiler/link/declarations.ts";
import type { ParsedFile } from "../compiler/syntax/parsedFile.ts";

/** The comment that belongs to a field or enum value: the one above it, else the one behind it; empty without one. */
export function fieldComment(declaration: FieldDeclaration | EnumValueDeclaration): string {
  const { parsed } = declaration.file;
  const { node } = declaration;
  const leading = gap(parsed, tokenBefore(parsed, node.start)).leading;
  return tidy(leading === "" ? gap(parsed, tokenBefore(parsed, node.end)).trailing : leading);
}

/** The comments between the token `index` and the next one; -1 stands for the start of the file. */
function gap({ source: { text }, tokens }: ParsedFile, index: number) {
  const start = index < 0 ? 0 : (tokens.ends[index] ?? text.length);
  const end = index + 1 < tokens.count ? (tokens.starts[index + 1] ?? text.length) : text.length;
  const next = index + 1 < tokens.count ? text.charAt(end) : "";
  return gapComments(text, { start, end, before: index < 0 ? "nothing" : "token", next });
}

/** The last token that starts before `offset`. */
function tokenBefore({ tokens }: ParsedFile, offset: number): number {
  let low = 0;
  let high = tokens.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens.starts[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function tidy(comment: string): string {
  return comment
    .split("\n")
    .map(line => line.trim())
    .join("\n")
    .trim();
}
