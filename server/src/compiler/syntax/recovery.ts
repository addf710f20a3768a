// How the parser goes on after a mistake: it gives up one statement, never the rest of the file.
import { missingSemicolon } from "./syntaxProblems.ts";
import type { TokenStream } from "./tokenStream.ts";
import { TokenKind } from "./tokens.ts";

/** Takes the `;` that ends a statement; `what` names the statement in the message when it is missing. */
export function endStatement(tokens: TokenStream, what: string): void {
  if (tokens.takeIf(";")) return;
  tokens.report(missingSemicolon(tokens.previousSpan, what));
  if (tokens.kind === TokenKind.End || tokens.isAt("}") || tokens.startsLine()) return;
  if (!startsStatement(tokens) && !looksLikeEnumValue(tokens, tokens.index)) skipStatement(tokens);
}

/** Steps over the rest of a statement: to its `;` or balanced body, or to where another statement seems to begin. */
export function skipStatement(tokens: TokenStream): void {
  const from = tokens.index;
  while (tokens.kind !== TokenKind.End && !tokens.isAt("}")) {
    if (tokens.takeIf(";")) return;
    if (tokens.isAt("{")) {
      skipBalanced(tokens);
      return;
    }
    if (tokens.index > from && tokens.startsLine() && startsStatement(tokens)) return;
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

/** Whether the current token looks like the beginning of a statement of any kind. */
export function startsStatement(tokens: TokenStream): boolean {
  const { index } = tokens;
  if (tokens.kind !== TokenKind.Identifier) return tokens.isAt(".") && looksLikeField(tokens, index);
  const next = tokens.kindAt(index + 1);
  switch (tokens.text()) {
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

/** Whether a type, a name and a `=` stand at `index`. */
export function looksLikeField(tokens: TokenStream, index: number): boolean {
  let at = tokens.isCharacter(index, ".") ? index + 1 : index;
  while (tokens.isIdentifier(at) && tokens.isCharacter(at + 1, ".")) at += 2;
  return tokens.isIdentifier(at) && tokens.isIdentifier(at + 1) && tokens.isCharacter(at + 2, "=");
}

/** Whether an enum value (`NAME =`) stands at `index`. */
export function looksLikeEnumValue(tokens: TokenStream, index: number): boolean {
  return tokens.isIdentifier(index) && tokens.isCharacter(index + 1, "=");
}
