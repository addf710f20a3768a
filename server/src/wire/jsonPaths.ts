// Where a field stands in the ProtoJSON of its message: well-known types have forms of their own, in which fields vanish.
import { type DescExtension, type DescField, type DescMessage, ScalarType } from "@bufbuild/protobuf";
import { scalarText } from "./scalarText.ts";
import type { WireField } from "./wireFields.ts";

/** Keys of objects and indexes of arrays, from the outside in. */
export type JsonPath = readonly (string | number)[];

/** The path of a field of `message`, which itself stands at `base`. `place`: the item's index, or the entry's key. */
export function childPath(
  message: DescMessage,
  desc: DescField | DescExtension,
  base: JsonPath,
  place: number | string,
): JsonPath {
  if (isOneValue(message)) return base;
  switch (message.typeName) {
    case "google.protobuf.Struct":
      return [...base, place];
    case "google.protobuf.Value":
      return base;
    case "google.protobuf.ListValue":
      return [...base, place];
    case "google.protobuf.Any":
      return desc.number === 1 ? [...base, "@type"] : base;
    default: {
      const own = [...base, desc.kind === "extension" ? `[${desc.typeName}]` : desc.jsonName];
      return desc.fieldKind === "list" || desc.fieldKind === "map" ? [...own, place] : own;
    }
  }
}

/** A message whose JSON is one string, number or boolean. */
function isOneValue({ typeName }: DescMessage): boolean {
  return /^google\.protobuf\.(Timestamp|Duration|FieldMask|(Double|Float|U?Int(64|32)|Bool|String|Bytes)Value)$/.test(
    typeName,
  );
}

/** Inside an `Any` such a message stands under `value`. */
export function hasOwnForm(message: DescMessage): boolean {
  return isOneValue(message) || /^google\.protobuf\.(Any|Struct|Value|ListValue)$/.test(message.typeName);
}

/** The key of a map's entry as JSON has it; an absent one is the type's default. */
export function mapKeyOf(
  bytes: Uint8Array,
  map: DescField & { fieldKind: "map" },
  entry: readonly WireField[],
): string | undefined {
  const key = entry.filter(one => one.number === 1).at(-1);
  const type = { scalar: map.mapKey };
  if (map.mapKey === ScalarType.STRING) {
    return key === undefined ? "" : new TextDecoder().decode(bytes.subarray(key.valueStart, key.valueEnd));
  }
  if (key === undefined) return map.mapKey === ScalarType.BOOL ? "false" : "0";
  return key.content.kind === "scalar" && key.valueEnd > key.valueStart
    ? scalarText(type, bytes, key.valueStart, key.valueEnd)
    : undefined;
}
