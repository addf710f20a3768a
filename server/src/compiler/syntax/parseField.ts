import type { FieldNode, IntegerValue, Label, MapFieldNode, MapType, Name, TypeName, Word } from "./nodes.ts";
import { parseFieldType, parseName } from "./parseNames.ts";
import { parseCompactOptions } from "./parseOption.ts";
import { parseInteger } from "./parseValue.ts";
import { endStatement, skipStatement } from "./recovery.ts";
import {
  expected,
  keywordAsScope,
  mapOfMaps,
  mapWithoutValue,
  missingFieldNumber,
  missingToken,
  notADeclaration,
  twoLabels,
} from "./syntaxProblems.ts";
import type { TokenStream } from "./tokenStream.ts";
import { TokenKind } from "./tokens.ts";

/** A plain or map field after its label, if any; `start` is where that begins. Undefined where none can be made out. */
export function parsePlainField(
  tokens: TokenStream,
  start: number,
  label: Word<Label> | undefined,
): FieldNode | MapFieldNode | undefined {
  if (tokens.isWord("map") && tokens.isCharacter(tokens.index + 1, "<")) return parseMapField(tokens, start, label);
  if (tokens.isWord("map") && tokens.isCharacter(tokens.index + 1, "."))
    tokens.report(keywordAsScope(tokens.span, "map"));
  const type = parseFieldType(tokens);
  if (type === undefined) {
    reportNoField(tokens, label);
    skipStatement(tokens);
    return label === undefined
      ? undefined
      : { kind: "field", start, end: tokens.endFrom(start), label, type, ...nothing };
  }
  const name = parseName(tokens, `the name of the field after its type \`${type.text}\``);
  if (name === undefined) {
    skipIncomplete(tokens);
    return { kind: "field", start, end: tokens.endFrom(start), label, type, ...nothing };
  }
  const { number, options, end } = parseFieldEnd(tokens, start, name);
  return { kind: "field", start, end, label, type, name, number, options };
}

const nothing = { name: undefined, number: undefined, options: undefined } as const;

function reportNoField(tokens: TokenStream, label: Word<Label> | undefined): void {
  if (label === undefined) {
    const allowed = "fields (`string name = 1;`), `oneof`, `message`, `enum`, `reserved` and `option`";
    tokens.report(notADeclaration(tokens.span, tokens.text(), "in this body", allowed));
  } else {
    tokens.report(expected(tokens.missingAt, `a type after \`${label.word}\``, tokens.found));
  }
}

/** `optional`, `required` or `repeated`; a second label is reported and left out. */
export function parseLabel(tokens: TokenStream): Word<Label> | undefined {
  const label = takeLabel(tokens);
  while (label !== undefined && !isType(tokens)) {
    const { span } = tokens;
    const second = takeLabel(tokens);
    if (second === undefined) return label;
    tokens.report(twoLabels(span, label.word, second.word, tokens.source.text));
  }
  return label;
}

// A message may be called `optional`, as in `repeated optional values = 1;`.
function isType(tokens: TokenStream): boolean {
  const next = tokens.index + 1;
  const isName = tokens.kindAt(next) === TokenKind.Identifier && tokens.isCharacter(next + 1, "=");
  return isName || tokens.isCharacter(next, ".");
}

function takeLabel(tokens: TokenStream): Word<Label> | undefined {
  if (tokens.isWord("optional")) return tokens.takeWord("optional");
  if (tokens.isWord("required")) return tokens.takeWord("required");
  return tokens.isWord("repeated") ? tokens.takeWord("repeated") : undefined;
}

function parseMapField(tokens: TokenStream, start: number, label: Word<Label> | undefined): MapFieldNode {
  const mapType = parseMapType(tokens);
  const name = parseName(tokens, "the name of the field after its type");
  if (name === undefined) {
    skipIncomplete(tokens);
    return { kind: "mapField", start, end: tokens.endFrom(start), label, mapType, ...nothing };
  }
  const { number, options, end } = parseFieldEnd(tokens, start, name);
  return { kind: "mapField", start, end, label, mapType, name, number, options };
}

/** `map<K, V>` with the current token at `map`. */
export function parseMapType(tokens: TokenStream): MapType {
  const { start } = tokens;
  tokens.take();
  tokens.take();
  const key = parseFieldType(tokens);
  if (key === undefined) tokens.report(expected(tokens.missingAt, "the type of the map's keys", tokens.found));
  if (key !== undefined && tokens.isAt(">")) {
    tokens.report(mapWithoutValue(tokens.span, key.text));
    tokens.take();
    return { kind: "mapType", start, end: tokens.endFrom(start), key, value: undefined };
  }
  if (!tokens.takeIf(","))
    tokens.report(missingToken(tokens.missingAt, ",", "between the types of keys and values", tokens.found));
  const value = parseMapValue(tokens);
  if (value === undefined) tokens.report(expected(tokens.missingAt, "the type of the map's values", tokens.found));
  if (!tokens.takeIf(">"))
    tokens.report(
      missingToken(tokens.missingAt, ">", "after the type of the map's values", tokens.found, tokens.previousEnd),
    );
  return { kind: "mapType", start, end: tokens.endFrom(start), key, value };
}

function parseMapValue(tokens: TokenStream): TypeName | undefined {
  if (!(tokens.isWord("map") && tokens.isCharacter(tokens.index + 1, "<"))) return parseFieldType(tokens);
  const { start } = tokens;
  tokens.report(mapOfMaps(tokens.span));
  let depth = 0;
  do {
    if (tokens.isAt("<")) depth++;
    else if (tokens.isAt(">")) depth--;
    else if (tokens.isAt(";") || tokens.isAt("}") || tokens.kind === TokenKind.End) break;
    tokens.take();
  } while (depth > 0 || tokens.isAt("<"));
  return { kind: "typeName", start, end: tokens.endFrom(start), text: "map" };
}

function parseFieldEnd(tokens: TokenStream, start: number, name: Name) {
  const number = parseNumber(tokens, name);
  const options = parseCompactOptions(tokens);
  if (number === undefined && !tokens.isAt(";")) skipIncomplete(tokens);
  else endStatement(tokens, `field \`${name.text}\``);
  return { number, options, end: tokens.endFrom(start) };
}

/** `= 1` after a field's name, undefined (and reported) where it is missing. */
export function parseNumber(tokens: TokenStream, name: Name | undefined): IntegerValue | undefined {
  if (!tokens.takeIf("=")) {
    if (name === undefined) return undefined;
    if (tokens.found === undefined || tokens.isAt(";") || tokens.isAt("[") || tokens.isAt("}") || tokens.isAt("{")) {
      tokens.report(missingFieldNumber(name, name.text));
      return undefined;
    }
    if (tokens.kind !== TokenKind.Integer) {
      tokens.report(expected(tokens.missingAt, `\`=\` and a number after \`${name.text}\``, tokens.found));
      return undefined;
    }
    tokens.report(missingToken(tokens.span, "=", "before the number", tokens.found));
  }
  const number = parseInteger(tokens);
  if (number === undefined) {
    tokens.report(
      expected(
        tokens.missingAt,
        `the number of ${name === undefined ? "the field" : `field \`${name.text}\``}`,
        tokens.found,
      ),
    );
  }
  return number;
}

// The rest of the line belongs to the mistake; the next line does not.
function skipIncomplete(tokens: TokenStream): void {
  if (tokens.kind === TokenKind.End || tokens.isAt("}") || tokens.startsLine()) return;
  skipStatement(tokens);
}
