import type { CompactOptions, OptionName, OptionNamePart, OptionNode, OptionValue } from "./nodes.ts";
import { parseList, parseMessageValue } from "./parseMessageValue.ts";
import { parseTypeName } from "./parseNames.ts";
import { parseScalar } from "./parseValue.ts";
import { breaksOff, endStatement, skipStatement } from "./recovery.ts";
import {
  emptyList,
  expected,
  invalidOptionValue,
  missingComma,
  missingToken,
  signOfMessage,
  trailingComma,
} from "./syntaxProblems.ts";
import type { TokenStream } from "./tokenStream.ts";
import { TokenKind } from "./tokens.ts";

/** `option name = value;` with the current token at `option`. */
export function parseOptionStatement(tokens: TokenStream): OptionNode {
  const { start } = tokens;
  tokens.take();
  const { name, value } = parseAssignment(tokens);
  if (value === undefined) skipStatement(tokens);
  else endStatement(tokens, "the option");
  return { kind: "option", start, end: tokens.endFrom(start), name, value };
}

/** `[a = b, c = d]`, undefined where no `[` stands. */
export function parseCompactOptions(tokens: TokenStream): CompactOptions | undefined {
  if (!tokens.isAt("[")) return undefined;
  const { start } = tokens;
  tokens.take();
  const options: OptionNode[] = [];
  if (tokens.isAt("]")) tokens.report(emptyList({ start, end: tokens.endAt(tokens.index) }, "the options in `[ ]`"));
  while (!tokens.isAt("]") && !endsOptions(tokens)) {
    const from = tokens.start;
    const { name, value } = parseAssignment(tokens);
    options.push({ kind: "option", start: from, end: tokens.endFrom(from), name, value });
    if (value === undefined) skipToSeparator(tokens);
    if (tokens.isAt(",")) {
      const comma = tokens.span;
      tokens.take();
      if (tokens.isAt("]")) tokens.report(trailingComma(comma));
    } else if (!tokens.isAt("]") && !endsOptions(tokens)) {
      const next = tokens.isIdentifier() || tokens.isAt("(") ? "option" : "other";
      tokens.report(missingComma(tokens.missingAt, tokens.found, next));
      if (next === "other") skipToSeparator(tokens);
    }
  }
  if (!tokens.takeIf("]"))
    tokens.report(missingToken(tokens.missingAt, "]", "after the options", tokens.found, tokens.previousEnd));
  return { kind: "compactOptions", start, end: tokens.endFrom(start), options };
}

function parseAssignment(tokens: TokenStream): { name: OptionName | undefined; value: OptionValue | undefined } {
  const name = parseOptionName(tokens);
  if (name === undefined) return { name, value: undefined };
  if (!tokens.takeIf("=")) {
    const help = name.parts.length === 1 ? `write \`${name.parts[0]?.text ?? "name"} = value\`` : undefined;
    tokens.report(expected(tokens.missingAt, "`=` after the option's name", tokens.found, help));
    return { name, value: undefined };
  }
  return { name, value: parseOptionValue(tokens) };
}

function parseOptionName(tokens: TokenStream): OptionName | undefined {
  const { start } = tokens;
  const parts: OptionNamePart[] = [];
  do {
    const part = parseOptionNamePart(tokens);
    if (part === undefined) {
      tokens.report(
        expected(tokens.missingAt, parts.length === 0 ? "the name of an option" : "a name after the `.`", tokens.found),
      );
      return undefined;
    }
    parts.push(part);
  } while (tokens.takeIf("."));
  return { kind: "optionName", start, end: tokens.endFrom(start), parts };
}

function parseOptionNamePart(tokens: TokenStream): OptionNamePart | undefined {
  const { start } = tokens;
  if (tokens.isIdentifier() && !(tokens.isCharacter(tokens.index - 1, ".") && breaksOff(tokens))) {
    const text = tokens.text();
    tokens.take();
    return { kind: "optionNamePart", start, end: tokens.endFrom(start), extension: false, text };
  }
  if (!tokens.takeIf("(")) return undefined;
  const name = parseTypeName(tokens);
  if (name === undefined) return undefined;
  if (!tokens.takeIf(")"))
    tokens.report(
      missingToken(tokens.missingAt, ")", "after the name of the extension", tokens.found, tokens.previousEnd),
    );
  return { kind: "optionNamePart", start, end: tokens.endFrom(start), extension: true, text: name.text };
}

function parseOptionValue(tokens: TokenStream): OptionValue | undefined {
  if (tokens.isAt("{")) return parseMessageValue(tokens);
  if (tokens.isAt("-") && tokens.isCharacter(tokens.index + 1, "{")) {
    tokens.report(signOfMessage(tokens.span));
    tokens.take();
    return parseMessageValue(tokens);
  }
  if (tokens.isAt("[")) {
    const list = parseList(tokens);
    tokens.report(
      invalidOptionValue(
        list,
        "a list cannot be the value of an option",
        "write the option once for each element, or use `{ field: [ … ] }`",
      ),
    );
    return list;
  }
  if (tokens.isIdentifier() && tokens.isCharacter(tokens.index + 1, ":")) return parseUnopenedValue(tokens);
  return parseScalar(tokens, "option");
}

// `= field: value }`: the brace is the mistake.
function parseUnopenedValue(tokens: TokenStream): OptionValue {
  tokens.report(missingToken(tokens.span, "{", "before the message value", tokens.text()));
  return parseMessageValue(tokens);
}

function endsOptions(tokens: TokenStream): boolean {
  if (tokens.kind === TokenKind.End || tokens.isAt(";") || tokens.isAt("}") || tokens.isAt("{")) return true;
  return !tokens.isCharacter(tokens.index + 1, "=") && breaksOff(tokens);
}

function skipToSeparator(tokens: TokenStream): void {
  while (!tokens.isAt(",") && !tokens.isAt("]") && !endsOptions(tokens)) tokens.take();
}
