// Request documents as `.http` files, and the gRPC requests of `.http` files as request documents.

import type { TextChange } from "../compiler/report/problem.ts";
import { lineIndex, placeOf } from "../compiler/text/lineIndex.ts";
import type { Span } from "../compiler/text/span.ts";
import { behindExtra, bodyFile, type DocumentVariable, isHttpDocument, messagesEnd } from "./httpDocument.ts";
import { filledIn, type Placeholder } from "./placeholders.ts";
import { placeholdersOf, type Request, type RequestDocument } from "./requestDocument.ts";
import { requestOptions } from "./requestOptions.ts";

export interface ConvertedRequests {
  readonly form: "grpc" | "http";
  /** What could not be kept as it was stands in comments, and at the top why. */
  readonly text: string;
}

/** The requests of a document in the other form. Nothing of a gRPC request is lost: what the other form lacks is a comment. */
export function convertRequests(document: RequestDocument): ConvertedRequests {
  const isHttp = isHttpDocument(document.source.path);
  const notes: { readonly line: number; readonly words: string }[] = [];
  const { text } = document.source;
  const lines = lineIndex(text);
  const note = (at: Span, words: string) => notes.push({ line: placeOf(lines, at.start).line, words });
  const pieces = document.requests.map(request => {
    const edits = isHttp ? editsToGrpc(document, request, note) : editsToHttp(document, request, note);
    return edited(text, request, edits).trim();
  });
  if (isHttp)
    for (const one of otherRequests(document)) note(one, `${code(text, one)} is no gRPC request, and left out`);
  const said = notes.sort((a, b) => a.line - b.line).map(({ line, words }) => `# - line ${line + 1}: ${words}\n`);
  const told = said.length === 0 ? "" : `# What is not as it was:\n${said.join("")}\n`;
  const separated = pieces.map((piece, at) =>
    piece.startsWith("###") || (at === 0 && told === "") ? piece : `###\n${piece}`,
  );
  return { form: isHttp ? "grpc" : "http", text: `${told}${separated.join("\n\n")}\n` };
}

type Note = (at: Span, words: string) => void;

function editsToGrpc(document: RequestDocument, request: Request, note: Note): TextChange[] {
  const { text } = document.source;
  const edits: TextChange[] = [];
  const asComment = (span: Span, why: string) => {
    note(span, why);
    edits.push({ span, newText: commented(text.slice(span.start, span.end)) });
  };
  for (const one of headLines(text, request)) {
    if (one.kind === "extra") {
      const isVariable = document.variables.some(variable => variable.start === one.start);
      asComment(
        one,
        isVariable ? `${code(text, one)} is put in where it is used` : `${code(text, one)} does not run here`,
      );
    } else {
      edits.push({ span: one, newText: one.newText });
    }
  }
  const end = messagesEnd(text, request.body);
  const file = bodyFile(text, { start: request.body.start, end });
  if (file !== undefined) asComment(file, `the message of ${code(text, file)} is to be put in by hand`);
  for (const line of text.slice(request.body.start, end).matchAll(/^===.*$/gm)) {
    const start = request.body.start + line.index;
    edits.push({ span: { start, end: start + line[0].length }, newText: "" });
  }
  const tail = text.slice(end, request.end).trimEnd();
  if (tail !== "")
    asComment(
      { start: end, end: end + tail.length },
      `${code(text, { start: end, end: request.end })} does not run here`,
    );
  for (const one of placeholdersOf(request)) {
    const value = ownValue(document.variables, one);
    if (value !== undefined) edits.push({ span: one, newText: value });
  }
  return edits;
}

type HeadLine = Span & ({ readonly kind: "extra" } | { readonly kind: "option"; readonly newText: string });

/** What stands above a request line and means something else, or nothing, in a request document. */
function headLines(text: string, request: Request): HeadLine[] {
  const found: HeadLine[] = [];
  const stop = request.line?.start ?? request.end;
  for (let at = request.start; at < stop; ) {
    const newline = text.indexOf("\n", at);
    const next = newline < 0 || newline >= stop ? stop : newline + 1;
    const start = at + (/^\s*/.exec(text.slice(at, next))?.[0].length ?? 0);
    const behind = at === request.start ? undefined : behindExtra(text, start, stop);
    const option = /^(?:#+|\/\/+)\s*@([\w-]+)(.*)/.exec(text.slice(start, next));
    if (behind !== undefined) found.push({ kind: "extra", start, end: behind });
    else if (option !== null && !Object.hasOwn(requestOptions, option[1] ?? "")) {
      const end = start + option[0].length;
      found.push({ kind: "option", start, end, newText: otherOption(option[1] ?? "", option[2] ?? "") });
    }
    at = behind === undefined ? next : Math.max(next, behind);
  }
  return found;
}

// JetBrains' `# @timeout 2 m`, in seconds where no unit stands.
function otherOption(key: string, value: string): string {
  const time = /^\s+(\d+)\s*(ms|s|m|h)?\s*$/.exec(value);
  return key === "timeout" && time !== null ? `# @deadline ${time[1]}${time[2] ?? "s"}` : `# ${key}${value}`.trimEnd();
}

function editsToHttp({ source: { text } }: RequestDocument, request: Request, note: Note): TextChange[] {
  const edits: TextChange[] = [];
  for (const option of request.options) {
    const { key, value } = option;
    const time = /^(\d+)(ms|s|m|h)$/.exec(value.text);
    if (key === "deadline" && time !== null) {
      const span = { start: option.end, end: option.end };
      edits.push({ span, newText: `\n# @timeout ${time[1]} ${time[2]}` });
    } else if (key !== "name" && key !== "deadline") note(option, `\`@${key}\` is read by Protodial alone`);
  }
  for (const one of request.messages.slice(0, -1)) {
    // A comment behind a message stays with it.
    const rest = /^[ \t]*(?:(?:\/\/|#).*)?(?=\r?\n|$)/.exec(text.slice(one.end, request.end));
    const end = one.end + (rest?.[0].length ?? 0);
    edits.push({ span: { start: end, end }, newText: rest === null ? "\n===\n" : "\n===" });
  }
  for (const one of placeholdersOf(request)) {
    if (/^\$(secret|env)\s/.test(one.name)) note(one, `${code(text, one)} is read by Protodial alone`);
  }
  return edits;
}

/** The first lines of the requests of other kinds. */
function otherRequests({ source: { text }, requests }: RequestDocument): Span[] {
  const found: Span[] = [];
  let at = 0;
  for (const { start, end } of [...requests, { start: text.length, end: text.length }]) {
    for (const line of text.slice(at, start).matchAll(/^[A-Z]{3,}[ \t]+\S.*/gm)) {
      if (!line[0].startsWith("PROTO")) found.push({ start: at + line.index, end: at + line.index + line[0].length });
    }
    at = Math.max(at, end);
  }
  return found;
}

/** What a placeholder stands for, by the variables set above it, in what is put in too. */
function ownValue(variables: readonly DocumentVariable[], { name, start }: Placeholder): string | undefined {
  const own = variables.filter(one => one.name === name && one.start < start).at(-1);
  return own && filledIn(own.value, one => ownValue(variables, one));
}

// An option of others would be one of ours.
function commented(text: string): string {
  return text.replace(/^[ \t]*@?/gm, "# ").replace(/[ \t]+$/gm, "");
}

function code(text: string, { start, end }: Span): string {
  const [first = ""] = text.slice(start, end).trim().split("\n");
  return `\`${first.trim().slice(0, 60).replaceAll("`", "'")}\``;
}

function edited(text: string, { start, end }: Span, edits: readonly TextChange[]): string {
  let result = "";
  let at = start;
  for (const { span, newText } of [...edits].sort((a, b) => a.span.start - b.span.start)) {
    if (span.start < at) continue;
    result += text.slice(at, span.start) + newText;
    at = span.end;
  }
  return result + text.slice(at, end);
}
