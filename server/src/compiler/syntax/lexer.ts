// Text → tokens, by the rules of protoc's tokenizer (io/tokenizer.cc). Every text has tokens: what belongs to none is
// reported and left out, so that the parser never sees it.
import type { Problem } from "../report/problem.ts";
import type { SourceFile } from "../text/sourceFile.ts";
import { finished, type Steps } from "../text/steps.ts";
import { CharacterClass, classOf, isDigit, isIdentifierPart } from "./characters.ts";
import {
  braceInHashComment,
  invalidCharacter,
  invalidUtf8,
  nestedComment,
  noText,
  nulInString,
  strayCommentEnd,
  unterminatedComment,
  unterminatedString,
} from "./lexicalProblems.ts";
import { scanNumber } from "./scanNumber.ts";
import { TokenKind, type Tokens } from "./tokens.ts";

export interface LexedFile {
  readonly tokens: Tokens;
  readonly problems: Problem[];
  /** Indexes of tokens that have, or have before them, what a problem was reported for, so that the parser does not complain of the same place again. */
  readonly broken: ReadonlySet<number>;
}

const LineFeed = 10;
const CarriageReturn = 13;
const Hash = 35;
const Star = 42;
const Dot = 46;
const Slash = 47;
const Equals = 61;
const Backslash = 92;
const OpenBrace = 123;
const CloseBrace = 125;
const ByteOrderMark = 0xfeff;

/** What has more mistakes in its characters alone is no text of this language, and is not read on. */
const mostProblems = 10_000;

/** Splits a source into tokens; problems are in the order of the text. */
export function lex(source: SourceFile): LexedFile {
  return finished(lexSteps(source));
}

/** The same in steps. */
export function* lexSteps(source: SourceFile): Steps<LexedFile> {
  const { text } = source;
  // Another file may be read between two steps.
  const columns = text.length > charactersAStep ? new TokenColumns() : fileColumns.cleared();
  const found: Found = { columns, problems: [], broken: new Set(), hasNul: text.includes("\0"), valueDepth: 0 };
  if (text.length > charactersAStep) yield;
  let at = text.charCodeAt(0) === ByteOrderMark ? 1 : 0;
  for (;;) {
    at = scanTokens(text, at, Math.min(at + charactersAStep, text.length), found, "file");
    if (at >= text.length || found.problems.length >= mostProblems) break;
    yield;
  }
  if (source.invalidUtf8At !== undefined) reportInvalidUtf8(text, source.invalidUtf8At, found);
  return { tokens: columns.finish(), problems: found.problems, broken: found.broken };
}

const charactersAStep = 100_000;

interface Found {
  readonly columns: TokenColumns;
  readonly problems: Problem[];
  readonly broken: Set<number>;
  /** Whether a NUL stands anywhere, which ends a comment for protoc. */
  readonly hasNul: boolean;
  /** How many braces are open since the `= {` of an option's message value: in there, `#` begins a comment. */
  valueDepth: number;
}

/** Adds the tokens from `from` to `to`; gives where the last one ends, or a comment that goes on beyond `to`. */
function scanTokens(text: string, from: number, to: number, into: Found, within: "file" | "hashComment"): number {
  const { columns, problems, broken } = into;
  let { valueDepth } = into;
  let at = from;
  while (at < to && problems.length < mostProblems) {
    const code = text.charCodeAt(at);
    const found = classOf(code);
    if (found === CharacterClass.White) {
      at++;
    } else if (found === CharacterClass.Letter) {
      const end = identifierEnd(text, at + 1);
      columns.push(TokenKind.Identifier, at, end);
      at = end;
    } else if (found === CharacterClass.Digit || (code === Dot && isDigit(text.charCodeAt(at + 1)))) {
      const number = scanNumber(text, at, columns.lastEnd);
      if (number.problem !== undefined) {
        problems.push(number.problem);
        broken.add(columns.count);
      }
      columns.push(number.isFloat ? TokenKind.Float : TokenKind.Integer, at, number.end);
      at = number.end;
    } else if (found === CharacterClass.Quote) {
      const end = scanString(text, at, problems, () => broken.add(columns.count));
      columns.push(TokenKind.String, at, end);
      at = end;
    } else if (code === Slash && isCommentStart(text.charCodeAt(at + 1))) {
      const end = scanComment(text, at, problems);
      if (into.hasNul) reportNuls(text, at, end, problems);
      at = end;
    } else if (found === CharacterClass.Punctuation) {
      if (code === OpenBrace && (valueDepth > 0 || text.charCodeAt(columns.lastEnd - 1) === Equals)) valueDepth++;
      else if (code === CloseBrace && valueDepth > 0) valueDepth--;
      columns.push(TokenKind.Punctuation, at, at + 1);
      at++;
    } else if (within === "hashComment" && isSymbol(code)) {
      at++;
    } else if (code === Hash && valueDepth > 0) {
      at = scanHashComment(text, at, valueDepth, problems);
    } else {
      broken.add(columns.count);
      at = scanInvalid(text, at, problems);
    }
  }
  into.valueDepth = valueDepth;
  return at;
}

class TokenColumns {
  count = 0;
  lastEnd = -1;
  #kinds = new Uint8Array(1024);
  #starts = new Uint32Array(1024);
  #ends = new Uint32Array(1024);

  /** The same without tokens; the memory is kept, unless it was for a file of rare size. */
  cleared(): TokenColumns {
    if (this.#kinds.length > 1 << 18) return new TokenColumns();
    this.count = 0;
    this.lastEnd = -1;
    return this;
  }

  push(kind: TokenKind, start: number, end: number): void {
    if (this.count === this.#kinds.length) this.#grow();
    this.#kinds[this.count] = kind;
    this.#starts[this.count] = start;
    this.#ends[this.count] = end;
    this.count++;
    this.lastEnd = end;
  }

  /** A copy of what was pushed. */
  finish(): Tokens {
    const { count } = this;
    return {
      count,
      kinds: this.#kinds.slice(0, count),
      starts: this.#starts.slice(0, count),
      ends: this.#ends.slice(0, count),
    };
  }

  #grow(): void {
    const size = this.#kinds.length * 2;
    const kinds = new Uint8Array(size);
    kinds.set(this.#kinds);
    this.#kinds = kinds;
    this.#starts = grown(this.#starts, size);
    this.#ends = grown(this.#ends, size);
  }
}

// How many tokens there are is not known before: the memory for the most there have been is used again.
const fileColumns = new TokenColumns();

function grown(column: Uint32Array, size: number): Uint32Array<ArrayBuffer> {
  const next = new Uint32Array(size);
  next.set(column);
  return next;
}

function identifierEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && isIdentifierPart(text.charCodeAt(at))) at++;
  return at;
}

function scanString(text: string, start: number, problems: Problem[], markBroken: () => void): number {
  const quote = text.charCodeAt(start);
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === LineFeed) return unterminated(text, start, at, problems, markBroken);
    if (code === Backslash && text.charCodeAt(at + 1) !== LineFeed) at++;
    else if (code === 0 && problems.length < mostProblems) {
      problems.push(nulInString({ start: at, end: at + 1 }));
      markBroken();
    }
  }
  return unterminated(text, start, text.length, problems, markBroken);
}

// The literal ends with its line. What stands after it on the line is most likely meant to be outside, so that a `;`,
// `]` or `}` at the very end is left to the parser.
function unterminated(
  text: string,
  start: number,
  lineEnd: number,
  problems: Problem[],
  markBroken: () => void,
): number {
  let end = text.charCodeAt(lineEnd - 1) === CarriageReturn ? lineEnd - 1 : lineEnd;
  while (end > start + 1 && /[;\]}\s]/.test(text.charAt(end - 1))) end--;
  markBroken();
  problems.push(unterminatedString({ start, end }, text.charAt(start), text));
  return end;
}

function isCommentStart(second: number): boolean {
  return second === Slash || second === Star;
}

function scanComment(text: string, start: number, problems: Problem[]): number {
  const second = text.charCodeAt(start + 1);
  if (second === Slash) {
    const end = text.indexOf("\n", start);
    return end < 0 ? text.length : end + 1;
  }
  const close = text.indexOf("*/", start + 2);
  const inner = text.indexOf("/*", start + 2);
  const end = close < 0 ? text.length : close + 2;
  if (inner >= 0 && inner + 1 < end - 1) problems.push(nestedComment({ start: inner, end: inner + 2 }));
  else if (close < 0) problems.push(unterminatedComment({ start, end: start + 2 }, text));
  return end;
}

function reportNuls(text: string, start: number, end: number, problems: Problem[]): void {
  let at = text.indexOf("\0", start);
  for (; at >= 0 && at < end && problems.length < mostProblems; at = text.indexOf("\0", at + 1))
    problems.push(invalidCharacter({ start: at, end: at + 1 }, "\0"));
}

// The text format has comments of `#`, up to the end of the line. But protoc sees the tokens of the file first: also in
// the comment they must be tokens, and it counts the braces among them to find the end of the value.
function scanHashComment(text: string, start: number, valueDepth: number, problems: Problem[]): number {
  const lineEnd = text.indexOf("\n", start);
  const end = lineEnd < 0 ? text.length : lineEnd;
  const columns = new TokenColumns();
  const within: Found = { columns, problems, broken: new Set(), hasNul: false, valueDepth: 0 };
  const reached = scanTokens(text, start, end, within, "hashComment");
  const { count, starts } = columns.finish();
  const open: number[] = [];
  for (const at of starts.subarray(0, count)) {
    if (text.charCodeAt(at) === OpenBrace) open.push(at);
    else if (text.charCodeAt(at) === CloseBrace && open.pop() === undefined) {
      // It ends the comment with the value; of a message within the value it leaves the end inside of the comment.
      if (valueDepth > 1) problems.push(braceInHashComment({ start: at, end: at + 1 }));
      return at;
    }
  }
  const [first] = open;
  if (first !== undefined) problems.push(braceInHashComment({ start: first, end: first + 1 }));
  return Math.max(end, reached);
}

// Each is a token of its own for protoc, though one that no grammar has.
function isSymbol(code: number): boolean {
  return code > 32 && code < 128;
}

// A run of characters that belong nowhere is one mistake.
function scanInvalid(text: string, start: number, problems: Problem[]): number {
  if (text.startsWith("*/", start)) {
    problems.push(strayCommentEnd({ start, end: start + 2 }));
    return start + 2;
  }
  let at = start;
  while (at < text.length && isInvalid(text.charCodeAt(at))) at++;
  const end = Math.max(at, start + 1);
  const first = String.fromCodePoint(text.codePointAt(start) ?? 0);
  problems.push(
    invalidCharacter({ start, end }, end - start > first.length && end - start < 20 ? text.slice(start, end) : first),
  );
  return end;
}

function isInvalid(code: number): boolean {
  return classOf(code) === CharacterClass.None;
}

// Between tokens such a byte has been reported as what it is.
function reportInvalidUtf8(text: string, byteOffset: number, { hasNul, problems }: Found): void {
  const start = Math.max(0, text.search(hasNul ? /\ufffd/ : /[\udc80-\udcff]/u));
  const at = { start, end: start + 1 };
  if (hasNul) problems.unshift(noText(at, byteOffset));
  else if (problems.every(one => one.span.start !== start)) problems.push(invalidUtf8(at, byteOffset));
}
