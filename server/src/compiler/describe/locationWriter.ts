// Writes `SourceCodeInfo.Location` messages, and keeps track of the comments around declarations.
import type { ParsedFile } from "../syntax/parsedFile.ts";
import type { Tokens } from "../syntax/tokens.ts";
import { bytesOf } from "../text/looseUtf8.ts";
import { BinaryWriter } from "./binaryWriter.ts";
import { ByteColumns } from "./columns.ts";
import { gapComments } from "./comments.ts";

const nothing: readonly string[] = [];

/** Writes one place of a file after another; the path to the element at hand is kept between them. */
export class LocationWriter {
  // The path as it is written: varints.
  readonly #path = new BinaryWriter(64);
  readonly #writer: BinaryWriter;
  readonly #text: string;
  readonly #tokens: Tokens;
  readonly #columns: ByteColumns;
  readonly #isUtf8: boolean;
  // The token that was last looked at as the end of a declaration or opening of a body.
  #token = -1;
  // Comments that wait for the declaration they stand before.
  #leading = "";
  #detached: readonly string[] = nothing;

  constructor(writer: BinaryWriter, parsed: ParsedFile) {
    this.#writer = writer;
    this.#text = parsed.source.text;
    this.#tokens = parsed.tokens;
    this.#isUtf8 = parsed.source.invalidUtf8At === undefined;
    this.#columns = new ByteColumns(parsed.source.text, parsed.source.lines);
    const next = this.#startOf(0);
    const gap = { start: 0, end: next, before: "nothing", next: this.#text.charAt(next) } as const;
    const { leading, detached } = gapComments(this.#text, gap);
    this.#leading = leading;
    this.#detached = detached;
  }

  /**
   * Goes down to a part of the element at hand: by its field number, and its index in a list. Gives what `leave` needs
   * to come back.
   */
  enter(field: number, index?: number): number {
    const around = this.#path.length;
    this.#path.varint(field);
    if (index !== undefined) this.#path.varint(index);
    return around;
  }

  /** Comes back to the element at which `enter` gave `around`. */
  leave(around: number): void {
    this.#path.cut(around);
  }

  /** Writes the place of the whole file, from its first to its last token. */
  root(): void {
    const { count, starts, ends } = this.#tokens;
    const mark = this.#writer.open(1);
    if (count === 0) this.#span(this.#text.length, 0);
    else this.#span(starts[0] ?? 0, ends[count - 1] ?? 0);
    this.#writer.close(mark);
  }

  /** Writes a place without comments. */
  plain(start: number, end: number): void {
    this.#writer.close(this.#begin(start, end));
  }

  /**
   * Writes the place of a declaration with its comments. `signatureEnd`: the end of the token that ends it (`;`) or
   * opens its body (`{`).
   */
  declaration(start: number, end: number, signatureEnd: number): void {
    const mark = this.#begin(start, end);
    const leading = this.#leading;
    const detached = this.#detached;
    const gap = this.#gapAfter(signatureEnd);
    if (leading !== "") this.#comment(3, leading);
    if (gap.trailing !== "") this.#comment(4, gap.trailing);
    for (const comment of detached) this.#comment(6, comment);
    this.#leading = gap.leading;
    this.#detached = gap.detached;
    this.#writer.close(mark);
  }

  /** Passes the closing `}` that ends at `end`; what waited inside of the body is dropped. */
  closeBody(end: number): void {
    this.emptyStatements(end - 1);
    const gap = this.#gapAfter(end);
    this.#leading = gap.leading;
    this.#detached = gap.detached;
  }

  /** Passes lone `;` before `until`: they take the comments before them away, but for the detached ones. */
  emptyStatements(until: number): void {
    for (;;) {
      const next = this.#token + 1;
      const start = this.#startOf(next);
      if (start >= until || this.#text.charCodeAt(start) !== 59) return;
      const gap = this.#gapAfter(start + 1);
      this.#leading = gap.leading;
      if (gap.detached.length > 0) this.#detached = [...this.#detached, ...gap.detached];
    }
  }

  #comment(field: number, text: string): void {
    if (this.#isUtf8) this.#writer.text(field, text);
    else this.#writer.latin1(field, bytesOf(text));
  }

  #begin(start: number, end: number): number {
    const writer = this.#writer;
    const mark = writer.open(1);
    writer.content(1, this.#path);
    this.#span(start, end);
    return mark;
  }

  // The line of the end is left out where it is that of the start.
  #span(start: number, end: number): void {
    const writer = this.#writer;
    const columns = this.#columns;
    const mark = writer.open(2);
    columns.find(start);
    const line = columns.line;
    writer.varint(line);
    writer.varint(columns.column);
    columns.find(end);
    if (columns.line !== line) writer.varint(columns.line);
    writer.varint(columns.column);
    writer.close(mark);
  }

  #gapAfter(tokenEnd: number) {
    const { count, ends } = this.#tokens;
    let token = this.#token;
    while (token + 1 < count && (ends[token + 1] ?? 0) <= tokenEnd) token++;
    this.#token = token;
    const next = this.#startOf(token + 1);
    const nextCharacter = token + 1 < count ? this.#text.charAt(next) : "";
    return gapComments(this.#text, { start: tokenEnd, end: next, before: "token", next: nextCharacter });
  }

  #startOf(token: number): number {
    const { count, starts } = this.#tokens;
    return token < count ? (starts[token] ?? 0) : this.#text.length;
  }
}
