// How the parser goes on after a mistake: it gives up one statement, never the rest of the file.
import { type Leftover, missingSemicolon, strayBrace } from "./syntaxProblems.ts";
import type { TokenStream } from "./tokenStream.ts";
import { TokenKind } from "./tokens.ts";

/** Whether the current token looks like the beginning of a member of the body at hand. */
export type StartsMember = (tokens: TokenStream) => boolean;

/** Takes the `;` that ends a statement; `what` names the statement in the message when it is missing. */
export function endStatement(tokens: TokenStream, what: string, startsMember: StartsMember = startsStatement): void {
  if (tokens.takeIf(";")) return;
  if (tokens.isCharacter(tokens.index + 1, ";") && takeStrayBrace(tokens, undefined)) {
    tokens.take();
    return;
  }
  tokens.report(missingSemicolon(tokens.previousSpan, what, leftoverAt(tokens)));
  if (tokens.kind === TokenKind.End || tokens.isAt("}") || tokens.startsLine()) return;
  if (!startsStatement(tokens) && !looksLikeEnumValue(tokens, tokens.index)) skipStatement(tokens, startsMember);
}

function leftoverAt(tokens: TokenStream): Leftover | undefined {
  if (tokens.kind === TokenKind.End || tokens.isAt("}") || tokens.startsLine()) return undefined;
  if (startsStatement(tokens) || looksLikeEnumValue(tokens, tokens.index)) return undefined;
  let at = tokens.index;
  while (!tokens.isCharacter(at, ";") && tokens.kindAt(at) !== TokenKind.End) {
    if (at > tokens.index && tokens.startsLine(at)) break;
    at++;
  }
  const ends = tokens.isCharacter(at, ";") && !tokens.startsLine(at) ? "at semicolon" : "at line end";
  const text = tokens.source.text.slice(tokens.start, tokens.endAt(at - 1));
  const start = ends === "at semicolon" ? tokens.previousEnd : tokens.start;
  const shown = text.length > 30 ? `${text.slice(0, 30)}…` : text;
  return { span: { start, end: tokens.endAt(at - 1) }, text: shown, ends };
}

/** Steps over the rest of a statement: to its `;` or balanced body, or to where another statement seems to begin. */
export function skipStatement(tokens: TokenStream, startsMember: StartsMember = startsStatement): void {
  const from = tokens.index;
  // A statement may follow on the line of what is no part of any: `] int32 b = 2;`.
  let isJunk = !tokens.isIdentifier() && !tokens.isAt(".");
  // In a file that lacks closing braces, an opening one of nothing is the one too many.
  if (tokens.lackingBraces > 0 && tokens.takeIf("{")) {
    tokens.lackingBraces--;
    return;
  }
  while (tokens.kind !== TokenKind.End && !tokens.isAt("}")) {
    if (tokens.takeIf(";")) return;
    if (tokens.isAt("{")) {
      skipBlock(tokens);
      return;
    }
    if (tokens.index > from && (isJunk || tokens.startsLine()) && startsMember(tokens)) return;
    if (tokens.index > from && isJunk && tokens.isIdentifier() && tokens.isCharacter(tokens.index + 1, "{")) return;
    isJunk &&= !tokens.isIdentifier();
    tokens.take();
  }
}

/** Steps over a braced block that begins at the current token, without recursion. */
export function skipBalanced(tokens: TokenStream): void {
  let depth = 0;
  while (tokens.kind !== TokenKind.End) {
    if (tokens.isAt("{")) depth++;
    else if (tokens.isAt("}")) depth--;
    tokens.take();
    if (depth <= 0) return;
  }
}

// So that no text is read again and again.
const mostRewound = 1000;

// As above, for a block that nobody asked for: where indentation shows that its end is missing, it ends there, so that
// the declarations after it are not lost.
function skipBlock(tokens: TokenStream): void {
  const open = tokens.index;
  const column = indentationOf(tokens, open);
  let depth = 0;
  do {
    if (tokens.isAt("{")) depth++;
    else if (tokens.startsLine()) {
      const at = tokens.columnAt(tokens.index);
      if (tokens.isAt("}") && at < column) {
        // It ends what is around the block: so the `{` was a slip, and what follows it no block of its own.
        if (tokens.index - open < mostRewound) tokens.index = open + 1;
        return;
      }
      if (!tokens.isAt("}") && at <= column && startsBlock(tokens)) return;
    }
    if (tokens.isAt("}")) depth--;
    tokens.take();
  } while (depth > 0 && tokens.kind !== TokenKind.End);
}

// Of the line of the token at `index`.
function indentationOf(tokens: TokenStream, index: number): number {
  const { text } = tokens.source;
  const start = tokens.startAt(index) - tokens.columnAt(index);
  let at = start;
  while (text[at] === " " || text[at] === "\t") at++;
  return at - start;
}

/** Whether the current token looks like the beginning of a declaration with a body. */
export function startsBlock(tokens: TokenStream): boolean {
  const isKeyword = ["message", "enum", "service", "extend", "oneof"].some(word => tokens.isWord(word));
  return isKeyword && startsStatement(tokens);
}

/**
 * Takes the `}` at the current token where it closes nothing: only in a file in which some do, where indentation shows
 * that it is not the one of the declaration that starts at `ownerStart`, or where it stands in a statement (undefined).
 */
export function takeStrayBrace(tokens: TokenStream, ownerStart: number | undefined): boolean {
  if (tokens.excessBraces === 0 || !tokens.isAt("}")) return false;
  const { index } = tokens;
  if (tokens.startsLine()) {
    if (ownerStart === undefined || tokens.columnAt(index) <= tokens.columnOf(ownerStart)) return false;
  } else if (ownerStart !== undefined) {
    const isAmong = tokens.isCharacter(index - 1, "}") || !tokens.startsLine(index + 1);
    if (!isAmong || indentationOf(tokens, index) <= tokens.columnOf(ownerStart)) return false;
  }
  tokens.excessBraces--;
  tokens.report(strayBrace(tokens.span));
  tokens.take();
  return true;
}

/** Whether the token at `index` looks like the beginning of a statement of any kind. */
export function startsStatement(tokens: TokenStream, index = tokens.index): boolean {
  if (!tokens.isIdentifier(index)) return tokens.isCharacter(index, ".") && looksLikeField(tokens, index);
  const next = tokens.kindAt(index + 1);
  switch (tokens.text(index)) {
    case "message":
    case "enum":
    case "service":
    case "oneof":
    case "extend":
    case "rpc":
      return next === TokenKind.Identifier || tokens.isCharacter(index + 1, ".") || tokens.isCharacter(index + 1, "{");
    case "export":
    case "local":
      return tokens.isWord("message", index + 1) || tokens.isWord("enum", index + 1) || looksLikeField(tokens, index);
    case "option":
      return next === TokenKind.Identifier || tokens.isCharacter(index + 1, "(");
    case "package":
      return next === TokenKind.Identifier;
    case "import":
      return next === TokenKind.String || next === TokenKind.Identifier;
    case "syntax":
    case "edition":
      return tokens.isCharacter(index + 1, "=");
    case "reserved":
    case "extensions":
      return next === TokenKind.Integer || next === TokenKind.String || next === TokenKind.Identifier;
    case "optional":
    case "required":
    case "repeated":
      return next === TokenKind.Identifier || tokens.isCharacter(index + 1, ".");
    case "map":
      return tokens.isCharacter(index + 1, "<") || looksLikeField(tokens, index);
    default:
      return looksLikeField(tokens, index);
  }
}

/** Whether the statement at hand is to be left incomplete, as the current token seems to begin the next line's. */
export function breaksOff(tokens: TokenStream): boolean {
  return tokens.guesses && tokens.startsLine() && startsStatement(tokens);
}

/** Whether a type, a name and a `=` stand at `index`. */
export function looksLikeField(tokens: TokenStream, index: number): boolean {
  let at = tokens.isCharacter(index, ".") ? index + 1 : index;
  while (tokens.isIdentifier(at) && tokens.isCharacter(at + 1, ".")) at += 2;
  return tokens.isIdentifier(at) && tokens.isIdentifier(at + 1) && tokens.isCharacter(at + 2, "=");
}

/** Whether the current token begins a member of an enum. */
export function startsEnumMember(tokens: TokenStream): boolean {
  return startsStatement(tokens) || looksLikeEnumValue(tokens, tokens.index);
}

/** Whether an enum value (`NAME =`) stands at `index`. */
export function looksLikeEnumValue(tokens: TokenStream, index: number): boolean {
  return tokens.isIdentifier(index) && tokens.isCharacter(index + 1, "=");
}
