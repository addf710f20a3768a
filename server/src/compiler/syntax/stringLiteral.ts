import type { Problem } from "../report/problem.ts";
import { invalidEscape } from "./lexicalProblems.ts";

/** A string literal's content as bytes, one string unit a byte. */
export function literalBytes(text: string, start: number, end: number, problems: Problem[]): string {
  const quote = text.charAt(start);
  const closed = end - start >= 2 && text.charAt(end - 1) === quote;
  const raw = text.slice(start + 1, closed ? end - 1 : end);
  if (!raw.includes("\\")) return utf8Bytes(raw);
  return unescaped(raw, start + 1, problems);
}

/** UTF-8 bytes of a text, one string unit a byte. */
export function utf8Bytes(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is its own encoding, and nearly every literal is that.
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  let bytes = "";
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

/** The text that `bytes` (one string unit a byte) encode; ill-formed parts become U+FFFD. */
export function utf8Text(bytes: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
  if (/^[\x00-\x7f]*$/.test(bytes)) return bytes;
  const array = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at++) array[at] = bytes.charCodeAt(at);
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(array);
}

const simpleEscapes: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  "?": "?",
  "'": "'",
  '"': '"',
};

function unescaped(raw: string, offset: number, problems: Problem[]): string {
  let bytes = "";
  let plainFrom = 0;
  for (let at = raw.indexOf("\\"); at >= 0; at = raw.indexOf("\\", plainFrom)) {
    bytes += utf8Bytes(raw.slice(plainFrom, at));
    const found = readEscape(raw, at);
    if (found.why !== undefined) {
      problems.push(invalidEscape({ start: offset + at, end: offset + at + found.length }, found.why));
    }
    bytes += found.bytes;
    plainFrom = at + found.length;
  }
  return bytes + utf8Bytes(raw.slice(plainFrom));
}

interface Escape {
  readonly bytes: string;
  readonly length: number;
  readonly why?: string;
}

function readEscape(raw: string, at: number): Escape {
  const letter = raw.charAt(at + 1);
  const simple = simpleEscapes[letter];
  if (simple !== undefined) return { bytes: simple, length: 2 };
  const rest = raw.slice(at + 1, at + 10);
  const octal = /^[0-7]{1,3}/.exec(rest)?.[0];
  if (octal !== undefined)
    return { bytes: String.fromCharCode(Number.parseInt(octal, 8) & 255), length: 1 + octal.length };
  if (letter === "x" || letter === "X") {
    const digits = /^[xX]([0-9a-fA-F]{1,2})/.exec(rest)?.[1];
    if (digits === undefined) return { bytes: "", length: 2, why: "`\\x` needs one or two hexadecimal digits" };
    return { bytes: String.fromCharCode(Number.parseInt(digits, 16)), length: 2 + digits.length };
  }
  if (letter === "u") return characterEscape(rest, 4);
  if (letter === "U") return characterEscape(rest, 8);
  const shown = String.fromCodePoint(raw.codePointAt(at + 1) ?? 32);
  return { bytes: "", length: 1 + shown.length, why: `\`\\${shown}\` is not an escape sequence` };
}

function characterEscape(rest: string, digitCount: number): Escape {
  const digits = /^[0-9a-fA-F]*/.exec(rest.slice(1, 1 + digitCount))?.[0] ?? "";
  const code = Number.parseInt(digits, 16);
  if (digits.length < digitCount || code > 0x10ffff) {
    const form = digitCount === 4 ? "four hexadecimal digits" : "eight hexadecimal digits, 0010FFFF at most";
    return { bytes: "", length: 2 + digits.length, why: `\`\\${rest.charAt(0)}\` needs ${form}` };
  }
  return { bytes: utf8Bytes(String.fromCodePoint(code)), length: 2 + digitCount };
}
