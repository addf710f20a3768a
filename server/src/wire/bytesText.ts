// Bytes as people write them down: hexadecimal in all its forms, dumps, escapes as in source code, lists of numbers, base64.

export type BytesForm = "hex" | "base64" | "escapes" | "numbers";

export type ReadBytesText =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array; readonly form: BytesForm }
  /** `offset`: in the text, in UTF-16 units. */
  | { readonly kind: "wrong"; readonly reason: string; readonly offset: number };

/** The bytes that a text tells, in whichever form it is; `form` says that it is meant in one. */
export function readBytesText(text: string, form: BytesForm = formOf(text)): ReadBytesText {
  switch (form) {
    case "hex":
      return readHex(text);
    case "base64":
      return readBase64(text);
    case "escapes":
      return readEscapes(text);
    case "numbers":
      return readNumbers(text);
  }
}

function formOf(text: string): BytesForm {
  const inner = unquoted(text);
  if (/^(\\x[0-9a-f]{2}\s*)+$/i.test(inner)) return "hex";
  if (inner.includes("\\")) return "escapes";
  if (isDump(text)) return "hex";
  if (/^[[{(]?\s*\d{1,3}(\s*,\s*\d{1,3})+\s*,?\s*[\])}]?$/.test(inner)) return "numbers";
  const runs = inner.split(hexFiller).filter(run => run !== "");
  return runs.every(run => /^[0-9a-f]+$/i.test(run) && (run.length === 1 || run.length % 2 === 0)) ? "hex" : "base64";
}

/** `0x`, `\x`, and what stands between two bytes. */
const hexFiller = /(?:0x|\\x|[\s,:;_\-[\]{}()])+/i;

/** The inside of a literal of a programming language: `b"…"`, `'…'`. */
function unquoted(text: string): string {
  const [, , inner] = /^\s*(?:b|u8|r)?(["'`])([\s\S]*)\1\s*;?\s*$/.exec(text) ?? [];
  return inner ?? text.trim();
}

// An offset, bytes, and the same as characters: of `xxd`, and of `hexdump -C` and `od`.
const dumpLines = [
  /^\s*[0-9a-f]{6,16}:[ \t]((?:[0-9a-f]{2} ?)+)(?: .*)?$/i,
  /^\s*[0-9a-f]{6,16}[ \t]+((?:[0-9a-f]{2}[ \t]*)+)(?:\|.*\|?)?$/i,
];
const dumpEnd = /^\s*[0-9a-f]{6,16}:?\s*$/i;

function dumped(line: string): string | undefined {
  for (const form of dumpLines) {
    const found = form.exec(line)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}

function isDump(text: string): boolean {
  const lines = text.split(/\r?\n/).filter(line => line.trim() !== "");
  return (
    lines.length > 0 &&
    lines.every(line => dumped(line) !== undefined || dumpEnd.test(line)) &&
    /:|\||^\S*[ \t]{2}/.test(lines[0] ?? "")
  );
}

function readHex(text: string): ReadBytesText {
  const dump = isDump(text) ? dumpBytes(text) : undefined;
  const inner = dump ?? unquoted(text);
  // Places in a dump are those of its offsets.
  const shift = dump === undefined ? text.indexOf(inner) : 0;
  const bytes: number[] = [];
  for (const { 0: all, 1: digits, index } of inner.matchAll(/(?:0x|\\x|[\s,:;_\-[\]{}()])+|([0-9a-f]+)|./giu)) {
    if (digits === undefined) {
      if (hexFiller.test(all)) continue;
      return wrong(`\`${all}\` is no hexadecimal digit`, shift + index);
    }
    // A digit that stands alone is a byte, as in `0x5`.
    if (digits.length > 1 && digits.length % 2 === 1) {
      return wrong("the number of hexadecimal digits is odd here: one is missing, or too many", shift + index);
    }
    for (let at = 0; at < digits.length; at += 2) bytes.push(Number.parseInt(digits.slice(at, at + 2), 16));
  }
  return { kind: "bytes", bytes: Uint8Array.from(bytes), form: "hex" };
}

function dumpBytes(text: string): string {
  return text
    .split(/\r?\n/)
    .map(line => dumped(line) ?? "")
    .join(" ");
}

function readNumbers(text: string): ReadBytesText {
  const bytes: number[] = [];
  for (const match of text.matchAll(/\d+/g)) {
    const value = Number(match[0]);
    if (value > 255) return wrong(`\`${match[0]}\` is no byte: those go from 0 to 255`, match.index);
    bytes.push(value);
  }
  return { kind: "bytes", bytes: Uint8Array.from(bytes), form: "numbers" };
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** With or without padding and line breaks; `-` and `_` as in URLs. */
function readBase64(text: string): ReadBytesText {
  const inner = unquoted(text);
  const shift = text.indexOf(inner);
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  let count = 0;
  for (const [index, character] of [...inner].entries()) {
    if (/\s|=/.test(character)) continue;
    const value = alphabet.indexOf(character === "-" ? "+" : character === "_" ? "/" : character);
    if (value < 0) return wrong(`\`${character}\` is neither base64 nor hexadecimal`, shift + index);
    count += 1;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
  }
  if (count % 4 === 1) return wrong("this is base64 that is cut off: its last character stands alone", text.length);
  return { kind: "bytes", bytes: Uint8Array.from(bytes), form: "base64" };
}

const plainEscapes: Readonly<Record<string, number>> = {
  ...{ n: 10, r: 13, t: 9, a: 7, b: 8, f: 12, v: 11 },
  ...{ "\\": 92, '"': 34, "'": 39, "`": 96, "?": 63 },
};

/** Octal, `\x`, `\u` and named escapes; other characters are their UTF-8. */
function readEscapes(text: string): ReadBytesText {
  const inner = unquoted(text);
  const shift = text.indexOf(inner);
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  const token = /\\(?:x([0-9a-f]{1,2})|u\{([0-9a-f]+)\}|u([0-9a-f]{4})|([0-7]{1,3})|([\s\S]?))|[^\\]+/giy;
  for (const match of inner.matchAll(token)) {
    const [all, hex, braced, unicode, octal, named] = match;
    if (!all.startsWith("\\")) bytes.push(...encoder.encode(all));
    else if (hex !== undefined) bytes.push(Number.parseInt(hex, 16));
    else if (octal !== undefined) bytes.push(Number.parseInt(octal, 8) & 0xff);
    else if (braced !== undefined || unicode !== undefined) {
      const point = Number.parseInt(braced ?? unicode ?? "", 16);
      if (point > 0x10ffff) return wrong(`\`${all}\` is no character`, shift + match.index);
      bytes.push(...encoder.encode(String.fromCodePoint(point)));
    } else {
      const byte = plainEscapes[named ?? ""];
      if (byte === undefined) return wrong(`\`${all}\` is no escape`, shift + match.index);
      bytes.push(byte);
    }
  }
  return { kind: "bytes", bytes: Uint8Array.from(bytes), form: "escapes" };
}

function wrong(reason: string, offset: number): ReadBytesText {
  return { kind: "wrong", reason, offset };
}
