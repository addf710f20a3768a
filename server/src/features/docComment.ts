import type { ParsedFile } from "../compiler/syntax/parsedFile.ts";
import type { Span } from "../compiler/text/span.ts";

/**
 * The comment of a declaration as Markdown: the one just before it (no empty line between), else the one that follows
 * on its last line; undefined where there is none.
 */
export function docComment(parsed: ParsedFile, node: Span): string | undefined {
  return leadingComment(parsed, node) ?? trailingComment(parsed, node);
}

function leadingComment(parsed: ParsedFile, node: Span): string | undefined {
  const { text } = parsed.source;
  const from = endOfTokenBefore(parsed, node.start);
  const gap = text.slice(from, node.start);
  const comments = commentsIn(gap);
  const last = comments.at(-1);
  if (last === undefined || /\n[ \t]*\r?\n/.test(gap.slice(last.end))) return undefined;
  const block = [last];
  for (let at = comments.length - 2; at >= 0; at--) {
    const comment = comments[at];
    const next = block[0];
    // `//` lines belong together when nothing but one line break is between them.
    if (comment === undefined || next === undefined || comment.block || next.block) break;
    if (/\n[ \t]*\r?\n/.test(gap.slice(comment.end, next.start))) break;
    block.unshift(comment);
  }
  const first = block[0];
  // What stands on the line of the token before is that token's own comment.
  if (first !== undefined && from > 0 && !gap.slice(0, first.start).includes("\n")) block.shift();
  return asMarkdown(block.map(comment => comment.text).join("\n"));
}

function trailingComment(parsed: ParsedFile, node: Span): string | undefined {
  const { text } = parsed.source;
  const line = /^[ \t]*(\/\/.*|\/\*[\s\S]*?\*\/)/.exec(text.slice(node.end, node.end + 2000));
  if (line === null) return undefined;
  const comment = commentsIn(line[0])[0];
  return comment === undefined ? undefined : asMarkdown(comment.text);
}

interface Comment {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly block: boolean;
}

function commentsIn(gap: string): readonly Comment[] {
  const found: Comment[] = [];
  for (const match of gap.matchAll(/\/\/([^\n]*)|\/\*([\s\S]*?)(?:\*\/|$)/g)) {
    const block = match[2] !== undefined;
    const text = block ? (match[2] ?? "").replace(/^[ \t]*\*(?!\/) ?/gm, "") : (match[1] ?? "").replace(/^ /, "");
    found.push({ start: match.index, end: match.index + match[0].length, text, block });
  }
  return found;
}

function asMarkdown(comment: string): string | undefined {
  const lines = comment.split("\n").map(line => line.trimEnd());
  const indents = lines.filter(line => line !== "").map(line => line.length - line.trimStart().length);
  const indent = Math.min(...indents, 80);
  const text = lines
    .map(line => line.slice(Math.min(indent, line.length)))
    .join("\n")
    .trim();
  return text === "" ? undefined : withoutImages(text);
}

// An editor would fetch an image for showing a hover, and nobody asked for that. A space without width makes it a link;
// a backslash would be undone by another one before it.
function withoutImages(markdown: string): string {
  return markdown.replaceAll("![", "!\u200b[");
}

function endOfTokenBefore(parsed: ParsedFile, offset: number): number {
  const { starts, ends, count } = parsed.tokens;
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 0 : (ends[low - 1] ?? 0);
}
