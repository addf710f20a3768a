import type { Problem } from "../../compiler/report/problem.ts";
import type { Span } from "../../compiler/text/span.ts";
import type { JsonMember, JsonNode, JsonString } from "./jsonNodes.ts";
import * as wrong from "./jsonProblems.ts";
import { type JsonToken, jsonTokens } from "./jsonTokens.ts";

/** One or more JSON values that follow one another. */
export interface JsonValues {
  readonly values: readonly JsonNode[];
  readonly comments: readonly Span[];
  readonly problems: readonly Problem[];
}

/** As deep as runtimes read: protobuf-es and protobuf's own ones stop at 100. */
const deepest = 100;
/** Of what was never meant to be JSON the first mistakes are told, no more than anyone reads. */
const mostProblems = 500;

/** Parses the JSON values between two offsets of `text`. Never throws: any text gives values and problems. */
export function parseJson(text: string, start: number, end: number): JsonValues {
  const { tokens, comments, unclosedComment } = jsonTokens(text, start, end);
  const parser = new JsonParser(text, tokens, unclosedComment);
  const values = parser.values();
  return { values, comments, problems: parser.problems.sort((a, b) => a.span.start - b.span.start) };
}

class JsonParser {
  readonly problems: Problem[] = [];
  #at = 0;
  #depth = 0;
  // What is open when the text ends is told once, and not at all where a string or comment that never ends is the reason.
  #endTold = false;

  constructor(
    readonly text: string,
    readonly tokens: readonly JsonToken[],
    unclosedComment: Span | undefined,
  ) {
    if (unclosedComment === undefined) return;
    this.#tell(wrong.commentNeverClosed(unclosedComment));
    this.#endTold = true;
  }

  #tell(problem: Problem): void {
    if (this.problems.length < mostProblems) this.problems.push(problem);
  }

  values(): JsonNode[] {
    const values: JsonNode[] = [];
    let strayTold = false;
    for (let token = this.#token(); token.kind !== "end"; token = this.#token()) {
      if (token.kind === "," && values.length > 0) {
        this.#at++;
        if (!strayTold) this.#tell(wrong.commaBetweenMessages(token));
        strayTold = true;
      } else if (this.#isSeparator(token)) {
        this.#tell(wrong.separatorBetweenMessages({ start: token.start, end: this.#skipLine(token) }));
      } else if ((token.kind === "}" || token.kind === "]") && values.length > 0) {
        this.#at++;
        if (!strayTold) this.#tell(wrong.closesNothing(token.kind, token));
        strayTold = true;
      } else if (this.#startsValue(token)) {
        strayTold = false;
        values.push(...present(this.#value()));
      } else {
        if (!strayTold) this.#tell(wrong.notABody(this.#written(token), token));
        strayTold = true;
        this.#skipLine(token);
      }
    }
    return values;
  }

  #value(): JsonNode | undefined {
    const token = this.#token();
    switch (token.kind) {
      case "{":
      case "[":
        return this.#nested(token);
      case "string":
        this.#at++;
        return this.#string(token);
      case "number":
        this.#at++;
        if (token.fault) this.#tell(wrong.faultyNumber(this.text, token));
        return { kind: "number", start: token.start, end: token.end, text: this.#written(token) };
      case "placeholder":
        this.#at++;
        return { kind: "placeholder", start: token.start, end: token.end, placeholder: token.placeholder };
      case "word":
        this.#at++;
        return this.#word(token);
      default:
        return undefined;
    }
  }

  #nested(open: JsonToken): JsonNode | undefined {
    if (this.#depth >= deepest) {
      this.#tell(wrong.nestedTooDeeply(open, deepest));
      this.#at = this.tokens.length - 1;
      this.#endTold = true;
      return undefined;
    }
    this.#depth++;
    this.#at++;
    const node = open.kind === "{" ? this.#object(open) : this.#array(open);
    this.#depth--;
    return node;
  }

  #object(open: JsonToken): JsonNode {
    const members: JsonMember[] = [];
    let comma: JsonToken | undefined;
    let expectsComma = false;
    for (;;) {
      const token = this.#token();
      if (token.kind === "}") {
        if (comma !== undefined) this.#tell(wrong.commaTooMany(comma));
        this.#at++;
        return { kind: "object", start: open.start, end: token.end, members, closed: true };
      }
      if (token.kind === "end" || (token.kind === "]" && this.#depth > 1)) {
        this.#unclosed("{", open);
        return { kind: "object", start: open.start, end: this.#lastEnd(), members, closed: false };
      }
      // At the start of a line it is rather the next message.
      if (token.kind === "{" && this.#depth === 1 && this.#startsLine(token.start)) {
        this.#unclosed("{", open);
        this.#endTold = false;
        return { kind: "object", start: open.start, end: this.#lastEnd(), members, closed: false };
      }
      if (token.kind === "," || this.#isSemicolon(token)) {
        if (token.kind !== ",") this.#tell(wrong.semicolon(token));
        else if (!expectsComma) this.#tell(wrong.keyExpected(",", token));
        comma = token;
        expectsComma = false;
        this.#at++;
        continue;
      }
      const key = this.#key(token);
      if (key === undefined) {
        this.#tell(wrong.keyExpected(this.#written(token), token));
        this.#skipValue();
        expectsComma = true;
        comma = undefined;
        continue;
      }
      if (expectsComma) this.#tell(wrong.commaMissing(this.#previous(1)));
      comma = undefined;
      members.push(this.#member(key, token));
      expectsComma = true;
    }
  }

  #member(key: JsonString, keyToken: JsonToken): JsonMember {
    const broken = this.#broken(keyToken);
    const colon = this.#token();
    if (colon.kind === ":") {
      this.#at++;
    } else {
      // A word that is typed is told as one already.
      if (!broken && keyToken.kind === "string") this.#tell(wrong.colonMissing(key.value, key));
      // `"a" "b": 1`: the next string is a key of its own, not the value.
      const next = this.tokens[this.#at + 1];
      if (broken || !this.#startsValue(colon) || next?.kind === ":") {
        return { start: key.start, end: key.end, key, colon: false, value: undefined };
      }
    }
    const token = this.#token();
    const next = this.tokens[this.#at + 1];
    const isNextKey = token.kind === "string" && next?.kind === ":";
    if (isNextKey || !this.#startsValue(token)) {
      const last = this.#previous(0);
      if (token.kind !== "end" && token.kind !== "," && token.kind !== "}" && token.kind !== "]" && !isNextKey) {
        this.#tell(wrong.valueExpected(this.#written(token), token));
        this.#at++;
      } else if (!this.#endTold) {
        this.#tell(wrong.valueMissing(key.value, { start: key.start, end: last.end }));
        if (token.kind === "end") this.#endTold = true;
      }
      return { start: key.start, end: last.end, key, colon: true, value: undefined };
    }
    const value = this.#value();
    return { start: key.start, end: value?.end ?? key.end, key, colon: true, value };
  }

  #key(token: JsonToken): JsonString | undefined {
    if (token.kind === "string") {
      this.#at++;
      return this.#string(token);
    }
    if (token.kind !== "word" && token.kind !== "number") return undefined;
    this.#at++;
    const written = this.#written(token);
    this.#tell(wrong.unquotedKey(written, token));
    return { kind: "string", start: token.start, end: token.end, value: written, placeholders: [] };
  }

  #array(open: JsonToken): JsonNode {
    const elements: JsonNode[] = [];
    let comma: JsonToken | undefined;
    let expectsComma = false;
    for (;;) {
      const token = this.#token();
      if (token.kind === "]") {
        if (comma !== undefined) this.#tell(wrong.commaTooMany(comma));
        this.#at++;
        return { kind: "array", start: open.start, end: token.end, elements, closed: true };
      }
      if (token.kind === "end" || (token.kind === "}" && this.#depth > 1)) {
        this.#unclosed("[", open);
        return { kind: "array", start: open.start, end: this.#lastEnd(), elements, closed: false };
      }
      if (token.kind === "," || this.#isSemicolon(token)) {
        if (token.kind !== ",") this.#tell(wrong.semicolon(token));
        else if (!expectsComma) this.#tell(wrong.valueExpected(",", token));
        comma = token;
        expectsComma = false;
        this.#at++;
        continue;
      }
      if (!this.#startsValue(token)) {
        this.#tell(wrong.valueExpected(this.#written(token), token));
        this.#at++;
        continue;
      }
      if (expectsComma) this.#tell(wrong.commaMissing(this.#previous(0)));
      comma = undefined;
      elements.push(...present(this.#value()));
      expectsComma = true;
    }
  }

  #string(token: Extract<JsonToken, { kind: "string" }>): JsonString {
    if (token.fault !== undefined) {
      this.#tell(wrong.faultyString(this.text, token.fault, token));
      if (token.fault.reason === "unclosed") this.#endTold = true;
    }
    const { start, end, value, placeholders } = token;
    return { kind: "string", start, end, value, placeholders };
  }

  #word(token: JsonToken): JsonNode | undefined {
    const written = this.#written(token);
    const { start, end } = token;
    if (written === "true" || written === "false") return { kind: "literal", start, end, value: written === "true" };
    if (written === "null") return { kind: "literal", start, end, value: null };
    this.#tell(wrong.unknownWord(written, token));
    return undefined;
  }

  #unclosed(bracket: "{" | "[", open: JsonToken): void {
    if (this.#endTold) return;
    this.#tell(wrong.neverClosed(bracket, open));
    this.#endTold = true;
  }

  #skipValue(): void {
    const before = this.#at;
    const told = this.problems.length;
    this.#value();
    this.problems.length = told;
    if (this.#at === before) this.#at++;
  }

  /** The end of the last token of the line. */
  #skipLine(token: JsonToken): number {
    const newline = this.text.indexOf("\n", token.start);
    const stop = newline < 0 ? this.text.length : newline;
    this.#at++;
    while (this.#token().kind !== "end" && this.#token().start < stop) this.#at++;
    return this.#lastEnd();
  }

  /** `===` or `---` alone on a line. */
  #isSeparator({ start, end }: JsonToken): boolean {
    if (!/[=-]/.test(this.text.charAt(start))) return false;
    return this.#startsLine(start) && /^(?:={3,}|-{3,})[ \t]*\r?(?:\n|$)/.test(this.text.slice(start, end + 100));
  }

  #startsLine(offset: number): boolean {
    return offset === 0 || this.text.charAt(offset - 1) === "\n";
  }

  #startsValue(token: JsonToken): boolean {
    switch (token.kind) {
      case "{":
      case "[":
      case "string":
      case "number":
      case "placeholder":
        return true;
      // At the top a word is rather a header line that slipped into the body.
      case "word":
        return this.#depth > 0 || ["true", "false", "null"].includes(this.#written(token));
      default:
        return false;
    }
  }

  #isSemicolon(token: JsonToken): boolean {
    return token.kind === "unknown" && this.#written(token) === ";";
  }

  #broken(token: JsonToken): boolean {
    return token.kind === "string" && token.fault?.reason === "unclosed";
  }

  #token(): JsonToken {
    const token = this.tokens[this.#at];
    return token ?? { kind: "end", start: this.text.length, end: this.text.length };
  }

  /** The token before the current one, `back` more tokens before it. */
  #previous(back: number): JsonToken {
    return this.tokens[this.#at - 1 - back] ?? this.#token();
  }

  #lastEnd(): number {
    return this.#previous(0).end;
  }

  #written(token: JsonToken): string {
    return this.text.slice(token.start, token.end);
  }
}

function present<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value];
}
