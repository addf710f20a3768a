import type { Problem } from "../report/problem.ts";
import type { Span } from "../text/span.ts";
import type { MapType, MethodNode, MethodType, OptionNode, ServiceMember, ServiceNode, TypeName } from "./nodes.ts";
import { parseBody } from "./parseBody.ts";
import { parseMapType } from "./parseField.ts";
import { parseMessageName, parseName, takeKeyword } from "./parseNames.ts";
import { parseCompactOptions, parseOptionStatement } from "./parseOption.ts";
import { breaksOff, endStatement, skipStatement, startsStatement } from "./recovery.ts";
import { isScalarType } from "./scalarTypes.ts";
import {
  expected,
  expectedParenthesis,
  missingReturns,
  missingToken,
  misspelledKeyword,
  notADeclaration,
  oneMessage,
  optionsOfRpc,
} from "./syntaxProblems.ts";
import type { TokenStream } from "./tokenStream.ts";
import { TokenKind } from "./tokens.ts";
import { keywordMeant } from "./typo.ts";

/** `service Name { … }`, with the current token at the keyword, which is empty where it is missing. */
export function parseService(tokens: TokenStream, keyword = takeKeyword(tokens)): ServiceNode {
  const { start } = keyword;
  const name = parseName(tokens, "the name of the service");
  const title = name === undefined ? "the service" : `service \`${name.text}\``;
  const body = parseBody<ServiceMember>(
    tokens,
    { start, title, members: "others", semicolons: "allowed" },
    parseServiceMember,
  );
  return { kind: "service", start, end: tokens.endFrom(start), keyword, name, ...body };
}

function parseServiceMember(tokens: TokenStream): ServiceMember | undefined {
  if (tokens.isWord("rpc")) return parseMethod(tokens);
  if (tokens.isWord("option")) return parseOptionStatement(tokens);
  const meant = keywordMeant(tokens, ["rpc"]);
  if (meant !== undefined) {
    tokens.report(misspelledKeyword(tokens.span, tokens.text(), meant));
    return parseMethod(tokens);
  }
  const allowed = "`rpc` and `option`; messages stand beside the service, not in it";
  tokens.report(notADeclaration(tokens.span, tokens.text(), "in a service", allowed));
  skipStatement(tokens);
  return undefined;
}

/** `rpc Name(Request) returns (Response);` or with a body of options. */
function parseMethod(tokens: TokenStream): MethodNode {
  const keyword = takeKeyword(tokens);
  const { start } = keyword;
  const name = parseName(tokens, "the name of the rpc");
  const title = name === undefined ? "the rpc" : `rpc \`${name.text}\``;
  const input = name === undefined ? undefined : parseMethodType(tokens, `after \`${name.text}\``, "request");
  const output = input === undefined ? undefined : parseReturns(tokens);
  const types = { keyword, name, input, output };
  if (output !== undefined && (tokens.isAt("{") || lacksBrace(tokens, start))) {
    const owner = { start, title, members: "others", semicolons: "allowed", endsBefore: startsMethod } as const;
    const body = parseBody<OptionNode>(tokens, owner, parseMethodMember);
    return { kind: "method", start, end: tokens.endFrom(start), ...types, ...body };
  }
  if (output !== undefined && tokens.isAt("[")) takeOptionsInBrackets(tokens);
  if (output !== undefined) endStatement(tokens, title);
  else if (!tokens.takeIf(";") && !tokens.startsLine()) skipStatement(tokens);
  return { kind: "method", start, end: tokens.endFrom(start), ...types, body: undefined, closed: false, members: [] };
}

function takeOptionsInBrackets(tokens: TokenStream): void {
  const list = parseCompactOptions(tokens);
  if (list !== undefined) tokens.problems.push(optionsOfRpc(list, list.options, tokens.source.text));
}

// An option where the `;` of the rpc or its body could begin: it is in the body.
function lacksBrace(tokens: TokenStream, start: number): boolean {
  if (!tokens.isWord("option") || !startsStatement(tokens)) return false;
  return !tokens.startsLine() || tokens.columnAt(tokens.index) > tokens.columnOf(start);
}

function startsMethod(tokens: TokenStream): boolean {
  return tokens.isWord("rpc") && tokens.isIdentifier(tokens.index + 1) && tokens.isCharacter(tokens.index + 2, "(");
}

function parseMethodMember(tokens: TokenStream): OptionNode | undefined {
  if (tokens.isWord("option")) return parseOptionStatement(tokens);
  tokens.report(notADeclaration(tokens.span, tokens.text(), "in the body of an rpc", "`option`"));
  skipStatement(tokens);
  return undefined;
}

function parseReturns(tokens: TokenStream): MethodType | undefined {
  if (tokens.isWord("returns")) tokens.take();
  else if (tokens.isIdentifier() && tokens.isCharacter(tokens.index + 1, "(") && !tokens.startsLine()) {
    tokens.report(misspelledKeyword(tokens.span, tokens.text(), "returns"));
    tokens.take();
  } else {
    const isNamed = tokens.isAt("(") && !tokens.startsLine();
    tokens.report(missingReturns(tokens.missingAt, tokens.found, isNamed ? tokens.span : undefined));
    if (!isNamed) return undefined;
  }
  return parseMethodType(tokens, "after `returns`", "response");
}

// Empty parentheses are left to the checks, which can offer a message; so is a scalar with or without a name after it.
function parseMethodType(tokens: TokenStream, where: string, role: string): MethodType | undefined {
  const { start } = tokens;
  if (!tokens.takeIf("(")) {
    tokens.report(missingToken(tokens.missingAt, "(", `and the ${role} message ${where}`, tokens.found));
    if (tokens.isIdentifier() && !tokens.startsLine() && !tokens.isWord("returns")) {
      const type = parseMessageName(tokens);
      tokens.takeIf(")");
      return { kind: "methodType", start, end: tokens.endFrom(start), stream: undefined, type };
    }
    return undefined;
  }
  const stream = tokens.isWord("stream") ? tokens.takeWord("stream") : undefined;
  const type = parseMessageType(tokens);
  if (type === undefined && !tokens.isAt(")"))
    tokens.report(expected(tokens.missingAt, `the ${role} message`, tokens.found));
  const more = type === undefined || tokens.isAt(")") ? undefined : moreThanMessage(tokens, type, role);
  if (more !== undefined) tokens.report(more);
  while (!tokens.isAt(")") && !endsParentheses(tokens)) tokens.take();
  if (!tokens.takeIf(")") && more === undefined)
    tokens.report(missingToken(tokens.missingAt, ")", `after the ${role} message`, tokens.found, tokens.previousEnd));
  return { kind: "methodType", start, end: tokens.endFrom(start), stream, type };
}

function parseMessageType(tokens: TokenStream): TypeName | MapType | undefined {
  if (breaksOff(tokens)) return undefined;
  if (tokens.isWord("map") && tokens.isCharacter(tokens.index + 1, "<")) return parseMapType(tokens);
  return parseMessageName(tokens);
}

function moreThanMessage(tokens: TokenStream, type: TypeName | MapType, role: string): Problem | undefined {
  if (type.kind === "mapType" || isScalarType(type.text)) return undefined;
  const isOther = tokens.isAt(",") || (tokens.isIdentifier() && !tokens.isWord("returns"));
  if (!tokens.startsLine() && isOther) return oneMessage(tokens.span);
  return expectedParenthesis(
    tokens.missingAt,
    `after the ${role} message`,
    tokens.found,
    restOfParentheses(tokens),
    tokens.previousEnd,
  );
}

// What stands before the `)`; undefined where that does not come.
function restOfParentheses(tokens: TokenStream): Span | undefined {
  const { index } = tokens;
  const { previousEnd } = tokens;
  while (!tokens.isAt(")") && !endsParentheses(tokens)) tokens.take();
  const rest = tokens.isAt(")") ? { start: previousEnd, end: tokens.previousEnd } : undefined;
  tokens.index = index;
  return rest;
}

function endsParentheses(tokens: TokenStream): boolean {
  if (
    tokens.kind === TokenKind.End ||
    tokens.isAt(";") ||
    tokens.isAt("{") ||
    tokens.isAt("}") ||
    tokens.isWord("returns")
  )
    return true;
  return breaksOff(tokens);
}
