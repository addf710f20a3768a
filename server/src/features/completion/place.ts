// Where in a possibly broken text the cursor stands. Found from the tokens alone, backwards from the cursor, so that what
// follows, and what lacks, does not matter.
import type { ParsedFile } from "../../compiler/syntax/parsedFile.ts";
import { TokenKind } from "../../compiler/syntax/tokens.ts";
import type { Span } from "../../compiler/text/span.ts";

export type BlockKind = "file" | "message" | "enum" | "service" | "oneof" | "extend" | "method" | "optionValue";

export interface Block {
  readonly kind: BlockKind;
  /** Of a message, enum, service, oneof or method. */
  readonly name: string;
  /** The tokens before the `{`, from the start of its statement. */
  readonly heading: readonly string[];
}

export interface Place {
  /** The dotted word that is being typed, up to the cursor; empty where there is none. */
  readonly word: string;
  /** What a completion replaces: the word, and the rest of the identifier after the cursor. */
  readonly replaced: Span;
  /** The enclosing blocks, innermost first; the last is the file. */
  readonly blocks: readonly Block[];
  /** The tokens of the statement before the word, from its start. */
  readonly statement: readonly string[];
  /** With the cursor in a string literal: what stands before and in it. */
  readonly literal: { readonly span: Span; readonly before: string } | undefined;
}

/** The place at `offset`; undefined in a comment. */
export function placeAt(parsed: ParsedFile, offset: number): Place | undefined {
  const tokens = new TextTokens(parsed);
  const at = tokens.firstFrom(offset);
  const literal = tokens.literalAt(at, offset);
  if (literal === undefined && tokens.isInComment(at, offset)) return undefined;
  const wordStart = literal === undefined ? tokens.wordStart(at, offset) : at;
  const word = literal === undefined && wordStart < at ? tokens.textFrom(wordStart, offset) : "";
  const start = word === "" ? offset : tokens.start(wordStart);
  const before = word === "" ? (literal === undefined ? at : literal.token) : wordStart;
  return {
    word,
    replaced: { start, end: tokens.endOfWord(offset, word) },
    ...tokens.surroundings(before, start),
    literal: literal === undefined ? undefined : { span: literal.span, before: literal.before },
  };
}

class TextTokens {
  readonly #text: string;
  readonly #tokens: ParsedFile["tokens"];

  constructor(parsed: ParsedFile) {
    this.#text = parsed.source.text;
    this.#tokens = parsed.tokens;
  }

  start(at: number): number {
    return this.#tokens.starts[at] ?? this.#text.length;
  }

  end(at: number): number {
    return this.#tokens.ends[at] ?? this.#text.length;
  }

  token(at: number): string {
    return this.#text.slice(this.start(at), this.end(at));
  }

  textFrom(at: number, offset: number): string {
    return this.#text.slice(this.start(at), offset);
  }

  /** Index of the first token that begins at `offset` or later. */
  firstFrom(offset: number): number {
    let low = 0;
    let high = this.#tokens.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.start(middle) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  isInComment(at: number, offset: number): boolean {
    const from = at === 0 ? 0 : this.end(at - 1);
    if (offset <= from) return false;
    let gap = this.#text.slice(from, offset);
    for (let open = gap.search(/\/[/*]/); open >= 0; open = gap.search(/\/[/*]/)) {
      const closing = gap[open + 1] === "/" ? "\n" : "*/";
      const close = gap.indexOf(closing, open + 2);
      if (close < 0) return true;
      gap = gap.slice(close + closing.length);
    }
    return false;
  }

  literalAt(at: number, offset: number): { token: number; span: Span; before: string } | undefined {
    const token = at - 1;
    if (token < 0) return undefined;
    const start = this.start(token);
    const quote = this.#text[start];
    if (quote !== '"' && quote !== "'") return undefined;
    const end = this.end(token);
    const closed = end > start + 1 && this.#text[end - 1] === quote;
    if (closed ? offset >= end : offset > end) return undefined;
    const before = this.#text.slice(start + 1, offset);
    return { token, before, span: { start: start + 1, end: closed ? end - 1 : end } };
  }

  /** Index of the first token of the dotted word that ends at `offset`; `at` where there is none. */
  wordStart(at: number, offset: number): number {
    let first = at;
    let end = offset;
    while (first > 0) {
      const token = first - 1;
      const isPart = this.#tokens.kinds[token] === TokenKind.Identifier || this.token(token) === ".";
      // The tokens of the word touch; the one at the cursor may go on behind it.
      if (!isPart || (first === at ? this.end(token) < end : this.end(token) !== end)) break;
      end = this.start(token);
      first = token;
    }
    return first;
  }

  endOfWord(offset: number, word: string): number {
    if (word === "" || word.endsWith(".")) return offset;
    const rest = /^\w+/.exec(this.#text.slice(offset, offset + 200));
    return offset + (rest?.[0].length ?? 0);
  }

  /** Blocks around, and statement before, the token `before`. */
  surroundings(before: number, wordStart: number): Pick<Place, "blocks" | "statement"> {
    const start = this.#statementStart(before);
    const statement = this.#tokensBetween(this.#afterCompleteStatement(start, before, wordStart), before);
    const blocks: Block[] = [];
    let at = start;
    for (let brace = this.#enclosingBrace(at); brace >= 0; brace = this.#enclosingBrace(at)) {
      at = this.#statementStart(brace);
      blocks.push(blockOf(this.#tokensBetween(at, brace)));
    }
    blocks.push({ kind: "file", name: "", heading: [] });
    return { statement, blocks: insideOptions(blocks) };
  }

  // A statement begins behind `;`, `{` or `}`. A closed `{…}` inside `[…]` or behind `=` belongs to its statement.
  #statementStart(before: number): number {
    let depth = 0;
    for (let at = before - 1; at >= 0; at--) {
      const text = this.#punctuation(at);
      if (text === "}") {
        if (depth === 0 && !this.#closesValue(at)) return at + 1;
        depth++;
      } else if (text === "{") {
        if (depth === 0) return at + 1;
        depth--;
      } else if (text === ";" && depth === 0) return at + 1;
    }
    return 0;
  }

  #closesValue(closing: number): boolean {
    let depth = 0;
    for (let at = closing; at >= 0; at--) {
      const text = this.#punctuation(at);
      if (text === "}") depth++;
      else if (text === "{" && --depth === 0) return ["=", ":"].includes(this.#punctuation(at - 1) ?? "");
    }
    return false;
  }

  #enclosingBrace(before: number): number {
    let depth = 0;
    for (let at = before - 1; at >= 0; at--) {
      const text = this.#punctuation(at);
      if (text === "}") depth++;
      else if (text === "{" && depth-- === 0) return at;
    }
    return -1;
  }

  // Where only the `;` of the line before lacks, the word on a new line begins a statement of its own.
  #afterCompleteStatement(start: number, before: number, wordStart: number): number {
    const last = before - 1;
    if (last < start || !this.#text.slice(this.end(last), wordStart).includes("\n")) return start;
    const words = this.#tokensBetween(start, before);
    const awaitsMore = opensBracket(words) || (words[0] === "rpc" && !words.includes("returns"));
    return !awaitsMore && /^[=-] \w+$|[\])"']$/.test(words.slice(-2).join(" ")) ? before : start;
  }

  #punctuation(at: number): string | undefined {
    return this.#tokens.kinds[at] === TokenKind.Punctuation ? this.#text[this.start(at)] : undefined;
  }

  #tokensBetween(from: number, to: number): string[] {
    const found: string[] = [];
    for (let at = from; at < to; at++) found.push(this.token(at));
    return found;
  }
}

/** Whether `[`, `(` or `<` is open at the end of `tokens`. */
export function opensBracket(tokens: readonly string[]): boolean {
  let depth = 0;
  for (const token of tokens) {
    if (token === "[" || token === "(" || token === "<") depth++;
    else if (token === "]" || token === ")" || token === ">") depth--;
  }
  return depth > 0;
}

function blockOf(heading: readonly string[]): Block {
  const words = heading[0] === "export" || heading[0] === "local" ? heading.slice(1) : heading;
  const [first = "", second = ""] = words;
  const last = heading.at(-1);
  if (last === "=" || last === ":" || first === "option") return { kind: "optionValue", name: "", heading };
  const group = words.indexOf("group");
  if (group >= 0 && group < 2) return { kind: "message", name: words[group + 1] ?? "", heading };
  switch (first) {
    case "message":
    case "enum":
    case "service":
    case "oneof":
    case "extend":
      return { kind: first, name: second, heading };
    case "rpc":
      return { kind: "method", name: second, heading };
    default:
      return { kind: "optionValue", name: "", heading };
  }
}

// `{` inside a value is a value too, whatever its fields are called.
function insideOptions(blocks: readonly Block[]): readonly Block[] {
  const outermost = blocks.map(block => block.kind).lastIndexOf("optionValue");
  return blocks.map((block, at) => (at < outermost ? { ...block, kind: "optionValue" } : block));
}
