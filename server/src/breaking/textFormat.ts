// Protobuf's text format, read as the JSON of the same message, so that both are decoded in one way.
import type { DescExtension, DescField, DescMessage, JsonObject, JsonValue, Registry } from "@bufbuild/protobuf";
import { ScalarType } from "@bufbuild/protobuf";
import { base64Encode } from "@bufbuild/protobuf/wire";
import { lex } from "../compiler/syntax/lexer.ts";
import { integerOf, type MessageValue, type MessageValueField, type OptionValue } from "../compiler/syntax/nodes.ts";
import { parseMessageValue } from "../compiler/syntax/parseMessageValue.ts";
import { TokenStream } from "../compiler/syntax/tokenStream.ts";
import { TokenKind } from "../compiler/syntax/tokens.ts";
import { placeOf } from "../compiler/text/lineIndex.ts";
import { sourceFile } from "../compiler/text/sourceFile.ts";

export type ParsedText =
  | { readonly kind: "message"; readonly value: MessageValue }
  /** `line`: of the first mistake, from one. */
  | { readonly kind: "mistake"; readonly line: number; readonly message: string };

/** Reads the fields of a message. */
export function parseTextFormat(text: string): ParsedText {
  // Comments are the one thing that the values of options have not; they stand on lines of their own.
  const source = sourceFile("", `{${text.replace(/^[ \t]*#.*$/gm, "")}\n}`);
  const lexed = lex(source);
  const tokens = new TokenStream(source, lexed);
  const value = parseMessageValue(tokens);
  const [mistake] = [...lexed.problems, ...tokens.problems];
  if (mistake !== undefined)
    return { kind: "mistake", line: placeOf(source.lines, mistake.span.start).line + 1, message: mistake.message };
  if (tokens.kind !== TokenKind.End)
    return { kind: "mistake", line: placeOf(source.lines, tokens.start).line + 1, message: "a `}` too many" };
  return { kind: "message", value };
}

/** The JSON of a message in the text format. Fields that it has not, and extensions nobody declares, are left out. */
export function textAsJson(value: MessageValue, message: DescMessage, registry: Registry | undefined): JsonObject {
  const object: JsonObject = {};
  for (const written of value.fields) {
    const field = fieldOf(written, message, registry);
    const values = valuesOf(written);
    if (field === undefined) continue;
    const name = field.kind === "extension" ? `[${field.typeName}]` : field.jsonName;
    switch (field.fieldKind) {
      case "list": {
        const known = object[name];
        const more = values.flatMap(one => elementAsJson(one, field, registry) ?? []);
        object[name] = [...(Array.isArray(known) ? known : []), ...more];
        break;
      }
      case "map": {
        const known = object[name];
        const entries = values.map(one => entryAsJson(one, field, registry));
        object[name] = Object.assign({}, typeof known === "object" ? known : {}, ...entries);
        break;
      }
      default: {
        const json = values[0] === undefined ? undefined : elementAsJson(values[0], field, registry);
        if (json !== undefined) object[name] = json;
      }
    }
  }
  return object;
}

type AnyField = DescField | DescExtension;

function fieldOf(
  { name }: MessageValueField,
  message: DescMessage,
  registry: Registry | undefined,
): AnyField | undefined {
  if (name.kind === "extensionName") return registry?.getExtension(name.text);
  // A group is written with the name of its message.
  return message.fields.find(one => one.name === name.text || one.name === name.text.toLowerCase());
}

function valuesOf({ value }: MessageValueField): readonly OptionValue[] {
  if (value === undefined) return [];
  return value.kind === "list" ? value.elements : [value];
}

function elementAsJson(value: OptionValue, field: AnyField, registry: Registry | undefined): JsonValue | undefined {
  if (field.message !== undefined)
    return value.kind === "messageValue" ? textAsJson(value, field.message, registry) : undefined;
  return scalarAsJson(value, field.scalar);
}

function entryAsJson(
  value: OptionValue,
  field: AnyField & { fieldKind: "map" },
  registry: Registry | undefined,
): JsonObject {
  if (value.kind !== "messageValue") return {};
  const part = (name: string) => value.fields.find(one => one.name.text === name)?.value;
  const [key, content] = [part("key"), part("value")];
  const json =
    field.mapKind === "message"
      ? textAsJson(content?.kind === "messageValue" ? content : noFields, field.message, registry)
      : content && scalarAsJson(content, field.scalar);
  return json === undefined || key === undefined ? {} : { [`${scalarAsJson(key, field.mapKey)}`]: json };
}

const noFields: MessageValue = { kind: "messageValue", start: 0, end: 0, fields: [], closed: true };

/** `scalar` is undefined of an enum, whose values JSON knows by name and by number, too. */
function scalarAsJson(value: OptionValue, scalar: ScalarType | undefined): JsonValue | undefined {
  switch (value.kind) {
    case "string":
      return scalar === ScalarType.BYTES
        ? base64Encode(Uint8Array.from(value.bytes, one => one.charCodeAt(0)))
        : value.text;
    case "integer": {
      const number = integerOf(value);
      if (scalar === ScalarType.BOOL) return number === 1;
      return typeof number === "bigint" ? `${number}` : number;
    }
    case "float":
      return value.negative ? -value.value : value.value;
    case "identifier":
      if (scalar === ScalarType.BOOL) return /^(true|True|t)$/.test(value.text);
      if (scalar === undefined) return value.text;
      return /^inf/i.test(value.text) ? (value.negative ? "-Infinity" : "Infinity") : "NaN";
    case "messageValue":
    case "list":
      return undefined;
  }
}
