// The layout of a request document: options and headers aligned, JSON bodies two spaces deeper with each bracket.
import type { Span } from "../compiler/text/span.ts";
import { formatJson } from "./json/formatJson.ts";
import type { Request, RequestDocument } from "./requestDocument.ts";

/** A piece of the text to be replaced; of one document in order, apart from one another. */
export interface LayoutEdit extends Span {
  readonly newText: string;
}

/** How an editor indents. */
export interface Indentation {
  readonly unit: string;
}

/**
 * Edits that lay out a document, or what of it touches `within`. Nothing but space changes: what stands on a line of its
 * own stays there, numbers keep their text, and what is no JSON stays as it is.
 */
export function formatRequests(document: RequestDocument, { unit }: Indentation, within?: Span): LayoutEdit[] {
  const { text } = document.source;
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  const edits: LayoutEdit[] = [];
  for (const request of document.requests) {
    if (within !== undefined && (request.end < within.start || within.end < request.start)) continue;
    edits.push(...headEdits(text, request), ...headerEdits(text, request));
    edits.push(...bodyEdits(text, request, { unit, lineEnd }));
  }
  const isWithin = ({ start, end }: Span) => within === undefined || (start <= within.end && within.start <= end);
  return edits.filter(one => isWithin(one) && text.slice(one.start, one.end) !== one.newText);
}

// `###   name`, `#@deadline   5s` and `GRPC   target/…`: one space between the parts.
function headEdits(text: string, request: Request): LayoutEdit[] {
  const edits: LayoutEdit[] = [];
  const separator = /^\ufeff?(#+)([ \t]*)/.exec(text.slice(request.start, request.start + 200));
  if (separator?.[1] !== undefined && request.nameSpan.start > request.start) {
    const start = request.start + (separator[0].startsWith("\ufeff") ? 1 : 0) + separator[1].length;
    if (request.name !== "") edits.push({ start, end: request.nameSpan.start, newText: " " });
  }
  const widest = Math.max(0, ...request.options.filter(one => one.value.text !== "").map(one => one.key.length));
  for (const { start, keySpan, key, value } of request.options) {
    const mark = /^(#+|\/+)/.exec(text.slice(start, keySpan.start))?.[0] ?? "#";
    edits.push({ start, end: keySpan.start, newText: `${mark} @` });
    const space = " ".repeat(widest - key.length + 1);
    if (value.text !== "") edits.push({ start: keySpan.end, end: value.start, newText: space });
  }
  const { line } = request;
  const space = line === undefined ? undefined : /^GRPC([ \t]+)/.exec(text.slice(line.start, line.end))?.[1];
  if (line !== undefined && space !== undefined) {
    edits.push({ start: line.start + 4, end: line.start + 4 + space.length, newText: " " });
  }
  return edits;
}

function headerEdits(text: string, { headers }: Request): LayoutEdit[] {
  const widest = Math.max(0, ...headers.map(one => one.key.text.length));
  return headers.flatMap(({ key, value }) => {
    if (value.text === "") return [];
    const colon = text.indexOf(":", key.end);
    const newText = `:${" ".repeat(widest - key.text.length + 1)}`;
    return [{ start: Math.min(key.end, colon), end: value.start, newText }];
  });
}

function bodyEdits(
  text: string,
  request: Request,
  layout: { readonly unit: string; readonly lineEnd: string },
): LayoutEdit[] {
  return request.messages.flatMap(({ start, end, kind }) => {
    if (kind !== "object" && kind !== "array") return [];
    const newText = formatJson(text, { start, end }, layout);
    return newText === undefined ? [] : [{ start, end, newText }];
  });
}
