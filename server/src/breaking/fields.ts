import { everywhere, inJson, inSource, inSourceAndJson } from "./categories.ts";
import { defaultOf, isSameDefault } from "./fieldDefaults.ts";
import {
  cardinalityChanged,
  cppStringTypeChanged,
  defaultChanged,
  fieldRenamed,
  javaUtf8ValidationChanged,
  jsonNameChanged,
  jstypeChanged,
  oneofChanged,
  utf8ValidationChanged,
} from "./fieldProblems.ts";
import type { Found, PairOf, Rule } from "./rule.ts";
import type { FieldKind, FieldShape } from "./shapes.ts";

/** Rules over fields, other than over their types. Fields of messages and extensions are one here. */
export const fieldRules: readonly Rule[] = [
  {
    id: "FIELD_SAME_NAME",
    categories: inSourceAndJson,
    summary: "a field keeps its name",
    over: "field",
    check: ({ before, after }) => (fieldName(before) === fieldName(after) ? [] : [fieldRenamed({ before, after })]),
  },
  {
    id: "FIELD_SAME_JSON_NAME",
    categories: inSourceAndJson,
    summary: "a field keeps its name in JSON",
    over: "field",
    // An extension is named by its full name in JSON.
    check: ({ before, after }) =>
      isExtension(after) || before.jsonName === after.jsonName ? [] : [jsonNameChanged({ before, after })],
  },
  {
    id: "FIELD_SAME_CARDINALITY",
    categories: inSource,
    categoriesIn: { v1beta1: ["FILE", "PACKAGE", "WIRE_JSON", "WIRE"] },
    summary: "a field keeps its presence, or stays a list or a map",
    over: "field",
    check: pair => sameCardinality(pair, cardinality => cardinality),
  },
  {
    id: "FIELD_WIRE_COMPATIBLE_CARDINALITY",
    categories: ["WIRE"],
    summary: "a field stays single or many, and required or not",
    over: "field",
    check: pair =>
      sameCardinality(pair, cardinality => (cardinality === "map" ? "repeated" : jsonCardinality(cardinality))),
  },
  {
    id: "FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY",
    categories: inJson,
    summary: "a field stays single, a list or a map, and required or not",
    over: "field",
    check: pair => sameCardinality(pair, jsonCardinality),
  },
  {
    id: "FIELD_SAME_ONEOF",
    categories: everywhere,
    summary: "a field stays in its oneof, or in none",
    over: "field",
    check: ({ before, after }) =>
      isExtension(after) || before.oneof === after.oneof ? [] : [oneofChanged({ before, after })],
  },
  {
    id: "FIELD_SAME_DEFAULT",
    categories: everywhere,
    categoriesIn: { v1: [], v1beta1: [] },
    summary: "a field keeps its default value",
    over: "field",
    check: sameDefault,
  },
  {
    id: "FIELD_SAME_JSTYPE",
    categories: inSource,
    summary: "a field keeps its type in JavaScript",
    over: "field",
    check: ({ before, after }) =>
      before.jstype === after.jstype || !isOneOf(before, jsNumbers) || !isOneOf(after, jsNumbers)
        ? []
        : [jstypeChanged({ before, after })],
  },
  {
    id: "FIELD_SAME_CPP_STRING_TYPE",
    categories: inSource,
    summary: "a field keeps its type of string in C++",
    over: "field",
    check: sameCppStringType,
  },
  {
    id: "FIELD_SAME_UTF8_VALIDATION",
    categories: inSource,
    summary: "a field goes on to be checked for UTF-8, or not",
    over: "field",
    check: ({ before, after }) =>
      before.utf8Validation === after.utf8Validation || before.type !== "string" || after.type !== "string"
        ? []
        : [utf8ValidationChanged({ before, after })],
  },
  {
    id: "FIELD_SAME_JAVA_UTF8_VALIDATION",
    categories: inSource,
    summary: "a field goes on to be checked for UTF-8 in Java, or not",
    over: "field",
    check: ({ before, after }) =>
      before.javaUtf8Validation === after.javaUtf8Validation || before.type !== "string" || after.type !== "string"
        ? []
        : [javaUtf8ValidationChanged({ before, after })],
  },
];

/** Numbers that JavaScript's own type cannot hold. */
const jsNumbers: readonly FieldKind[] = ["int64", "uint64", "sint64", "fixed64", "sfixed64"];

const texts: readonly FieldKind[] = ["string", "bytes"];

function isOneOf(field: FieldShape, kinds: readonly FieldKind[]): boolean {
  return field.type !== undefined && kinds.includes(field.type);
}

function isExtension(field: FieldShape): boolean {
  return field.extendee !== undefined;
}

function isOfMapEntry(field: FieldShape): boolean {
  return !isExtension(field) && field.parent?.isMapEntry === true;
}

function fieldName(field: FieldShape): string {
  return isExtension(field) ? field.fullName : field.name;
}

type Cardinality = FieldShape["cardinality"];

function sameCardinality(pair: PairOf<FieldShape>, group: (cardinality: Cardinality) => Cardinality): readonly Found[] {
  // Whether a field has presence depends on whether its type is a message.
  if (pair.before.type === undefined || pair.after.type === undefined) return [];
  // Key and value of a map have no cardinality of their own.
  if (isOfMapEntry(pair.after)) return [];
  return group(pair.before.cardinality) === group(pair.after.cardinality) ? [] : [cardinalityChanged(pair)];
}

/** Whether a single field has presence, neither bytes nor JSON tell. */
function jsonCardinality(cardinality: Cardinality): Cardinality {
  return cardinality === "implicit" ? "explicit" : cardinality;
}

function sameDefault({ before, after, whole }: PairOf<FieldShape>): readonly Found[] {
  const [old, now] = [defaultOf(before, whole.before), defaultOf(after, whole.after)];
  if (old === undefined || now === undefined || isSameDefault(old, now)) return [];
  return [defaultChanged({ before, after }, { before: old.shown, after: now.shown })];
}

/** A string piece was never made as more than a string; back, it is told. Of map entries nothing is. */
function sameCppStringType({ before, after }: PairOf<FieldShape>): readonly Found[] {
  const isKept =
    before.cppStringType === after.cppStringType ||
    (before.cppStringType === "STRING_PIECE" && after.cppStringType === "STRING");
  const isOther = isOfMapEntry(after) || !isOneOf(before, texts) || !isOneOf(after, texts);
  return isKept || isOther ? [] : [cppStringTypeChanged({ before, after })];
}
