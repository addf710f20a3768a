// What a value may be that no schema explains: the likeliest first, and what else its bytes can mean.
import { doubleAt, fixed32At, fixed64At, floatAt, largestFieldNumber, tagAt, varintAt, zigzag } from "./primitives.ts";
import { shortestFloat } from "./shortestFloat.ts";
import { shortHex, shortText } from "./words.ts";

export interface Guess {
  /** `string?`, `varint` */
  readonly type: string;
  readonly value: string;
  /** `sint64 -3` */
  readonly others: readonly string[];
}

// Enough to tell text from fields; a value of megabytes is not read through at each of a hundred levels.
const looksLikeBytes = 64 * 1024;
const looksLikeFieldCount = 1000;

/** Whether bytes are rather the fields of a message than text or anything else. */
export function looksLikeFields(bytes: Uint8Array): boolean {
  return bytes.length > 0 && areFields(bytes) && !isPlainText(bytes);
}

function areFields(bytes: Uint8Array): boolean {
  const region = { bytes, end: bytes.length };
  const groups: number[] = [];
  let at = 0;
  for (let count = 0; at < bytes.length && count < looksLikeFieldCount; count++) {
    const tag = tagAt(region, at);
    if (tag === undefined || tag.number < 1 || tag.number > largestFieldNumber) return false;
    const end = skipped(region, tag, groups);
    if (end === undefined || end > bytes.length) return false;
    at = end;
  }
  return at < bytes.length || groups.length === 0;
}

function skipped(
  region: { bytes: Uint8Array; end: number },
  { number, wireType, end }: { number: number; wireType: number; end: number },
  groups: number[],
): number | undefined {
  switch (wireType) {
    case 0:
      return varintAt(region, end)?.end;
    case 1:
      return end + 8;
    case 2: {
      const length = varintAt(region, end);
      if (length === undefined || length.value > BigInt(region.end)) return undefined;
      return length.end + Number(length.value);
    }
    case 3:
      groups.push(number);
      return end;
    case 4:
      return groups.pop() === number ? end : undefined;
    case 5:
      return end + 4;
    default:
      return undefined;
  }
}

/** A text of a person: UTF-8, with no control characters but a line's end within it. */
function isPlainText(bytes: Uint8Array): boolean {
  const text = textOf(bytes);
  // The tag of field 1 with a length is a line feed, and that of field 1 as fixed64 a tab.
  return text !== undefined && !/^[\t\n\r]/.test(text) && !/\p{Cc}/u.test(text.replace(/[\t\r\n]/g, ""));
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function textOf(bytes: Uint8Array): string | undefined {
  try {
    if (bytes.length <= looksLikeBytes) return utf8.decode(bytes);
    // A stream may end within a character; its decoder keeps what is left and is of no more use.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, looksLikeBytes), { stream: true });
  } catch {
    // Not UTF-8 is an answer here.
    return undefined;
  }
}

/** What is behind a length and not a message. */
export function guessBytes(bytes: Uint8Array): Guess {
  if (bytes.length === 0) return { type: "string?", value: '""', others: ["an empty message or packed field"] };
  if (isPlainText(bytes)) return { type: "string?", value: shortText(bytes), others: [] };
  const items = packedVarints(bytes);
  const others = items === undefined ? [] : [`packed varints ${items}`];
  return { type: "bytes?", value: shortHex(bytes), others };
}

function packedVarints(bytes: Uint8Array): string | undefined {
  const items: bigint[] = [];
  if (bytes.length > 80) return undefined;
  for (let at = 0; at < bytes.length; ) {
    const read = varintAt({ bytes, end: bytes.length }, at);
    if (read === undefined) return undefined;
    items.push(read.value);
    at = read.end;
  }
  return `[${items.join(", ")}]`;
}

export function guessVarint(value: bigint): Guess {
  const others: string[] = [];
  if (value >> 63n === 1n) others.push(`int64 ${BigInt.asIntN(64, value)}`);
  if (value <= 1n) others.push(`bool ${value === 1n}`);
  if (value > 1n || value === 1n) others.push(`sint64 ${zigzag(value)}`);
  return { type: "varint", value: String(value), others: [...others, ...times(value)] };
}

export function guessFixed32(bytes: Uint8Array, start: number): Guess {
  const value = fixed32At({ bytes, end: bytes.length }, start);
  const float = floatAt({ bytes, end: bytes.length }, start);
  const others = [`float ${shortestFloat(float)}`];
  if (value >= 2 ** 31) others.push(`sfixed32 ${value - 2 ** 32}`);
  return { type: "fixed32", value: String(value), others: [...others, ...times(BigInt(value))] };
}

export function guessFixed64(bytes: Uint8Array, start: number): Guess {
  const value = fixed64At({ bytes, end: bytes.length }, start);
  const others = [`double ${doubleAt({ bytes, end: bytes.length }, start)}`];
  if (value >> 63n === 1n) others.push(`sfixed64 ${BigInt.asIntN(64, value)}`);
  return { type: "fixed64", value: String(value), others: [...others, ...times(value)] };
}

/** Counts since 1970 that fall into this century. */
function times(value: bigint): string[] {
  for (const [unit, perSecond] of timeUnits) {
    const seconds = value / perSecond;
    if (seconds >= firstSecond && seconds < lastSecond) return [`${unit} since 1970: ${utc(Number(seconds))}`];
  }
  return [];
}

const timeUnits = [
  ["seconds", 1n],
  ["milliseconds", 1_000n],
  ["microseconds", 1_000_000n],
  ["nanoseconds", 1_000_000_000n],
] as const;
/** 2001-09-09 and 2065-01-24: numbers around are more often something else. */
const firstSecond = 1_000_000_000n;
const lastSecond = 3_000_000_000n;

/** `2024-02-29T12:00:00Z`, in the proleptic Gregorian calendar: years are counted from March, so that leap days end one. */
function utc(seconds: number): string {
  const days = Math.floor(seconds / 86_400) + 719_468;
  const rest = seconds % 86_400;
  const era = Math.floor(days / 146_097);
  const dayOfEra = days - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const month = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * month + 2) / 5) + 1;
  const isNextYear = month >= 10;
  const year = yearOfEra + era * 400 + (isNextYear ? 1 : 0);
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  const date = `${year}-${two(isNextYear ? month - 9 : month + 3)}-${two(day)}`;
  return `${date}T${two(rest / 3600)}:${two((rest / 60) % 60)}:${two(rest % 60)}Z`;
}
