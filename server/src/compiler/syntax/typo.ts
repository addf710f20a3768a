import { nearestName } from "../report/nearestName.ts";
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
  return possible.find(keyword => keyword === near);
}

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
