// Which types of a field are read from each other's bytes, or JSON.
import { inJson, inSourceAndRegistry } from "./categories.ts";
import { typeChanged } from "./fieldProblems.ts";
import type { Found, PairOf, Rule } from "./rule.ts";
import type { EnumShape, FieldKind, FieldShape } from "./shapes.ts";

/** Rules over the types of fields. */
export const fieldTypeRules: readonly Rule[] = [
  {
    id: "FIELD_SAME_TYPE",
    categories: inSourceAndRegistry,
    categoriesIn: { v1beta1: ["FILE", "PACKAGE", "WIRE_JSON", "WIRE"] },
    summary: "a field keeps its type",
    over: "field",
    check: pair => sameType(pair, [], () => false),
  },
  {
    id: "FIELD_WIRE_COMPATIBLE_TYPE",
    categories: ["WIRE"],
    categoriesIn: { v1beta1: [] },
    summary: "a field keeps a type that reads the same bytes",
    over: "field",
    check: pair => {
      // Any text is bytes, but not all bytes are a text.
      if (pair.before.type === "string" && pair.after.type === "bytes") return [];
      return sameType(pair, wireGroups, isMovedEnum);
    },
  },
  {
    id: "FIELD_WIRE_JSON_COMPATIBLE_TYPE",
    categories: inJson,
    categoriesIn: { v1beta1: [] },
    summary: "a field keeps a type that reads the same bytes and JSON",
    over: "field",
    check: pair => sameType(pair, jsonGroups, isMovedEnum),
  },
];

/** Types that read each other's bytes. What is not in a group fits itself only. */
const wireGroups: readonly (readonly FieldKind[])[] = [
  ["int32", "uint32", "int64", "uint64", "bool"],
  ["sint32", "sint64"],
  ["fixed32", "sfixed32"],
  ["fixed64", "sfixed64"],
];

/** Types that read each other's bytes and JSON, where numbers of 64 bits are strings. */
const jsonGroups: readonly (readonly FieldKind[])[] = [
  ["int32", "uint32"],
  ["int64", "uint64"],
  ["fixed32", "sfixed32"],
  ["fixed64", "sfixed64"],
];

function sameType(
  pair: PairOf<FieldShape>,
  groups: readonly (readonly FieldKind[])[],
  isSameEnum: (pair: PairOf<FieldShape>) => boolean,
): readonly Found[] {
  const [old, now] = [pair.before.type, pair.after.type];
  // What is unresolved has a problem of its own.
  if (old === undefined || now === undefined) return [];
  const isKept =
    old === now
      ? pair.before.typeName === pair.after.typeName || (now === "enum" && isSameEnum(pair))
      : groups.some(group => group.includes(old) && group.includes(now));
  return isKept ? [] : [typeChanged(pair)];
}

/** An enum of the same name, in whatever scope, that has all the values of the one before. */
function isMovedEnum({ before, after, whole }: PairOf<FieldShape>): boolean {
  const old = enumNamed(before.typeName, whole.before.enumOf);
  const now = enumNamed(after.typeName, whole.after.enumOf);
  if (old === undefined || now === undefined || old.name !== now.name) return false;
  const numbers = new Map(now.values.map(one => [one.name, one.number]));
  return old.values.every(one => numbers.get(one.name) === one.number);
}

function enumNamed(name: string | undefined, enumOf: (name: string) => EnumShape | undefined): EnumShape | undefined {
  return name === undefined ? undefined : enumOf(name);
}
