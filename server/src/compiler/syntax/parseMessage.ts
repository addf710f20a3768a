import type { Span } from "../text/span.ts";
import type {
  ExtendMember,
  ExtendNode,
  GroupNode,
  Label,
  MessageMember,
  MessageNode,
  OneofMember,
  OneofNode,
  TypeName,
  Word,
} from "./nodes.ts";
import { parseBody } from "./parseBody.ts";
import { parseEnum } from "./parseEnum.ts";
import { parseLabel, parseNumber, parsePlainField } from "./parseField.ts";
import { parseMessageName, parseName, takeKeyword, takeVisibility } from "./parseNames.ts";
import { parseCompactOptions, parseOptionStatement } from "./parseOption.ts";
import { parseExtensions, parseReserved } from "./parseRanges.ts";
import { breaksOff, skipBalanced, skipStatement } from "./recovery.ts";
import { isScalarType } from "./scalarTypes.ts";
import {
  expected,
  labelBefore,
  missingKeyword,
  misspelledKeyword,
  notADeclaration,
  rpcOutsideService,
  scalarExtended,
  tooDeep,
} from "./syntaxProblems.ts";
import type { TokenStream } from "./tokenStream.ts";
import { keywordMeant, keywordMissing } from "./typo.ts";

/** protoc's parser gives up at this depth (kMaxRecursionDepth): 31 nested messages pass. */
const deepestMessage = 32;

const messageKeywords = ["message", "enum", "oneof"] as const;

/** `message Name { … }`; `start` is where `visibility` or the keyword begins, which is empty where it is missing. */
export function parseMessage(
  tokens: TokenStream,
  start: number,
  visibility: MessageNode["visibility"],
  keyword = takeKeyword(tokens),
): MessageNode {
  const name = parseName(tokens, "the name of the message");
  const title = name === undefined ? "the message" : `message \`${name.text}\``;
  const body = parseMessageBody(tokens, start, title, keyword);
  return { kind: "message", start, end: tokens.endFrom(start), visibility, keyword, name, ...body };
}

/** The braced members of a message or group. */
function parseMessageBody(tokens: TokenStream, start: number, title: string, at: Span) {
  if (tokens.messageDepth >= deepestMessage - 1) {
    tokens.report(tooDeep(at, "messages"));
    if (tokens.isAt("{")) skipBalanced(tokens);
    else skipStatement(tokens);
    return { body: undefined, closed: true, members: [] };
  }
  tokens.messageDepth++;
  const body = parseBody(tokens, { start, title, members: "others", semicolons: "allowed" }, parseMessageMember);
  tokens.messageDepth--;
  return body;
}

function parseMessageMember(tokens: TokenStream): MessageMember | undefined {
  const { start } = tokens;
  const visibility = takeVisibility(tokens);
  switch (tokens.isIdentifier() ? tokens.text() : "") {
    case "message":
      return parseMessage(tokens, start, visibility);
    case "enum":
      return parseEnum(tokens, start, visibility);
    case "extend":
      return parseExtend(tokens);
    case "extensions":
      return parseExtensions(tokens);
    case "reserved":
      return parseReserved(tokens);
    case "option":
      return parseOptionStatement(tokens);
    case "oneof":
      return parseOneof(tokens, start);
    case "optional":
    case "required":
    case "repeated":
      return parseLabelled(tokens);
    default:
      return parseOther(tokens);
  }
}

// `repeated oneof x {` and the like: the label is the mistake, the declaration after it is kept.
function parseLabelled(tokens: TokenStream): MessageMember | undefined {
  if (!tokens.guesses) return parseField(tokens);
  const { index } = tokens;
  const declares = messageKeywords.find(word => tokens.isWord(word, index + 1) && tokens.isCharacter(index + 3, "{"));
  if (declares === undefined) return parseField(tokens);
  tokens.report(
    labelBefore(
      tokens.span,
      tokens.text(),
      declares === "message" ? "a message" : `${declares === "enum" ? "an" : "a"} ${declares}`,
      tokens.source.text,
    ),
  );
  tokens.take();
  return parseMessageMember(tokens);
}

function parseOther(tokens: TokenStream): MessageMember | undefined {
  if (!tokens.guesses) return parseField(tokens);
  const { start } = tokens;
  const meant = keywordMeant(tokens, messageKeywords);
  if (meant !== undefined) {
    tokens.report(misspelledKeyword(tokens.span, tokens.text(), meant));
    if (meant === "message") return parseMessage(tokens, start, undefined);
    return meant === "enum" ? parseEnum(tokens, start, undefined) : parseOneof(tokens, start);
  }
  if (tokens.isWord("rpc") && tokens.isIdentifier(tokens.index + 1) && tokens.isCharacter(tokens.index + 2, "(")) {
    tokens.report(rpcOutsideService(tokens.span));
    skipStatement(tokens);
    return undefined;
  }
  const missing = keywordMissing(tokens, "in a message");
  if (missing === undefined) return parseField(tokens);
  const keyword = { start, end: start };
  tokens.report(missingKeyword(tokens.span, tokens.text(), missing));
  if (missing === "oneof") return parseOneof(tokens, start, keyword);
  return missing === "enum"
    ? parseEnum(tokens, start, undefined, keyword)
    : parseMessage(tokens, start, undefined, keyword);
}

/** A field of any form: plain, map or group, with or without a label. */
function parseField(tokens: TokenStream): ExtendMember | undefined {
  const { start } = tokens;
  const label = parseLabel(tokens);
  if (tokens.isWord("group")) return parseGroup(tokens, start, label);
  return parsePlainField(tokens, start, label);
}

function parseGroup(tokens: TokenStream, start: number, label: Word<Label> | undefined): GroupNode {
  const keyword = tokens.span;
  tokens.take();
  const name = parseName(tokens, "the name of the group");
  const number = parseNumber(tokens, name);
  const options = parseCompactOptions(tokens);
  const title = name === undefined ? "the group" : `group \`${name.text}\``;
  const body = parseMessageBody(tokens, start, title, keyword);
  return { kind: "group", start, end: tokens.endFrom(start), label, keyword, name, number, options, ...body };
}

function parseOneof(tokens: TokenStream, start: number, keyword = takeKeyword(tokens)): OneofNode {
  const name = parseName(tokens, "the name of the oneof");
  const title = name === undefined ? "the oneof" : `oneof \`${name.text}\``;
  const body = parseBody<OneofMember>(
    tokens,
    { start, title, members: "others", semicolons: "refused" },
    parseOneofMember,
  );
  return { kind: "oneof", start, end: tokens.endFrom(start), keyword, name, ...body };
}

function parseOneofMember(tokens: TokenStream): OneofMember | undefined {
  return tokens.isWord("option") ? parseOptionStatement(tokens) : parseField(tokens);
}

/** `extend Type { fields }`, with the current token at `extend`. */
export function parseExtend(tokens: TokenStream): ExtendNode {
  const { start } = tokens;
  const keyword = tokens.span;
  tokens.take();
  const extendee = parseExtendee(tokens);
  const title = extendee === undefined ? "the extend block" : `the extend block of \`${extendee.text}\``;
  const body = parseBody<ExtendMember>(
    tokens,
    { start, title, members: "others", semicolons: "refused" },
    parseExtendMember,
  );
  return { kind: "extend", start, end: tokens.endFrom(start), keyword, extendee, ...body };
}

function parseExtendee(tokens: TokenStream): TypeName | undefined {
  const isMissing = breaksOff(tokens) || !tokens.isIdentifier(tokens.index + (tokens.isAt(".") ? 1 : 0));
  if (isMissing) tokens.report(expected(tokens.missingAt, "the message to extend", tokens.found));
  const extendee = isMissing ? undefined : parseMessageName(tokens);
  if (extendee === undefined || !isScalarType(extendee.text)) return extendee;
  tokens.report(scalarExtended(extendee));
  return undefined;
}

const notInExtend = ["oneof", "message", "enum"];

function parseExtendMember(tokens: TokenStream): ExtendMember | undefined {
  const misplaced = notInExtend.some(word => tokens.isWord(word)) && tokens.isCharacter(tokens.index + 2, "{");
  if (!misplaced) return parseField(tokens);
  tokens.report(notADeclaration(tokens.span, tokens.text(), "in an extend block", "fields and groups"));
  skipStatement(tokens);
  return undefined;
}
