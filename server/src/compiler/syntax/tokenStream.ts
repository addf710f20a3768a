import type { Problem } from "../report/problem.ts";
import { placeOf } from "../text/lineIndex.ts";
import type { SourceFile } from "../text/sourceFile.ts";
import type { Span } from "../text/span.ts";
import type { LexedFile } from "./lexer.ts";
import type { Name, Word } from "./nodes.ts";
import { TokenKind, type Tokens } from "./tokens.ts";

const lineFeed = 10;

interface Mark {
  readonly index: number;
  readonly strayBraces: number;
  readonly endedInBody: boolean;
  /** How many there were. */
  readonly problems: number;
  readonly reportedAt: number;
}

/** The parser's place in the tokens of a file, and the problems it has found so far. */
export class TokenStream {
  readonly source: SourceFile;
  readonly problems: Problem[] = [];
  /** Index of the token that is looked at. */
  index = 0;
  /**
   * Whether the parser may take a statement at the beginning of a line for a new one although the statement before it
   * is not complete: only in a file that is known to have a mistake, as a name may stand on any line.
   */
  guesses = false;
  /** How many messages enclose the place. */
  messageDepth = 0;
  /** How many closing braces the file lacks: set for the second attempt at a file that ended inside of a body. */
  lackingBraces = 0;
  /** How many closing braces close nothing: set for the second attempt at a file in which that was found. */
  excessBraces = 0;
  /** How many closing braces closed nothing. */
  strayBraces = 0;
  /** Whether the text ended inside of a body. */
  endedInBody = false;
  readonly #text: string;
  readonly #tokens: Tokens;
  readonly #broken: ReadonlySet<number>;
  #reportedAt = -1;

  constructor(source: SourceFile, lexed: LexedFile) {
    this.source = source;
    this.#text = source.text;
    this.#tokens = lexed.tokens;
    this.#broken = lexed.broken;
  }

  get kind(): TokenKind {
    return this.kindAt(this.index);
  }

  kindAt(index: number): TokenKind {
    return index < this.#tokens.count ? ((this.#tokens.kinds[index] ?? TokenKind.End) as TokenKind) : TokenKind.End;
  }

  get start(): number {
    return this.startAt(this.index);
  }

  startAt(index: number): number {
    return index < this.#tokens.count ? (this.#tokens.starts[index] ?? 0) : this.#text.length;
  }

  endAt(index: number): number {
    return index < 0 ? 0 : index < this.#tokens.count ? (this.#tokens.ends[index] ?? 0) : this.#text.length;
  }

  /** Where the token before the current one ends. */
  get previousEnd(): number {
    return this.endAt(this.index - 1);
  }

  /** From `start` to the end of the token taken last. */
  spanFrom(start: number): Span {
    return { start, end: this.endFrom(start) };
  }

  /** The end of that span. Nodes name their `start` and `end`: spreading a span into each takes V8 as long as parsing. */
  endFrom(start: number): number {
    return Math.max(start, this.previousEnd);
  }

  /** The current token's span. */
  get span(): Span {
    return { start: this.start, end: this.endAt(this.index) };
  }

  get previousSpan(): Span {
    return { start: this.startAt(Math.max(0, this.index - 1)), end: this.previousEnd };
  }

  text(index = this.index): string {
    return this.#text.slice(this.startAt(index), this.endAt(index));
  }

  /** Whether the current token is this punctuation character. */
  isAt(character: string): boolean {
    return this.isCharacter(this.index, character);
  }

  isCharacter(index: number, character: string): boolean {
    return (
      this.kindAt(index) === TokenKind.Punctuation &&
      this.#text.charCodeAt(this.startAt(index)) === character.charCodeAt(0)
    );
  }

  isWord(word: string, index = this.index): boolean {
    if (this.kindAt(index) !== TokenKind.Identifier) return false;
    const start = this.startAt(index);
    return this.endAt(index) - start === word.length && this.#text.startsWith(word, start);
  }

  isIdentifier(index = this.index): boolean {
    return this.kindAt(index) === TokenKind.Identifier;
  }

  /** Whether the token at `index` is the first of its line. */
  startsLine(index = this.index): boolean {
    if (index === 0) return true;
    // Looks at the gap alone: a text may be one line of fifty megabytes.
    const start = this.startAt(index);
    for (let at = this.endAt(index - 1); at < start; at++) if (this.#text.charCodeAt(at) === lineFeed) return true;
    return false;
  }

  /** Column of the token at `index`, in UTF-16 units. */
  columnAt(index: number): number {
    return this.columnOf(this.startAt(index));
  }

  /** Column of an offset, in UTF-16 units. */
  columnOf(offset: number): number {
    return placeOf(this.source.lines, offset).column;
  }

  take(): void {
    if (this.index < this.#tokens.count) this.index++;
  }

  /** Takes the current token if it is this punctuation character. */
  takeIf(character: string): boolean {
    if (!this.isAt(character)) return false;
    this.index++;
    return true;
  }

  takeWord<Text extends string>(word: Text): Word<Text> {
    const { start, end } = this.span;
    this.take();
    return { kind: "word", start, end, word };
  }

  takeName(): Name {
    const { start, end } = this.span;
    const text = this.text();
    this.take();
    return { kind: "name", start, end, text };
  }

  /** The place and what was found up to it, for another attempt. */
  mark(): Mark {
    const { index, strayBraces, endedInBody } = this;
    return { index, strayBraces, endedInBody, problems: this.problems.length, reportedAt: this.#reportedAt };
  }

  back(mark: Mark): void {
    this.index = mark.index;
    this.strayBraces = mark.strayBraces;
    this.endedInBody = mark.endedInBody;
    this.problems.length = mark.problems;
    this.#reportedAt = mark.reportedAt;
  }

  /** The current token's text for a message, undefined when it is on a later line or past the end. */
  get found(): string | undefined {
    if (this.kind === TokenKind.End || (this.index > 0 && this.startsLine())) return undefined;
    const text = this.text();
    return text.length > 30 ? `${text.slice(0, 30)}…` : text;
  }

  /** Where something is missing: the current token, or the end of the line when nothing more stands on it. */
  get missingAt(): Span {
    if (this.found !== undefined) return this.span;
    return { start: this.previousEnd, end: this.previousEnd };
  }

  /**
   * Adds a problem, unless one was reported for this very token already, or the lexer found the token or the one before
   * to be broken: what follows from a mistake is not a second one.
   */
  report(found: Problem): void {
    if (this.#reportedAt === this.index || this.#broken.has(this.index) || this.#broken.has(this.index - 1)) return;
    this.#reportedAt = this.index;
    // What lacks is reported where it should stand, by protoc at the token that stands there.
    const { start } = this;
    this.problems.push(found.span.end < start ? { ...found, protocAt: start } : found);
  }
}
