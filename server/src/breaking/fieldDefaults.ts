// The values of fields that are not set. buf compares them across types: what is zero, false or empty is the same, an
// enum counts as its number, true as one, and of two floating values one of which is single, both are.
import type { FieldShape, Version } from "./shapes.ts";

export type DefaultValue = { readonly shown: string } & (
  | { readonly kind: "text"; readonly bytes: string }
  | { readonly kind: "integer"; readonly value: bigint }
  | { readonly kind: "double" | "float"; readonly value: number }
);

/** What a field has where it is not set; undefined of what has no value then: messages, lists and maps. */
export function defaultOf(field: FieldShape, version: Version): DefaultValue | undefined {
  if (field.cardinality === "repeated" || field.cardinality === "map") return undefined;
  const written = field.defaultValue;
  switch (field.type) {
    case undefined:
    case "message":
    case "group":
      return undefined;
    case "enum":
      return enumDefault(field, version);
    case "string":
      return { kind: "text", bytes: written ?? "", shown: JSON.stringify(written ?? "") };
    case "bytes":
      return { kind: "text", bytes: unescaped(written ?? ""), shown: `"${written ?? ""}"` };
    case "bool":
      return { kind: "integer", value: written === "true" ? 1n : 0n, shown: written ?? "false" };
    case "double":
    case "float":
      return { kind: field.type, value: floatOf(written ?? "0"), shown: written ?? "0" };
    default:
      return { kind: "integer", value: BigInt(written ?? "0"), shown: written ?? "0" };
  }
}

/** Whether two sides that know a field by these agree about one that is not set. */
export function isSameDefault(one: DefaultValue, other: DefaultValue): boolean {
  const areFloating = [one, other].every(({ kind }) => kind === "double" || kind === "float");
  const isSingle = areFloating && [one, other].some(({ kind }) => kind === "float");
  const round = isSingle ? Math.fround : (value: number) => value;
  return keyOf(one, round) === keyOf(other, round);
}

/** Equal for equal values; empty for all that is zero. */
function keyOf(one: DefaultValue, round: (value: number) => number): string {
  switch (one.kind) {
    case "text":
      return one.bytes === "" ? "" : `"${one.bytes}"`;
    case "integer":
      return one.value === 0n ? "" : `${one.value}`;
    case "double":
    case "float": {
      const value = round(one.value);
      if (value === 0) return "";
      return Number.isInteger(value) ? `${BigInt(value)}` : `${value}`;
    }
  }
}

/** The first value of the enum, where no other is written. */
function enumDefault({ typeName, defaultValue }: FieldShape, version: Version): DefaultValue | undefined {
  const values = typeName === undefined ? undefined : version.enumOf(typeName)?.values;
  const value = defaultValue === undefined ? values?.[0] : values?.find(one => one.name === defaultValue);
  return value === undefined ? undefined : { kind: "integer", value: BigInt(value.number), shown: value.name };
}

function floatOf(written: string): number {
  return Number(written.replace("inf", "Infinity"));
}

/** The bytes of a default value of bytes, which descriptors hold with C's escapes. */
function unescaped(written: string): string {
  return written.replace(/\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|(.))/g, (_, hexadecimal, octal, letter) => {
    if (letter !== undefined) return letters[letter] ?? letter;
    return String.fromCharCode(
      hexadecimal === undefined ? Number.parseInt(octal, 8) : Number.parseInt(hexadecimal, 16),
    );
  });
}

const letters: Readonly<Record<string, string>> = { a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };
