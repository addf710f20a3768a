// A message that has no canonical JSON, part by part: what can be printed is, the rest is shown with its error.
import { type DescField, type JsonValue, type Registry, ScalarType, toJson } from "@bufbuild/protobuf";
import { isReflectMessage, type ReflectMessage } from "@bufbuild/protobuf/reflect";
import { BinaryWriter, base64Encode } from "@bufbuild/protobuf/wire";
import { fieldsJson } from "../wire/fieldsJson.ts";
import { hasOwnForm } from "../wire/jsonPaths.ts";
import { wireFields } from "../wire/wireFields.ts";
import { anyContent, partsOf } from "./messageParts.ts";

/** How a message is printed. */
export interface Printing {
  readonly types: Registry;
  /** What has no canonical form, and why: each reason once. */
  readonly problems: Set<string>;
  /** How many `Any` are around. */
  readonly anys: number;
}

/** Each one holds the bytes of the next: what is deeper is shown as bytes. */
export const mostAnys = 50;
const mostExtensionFields = 1000;

/** The JSON of `message`; each part without a canonical form becomes its fields beside `@error`, and adds to `problems`. */
export function tolerantJson(message: ReflectMessage, printing: Printing): JsonValue {
  const attempt = canonicalJson(message, printing.types);
  if (attempt.kind === "json") return attempt.json;
  const own = ownForm(message, printing);
  if (own !== undefined) return own;
  const told = { ...printing, problems: new Set<string>() };
  const json: Record<string, JsonValue> = {};
  for (const field of message.sortedFields)
    if (message.isSet(field)) set(json, field.jsonName, fieldJson(message, field, told));
  for (const [key, value] of Object.entries(extensionsJson(message, printing.types))) set(json, key, value);
  for (const problem of told.problems) printing.problems.add(problem);
  if (told.problems.size > 0) return json;
  // The fault is this message's own, not that of a part of it.
  printing.problems.add(attempt.reason);
  return { "@error": attempt.reason, ...json };
}

type Attempt = { kind: "json"; json: JsonValue } | { kind: "failed"; reason: string };

/** The canonical JSON; it does not exist, or bytes would be lost in it. */
export function canonicalJson(message: ReflectMessage, types: Registry): Attempt {
  const loss = lossIn(message, types, 0);
  if (loss !== undefined) return { kind: "failed", reason: loss };
  try {
    return { kind: "json", json: toJson(message.desc, message.message, { registry: types }) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const unknown = /^cannot encode message google\.protobuf\.Any to JSON: "(.*)" is not in the type registry$/.exec(
      reason,
    )?.[1];
    return { kind: "failed", reason: unknown === undefined ? reason : `the type \`${unknown}\` is not known here` };
  }
}

/** Why bytes would be lost, or too much asked: `toJson` prints an `Any` without a type as `{}`, and goes as deep as they go. */
function lossIn(message: ReflectMessage, types: Registry, anys: number): string | undefined {
  const content = anyContent(message, types);
  if (content === undefined) {
    for (const part of partsOf(message, types)) {
      const loss = lossIn(part, types, anys);
      if (loss !== undefined) return loss;
    }
    return undefined;
  }
  if (content.typeUrl === "" && content.value.length > 0) return "this `Any` has a value and no type";
  if (content.held === undefined) return undefined;
  return anys < mostAnys ? lossIn(content.held, types, anys + 1) : `more than ${mostAnys} \`Any\` hold one another`;
}

/** Messages whose JSON is not made of their fields, as far as the fault is in what they hold. */
function ownForm(message: ReflectMessage, printing: Printing): JsonValue | undefined {
  const [first] = message.desc.fields;
  switch (message.desc.typeName) {
    case "google.protobuf.Any": {
      const content = anyContent(message, printing.types);
      if (content?.held === undefined || printing.anys >= mostAnys) return undefined;
      const { desc } = content.held;
      const json = tolerantJson(content.held, { ...printing, anys: printing.anys + 1 });
      const isOwn = hasOwnForm(desc) || typeof json !== "object" || json === null || Array.isArray(json);
      return { "@type": content.typeUrl, ...(isOwn ? { value: json } : json) };
    }
    case "google.protobuf.Struct":
    case "google.protobuf.ListValue":
      return first === undefined ? undefined : fieldJson(message, first, printing);
    case "google.protobuf.Value": {
      const kind = message.desc.fields.find(field => field.message !== undefined && message.isSet(field));
      return kind === undefined ? undefined : fieldJson(message, kind, printing);
    }
    default:
      return undefined;
  }
}

function fieldJson(message: ReflectMessage, field: DescField, printing: Printing): JsonValue {
  switch (field.fieldKind) {
    case "message":
      return tolerantJson(message.get(field), printing);
    case "list":
      return [...message.get(field)].map(item => itemJson(item, field, printing));
    case "map": {
      const json: Record<string, JsonValue> = {};
      for (const [key, item] of message.get(field)) set(json, String(key), itemJson(item, field, printing));
      return json;
    }
    case "enum":
    case "scalar":
      return itemJson(message.get(field), field, printing);
  }
}

function itemJson(value: unknown, field: DescField, printing: Printing): JsonValue {
  if (isReflectMessage(value)) return tolerantJson(value, printing);
  if (value instanceof Uint8Array) return base64Encode(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") {
    if (field.enum !== undefined) return field.enum.value[value]?.name ?? value;
    const isFloat = field.scalar === ScalarType.DOUBLE || field.scalar === ScalarType.FLOAT;
    return isFloat && !Number.isFinite(value) ? String(value) : value;
  }
  return typeof value === "boolean" ? value : String(value);
}

/** The extensions that are set, as their fields are on the wire. */
function extensionsJson(message: ReflectMessage, types: Registry): Record<string, JsonValue> {
  const set = (message.getUnknown() ?? []).filter(one => types.getExtensionFor(message.desc, one.no) !== undefined);
  if (set.length === 0) return {};
  const writer = new BinaryWriter();
  for (const { no, wireType, data } of set) writer.tag(no, wireType).raw(data);
  const bytes = writer.finish();
  return fieldsJson(bytes, wireFields(bytes, { message: message.desc, types, most: mostExtensionFields }).fields);
}

/** A plain assignment to `__proto__` would be lost. */
function set(json: Record<string, JsonValue>, key: string, value: JsonValue): void {
  Object.defineProperty(json, key, { value, enumerable: true, configurable: true, writable: true });
}
