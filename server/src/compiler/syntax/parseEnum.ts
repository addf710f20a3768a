import type { EnumMember, EnumNode, EnumValueNode, IntegerValue } from "./nodes.ts";
import { parseBody } from "./parseBody.ts";
import { parseName, takeKeyword } from "./parseNames.ts";
import { parseCompactOptions, parseOptionStatement } from "./parseOption.ts";
import { parseReserved } from "./parseRanges.ts";
import { parseInteger } from "./parseValue.ts";
import { endStatement, skipStatement, startsEnumMember } from "./recovery.ts";
import { expected, extensionsInEnum, missingEnumNumber, notADeclaration } from "./syntaxProblems.ts";
import type { TokenStream } from "./tokenStream.ts";
import { TokenKind } from "./tokens.ts";

/** `enum Name { … }`; `start` is where `visibility` or the keyword begins, which is empty where it is missing. */
export function parseEnum(
  tokens: TokenStream,
  start: number,
  visibility: EnumNode["visibility"],
  keyword = takeKeyword(tokens),
): EnumNode {
  const name = parseName(tokens, "the name of the enum");
  const title = name === undefined ? "the enum" : `enum \`${name.text}\``;
  const body = parseBody<EnumMember>(
    tokens,
    { start, title, members: "values", semicolons: "allowed" },
    parseEnumMember,
  );
  return { kind: "enum", start, end: tokens.endFrom(start), visibility, keyword, name, ...body };
}

function parseEnumMember(tokens: TokenStream): EnumMember | undefined {
  const { index } = tokens;
  if (tokens.isWord("option")) return parseOptionStatement(tokens);
  if (tokens.isWord("reserved")) return parseReserved(tokens);
  if (tokens.isWord("extensions") && tokens.kindAt(index + 1) === TokenKind.Integer) return takeExtensions(tokens);
  if (tokens.isIdentifier(index)) return parseEnumValue(tokens);
  tokens.report(
    notADeclaration(tokens.span, tokens.text(), "in an enum", "values (`NAME = 1;`), `option` and `reserved`"),
  );
  skipStatement(tokens, startsEnumMember);
  return undefined;
}

function takeExtensions(tokens: TokenStream): undefined {
  const { start, span, index } = tokens;
  skipStatement(tokens, startsEnumMember);
  const next = tokens.index;
  const statement = tokens.spanFrom(start);
  tokens.index = index;
  tokens.report(extensionsInEnum(statement, span, tokens.source.text));
  tokens.index = next;
}

function parseEnumValue(tokens: TokenStream): EnumValueNode {
  const { start } = tokens;
  const name = tokens.takeName();
  const number = parseEnumNumber(tokens, name.text, name);
  const options = parseCompactOptions(tokens);
  if (number === undefined && !tokens.isAt(";")) {
    if (!tokens.startsLine()) skipStatement(tokens, startsEnumMember);
  } else {
    endStatement(tokens, `enum value \`${name.text}\``, startsEnumMember);
  }
  return { kind: "enumValue", start, end: tokens.endFrom(start), name, number, options };
}

function parseEnumNumber(
  tokens: TokenStream,
  name: string,
  at: { start: number; end: number },
): IntegerValue | undefined {
  if (!tokens.takeIf("=")) {
    if (tokens.found === undefined || tokens.isAt(";") || tokens.isAt("[") || tokens.isAt("}")) {
      tokens.report(missingEnumNumber(at, name));
    } else {
      tokens.report(expected(tokens.missingAt, `\`=\` and a number after \`${name}\``, tokens.found));
    }
    return undefined;
  }
  const number = parseInteger(tokens);
  if (number === undefined) {
    const help = tokens.kind === TokenKind.Float ? "enum numbers are integers" : undefined;
    tokens.report(expected(tokens.missingAt, `the number of enum value \`${name}\``, tokens.found, help));
  }
  return number;
}
