// Fields as JSON, for bytes that are no sound message: named where the schema knows them, by number where not.
import { type DescExtension, type DescField, type JsonValue, ScalarType } from "@bufbuild/protobuf";
import { base64Encode } from "@bufbuild/protobuf/wire";
import { mapKeyOf } from "./jsonPaths.ts";
import { varintAt } from "./primitives.ts";
import { scalarText } from "./scalarText.ts";
import type { WireField } from "./wireFields.ts";

/** JSON name or number → value or values; what cannot be read is left out, as the bytes stand beside. */
export function fieldsJson(bytes: Uint8Array, fields: readonly WireField[]): Record<string, JsonValue> {
  const json: Record<string, JsonValue> = {};
  const seen = new Set<string>();
  for (const field of fields) {
    const { desc, number, content } = field;
    if (number === undefined || field.wireType === undefined) continue;
    const key = keyOf(desc, number);
    if (desc?.fieldKind === "map") {
      const entries = Object.hasOwn(json, key) ? (json[key] as Record<string, JsonValue>) : {};
      put(json, key, entries);
      const entry = content.kind === "message" ? content.fields : [];
      const value = entry.filter(one => one.number === 2).at(-1);
      put(entries, mapKeyOf(bytes, desc, entry) ?? "", value === undefined ? null : mapValue(bytes, value, desc));
    } else if (desc?.fieldKind === "list" || (desc === undefined && seen.has(key))) {
      const before = json[key];
      const list = desc === undefined && !Array.isArray(before) ? [before ?? null] : ((before ?? []) as JsonValue[]);
      list.push(...valuesOf(bytes, field));
      put(json, key, list);
    } else put(json, key, valuesOf(bytes, field)[0] ?? null);
    seen.add(key);
  }
  return json;
}

function keyOf(desc: DescField | DescExtension | undefined, number: number): string {
  if (desc === undefined) return String(number);
  return desc.kind === "extension" ? `[${desc.typeName}]` : desc.jsonName;
}

/** One value, or those of a packed field. */
function valuesOf(bytes: Uint8Array, { desc, content, valueStart, valueEnd, wireType }: WireField): JsonValue[] {
  const value = (start: number, end: number) =>
    desc === undefined ? guessed(bytes, wireType ?? "", start, end) : described(bytes, desc, start, end);
  switch (content.kind) {
    case "message":
      return [fieldsJson(bytes, content.fields)];
    case "packed":
      return content.items.map(({ start, end }) => value(start, end));
    case "scalar":
      return [value(valueStart, valueEnd)];
    case "rest":
      return [base64Encode(bytes.subarray(valueStart, valueEnd))];
  }
}

function mapValue(bytes: Uint8Array, field: WireField, map: DescField & { fieldKind: "map" }): JsonValue {
  if (field.content.kind !== "scalar") return valuesOf(bytes, field)[0] ?? null;
  return described(bytes, map, field.valueStart, field.valueEnd);
}

function described(bytes: Uint8Array, desc: DescField | DescExtension, start: number, end: number): JsonValue {
  if (desc.enum !== undefined) {
    const number = Number(BigInt.asIntN(32, varintAt({ bytes, end }, start)?.value ?? 0n));
    return desc.enum.value[number]?.name ?? number;
  }
  const type = desc.scalar ?? ScalarType.BYTES;
  switch (type) {
    case ScalarType.STRING:
      return new TextDecoder().decode(bytes.subarray(start, end));
    case ScalarType.BYTES:
      return base64Encode(bytes.subarray(start, end));
    case ScalarType.BOOL:
      return (varintAt({ bytes, end }, start)?.value ?? 0n) !== 0n;
    default: {
      const text = scalarText({ scalar: type }, bytes, start, end);
      const number = Number(text);
      // 64-bit integers, NaN and the infinities are strings in ProtoJSON.
      return longTypes.has(type) || !Number.isFinite(number) ? text : number;
    }
  }
}

const longTypes: ReadonlySet<ScalarType> = new Set([
  ScalarType.INT64,
  ScalarType.UINT64,
  ScalarType.SINT64,
  ScalarType.FIXED64,
  ScalarType.SFIXED64,
]);

/** A number that JavaScript keeps exactly, else a string; text, else base64. */
function guessed(bytes: Uint8Array, wireType: string, start: number, end: number): JsonValue {
  if (wireType === "length") {
    const part = bytes.subarray(start, end);
    const text = new TextDecoder().decode(part);
    return /\p{Cc}|�/u.test(text.replace(/[\t\r\n]/g, "")) ? base64Encode(part) : text;
  }
  const scalar =
    wireType === "varint" ? ScalarType.UINT64 : wireType === "fixed32" ? ScalarType.FIXED32 : ScalarType.FIXED64;
  const text = scalarText({ scalar }, bytes, start, end);
  return Number.isSafeInteger(Number(text)) ? Number(text) : text;
}

/** A plain assignment to `__proto__` would be lost. */
function put(json: Record<string, JsonValue>, key: string, value: JsonValue): void {
  Object.defineProperty(json, key, { value, enumerable: true, configurable: true, writable: true });
}
