// JSON read against a message's type, as far as JavaScript's own reading would lose digits or take too much.
import {
  type DescExtension,
  type DescField,
  type DescMessage,
  type JsonValue,
  type Registry,
  ScalarType,
} from "@bufbuild/protobuf";
import type { Node } from "jsonc-parser";
import { hasOwnForm } from "../wire/jsonPaths.ts";
import { wholeNumber } from "../wire/wholeNumber.ts";
import { jsonMembers } from "./jsonTree.ts";
import { requestWords } from "./requestWords.ts";

/** `node`: the smallest that is at fault; of a member the key, where its value is not. */
export interface Mistake {
  readonly node: Node;
  readonly reason: string;
}

/** `text`: what the nodes are of. `types`: extensions, and what `Any` may hold. */
export interface JsonSource {
  readonly text: string;
  readonly types: Registry;
}

interface Reading extends JsonSource {
  readonly refused: Mistake[];
}

/**
 * The JSON of a `message` as @bufbuild/protobuf is to have it. `refused`: the first that it would take, or pass over, and
 * that protobuf's JSON does not have.
 */
export function readTyped(
  root: Node,
  message: DescMessage,
  source: JsonSource,
): { json: JsonValue; refused: Mistake | undefined } {
  const reading: Reading = { ...source, refused: [] };
  const json = jsonOf(root, shapeOfMessage(message), reading);
  return { json, refused: reading.refused[0] };
}

/** The same for a single value of a field: an item of its list, or a value of its map. */
export function readTypedValue(node: Node, field: DescField | DescExtension, source: JsonSource): JsonValue {
  const shape = shapeOfField(field);
  return jsonOf(node, shape.kind === "list" || shape.kind === "map" ? shape.item : shape, { ...source, refused: [] });
}

/** What is expected at a place of the JSON, as far as it matters for numbers. */
type JsonShape =
  | { readonly kind: "message"; readonly message: DescMessage }
  | { readonly kind: "list"; readonly item: JsonShape }
  | { readonly kind: "map"; readonly item: JsonShape; readonly key: ScalarType }
  | { readonly kind: "scalar"; readonly scalar: ScalarType }
  | { readonly kind: "free" };

const free: JsonShape = { kind: "free" };

function shapeOfMessage(message: DescMessage): JsonShape {
  if (/^google\.protobuf\.(Struct|Value|ListValue)$/.test(message.typeName)) return free;
  const wrapped = hasOwnForm(message) && message.typeName.endsWith("Value") ? message.fields[0]?.scalar : undefined;
  return wrapped === undefined ? { kind: "message", message } : { kind: "scalar", scalar: wrapped };
}

function shapeOfField(field: DescField | DescExtension): JsonShape {
  const one: JsonShape =
    field.message !== undefined
      ? shapeOfMessage(field.message)
      : field.scalar !== undefined
        ? { kind: "scalar", scalar: field.scalar }
        : free;
  if (field.fieldKind === "list") return { kind: "list", item: one };
  return field.fieldKind === "map" ? { kind: "map", item: one, key: field.mapKey } : one;
}

/** The field that a key names; of an extension the key is its full name in brackets. */
export function fieldOfKey(message: DescMessage, key: string, types: Registry): DescField | DescExtension | undefined {
  const named = /^\[(.+)\]$/.exec(key)?.[1];
  if (named === undefined) return message.fields.find(field => field.jsonName === key || field.name === key);
  const extension = types.getExtension(named);
  return extension?.extendee.typeName === message.typeName ? extension : undefined;
}

/** The message that an `Any` holds, by its `@type`. */
export function heldMessage(node: Node, types: Registry): DescMessage | undefined {
  const url = jsonMembers(node).find(([key]) => key.value === "@type")?.[1].value;
  return typeof url === "string" ? types.getMessage(url.slice(url.lastIndexOf("/") + 1)) : undefined;
}

function jsonOf(node: Node, shape: JsonShape, reading: Reading): JsonValue {
  switch (node.type) {
    case "object":
      return objectValue(node, shape, reading);
    case "array": {
      const item = shape.kind === "list" ? shape.item : free;
      return (node.children ?? []).map(child => jsonOf(child, item, reading));
    }
    case "number":
      return numberValue(node, shape, reading);
    case "string": {
      const reason = wrongText(node.value, shape.kind === "scalar" ? shape.scalar : ScalarType.STRING);
      if (reason !== undefined) reading.refused.push({ node, reason });
      return node.value;
    }
    default:
      return node.value;
  }
}

/** 64-bit integers as their digits. What JavaScript would round, to an integer or to infinity, is refused. */
function numberValue(node: Node, shape: JsonShape, reading: Reading): JsonValue {
  const text = reading.text.slice(node.offset, node.offset + node.length);
  if (shape.kind === "scalar" && isInteger(shape.scalar)) {
    const whole = wholeNumber(text);
    if (whole === undefined) reading.refused.push({ node, reason: requestWords.notInteger(text, shape.scalar) });
    else if (isLong(shape.scalar)) return String(whole);
  }
  if (shape.kind === "free" && !Number.isFinite(node.value))
    reading.refused.push({ node, reason: requestWords.outOfRange(text, ScalarType.DOUBLE) });
  return node.value;
}

function objectValue(node: Node, shape: JsonShape, reading: Reading): JsonValue {
  const value: Record<string, JsonValue> = {};
  const held = isAny(shape) ? heldMessage(node, reading.types) : undefined;
  for (const [key, child] of jsonMembers(node)) {
    const inner = memberShape(key, shape, held, reading);
    if (shape.kind === "message" && isUnsetExtension(key, child, reading)) continue;
    // A plain assignment to `__proto__` would be lost.
    Object.defineProperty(value, key.value, {
      value: jsonOf(child, inner, reading),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return value;
}

function memberShape(key: Node, shape: JsonShape, held: DescMessage | undefined, reading: Reading): JsonShape {
  if (shape.kind === "map") {
    const reason = wrongKey(key.value, shape.key);
    if (reason !== undefined) reading.refused.push({ node: key, reason });
    return shape.item;
  }
  const message = isAny(shape) ? held : shape.kind === "message" ? shape.message : undefined;
  if (message === undefined || (isAny(shape) && hasOwnForm(message))) {
    return message !== undefined && key.value === "value" ? shapeOfMessage(message) : free;
  }
  const field = fieldOfKey(message, key.value, reading.types);
  if (field !== undefined) return shapeOfField(field);
  // An extension of another message would be dropped without a word.
  if (key.value.startsWith("["))
    reading.refused.push({ node: key, reason: requestWords.noExtension(message, key.value) });
  return free;
}

/** `null` leaves a field unset; @bufbuild/protobuf would set an extension to its default. */
function isUnsetExtension(key: Node, value: Node, { types }: Reading): boolean {
  if (value.type !== "null" || !key.value.startsWith("[")) return false;
  const extension = types.getExtension(key.value.slice(1, -1));
  return extension !== undefined && !takesNull(extension);
}

/** Of `Value` and `NullValue`, `null` is a value. */
export function takesNull({ message, enum: type }: DescField | DescExtension): boolean {
  return /^google\.protobuf\.(Null)?Value$/.test(message?.typeName ?? type?.typeName ?? "");
}

function isAny(shape: JsonShape): boolean {
  return shape.kind === "message" && shape.message.typeName === "google.protobuf.Any";
}

/** Why a string is none of this type, as far as @bufbuild/protobuf, with JavaScript's ways to read numbers, would not say. */
function wrongText(text: string, scalar: ScalarType): string | undefined {
  switch (scalar) {
    case ScalarType.STRING:
      return isWellFormed(text) ? undefined : requestWords.loneSurrogate;
    case ScalarType.BYTES:
    case ScalarType.BOOL:
      return undefined;
    case ScalarType.FLOAT:
    case ScalarType.DOUBLE:
      return /^(NaN|-?Infinity)$/.test(text) || isNumeric(text) ? undefined : requestWords.notNumeric(text, scalar);
    default:
      if (isLong(scalar) ? /^-?\d+$/.test(text) : isNumeric(text)) return undefined;
      return requestWords.notInteger(text, scalar);
  }
}

function wrongKey(text: string, scalar: ScalarType): string | undefined {
  if (scalar === ScalarType.STRING) return wrongText(text, scalar);
  if (scalar === ScalarType.BOOL ? /^(true|false)$/.test(text) : /^-?\d+$/.test(text)) return undefined;
  return requestWords.notKey(text, scalar);
}

function isNumeric(text: string): boolean {
  return /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(text);
}

function isWellFormed(text: string): boolean {
  return !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
}

function isInteger(scalar: ScalarType): boolean {
  switch (scalar) {
    case ScalarType.STRING:
    case ScalarType.BYTES:
    case ScalarType.BOOL:
    case ScalarType.FLOAT:
    case ScalarType.DOUBLE:
      return false;
    default:
      return true;
  }
}

function isLong(scalar: ScalarType): boolean {
  switch (scalar) {
    case ScalarType.INT64:
    case ScalarType.UINT64:
    case ScalarType.SINT64:
    case ScalarType.FIXED64:
    case ScalarType.SFIXED64:
      return true;
    default:
      return false;
  }
}
