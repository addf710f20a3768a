import type { FieldShape, Version } from "./shapes.ts";

/** The value of a field that is not set. */
export interface DefaultValue {
  /** Equal for equal values, whatever the type; empty for zero, false and what is empty. */
  readonly compared: string;
  readonly shown: string;
}

/** What a field has where it is not set; undefined of what has no value then: messages, lists and maps. */
export function defaultOf(field: FieldShape, version: Version): DefaultValue | undefined {
  if (field.cardinality === "repeated" || field.cardinality === "map") return undefined;
  const value = field.defaultValue;
  switch (field.type) {
    case "message":
    case "group":
      return undefined;
    case "enum":
      return enumDefault(field, version);
    case "string":
    case "bytes":
      return { compared: value ?? "", shown: JSON.stringify(value ?? "") };
    case "bool":
      return { compared: value === "true" ? "true" : "", shown: value ?? "false" };
    case "double":
      return { compared: floatKey(Number(value ?? 0)), shown: value ?? "0" };
    case "float":
      return { compared: floatKey(Math.fround(Number(value ?? 0))), shown: value ?? "0" };
    default:
      return { compared: value === undefined || value === "0" ? "" : value, shown: value ?? "0" };
  }
}

/** The first value of the enum, where no other is written. */
function enumDefault(field: FieldShape, version: Version): DefaultValue | undefined {
  const values = field.typeName === undefined ? undefined : version.enumOf(field.typeName)?.values;
  const value = field.defaultValue === undefined ? values?.[0] : values?.find(one => one.name === field.defaultValue);
  if (value === undefined) return undefined;
  return { compared: value.number === 0 ? "" : `${value.number}`, shown: value.name };
}

function floatKey(value: number): string {
  if (value === 0) return "";
  return Number.isInteger(value) ? BigInt(value).toString() : `${value}`;
}
