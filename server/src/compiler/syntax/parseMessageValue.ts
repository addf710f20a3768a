// The text format inside of an option: `{ field: value nested { … } list: [1, 2] [pkg.ext]: true }`.
import type { ListValue, MessageValue, MessageValueField, MessageValueName, OptionValue } from "./nodes.ts";
import { parseScalar } from "./parseValue.ts";
import { breaksOff, skipBalanced, startsStatement } from "./recovery.ts";
import { expected, invalidOptionValue, missingColon, missingToken, tooDeep, trailingComma } from "./syntaxProblems.ts";
import type { TokenStream } from "./tokenStream.ts";
import { TokenKind } from "./tokens.ts";

const deepest = 100;

/** Takes `{ … }` or `< … >`; the current token opens it, or is the first field where that is missing. */
export function parseMessageValue(tokens: TokenStream, depth = 0): MessageValue {
  const { start, span } = tokens;
  const close = tokens.isAt("<") ? ">" : "}";
  if (depth > deepest) {
    tokens.report(tooDeep(span, "message values"));
    if (close === "}") skipBalanced(tokens);
    else tokens.take();
    return { kind: "messageValue", start, end: tokens.endFrom(start), fields: [], closed: true };
  }
  if (!tokens.isIdentifier()) tokens.take();
  const fields: MessageValueField[] = [];
  while (!tokens.isAt(close) && !endsUnclosed(tokens)) {
    const from = tokens.index;
    const field = parseField(tokens, depth);
    if (field === undefined) {
      if (!skipToField(tokens, close)) break;
    } else {
      fields.push(field);
      if (!tokens.takeIf(",")) tokens.takeIf(";");
    }
    if (tokens.index === from) tokens.take();
  }
  const closed = tokens.takeIf(close);
  if (!closed) {
    // A `;` may end a field; more likely it was to end the option.
    const end = tokens.isCharacter(tokens.index - 1, ";") ? tokens.endAt(tokens.index - 2) : tokens.previousEnd;
    tokens.report(missingToken(tokens.missingAt, close, "after the message value", tokens.found, end));
  }
  return { kind: "messageValue", start, end: tokens.endFrom(start), fields, closed };
}

// A `]` that ends what is around the value, or the next statement: a field of a message value is never two names.
function endsUnclosed(tokens: TokenStream): boolean {
  const { index } = tokens;
  if (tokens.kind === TokenKind.End) return true;
  if (tokens.isAt("]")) return tokens.isCharacter(index + 1, ";") || tokens.isCharacter(index + 1, ",");
  const follows = tokens.kindAt(index + 1);
  const isName = follows === TokenKind.Identifier || follows === TokenKind.Integer || follows === TokenKind.String;
  const isPath = tokens.isCharacter(index + 1, ".") || tokens.isCharacter(index + 1, "(");
  return (isName || isPath) && breaksOff(tokens);
}

/** Takes `[a, b]`; the current token is the `[`. */
export function parseList(tokens: TokenStream, depth = 0): ListValue {
  const { start } = tokens;
  tokens.take();
  const elements: OptionValue[] = [];
  while (!tokens.isAt("]") && !endsList(tokens)) {
    const from = tokens.index;
    const element =
      tokens.isAt("{") || tokens.isAt("<") ? parseMessageValue(tokens, depth + 1) : parseElement(tokens, depth);
    if (element !== undefined) elements.push(element);
    if (tokens.isAt(",")) {
      const comma = tokens.span;
      tokens.take();
      if (tokens.isAt("]")) tokens.report(trailingComma(comma));
    } else if (!tokens.isAt("]") && !endsList(tokens)) {
      tokens.report(missingToken(tokens.missingAt, ",", "between two elements", tokens.found));
      if (tokens.index === from) tokens.take();
    }
  }
  if (!tokens.takeIf("]"))
    tokens.report(missingToken(tokens.missingAt, "]", "after the list", tokens.found, tokens.previousEnd));
  return { kind: "list", start, end: tokens.endFrom(start), elements };
}

function parseElement(tokens: TokenStream, depth: number): OptionValue | undefined {
  if (!tokens.isAt("[")) return parseScalar(tokens, "text");
  tokens.report(invalidOptionValue(tokens.span, "a list cannot hold a list", "put the inner one into a message"));
  if (depth < deepest) return parseList(tokens, depth + 1);
  tokens.take();
  return undefined;
}

function endsList(tokens: TokenStream): boolean {
  return tokens.kind === TokenKind.End || tokens.isAt(";") || tokens.isAt("}");
}

function parseField(tokens: TokenStream, depth: number): MessageValueField | undefined {
  const { start } = tokens;
  const name = parseFieldName(tokens);
  if (name === undefined) {
    tokens.report(expected(tokens.missingAt, "the name of a field", tokens.found));
    return undefined;
  }
  const colon = tokens.takeIf(":");
  const value = parseFieldValue(tokens, colon, depth);
  return { kind: "messageValueField", start, end: tokens.endFrom(start), name, colon, value };
}

function parseFieldName(tokens: TokenStream): MessageValueName | undefined {
  const { start } = tokens;
  if (tokens.isIdentifier()) {
    const text = tokens.text();
    tokens.take();
    return { kind: "fieldName", start, end: tokens.endFrom(start), text, domain: "" };
  }
  if (!tokens.takeIf("[")) return undefined;
  let text = "";
  while (
    tokens.isIdentifier() ||
    tokens.isAt(".") ||
    tokens.isAt("/") ||
    tokens.isAt("-") ||
    tokens.kind === TokenKind.Integer
  ) {
    text += tokens.text();
    tokens.take();
  }
  if (!tokens.takeIf("]"))
    tokens.report(
      missingToken(tokens.missingAt, "]", "after the name of the extension", tokens.found, tokens.previousEnd),
    );
  if (text === "") return undefined;
  const slash = text.lastIndexOf("/");
  if (slash < 0) return { kind: "extensionName", start, end: tokens.endFrom(start), text, domain: "" };
  return {
    kind: "anyName",
    start,
    end: tokens.endFrom(start),
    text: text.slice(slash + 1),
    domain: text.slice(0, slash),
  };
}

function parseFieldValue(tokens: TokenStream, colon: boolean, depth: number): OptionValue | undefined {
  if (tokens.isAt("{") || tokens.isAt("<")) return parseMessageValue(tokens, depth + 1);
  if (!colon && !startsMessages(tokens)) {
    tokens.report(missingColon(tokens.missingAt, tokens.found));
    if (tokens.found === undefined) return undefined;
  }
  if (tokens.isAt("[")) return parseList(tokens, depth);
  return parseScalar(tokens, "text");
}

// A list of messages needs no colon, as a message needs none; what an empty one holds is known by its field alone.
function startsMessages(tokens: TokenStream): boolean {
  const next = tokens.index + 1;
  return tokens.isAt("[") && ["{", "<", "]"].some(character => tokens.isCharacter(next, character));
}

// `{{ … };`: the end of the second brace is that of the value. Sought in what is near.
function isDoubled(tokens: TokenStream): boolean {
  if (tokens.isCharacter(tokens.index + 1, "{")) return true;
  let depth = 0;
  for (let at = tokens.index; at < tokens.index + 500 && tokens.kindAt(at) !== TokenKind.End; at++) {
    if (tokens.isCharacter(at, "{")) depth++;
    else if (tokens.isCharacter(at, "}")) depth--;
    if (depth === 0) return tokens.isCharacter(at + 1, ";") || tokens.isCharacter(at + 1, "]");
  }
  return true;
}

/** Steps to the next separator or line; false where the message value seems to be over without its end. */
function skipToField(tokens: TokenStream, close: string): boolean {
  const from = tokens.index;
  while (!tokens.isAt(close) && tokens.kind !== TokenKind.End) {
    if (tokens.index > from && tokens.startsLine()) return !startsStatement(tokens);
    if (tokens.isAt("}")) return false;
    if (tokens.isAt("{") && tokens.index === from && isDoubled(tokens)) {
      tokens.take();
      return true;
    }
    if (tokens.isAt("{")) skipBalanced(tokens);
    else if (tokens.takeIf(",") || tokens.takeIf(";")) return true;
    else tokens.take();
  }
  return true;
}
