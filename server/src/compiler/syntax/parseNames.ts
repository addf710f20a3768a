import type { Span } from "../text/span.ts";
import type { DottedName, MessageNode, Name, TypeName } from "./nodes.ts";
import { breaksOff } from "./recovery.ts";
import { isScalarType } from "./scalarTypes.ts";
import { expected, groupAsMessage, keywordAsScope, keywordTwice } from "./syntaxProblems.ts";
import type { TokenStream } from "./tokenStream.ts";

/**
 * Takes an identifier; `what` ("the name of the message") is for the message when there is none. An identifier that
 * begins the next line's statement is not taken.
 */
export function parseName(tokens: TokenStream, what: string): Name | undefined {
  if (tokens.isIdentifier() && !breaksOff(tokens)) return tokens.takeName();
  tokens.report(expected(tokens.missingAt, what, tokens.found));
  return undefined;
}

/** Takes the keyword that begins a declaration. Where it stands twice, the second one is reported and left out. */
export function takeKeyword(tokens: TokenStream): Span {
  const { span, index } = tokens;
  tokens.take();
  const word = tokens.text(index);
  if (tokens.isWord(word) && tokens.isIdentifier(index + 2) && !tokens.startsLine()) {
    tokens.report(keywordTwice(tokens.span, word));
    tokens.take();
  }
  return span;
}

/** Takes `a.b.c`, undefined where none begins. A trailing dot is reported. */
export function parseDottedName(tokens: TokenStream): DottedName | undefined {
  if (!tokens.isIdentifier()) return undefined;
  const { start } = tokens;
  const text = takeParts(tokens);
  return { kind: "dottedName", start, end: tokens.endFrom(start), text };
}

/** Takes the use of a type, undefined where none begins. A name that ends in a dot is reported. */
export function parseTypeName(tokens: TokenStream): TypeName | undefined {
  const { start } = tokens;
  let text = "";
  if (tokens.isAt(".") && tokens.isIdentifier(tokens.index + 1)) {
    tokens.take();
    text = ".";
  }
  if (!tokens.isIdentifier()) return undefined;
  text += takeParts(tokens);
  return { kind: "typeName", start, end: tokens.endFrom(start), text };
}

/** The same for the type of a field. A name that begins with the keyword of a scalar type is read as that type. */
export function parseFieldType(tokens: TokenStream): TypeName | undefined {
  const type = parseTypeName(tokens);
  const keyword = type === undefined ? undefined : typeKeywordOf(type);
  if (type === undefined || keyword === undefined || keyword === type.text) return type;
  tokens.report(keywordAsScope({ start: type.start, end: type.start + keyword.length }, keyword));
  return { ...type, text: keyword };
}

/** The same where only a message can stand. A scalar type is left to the caller. */
export function parseMessageName(tokens: TokenStream): TypeName | undefined {
  const type = parseTypeName(tokens);
  const keyword = type === undefined ? undefined : typeKeywordOf(type);
  if (type === undefined || keyword === undefined) return type;
  if (keyword !== "group") return { ...type, text: keyword };
  tokens.report(groupAsMessage(type));
  return undefined;
}

// The keywords of types mean those types, also where a message bears such a name.
function typeKeywordOf({ text }: TypeName): string | undefined {
  const dot = text.indexOf(".");
  const first = dot < 0 ? text : text.slice(0, dot);
  return first === "group" || isScalarType(first) ? first : undefined;
}

function takeParts(tokens: TokenStream): string {
  let text = tokens.text();
  tokens.take();
  while (tokens.isAt(".")) {
    tokens.take();
    if (!tokens.isIdentifier() || breaksOff(tokens)) {
      tokens.report(expected(tokens.missingAt, "a name after the `.`", tokens.found));
      return text;
    }
    text += `.${tokens.text()}`;
    tokens.take();
  }
  return text;
}

/** Takes `export` or `local` where it stands before `message Name` or `enum Name`; elsewhere they are plain names. */
export function takeVisibility(tokens: TokenStream): MessageNode["visibility"] {
  if (!tokens.isWord("export") && !tokens.isWord("local")) return undefined;
  const { index } = tokens;
  const declares = tokens.isWord("message", index + 1) || tokens.isWord("enum", index + 1);
  if (!declares || !tokens.isIdentifier(index + 2)) return undefined;
  return tokens.isWord("export") ? tokens.takeWord("export") : tokens.takeWord("local");
}
