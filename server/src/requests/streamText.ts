// A stream that stays open and the request it was opened from: which of its messages is meant, and the text to send it by.
import type { Span } from "../compiler/text/span.ts";
import type { JsonNode } from "./json/jsonNodes.ts";
import type { Request } from "./requestDocument.ts";

/**
 * The text with a request that has no messages, for opening its stream: what is being written in its body does not
 * matter yet. Offsets and lines stay.
 */
export function withoutMessages(text: string, { body }: Request): string {
  return blanked(text, body);
}

/**
 * The text with a request that has one message alone, and no options and metadata, which were sent when the stream was
 * opened. Offsets and lines stay.
 */
export function withOneMessage(text: string, { options, headers, body }: Request, message: JsonNode): string {
  const others: Span[] = [...options, ...headers];
  others.push({ start: body.start, end: message.start }, { start: message.end, end: body.end });
  return others.reduce(blanked, text);
}

/**
 * The message that is meant at `offset`: the one there, or the one that begins on the same line, or in the body the one
 * before. Undefined above the body and where there is none.
 */
export function messageAt(text: string, { messages, body }: Request, offset: number): JsonNode | undefined {
  const there = messages.find(one => one.start <= offset && offset <= one.end);
  if (there !== undefined) return there;
  const lineEnd = text.indexOf("\n", offset);
  const onLine = messages.find(one => one.start > offset && (lineEnd < 0 || one.start < lineEnd));
  return onLine ?? (offset < body.start ? undefined : messages.filter(one => one.end < offset).at(-1));
}

/**
 * Where what stood at `offset` in the text `before` stands in `after`, which is taken for one replacement of what differs;
 * undefined of what stood inside of it.
 */
export function movedOffset(before: string, after: string, offset: number): number | undefined {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  if (offset <= start) return offset;
  return offset >= before.length - same ? offset + after.length - before.length : undefined;
}

/** Spaces for everything but line ends. */
function blanked(text: string, { start, end }: Span): string {
  return text.slice(0, start) + text.slice(start, end).replace(/[^\r\n]/g, " ") + text.slice(end);
}
