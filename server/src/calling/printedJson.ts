// JSON values as text. `JSON.stringify` makes `0` of -0, which a float or double may well be.
import type { JsonValue } from "@bufbuild/protobuf";

/** Like `JSON.stringify(value, undefined, indent)`, with `-0` where that is the value. */
export function printedJson(value: JsonValue, indent = 0): string {
  return hasNegativeZero(value) ? written(value, indent, "") : JSON.stringify(value, undefined, indent);
}

function hasNegativeZero(value: JsonValue): boolean {
  if (value === null || typeof value !== "object") return Object.is(value, -0);
  for (const item of Array.isArray(value) ? value : Object.values(value)) if (hasNegativeZero(item)) return true;
  return false;
}

function written(value: JsonValue, indent: number, margin: string): string {
  if (Object.is(value, -0)) return "-0";
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const inner = margin + " ".repeat(indent);
  const colon = indent === 0 ? ":" : ": ";
  const items = Array.isArray(value)
    ? value.map(item => written(item, indent, inner))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}${colon}${written(item, indent, inner)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  if (items.length === 0 || indent === 0) return `${open}${items.join(",")}${close}`;
  return `${open}\n${inner}${items.join(`,\n${inner}`)}\n${margin}${close}`;
}
