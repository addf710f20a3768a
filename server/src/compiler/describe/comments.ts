// Which comments belong to which declaration, by the rules of protoc's tokenizer (`NextWithComments`): they are told by
// the gap between the token that ends a declaration (or opens its body) and the token after it.

/** The comments of one gap. */
export interface GapComments {
  /** Belongs to the declaration before the gap. */
  trailing: string;
  /** Belong to the declaration after the gap, with an empty line or another comment between. */
  detached: readonly string[];
  /** Stands right before the declaration after the gap. */
  leading: string;
}

const none: GapComments = { trailing: "", detached: [], leading: "" };

/**
 * Reads the comments in `text` from `start` to `end`. `before`: whether a token stands before the gap or the file
 * begins there; `next`: the character the next token begins with, empty at the end of the file.
 */
export function gapComments(
  text: string,
  gap: { start: number; end: number; before: "token" | "nothing"; next: string },
): GapComments {
  const { start, end } = gap;
  if (!hasSlash(text, start, end)) return none;
  return new CommentReader(text, gap).read();
}

function hasSlash(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (text.charCodeAt(at) === 47) return true;
  return false;
}

const Newline = 10;

class CommentReader {
  readonly #text: string;
  readonly #gap: { start: number; end: number; before: "token" | "nothing"; next: string };
  #at: number;
  // Counts the line ends passed, to tell whether comment and token share a line.
  #line = 0;
  #trailing = "";
  readonly #detached: string[] = [];
  // The comment read last, until it is known what it belongs to.
  #pending: { text: string; kind: "line" | "block" } | undefined;
  #flushed = 0;
  #hasTrailing = false;
  #canTrail = true;

  constructor(text: string, gap: { start: number; end: number; before: "token" | "nothing"; next: string }) {
    this.#text = text;
    this.#gap = gap;
    this.#at = gap.start;
  }

  read(): GapComments {
    let trailingEndLine = -1;
    const previousLine = this.#gap.before === "nothing" ? -1 : 0;
    if (this.#gap.before === "nothing") {
      if (this.#text.charCodeAt(this.#at) === 0xfeff) this.#at++;
      this.#canTrail = false;
    } else {
      this.#skipBlanks();
      const kind = this.#commentKind();
      if (kind === "line") {
        trailingEndLine = this.#line;
        this.#takeLineComment();
        this.#flush();
      } else if (kind === "block") {
        this.#takeBlockComment();
        trailingEndLine = this.#line;
        this.#skipBlanks();
        this.#flush();
      } else if (!this.#takeNewline()) {
        return none;
      }
    }
    for (;;) {
      this.#skipBlanks();
      const kind = this.#commentKind();
      if (kind === "line") {
        this.#takeLineComment();
      } else if (kind === "block") {
        this.#takeBlockComment();
        // What is left of the line is no empty line.
        this.#skipBlanks();
        this.#takeNewline();
      } else if (this.#takeNewline()) {
        this.#flush();
        this.#canTrail = false;
      } else {
        break;
      }
    }
    const { next } = this.#gap;
    // At the end of a scope, a comment makes no sense for what follows.
    if (next === "" || next === "}" || next === "]" || next === ")") this.#flush();
    if (next !== "" && (previousLine === this.#line || trailingEndLine === this.#line)) this.#detachOnlyComment();
    return { trailing: this.#trailing, detached: this.#detached, leading: this.#pending?.text ?? "" };
  }

  #commentKind(): "line" | "block" | undefined {
    if (this.#at + 1 >= this.#gap.end || this.#text.charCodeAt(this.#at) !== 47) return undefined;
    const second = this.#text.charCodeAt(this.#at + 1);
    return second === 47 ? "line" : second === 42 ? "block" : undefined;
  }

  #skipBlanks(): void {
    while (this.#at < this.#gap.end && isBlank(this.#text.charCodeAt(this.#at))) this.#at++;
  }

  #takeNewline(): boolean {
    if (this.#at >= this.#gap.end || this.#text.charCodeAt(this.#at) !== Newline) return false;
    this.#at++;
    this.#line++;
    return true;
  }

  // Line comments one after another are one comment.
  #takeLineComment(): void {
    if (this.#pending?.kind === "block") this.#flush();
    const newline = this.#text.indexOf("\n", this.#at);
    const end = newline < 0 || newline >= this.#gap.end ? this.#gap.end : newline + 1;
    const text = this.#text.slice(this.#at + 2, end);
    this.#pending = { text: (this.#pending?.text ?? "") + text, kind: "line" };
    this.#at = end;
    if (text.endsWith("\n")) this.#line++;
  }

  // Of each line after the first, white space and one asterisk are taken off.
  #takeBlockComment(): void {
    this.#flush();
    const close = this.#text.indexOf("*/", this.#at + 2);
    const end = close < 0 || close >= this.#gap.end ? this.#gap.end : close;
    let text = "";
    let from = this.#at + 2;
    for (
      let newline = this.#text.indexOf("\n", from);
      newline >= 0 && newline < end;
      newline = this.#text.indexOf("\n", from)
    ) {
      text += this.#text.slice(from, newline + 1);
      this.#line++;
      from = newline + 1;
      while (from < end && isBlank(this.#text.charCodeAt(from))) from++;
      if (from < end && this.#text.charCodeAt(from) === 42) from++;
    }
    text += this.#text.slice(from, end);
    this.#pending = { text, kind: "block" };
    this.#at = Math.min(end + 2, this.#gap.end);
  }

  // The pending comment is complete and has no connection with what follows.
  #flush(): void {
    if (this.#pending === undefined) return;
    if (this.#canTrail) {
      this.#trailing += this.#pending.text;
      this.#hasTrailing = true;
      this.#canTrail = false;
    } else {
      this.#detached.push(this.#pending.text);
    }
    this.#pending = undefined;
    this.#flushed++;
  }

  // One single comment on the line of both tokens could belong to either: protoc gives it to none.
  #detachOnlyComment(): void {
    if (this.#flushed + (this.#pending === undefined ? 0 : 1) !== 1) return;
    if (this.#hasTrailing) {
      this.#detached.unshift(this.#trailing);
      this.#trailing = "";
    }
    this.#flush();
  }
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 13 || code === 11 || code === 12;
}
