import type { Span } from "../../compiler/text/span.ts";
import { type Placeholder, placeholderAt, placeholdersIn } from "../placeholders.ts";

export type JsonToken =
  | (Span & { readonly kind: "{" | "}" | "[" | "]" | "," | ":" | "end" })
  | (Span & {
      readonly kind: "string";
      readonly value: string;
      readonly placeholders: readonly Placeholder[];
      readonly fault: StringFault | undefined;
    })
  | (Span & { readonly kind: "number"; readonly fault: boolean })
  | (Span & { readonly kind: "word" })
  | (Span & { readonly kind: "placeholder"; readonly placeholder: Placeholder })
  | (Span & { readonly kind: "unknown" });

/** What is wrong inside a string, and where. */
export interface StringFault extends Span {
  readonly reason: "unclosed" | "escape" | "control" | "otherQuotes";
}

export interface JsonTokens {
  readonly tokens: readonly JsonToken[];
  /** Comments, in the order of the text. */
  readonly comments: readonly Span[];
  /** A block comment that never ends. */
  readonly unclosedComment: Span | undefined;
}

const numberLike = /[-+.\w]+/y;
/** A number as JSON has it. */
export const jsonNumber = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/;
const word = /[\p{L}_$][\p{L}\p{N}_$.]*/uy;
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** Cuts the JSON text between two offsets into tokens; any text gives tokens, the last of kind `end`. */
export function jsonTokens(text: string, start: number, end: number): JsonTokens {
  const tokens: JsonToken[] = [];
  const comments: Span[] = [];
  let unclosedComment: Span | undefined;
  let at = start;
  while (at < end) {
    const character = text.charAt(at);
    if (isSpace(character)) {
      at++;
    } else if (character === "#" || (character === "/" && text.startsWith("//", at))) {
      // `#` begins a comment everywhere else in a request document, and nothing in JSON.
      const newline = text.indexOf("\n", at);
      const stop = newline < 0 ? end : Math.min(newline, end);
      comments.push({ start: at, end: stop });
      at = stop;
    } else if (character === "/" && text.startsWith("/*", at)) {
      const close = text.indexOf("*/", at + 2);
      const stop = close < 0 || close + 2 > end ? end : close + 2;
      if (close < 0 || close + 2 > end) unclosedComment = { start: at, end: at + 2 };
      comments.push({ start: at, end: stop });
      at = stop;
    } else {
      const token = tokenAt(text, at, end);
      tokens.push(token);
      at = token.end;
    }
  }
  tokens.push({ kind: "end", start: end, end });
  return { tokens, comments, unclosedComment };
}

function isSpace(character: string): boolean {
  if (character === " " || character === "\n" || character === "\t" || character === "\r") return true;
  return character > "~" && /[\s\ufeff]/.test(character);
}

function tokenAt(text: string, at: number, end: number): JsonToken {
  const character = text.charAt(at);
  const placeholder = character === "{" ? placeholderAt(text, at) : undefined;
  if (placeholder !== undefined && placeholder.end <= end) {
    return { kind: "placeholder", start: at, end: placeholder.end, placeholder };
  }
  switch (character) {
    case "{":
    case "}":
    case "[":
    case "]":
    case ",":
    case ":":
      return { kind: character, start: at, end: at + 1 };
    case '"':
    case "'":
    case "“":
    case "”":
    case "„":
      return stringAt(text, at, end);
  }
  if (/[-+.\d]/.test(character)) {
    const stop = Math.min(matchEnd(numberLike, text, at), end);
    return { kind: "number", start: at, end: stop, fault: !jsonNumber.test(text.slice(at, stop)) };
  }
  const stop = matchEnd(word, text, at);
  if (stop > at) return { kind: "word", start: at, end: Math.min(stop, end) };
  const width = (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return { kind: "unknown", start: at, end: Math.min(at + width, end) };
}

// A string ends at its line: a quote that is missing must not swallow the rest of the document.
function stringAt(text: string, start: number, end: number): JsonToken {
  const first = text.charAt(start);
  // What word processors make of `"`: either form may begin and end a string.
  const other = first === "“" || first === "„" ? "”" : first === "”" ? "“" : first;
  let fault: StringFault | undefined;
  let value = "";
  let at = start + 1;
  // What is read and not yet taken into the value.
  let from = at;
  let closed = false;
  while (at < end) {
    const character = text.charAt(at);
    if (character === first || character === other) {
      closed = true;
      break;
    }
    if (character === "\n" || (character === "\r" && text.charAt(at + 1) === "\n")) break;
    if (character === "\\") {
      const escaped = escapeAt(text, at);
      if (escaped.value === undefined) fault ??= { reason: "escape", start: at, end: Math.min(escaped.end, end) };
      value += text.slice(from, at) + (escaped.value ?? "");
      at = escaped.end;
      from = at;
      continue;
    }
    if (character < " ") fault ??= { reason: "control", start: at, end: at + 1 };
    at++;
  }
  value += text.slice(from, Math.min(at, end));
  at = Math.min(closed ? at + 1 : at, end);
  if (first !== '"') fault ??= { reason: "otherQuotes", start, end: at };
  if (!closed) fault = { reason: "unclosed", start, end: at };
  const inner = closed ? at - 1 : at;
  return { kind: "string", start, end: at, value, placeholders: placeholdersIn(text, start + 1, inner), fault };
}

function escapeAt(text: string, at: number): { value: string | undefined; end: number } {
  const letter = text.charAt(at + 1);
  if (letter === "\n" || letter === "\r" || letter === "") return { value: undefined, end: at + 1 };
  if (letter !== "u") return { value: escapes[letter], end: at + 2 };
  const hex = text.slice(at + 2, at + 6);
  if (!/^[0-9a-fA-F]{4}$/.test(hex)) return { value: undefined, end: at + 2 };
  return { value: String.fromCharCode(Number.parseInt(hex, 16)), end: at + 6 };
}

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  return match === null ? at : at + match[0].length;
}
