// `.http` and `.rest` files: gRPC requests among those of other kinds, in the forms of JetBrains' HTTP client and httpyac.
import type { Span } from "../compiler/text/span.ts";
import { type TemplateText, templateText } from "./placeholders.ts";

/** `@host = localhost:50051`, in a request document as in an `.http` file: what `{{host}}` stands for below it. */
export interface DocumentVariable extends Span {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: TemplateText;
}

/** Whether a document, by its path or uri, holds requests of other kinds too, which are none of ours. */
export function isHttpDocument(path: string): boolean {
  return /\.(http|rest)$/i.test(path);
}

/** The variable that is set on a line. */
export function variableOn(text: string, line: Span): DocumentVariable | undefined {
  const written = /^@([\w.-]+)[ \t]*=/.exec(text.slice(line.start, line.end));
  const name = written?.[1];
  if (written === null || name === undefined) return undefined;
  const nameSpan = { start: line.start + 1, end: line.start + 1 + name.length };
  const value = templateText(text, line.start + written[0].length, line.end);
  return { start: line.start, end: line.end, name, nameSpan, value };
}

// What stands above a request line. What is never closed goes to the end of its block.
const above: readonly RegExp[] = [
  /^@[\w.-]+[ \t]*=.*/,
  /^proto[ \t]*<.*(?:\r?\n[ \t]*[\w-]+[ \t]*:.*)*/i,
  /^\/\*[\s\S]*?(?:\*\/|$)/,
  /^\{\{[ \t]*(?:[@+].*)?\r?\n[\s\S]*?(?:\n[ \t]*\}\}.*|$)/,
  /^<[ \t]*\{%[\s\S]*?(?:%\}.*|$)/,
  /^(?:<|\?\?).*/,
];

/** The offset behind a script, an import, a variable or a block of comments that begins at `start`; undefined for others. */
export function behindExtra(text: string, start: number, end: number): number | undefined {
  const rest = text.slice(start, end);
  const found = above.map(form => form.exec(rest)).find(one => one !== null);
  return found && start + found[0].length;
}

/** Where the messages of a body end: at scripts, tests and files for the answer. */
export function messagesEnd(text: string, body: Span): number {
  const found = /^[ \t]*(?:>|<>|\?\?|\{\{[ \t]*(?:[@+].*)?$)/m.exec(text.slice(body.start, body.end));
  return found === null ? body.end : body.start + found.index;
}

/** The parts of a body between the lines `===` that separate messages there. */
export function messageParts(text: string, { start, end }: Span): Span[] {
  const parts: Span[] = [];
  let from = start;
  for (const line of text.slice(start, end).matchAll(/^===.*$/gm)) {
    parts.push({ start: from, end: start + line.index });
    from = start + line.index + line[0].length;
  }
  return [...parts, { start: from, end }];
}

/** The line of a body that names the file in which the message is: `< ./message.json`. */
export function bodyFile(text: string, body: Span): TemplateText | undefined {
  const found = /^[ \t]*<(?!>).*/m.exec(text.slice(body.start, body.end));
  if (found === null) return undefined;
  const start = body.start + found.index;
  return templateText(text, start, start + found[0].length);
}
