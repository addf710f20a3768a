import type { Span } from "../text/span.ts";
import type { ExtensionsNode, IntegerValue, Name, RangeNode, ReservedNode, StringValue, Word } from "./nodes.ts";
import { parseCompactOptions } from "./parseOption.ts";
import { parseInteger, parseString } from "./parseValue.ts";
import { breaksOff, endStatement, skipStatement } from "./recovery.ts";
import { expected, mixedReserved, optionsOfReserved, trailingComma } from "./syntaxProblems.ts";
import type { TokenStream } from "./tokenStream.ts";
import { TokenKind } from "./tokens.ts";

/** `extensions 100 to 199, 500 to max [options];` */
export function parseExtensions(tokens: TokenStream): ExtensionsNode {
  const { start } = tokens;
  const keyword = tokens.span;
  tokens.take();
  const ranges: RangeNode[] = [];
  parseCommaList(tokens, () => {
    const range = parseRange(tokens);
    if (range === undefined)
      tokens.report(
        expected(tokens.missingAt, "a number or a range of numbers", tokens.found, "for example `100 to 199`"),
      );
    else ranges.push(range);
    return range !== undefined;
  });
  const options = parseCompactOptions(tokens);
  finish(tokens, ranges.length, "the extension range");
  return { kind: "extensions", start, end: tokens.endFrom(start), keyword, ranges, options };
}

/** `reserved 1, 5 to 9;`, `reserved "a", "b";` or, in editions, `reserved a, b;`. */
export function parseReserved(tokens: TokenStream): ReservedNode {
  const { start } = tokens;
  const keyword = tokens.span;
  tokens.take();
  const ranges: RangeNode[] = [];
  const names: (StringValue | Name)[] = [];
  let mixed: Span | undefined;
  parseCommaList(tokens, () => {
    const from = tokens.span;
    const item = parseReservedItem(tokens);
    if (item === undefined) {
      tokens.report(
        expected(tokens.missingAt, "a number, a range or a name", tokens.found, 'for example `2, 5 to 9` or `"name"`'),
      );
      return false;
    }
    if (item.kind === "range" ? names.length > 0 : ranges.length > 0) mixed ??= from;
    if (item.kind === "range") ranges.push(item);
    else names.push(item);
    return true;
  });
  if (tokens.isAt("[") && ranges.length + names.length > 0) takeOptions(tokens);
  finish(tokens, ranges.length + names.length, "the reserved statement");
  const end = tokens.endFrom(start);
  if (mixed !== undefined)
    tokens.problems.push(mixedReserved(mixed, { start, end }, ranges, names, tokens.source.text));
  return { kind: "reserved", start, end, keyword, ranges, names };
}

// Options that stand where none may; they are not looked into.
function takeOptions(tokens: TokenStream): void {
  const { start, index } = tokens;
  while (!tokens.isAt("]") && !tokens.isAt(";") && !tokens.isAt("}") && tokens.kind !== TokenKind.End) tokens.take();
  tokens.takeIf("]");
  const span = { start, end: tokens.endFrom(start) };
  const next = tokens.index;
  tokens.index = index;
  tokens.report(optionsOfReserved(span));
  tokens.index = next;
}

function parseReservedItem(tokens: TokenStream): RangeNode | StringValue | Name | undefined {
  if (tokens.kind === TokenKind.String) return parseString(tokens);
  if (tokens.isIdentifier() && !breaksOff(tokens)) return tokens.takeName();
  return parseRange(tokens);
}

function parseCommaList(tokens: TokenStream, parseItem: () => boolean): void {
  while (parseItem()) {
    const comma = tokens.span;
    if (!tokens.takeIf(",")) return;
    if (tokens.isAt(";")) {
      tokens.report(trailingComma(comma));
      return;
    }
  }
}

function parseRange(tokens: TokenStream): RangeNode | undefined {
  const from = parseInteger(tokens);
  if (from === undefined) return undefined;
  const to = tokens.isWord("to") ? parseRangeEnd(tokens) : undefined;
  return { kind: "range", start: from.start, end: tokens.endFrom(from.start), from, to };
}

function parseRangeEnd(tokens: TokenStream): IntegerValue | Word<"max"> | undefined {
  tokens.take();
  if (tokens.isWord("max")) return tokens.takeWord("max");
  const to = parseInteger(tokens);
  if (to === undefined)
    tokens.report(expected(tokens.missingAt, "the last number of the range, or `max`", tokens.found));
  return to;
}

function finish(tokens: TokenStream, count: number, what: string): void {
  if (count === 0) {
    if (!tokens.startsLine()) skipStatement(tokens);
  } else {
    endStatement(tokens, what);
  }
}
