import { nearestName } from "../report/nearestName.ts";
import { looksLikeEnumValue } from "./recovery.ts";
import type { TokenStream } from "./tokenStream.ts";
import { TokenKind } from "./tokens.ts";

/**
 * The keyword that a misspelled word at the current token was meant to be (`mesage Foo {`): only where what follows has
 * the form of that declaration, so that a field type is never taken for a typo.
 */
export function keywordMeant<Keyword extends string>(
  tokens: TokenStream,
  keywords: readonly Keyword[],
): Keyword | undefined {
  if (!tokens.isIdentifier()) return undefined;
  const possible = keywords.filter(keyword => hasFormOf(keyword, tokens));
  if (possible.length === 0) return undefined;
  const near = nearestName(tokens.text(), possible);
  return possible.find(keyword => keyword === near) ?? possible.find(keyword => keyword === bodyMeant(tokens));
}

// `struct Foo {`: a word before a name and a body, or before a request, is a keyword, whatever it says.
function bodyMeant(tokens: TokenStream): string | undefined {
  const open = tokens.index + 2;
  // `Foo message {`: the keyword stands behind the name.
  if (declaring.some(word => tokens.isWord(word, tokens.index + 1))) return undefined;
  if (tokens.isCharacter(open, "(")) return "rpc";
  return tokens.isCharacter(open, "{") ? kindOfBody(tokens, open + 1) : undefined;
}

function kindOfBody(tokens: TokenStream, first: number): "message" | "enum" | "service" {
  if (looksLikeEnumValue(tokens, first)) return "enum";
  if (tokens.isIdentifier(first) && tokens.isIdentifier(first + 1) && tokens.isCharacter(first + 2, "("))
    return "service";
  return holdsRpc(tokens, first) ? "service" : "message";
}

const declaring = ["message", "enum", "service", "oneof"] as const;

function hasFormOf(keyword: string, tokens: TokenStream): boolean {
  const { index } = tokens;
  const next = tokens.kindAt(index + 1);
  switch (keyword) {
    case "message":
    case "enum":
    case "service":
    case "oneof":
      return next === TokenKind.Identifier && tokens.isCharacter(index + 2, "{");
    case "rpc":
      return next === TokenKind.Identifier && tokens.isCharacter(index + 2, "(");
    case "syntax":
    case "edition":
      return tokens.isCharacter(index + 1, "=");
    case "import":
      return next === TokenKind.String;
    case "package":
      return (
        next === TokenKind.Identifier && (tokens.isCharacter(index + 2, ";") || tokens.isCharacter(index + 2, "."))
      );
    case "option":
      return next === TokenKind.Identifier && tokens.isCharacter(index + 2, "=");
    default:
      return false;
  }
}

/**
 * What is declared where a name stands with a body but no keyword before it (`Foo {`), judged by what is in the body:
 * the keyword may be missing, spoilt or behind the name. Undefined where there is no such thing.
 */
export function keywordMissing(tokens: TokenStream, where: "in a file"): "message" | "enum" | "service" | undefined;
export function keywordMissing(tokens: TokenStream, where: "in a message"): "message" | "enum" | "oneof" | undefined;
export function keywordMissing(
  tokens: TokenStream,
  where: "in a file" | "in a message",
): "message" | "enum" | "service" | "oneof" | undefined {
  const { index } = tokens;
  if (!tokens.isIdentifier()) return undefined;
  const behind = declaring.find(word => tokens.isWord(word, index + 1));
  const open = behind === undefined ? index + 1 : index + 2;
  if (!tokens.isCharacter(open, "{")) return undefined;
  const kind = kindOfBody(tokens, open + 1);
  if (where === "in a file" || kind === "enum") return kind;
  // By the style guide, names of oneofs begin in lower case, those of messages in upper case.
  return behind === "oneof" || /^[a-z]/.test(tokens.text()) ? "oneof" : "message";
}

// Sought among its first tokens.
function holdsRpc(tokens: TokenStream, from: number): boolean {
  let depth = 0;
  for (let at = from; at < from + 200 && depth >= 0 && tokens.kindAt(at) !== TokenKind.End; at++) {
    if (tokens.isWord("rpc", at) && tokens.isIdentifier(at + 1) && tokens.isCharacter(at + 2, "(")) return true;
    if (tokens.isCharacter(at, "{")) depth++;
    else if (tokens.isCharacter(at, "}")) depth--;
  }
  return false;
}
