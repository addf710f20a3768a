// Where the JSON of a message is wrong, and why. Whether it is, @bufbuild/protobuf says, and it names no place: so it is
// asked for the parts one by one, down to the one at fault.
import {
  type DescEnum,
  type DescExtension,
  type DescField,
  type DescMessage,
  fromJson,
  type JsonValue,
  ScalarType,
} from "@bufbuild/protobuf";
import { FeatureSet_FieldPresence } from "@bufbuild/protobuf/wkt";
import type { Node } from "jsonc-parser";
import { hasOwnForm } from "../wire/jsonPaths.ts";
import { scalarName } from "../wire/scalarText.ts";
import { wholeNumber } from "../wire/wholeNumber.ts";
import { jsonMembers } from "./jsonTree.ts";
import { requestWords as words } from "./requestWords.ts";
import { fieldOfKey, heldMessage, type JsonSource, type Mistake, readTypedValue, takesNull } from "./typedJson.ts";

interface Search extends JsonSource {
  readonly depth: number;
}

type AnyField = DescField | DescExtension;

const deepest = 100;

/** The first mistake in what is refused as a `message`; undefined where none is found. */
export function findMistake(root: Node, message: DescMessage, source: JsonSource): Mistake | undefined {
  return inMessage(root, message, { ...source, depth: 1 });
}

function inMessage(node: Node, message: DescMessage, search: Search): Mistake | undefined {
  if (search.depth > deepest) return { node, reason: words.tooDeep };
  if (message.typeName === "google.protobuf.Any") return inAny(node, message, search);
  if (hasOwnForm(message)) return inOwnForm(node, message, search);
  if (node.type !== "object") return expected(`an object (\`${message.typeName}\`)`, node, search);
  return inFields(node, message, jsonMembers(node), search);
}

function inAny(node: Node, any: DescMessage, search: Search): Mistake | undefined {
  if (node.type !== "object") return expected('an object with `"@type"`', node, search);
  const members = jsonMembers(node);
  if (members.length === 0) return undefined;
  const url = members.find(([key]) => key.value === "@type")?.[1];
  if (typeof url?.value !== "string" || url.value === "") return { node: url ?? node, reason: words.noType };
  const held = heldMessage(node, search.types);
  if (held === undefined) return { node: url, reason: words.unknownType(url.value) };
  const own = members.filter(([key]) => key.value !== "@type");
  if (!hasOwnForm(held)) return inFields(node, held, own, search);
  const other = own.find(([key]) => key.value !== "value");
  if (other !== undefined) return { node: other[0], reason: words.noValue(held) };
  const value = own[0]?.[1];
  if (value !== undefined) return inMessage(value, held, { ...search, depth: search.depth + 1 });
  const failed = failureOf(any, { "@type": url.value }, search);
  return failed === undefined ? undefined : { node: url, reason: words.noValue(held) };
}

/** Members of an object that are fields, then what it lacks. */
function inFields(
  node: Node,
  message: DescMessage,
  members: readonly [Node, Node][],
  search: Search,
): Mistake | undefined {
  const set = new Map<AnyField, Node>();
  const chosen = new Map<string, Node>();
  for (const [key, value] of members) {
    const field = fieldOfKey(message, key.value, search.types);
    if (field === undefined) return { node: key, reason: words.noField(message, key.value) };
    const same = set.get(field);
    if (same !== undefined) return { node: key, reason: words.setByBoth(key.value, same.value) };
    set.set(field, key);
    const probe = (json: JsonValue) => failureOf(message, { [key.value]: json }, search);
    const mistake = inField(value, field, probe, search);
    if (mistake !== undefined) return mistake;
    const oneof = field.kind === "field" ? field.oneof : undefined;
    // The `null` of a scalar alone is passed over.
    if (oneof === undefined || (field.fieldKind === "scalar" && isNull(value))) continue;
    const other = chosen.get(oneof.name);
    if (other !== undefined) return { node: key, reason: words.bothOfOneof(key.value, other.value, oneof) };
    chosen.set(oneof.name, key);
  }
  const isSet = (field: DescField) => members.some(([key, value]) => key === set.get(field) && !isNull(value));
  const missing = message.fields.find(one => one.presence === LEGACY_REQUIRED && !isSet(one));
  return missing === undefined ? undefined : { node, reason: words.required(missing.jsonName) };
}

const { LEGACY_REQUIRED } = FeatureSet_FieldPresence;

/** What @bufbuild/protobuf says of a value that stands somewhere; undefined where it takes it. */
type Probe = (json: JsonValue) => string | undefined;

function failureOf(message: DescMessage, json: JsonValue, { types }: Search): string | undefined {
  try {
    fromJson(message, json, { registry: types });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function inField(node: Node, field: AnyField, probe: Probe, search: Search): Mistake | undefined {
  if (isNull(node)) return undefined;
  switch (field.fieldKind) {
    case "list":
      if (node.type !== "array") return expected("an array", node, search);
      return firstOf(node.children ?? [], item => inItem(item, field, json => probe([json]), search));
    case "map":
      if (node.type !== "object") return expected("an object, as the field is a map", node, search);
      return firstOf(jsonMembers(node), entry => inEntry(entry, field, probe, search)) ?? sameKey(node, field.mapKey);
    default:
      return inValue(node, field, probe, search);
  }
}

function inEntry([key, value]: [Node, Node], map: MapField, probe: Probe, search: Search): Mistake | undefined {
  const inner = inItem(value, map, json => probe({ [key.value]: json }), search);
  const reason = probe({ [key.value]: readTypedValue(value, map, search) });
  const isKey = reason !== undefined && /invalid map key/.test(reason);
  return isKey ? { node: key, reason: words.outOfRange(key.value, map.mapKey) } : inner;
}

type MapField = AnyField & { fieldKind: "map" };

/** Two keys that are the same number. */
function sameKey(node: Node, scalar: ScalarType): Mistake | undefined {
  if (scalar === ScalarType.STRING || scalar === ScalarType.BOOL) return undefined;
  const seen = new Set<bigint | undefined>();
  return firstOf(jsonMembers(node), ([key]) => {
    const number = wholeNumber(key.value);
    if (seen.has(number)) return { node: key, reason: words.sameKey(key.value) };
    seen.add(number);
    return undefined;
  });
}

function inItem(node: Node, field: AnyField, probe: Probe, search: Search): Mistake | undefined {
  if (isNull(node) && !takesNull(field)) return { node, reason: words.nullItem };
  return inValue(node, field, probe, search);
}

function inValue(node: Node, field: AnyField, probe: Probe, search: Search): Mistake | undefined {
  if (field.message !== undefined) return inMessage(node, field.message, { ...search, depth: search.depth + 1 });
  if (probe(readTypedValue(node, field, search)) === undefined) return undefined;
  if (field.enum !== undefined) return enumMistake(node, field.enum, search);
  return field.scalar === undefined ? undefined : scalarMistake(node, field.scalar, search);
}

function enumMistake(node: Node, type: DescEnum, search: Search): Mistake {
  if (node.type === "string") return { node, reason: words.noEnumName(type, node.value) };
  if (node.type !== "number") return expected(`the name of a value of \`${type.typeName}\``, node, search);
  const number = wholeNumber(textOf(node, search));
  const isWhole = number !== undefined && BigInt.asIntN(32, number) === number;
  if (isWhole) return { node, reason: words.noEnumNumber(type, textOf(node, search)) };
  return expected(`the name, or the number, of a value of \`${type.typeName}\``, node, search);
}

function scalarMistake(node: Node, scalar: ScalarType, search: Search): Mistake {
  const isText = node.type === "string";
  const text = isText ? node.value : textOf(node, search);
  switch (scalar) {
    case ScalarType.STRING:
      return expected("a string", node, search);
    case ScalarType.BYTES:
      return isText ? { node, reason: words.notBase64 } : expected("a string in base64", node, search);
    case ScalarType.BOOL:
      return expected("`true` or `false`", node, search);
    case ScalarType.FLOAT:
    case ScalarType.DOUBLE:
      if (isText || node.type === "number") return { node, reason: words.outOfRange(text, scalar) };
      return expected(`a number (\`${scalarName(scalar)}\`)`, node, search);
    default: {
      if (!isText && node.type !== "number") return expected(`an integer (\`${scalarName(scalar)}\`)`, node, search);
      const isWhole = wholeNumber(text) !== undefined;
      return { node, reason: words[isWhole ? "outOfRange" : "notInteger"](text, scalar) };
    }
  }
}

/** A message with a form of its own. */
function inOwnForm(node: Node, message: DescMessage, search: Search): Mistake | undefined {
  switch (message.typeName) {
    case "google.protobuf.Struct":
      return node.type === "object" ? inFree(node, search) : expected("an object", node, search);
    case "google.protobuf.ListValue":
      return node.type === "array" ? inFree(node, search) : expected("an array", node, search);
    case "google.protobuf.Value":
      return inFree(node, search);
  }
  const [wrapped] = message.fields;
  const isWrapper = message.typeName.endsWith("Value") && wrapped?.scalar !== undefined;
  const json = isWrapper ? readTypedValue(node, wrapped, search) : readFree(node);
  if (failureOf(message, json, search) === undefined) return undefined;
  if (isWrapper) return scalarMistake(node, wrapped.scalar, search);
  return { node, reason: words.ownForm(message, shown(node, search)) };
}

/** Of free JSON only how deep it goes can be wrong. */
function inFree(node: Node, search: Search): Mistake | undefined {
  if (search.depth > deepest) return { node, reason: words.tooDeep };
  const children = node.type === "object" ? jsonMembers(node).map(([, value]) => value) : (node.children ?? []);
  return firstOf(children, child => inFree(child, { ...search, depth: search.depth + 1 }));
}

/** What a message of one value can be: another node is none of its forms. */
function readFree(node: Node): JsonValue {
  return node.type === "object" ? {} : node.type === "array" ? [] : node.value;
}

function firstOf<Item>(items: readonly Item[], look: (item: Item) => Mistake | undefined): Mistake | undefined {
  for (const item of items) {
    const found = look(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isNull(node: Node): boolean {
  return node.type === "null";
}

function expected(what: string, node: Node, search: Search): Mistake {
  return { node, reason: words.expected(what, shown(node, search)) };
}

function shown(node: Node, search: Search): string {
  if (node.type === "object") return "an object";
  if (node.type === "array") return "an array";
  const text = textOf(node, search);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function textOf({ offset, length }: Node, { text }: JsonSource): string {
  return text.slice(offset, offset + length);
}
