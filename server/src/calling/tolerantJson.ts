// A message that has no canonical JSON, field by field: what can be printed is, the rest is shown with its error.
import { type DescField, type JsonValue, type Registry, ScalarType, toJson } from "@bufbuild/protobuf";
import { isReflectMessage, type ReflectMessage } from "@bufbuild/protobuf/reflect";
import { base64Encode } from "@bufbuild/protobuf/wire";

/** The JSON of `message`; each part without a canonical form becomes its fields beside `@error`, and adds to `problems`. */
export function tolerantJson(message: ReflectMessage, types: Registry, problems: string[]): JsonValue {
  const failed = failureOf(message, types);
  if (failed === undefined) return toJson(message.desc, message.message, { registry: types });
  const json: Record<string, JsonValue> = {};
  if (
    message.desc.typeName.startsWith("google.protobuf.") ||
    !partsOf(message).some(part => failureOf(part, types) !== undefined)
  ) {
    // The fault is this message's own, not that of a part of it.
    json["@error"] = failed;
    problems.push(failed);
  }
  for (const field of message.sortedFields) {
    if (message.isSet(field)) set(json, field.jsonName, fieldJson(message, field, types, problems));
  }
  return json;
}

function fieldJson(message: ReflectMessage, field: DescField, types: Registry, problems: string[]): JsonValue {
  switch (field.fieldKind) {
    case "message":
      return tolerantJson(message.get(field), types, problems);
    case "list":
      return [...message.get(field)].map(item => itemJson(item, field, types, problems));
    case "map": {
      const json: Record<string, JsonValue> = {};
      for (const [key, item] of message.get(field)) set(json, String(key), itemJson(item, field, types, problems));
      return json;
    }
    case "enum":
    case "scalar":
      return itemJson(message.get(field), field, types, problems);
  }
}

function itemJson(value: unknown, field: DescField, types: Registry, problems: string[]): JsonValue {
  if (isReflectMessage(value)) return tolerantJson(value, types, problems);
  if (value instanceof Uint8Array) return base64Encode(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") {
    if (field.enum !== undefined) return field.enum.value[value]?.name ?? value;
    const isFloat = field.scalar === ScalarType.DOUBLE || field.scalar === ScalarType.FLOAT;
    return isFloat && !Number.isFinite(value) ? String(value) : value;
  }
  return typeof value === "boolean" ? value : String(value);
}

/** `toJson` prints an `Any` without a type as `{}`, and its bytes would be lost. */
export function hasNamelessAny(message: ReflectMessage): boolean {
  if (message.desc.typeName !== "google.protobuf.Any") return partsOf(message).some(hasNamelessAny);
  const [url, value] = message.desc.fields;
  return url !== undefined && value !== undefined && !message.isSet(url) && message.isSet(value);
}

/** The messages directly inside a message: its fields, the items of its lists and maps. */
export function partsOf(message: ReflectMessage): ReflectMessage[] {
  const parts: ReflectMessage[] = [];
  for (const field of message.fields) {
    if (field.message === undefined || !message.isSet(field)) continue;
    if (field.fieldKind === "message") parts.push(message.get(field));
    if (field.fieldKind === "list") parts.push(...[...message.get(field)].filter(isReflectMessageItem));
    if (field.fieldKind === "map") parts.push(...[...message.get(field).values()].filter(isReflectMessageItem));
  }
  return parts;
}

function isReflectMessageItem(item: unknown): item is ReflectMessage {
  return isReflectMessage(item);
}

function failureOf(message: ReflectMessage, types: Registry): string | undefined {
  if (hasNamelessAny(message)) return "this `Any` has a value and no type";
  try {
    toJson(message.desc, message.message, { registry: types });
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const unknownType =
      /^cannot encode message google\.protobuf\.Any to JSON: "(.*)" is not in the type registry$/.exec(reason)?.[1];
    return unknownType === undefined ? reason : `the type \`${unknownType}\` is not known here`;
  }
}

/** A plain assignment to `__proto__` would be lost. */
function set(json: Record<string, JsonValue>, key: string, value: JsonValue): void {
  Object.defineProperty(json, key, { value, enumerable: true, configurable: true, writable: true });
}
