// The forms in which a secret may stand in what is told of a call: as it is, escaped as JSON, XML, URLs and messages of
// gRPC do, as base64 wherever it begins in it, in hexadecimal digits.
import { base64Text } from "../requests/base64.ts";

/** Texts with secrets covered up. */
export interface Covering {
  readonly text: (text: string) => string;
  /** Of a text that was cut: what it ends with may be the start of a secret. */
  readonly cutText: (text: string) => string;
  /** Of a piece of bytes, as Latin-1: as many stars. `cut`: which ends are not those of the whole. */
  readonly bytes: (bytes: string, cut: { readonly start: boolean; readonly end: boolean }) => string;
}

const cover = "••••••";
/** Shorter pieces of base64 and hexadecimal digits stand in a text by chance. */
const leastEncoded = 6;

/** Covers any of `secrets`, of which the longest go first: one may be part of another. */
export function covering(secrets: readonly string[]): Covering {
  const all = [...new Set(secrets)].filter(one => one !== "").sort((a, b) => b.length - a.length);
  const pattern = (raw: (character: string) => string) =>
    all.length === 0 ? undefined : new RegExp(all.map(one => formsPattern(one, raw)).join("|"), "g");
  let inText: RegExp | undefined;
  let inBytes: RegExp | undefined;
  let plain: readonly string[] | undefined;
  const whole = (text: string) => {
    inText ??= pattern(character => character);
    return inText === undefined ? text : text.replace(inText, cover);
  };
  const pieces = () => {
    plain ??= [...new Set(all.flatMap(plainForms))];
    return plain;
  };
  return {
    text: whole,
    cutText: text => {
      const covered = whole(text);
      const tail = /(?:"?…| … \(\d+ bytes\))$/.exec(covered)?.[0] ?? "";
      const shown = covered.slice(0, covered.length - tail.length);
      const length = startAtEnd(shown, pieces());
      return length === 0 ? covered : shown.slice(0, shown.length - length) + cover + tail;
    },
    bytes: (bytes, cut) => {
      inBytes ??= pattern(latin1);
      if (inBytes === undefined) return bytes;
      let covered = bytes.replace(inBytes, found => "*".repeat(found.length));
      const parts = pieces().map(latin1);
      const end = cut.end ? startAtEnd(covered, parts) : 0;
      if (end > 0) covered = covered.slice(0, -end) + "*".repeat(end);
      const start = cut.start ? endAtStart(covered, parts) : 0;
      return "*".repeat(start) + covered.slice(start);
    },
  };
}

/** How long the end of `text` is that one of `forms` begins with. */
function startAtEnd(text: string, forms: readonly string[]): number {
  let longest = 0;
  for (const form of forms) {
    for (let length = Math.min(form.length - 1, text.length); length > longest; length--) {
      if (text.endsWith(form.slice(0, length))) longest = length;
    }
  }
  return longest;
}

/** How long the start of `text` is that one of `forms` ends with. */
function endAtStart(text: string, forms: readonly string[]): number {
  let longest = 0;
  for (const form of forms) {
    for (let length = Math.min(form.length - 1, text.length); length > longest; length--) {
      if (text.startsWith(form.slice(-length))) longest = length;
    }
  }
  return longest;
}

/** `raw`: how a character stands unescaped, in texts or in bytes. */
function formsPattern(secret: string, raw: (character: string) => string): string {
  const bytes = new TextEncoder().encode(secret);
  // A run of backslashes is one thing: each of them may be several, and which is whose nobody can tell.
  const parts = secret.match(/\\+|[^\\]/gu) ?? [];
  const written = parts
    .map(one => (one.startsWith("\\") ? backslashes(one.length) : characterPattern(one, raw)))
    .join("");
  return [written, ...base64Patterns(bytes), ...hexPatterns(bytes)].join("|");
}

/** The forms that can be told by their text alone, for where a text is cut. */
function plainForms(secret: string): string[] {
  const bytes = new TextEncoder().encode(secret);
  const encoded = [0, 1, 2].map(shift => base64Core(bytes, shift).core);
  const urls = encoded.map(one => one.replaceAll("+", "-").replaceAll("/", "_"));
  const pairs = [...bytes].map(hexPair);
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    percentEncoded(bytes),
    base64Text(bytes),
    ...[...encoded, ...urls, pairs.join(""), pairs.join(" ")].filter(one => one.length >= leastEncoded),
  ];
}

function percentEncoded(bytes: Uint8Array): string {
  return [...bytes]
    .map(one => String.fromCharCode(one))
    .map(one => (/[A-Za-z0-9_.~-]/.test(one) ? one : `%${hexPair(one.charCodeAt(0)).toUpperCase()}`))
    .join("");
}

const shortEscapes: Readonly<Record<string, string>> = { "\n": "n", "\r": "r", "\t": "t", "\b": "b", "\f": "f" };
const entities: Readonly<Record<string, string>> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos" };

// Letters and digits are escaped by nobody.
function characterPattern(character: string, raw: (character: string) => string): string {
  if (/[A-Za-z0-9]/.test(character)) return character;
  const bytes = [...new TextEncoder().encode(character)];
  const units = Array.from({ length: character.length }, (_, at) =>
    character.charCodeAt(at).toString(16).padStart(4, "0"),
  );
  const short = shortEscapes[character];
  const entity = entities[character];
  const code = character.codePointAt(0) ?? 0;
  return `(?:${[
    // Quotes have more backslashes, the deeper JSON stands in JSON.
    /["'/]/.test(character) ? `\\\\{0,8}${character}` : literal(raw(character)),
    units.map(one => `\\\\{1,8}u${eitherCase(one)}`).join(""),
    bytes.map(one => `%${eitherCase(hexPair(one))}`).join(""),
    bytes.map(one => `\\\\{1,8}${one.toString(8).padStart(3, "0")}`).join(""),
    `&#(?:0*${code}|[xX]0*${eitherCase(code.toString(16))});`,
    ...(short === undefined ? [] : [`\\\\{1,8}${short}`]),
    ...(character === " " ? ["\\+"] : []),
    ...(entity === undefined ? [] : [`&${entity};`]),
  ].join("|")})`;
}

function backslashes(count: number): string {
  return `(?:\\\\{${count},${count * 8}}|(?:%5[cC]){${count}}|(?:\\\\{1,8}u005[cC]){${count}}|(?:&#92;){${count}})`;
}

function base64Patterns(bytes: Uint8Array): string[] {
  const whole = alphabets(base64Text(bytes).replace(/=+$/, ""));
  const exact = bytes.length === 0 ? [] : [`${whole}={0,2}`];
  const inside = [0, 1, 2].flatMap(shift => {
    const { core, before, after } = base64Core(bytes, shift);
    if (core.length < leastEncoded) return [];
    return [`${before ? anyLetter : ""}${alphabets(core)}${after ? anyLetter : ""}`];
  });
  return [...inside, ...exact];
}

const anyLetter = "[A-Za-z0-9+/_-]?";

/** What stands in base64 for bytes that begin `shift` bytes behind a multiple of three, whatever stands around them. */
function base64Core(bytes: Uint8Array, shift: number): { core: string; before: boolean; after: boolean } {
  const shifted = new Uint8Array(shift + bytes.length);
  shifted.set(bytes, shift);
  const first = Math.ceil((shift * 8) / 6);
  const last = Math.floor((shifted.length * 8) / 6);
  return { core: base64Text(shifted).slice(first, last), before: shift > 0, after: (shifted.length * 8) % 6 !== 0 };
}

/** Base64 in the standard alphabet or in the one for URLs. */
function alphabets(text: string): string {
  return text.replace(/[+/]/g, one => (one === "+" ? "[+-]" : "[/_]"));
}

function hexPatterns(bytes: Uint8Array): string[] {
  if (bytes.length * 2 < leastEncoded) return [];
  return [[...bytes].map(one => eitherCase(hexPair(one))).join("[ :]?")];
}

function hexPair(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}

function eitherCase(text: string): string {
  return text.replace(/[a-f]/g, one => `[${one}${one.toUpperCase()}]`);
}

function latin1(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
