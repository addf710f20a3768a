// JSON for reading: lines that fold, and the tokens of a line. The text comes indented, one value a line, and may have been
// cut anywhere; so nothing is parsed as a whole, and no number is read (int64 stays what it is).

export interface JsonLine {
  text: string;
  /** Where this line opens an object or array: the line that closes it, or the last one where the text was cut. */
  foldEnd?: number;
  /** Brackets open before the line. */
  depth: number;
}

export function jsonLines(json: string): JsonLine[] {
  const lines: JsonLine[] = json.split("\n").map(text => ({ text, depth: 0 }));
  const opened: number[] = [];
  lines.forEach((line, at) => {
    const closes = /^\s*[}\]]/.test(line.text);
    if (closes) {
      const opener = opened.pop();
      const from = opener === undefined ? undefined : lines[opener];
      if (from !== undefined) from.foldEnd = at;
    }
    line.depth = opened.length;
    if (/[{[]$/.test(line.text)) opened.push(at);
  });
  for (const at of opened) {
    const line = lines[at];
    if (line !== undefined && at < lines.length - 1) line.foldEnd = lines.length - 1;
  }
  return lines;
}

/** Indices of the lines that are seen when those in `folded` are folded. */
export function visibleLines(lines: readonly JsonLine[], folded: ReadonlySet<number>): number[] {
  const visible: number[] = [];
  for (let at = 0; at < lines.length; at++) {
    visible.push(at);
    const end = folded.has(at) ? lines[at]?.foldEnd : undefined;
    // The closing bracket is shown on the folded line itself.
    if (end !== undefined) at = end;
  }
  return visible;
}

/** What a folded line shows after its bracket: ` … }` or ` … ],` with the number of lines it hides. */
export function foldedTail(lines: readonly JsonLine[], at: number): string {
  const end = lines[at]?.foldEnd;
  const closing = end === undefined ? "" : (lines[end]?.text.trim() ?? "");
  return /^[}\]]/.test(closing) ? ` … ${closing}` : " …";
}

export type TokenKind = "name" | "string" | "number" | "word" | "punctuation";

export interface Token {
  kind: TokenKind;
  text: string;
}

const tokenPattern = /("(?:[^"\\]|\\.)*"?)(\s*:)?|(-?\d[\d.eE+-]*)|([A-Za-z]+)|(\s+|.)/gsu;

/** The tokens of one line, longest text first cut by the caller; together they are the line again. */
export function lineTokens(line: string): Token[] {
  const tokens: Token[] = [];
  for (const [text, string, colon, number, word] of line.matchAll(tokenPattern)) {
    if (string !== undefined) {
      tokens.push({ kind: colon === undefined ? "string" : "name", text: string });
      if (colon !== undefined) tokens.push({ kind: "punctuation", text: colon });
    } else if (number !== undefined) tokens.push({ kind: "number", text });
    else if (word !== undefined) tokens.push({ kind: "word", text });
    else tokens.push({ kind: "punctuation", text });
  }
  return tokens;
}

/**
 * Control characters and those that turn the direction of writing, as escapes: they could make an answer look like
 * something else, or like nothing.
 */
export function withVisibleControls(text: string): string {
  return text.replace(/[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu, character =>
    character === "\t" ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The beginning of a JSON text on one line, for a closed message. */
export function preview(json: string, length: number): string {
  // Some more is taken, for the indentation goes.
  const head = json.slice(0, length * 4).replace(/\s*\n\s*/g, " ");
  return head.length > length || json.length > length * 4 ? `${head.slice(0, length)}…` : head;
}
