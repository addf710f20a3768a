import type { Problem } from "../report/problem.ts";
import { bytesOf, decodedLoosely } from "../text/looseUtf8.ts";
import { invalidEscape } from "./lexicalProblems.ts";

/** A string literal's content as bytes, one string unit a byte. */
export function literalBytes(text: string, start: number, end: number, problems: Problem[]): string {
  const quote = text.charAt(start);
  const closed = end - start >= 2 && text.charAt(end - 1) === quote;
  const raw = text.slice(start + 1, closed ? end - 1 : end);
  if (!raw.includes("\\")) return bytesOf(raw);
  return unescaped(raw, start + 1, problems);
}

/** The text that `bytes` (one string unit a byte) encode, in the way of looseUtf8.ts where they are not UTF-8. */
export function utf8Text(bytes: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
  if (/^[\x00-\x7f]*$/.test(bytes)) return bytes;
  const array = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at++) array[at] = bytes.charCodeAt(at);
  return decodedLoosely(array);
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
    bytes += bytesOf(raw.slice(plainFrom, at));
    const found = readEscape(raw, at);
    if (found.why !== undefined) {
      problems.push(invalidEscape({ start: offset + at, end: offset + at + found.length }, found.why));
    }
    bytes += found.bytes;
    plainFrom = at + found.length;
  }
  return bytes + bytesOf(raw.slice(plainFrom));
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
  if (letter === "u" || letter === "U") return characterEscape(raw.slice(at, at + 16));
  const shown = String.fromCodePoint(raw.codePointAt(at + 1) ?? 32);
  return { bytes: "", length: 1 + shown.length, why: `\`\\${shown}\` is not an escape sequence` };
}

// protoc's `\U` reaches up to 001FFFFF, of which it leaves what is no character as it is written. Two `\u` that make a
// surrogate pair are one character; a surrogate alone gets the three bytes that UTF-8 would have for it.
function characterEscape(raw: string): Escape {
  const digits = /^\\(?:u([0-9a-fA-F]{4})|U(00[01][0-9a-fA-F]{5}))/.exec(raw);
  if (digits === null) {
    const form = raw.charAt(1) === "u" ? "four hexadecimal digits" : "eight hexadecimal digits, 0010FFFF at most";
    const length = /^\\.[0-9a-fA-F]{0,8}/.exec(raw)?.[0].length ?? 2;
    return { bytes: "", length, why: `\`${raw.slice(0, 2)}\` needs ${form}` };
  }
  const length = digits[0].length;
  const code = Number.parseInt(digits[1] ?? digits[2] ?? "", 16);
  if (code > 0x10ffff) return { bytes: digits[0].toLowerCase().replace("u", "U"), length };
  if (code < 0xd800 || code > 0xdfff) return { bytes: bytesOf(String.fromCodePoint(code)), length };
  const second = /^\\u([dD][c-fC-F][0-9a-fA-F]{2})/.exec(raw.slice(length));
  if (code > 0xdbff || second === null) return { bytes: threeBytes(code), length };
  const pair = String.fromCharCode(code, Number.parseInt(second[1] ?? "", 16));
  return { bytes: bytesOf(pair), length: length + second[0].length };
}

function threeBytes(code: number): string {
  return String.fromCharCode(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
}
