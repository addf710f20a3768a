import type { Problem } from "../report/problem.ts";
import { isDigit, isIdentifierPart } from "./characters.ts";
import { invalidNumber } from "./lexicalProblems.ts";

export interface ScannedNumber {
  readonly end: number;
  readonly isFloat: boolean;
  readonly problem: Problem | undefined;
}

const Dot = 46;

/**
 * Reads the number literal at `start`. `previousEnd` is where the token before it ends: an identifier that touches a
 * `.5` is a mistake.
 */
export function scanNumber(text: string, start: number, previousEnd: number): ScannedNumber {
  const second = text.charCodeAt(start + 1);
  if (text.charCodeAt(start) === 48) {
    if (second === 120 || second === 88) return hexadecimal(text, start);
    if (isDigit(second)) return octal(text, start);
  }

  let at = start;
  let isFloat = false;
  let why: string | undefined;
  while (isDigit(text.charCodeAt(at))) at++;
  const integerEnd = at;
  if (text.charCodeAt(at) === Dot) {
    isFloat = true;
    at++;
    while (isDigit(text.charCodeAt(at))) at++;
    if (integerEnd === start && previousEnd === start && isIdentifierPart(text.charCodeAt(start - 1))) {
      why = "a space is needed between an identifier and a number";
    }
  }
  if (text.charCodeAt(at) === 101 || text.charCodeAt(at) === 69) {
    const sign = text.charCodeAt(at + 1) === 43 || text.charCodeAt(at + 1) === 45 ? 1 : 0;
    if (isDigit(text.charCodeAt(at + 1 + sign))) {
      isFloat = true;
      at += 1 + sign;
      while (isDigit(text.charCodeAt(at))) at++;
    } else if (!isIdentifierPart(text.charCodeAt(at + 1 + sign))) {
      isFloat = true;
      at += 1 + sign;
      why = "an exponent needs at least one digit";
    }
  }
  const rest = trailing(text, at);
  if (rest > at) {
    why ??=
      text.charCodeAt(at) === Dot
        ? "a number has one decimal point and one exponent at most"
        : "a space is needed between a number and an identifier";
  }
  return {
    end: rest,
    isFloat,
    problem: why === undefined ? undefined : invalidNumber({ start, end: rest }, why),
  };
}

function octal(text: string, start: number): ScannedNumber {
  let at = start + 1;
  while (isDigit(text.charCodeAt(at))) at++;
  const rest = trailing(text, at);
  let why: string | undefined;
  if (text.charCodeAt(at) === Dot) why = "a number that begins with `0` is octal and has no decimal point";
  else if (rest > at) why = "a space is needed between a number and an identifier";
  else if (!isOctal(text, start, at)) why = "a number that begins with `0` is octal and holds the digits 0 to 7 only";
  const better = rest > at && text.charCodeAt(at) !== Dot ? undefined : decimal(text.slice(start, rest));
  return {
    end: rest,
    isFloat: false,
    problem: why === undefined ? undefined : invalidNumber({ start, end: rest }, why, better),
  };
}

function decimal(text: string): string | undefined {
  const better = text.replace(/^0+(?=\d)/, "");
  return /^\d+(\.\d+)?$/.test(better) ? better : undefined;
}

function hexadecimal(text: string, start: number): ScannedNumber {
  let at = start + 2;
  while (/[0-9a-fA-F]/.test(text.charAt(at))) at++;
  const rest = trailing(text, at);
  let why: string | undefined;
  if (at === start + 2) why = "`0x` needs at least one hexadecimal digit";
  else if (text.charCodeAt(at) === Dot) why = "a hexadecimal number has no decimal point";
  else if (rest > at) why = "a space is needed between a number and an identifier";
  return {
    end: rest,
    isFloat: false,
    problem: why === undefined ? undefined : invalidNumber({ start, end: rest }, why),
  };
}

/** Where letters, digits and points that touch the number end: they belong to the same mistake. */
function trailing(text: string, from: number): number {
  let at = from;
  while (isIdentifierPart(text.charCodeAt(at)) || (text.charCodeAt(at) === Dot && isDigit(text.charCodeAt(at + 1))))
    at++;
  if (at === from && text.charCodeAt(at) === Dot) return at + 1;
  return at;
}

function isOctal(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (text.charCodeAt(at) > 55) return false;
  return true;
}
