import { type Found, type Pair, type Place, partOf } from "./rule.ts";
import type { FieldShape } from "./shapes.ts";

/** The number has another name. */
export function fieldRenamed({ before, after }: Pair<FieldShape>): Found {
  return {
    at: partOf(after, "name"),
    message: `${nounOf(after)} ${after.number} was renamed from \`${nameOf(before)}\` to \`${nameOf(after)}\``,
    before,
  };
}

/** The field has another name in JSON. */
export function jsonNameChanged({ before, after }: Pair<FieldShape>): Found {
  return {
    at: optionOr(after, ["json_name"]),
    message: `${subject(after)} changed its name in JSON from \`${before.jsonName}\` to \`${after.jsonName}\``,
    before,
  };
}

/** The field has a type that is not read as the one before. */
export function typeChanged({ before, after }: Pair<FieldShape>): Found {
  return {
    at: partOf(after, "type"),
    message: `${subject(after)} changed its type from ${typeText(before)} to ${typeText(after)}`,
    before,
  };
}

/** The field is a list, required, … and was not, or the reverse. */
export function cardinalityChanged({ before, after }: Pair<FieldShape>): Found {
  return {
    at: partOf(after, "whole"),
    message: `${subject(after)} was ${cardinalities[before.cardinality]} and is ${cardinalities[after.cardinality]} now`,
    before,
  };
}

const cardinalities: Record<FieldShape["cardinality"], string> = {
  explicit: "optional with explicit presence",
  implicit: "optional with implicit presence",
  required: "required",
  repeated: "repeated",
  map: "a map",
};

/** The field moved into a oneof, or out of it. */
export function oneofChanged({ before, after }: Pair<FieldShape>): Found {
  return {
    at: partOf(after, "whole"),
    message: `${subject(after)} moved ${oneofMove(before.oneof, after.oneof)}`,
    before,
  };
}

function oneofMove(before: string | undefined, after: string | undefined): string {
  if (before === undefined) return `into oneof \`${after}\``;
  return after === undefined ? `out of oneof \`${before}\`` : `from oneof \`${before}\` to oneof \`${after}\``;
}

/** Where the field is not set, it has another value. */
export function defaultChanged({ before, after }: Pair<FieldShape>, values: Pair<string>): Found {
  return {
    at: optionOr(after, ["default"]),
    message: `${subject(after)} changed its default value from \`${values.before}\` to \`${values.after}\``,
    before,
  };
}

/** The field has another type in JavaScript. */
export function jstypeChanged({ before, after }: Pair<FieldShape>): Found {
  return {
    at: optionOr(after, ["jstype"]),
    message: `${subject(after)} changed its \`jstype\` from \`${before.jstype}\` to \`${after.jstype}\``,
    before,
  };
}

/** The field has another type in C++. */
export function cppStringTypeChanged({ before, after }: Pair<FieldShape>): Found {
  return {
    at: optionOr(after, ["ctype", "features.(pb.cpp).string_type"]),
    message: `${subject(after)} changed its type in C++ from \`${before.cppStringType}\` to \`${after.cppStringType}\``,
    before,
  };
}

/** The field is checked for UTF-8 and was not, or the reverse. */
export function utf8ValidationChanged({ before, after }: Pair<FieldShape>): Found {
  return {
    at: optionOr(after, ["features.utf8_validation"]),
    message: `${subject(after)} changed its UTF-8 validation from \`${before.utf8Validation}\` to \`${after.utf8Validation}\``,
    before,
  };
}

/** Generated Java checks the field for UTF-8 and did not, or the reverse. */
export function javaUtf8ValidationChanged({ before, after }: Pair<FieldShape>): Found {
  return {
    at: {
      kind: "option",
      owner: after.file,
      names: ["java_string_check_utf8"],
      else: optionOr(after, ["features.(pb.java).utf8_validation"]),
    },
    message: `${subject(after)} changed its UTF-8 validation in Java from \`${before.javaUtf8Validation}\` to \`${after.javaUtf8Validation}\``,
    before,
  };
}

function optionOr(field: FieldShape, names: readonly string[]): Place {
  return { kind: "option", owner: field, names, else: partOf(field, "whole") };
}

/** Several fields may share a place: their messages must differ. */
function subject(field: FieldShape): string {
  if (field.extendee !== undefined) return `extension \`${field.fullName}\` = ${field.number}`;
  const entry = field.parent?.isMapEntry ? " of map entry" : " of message";
  return `field \`${field.name}\` = ${field.number}${entry} \`${field.parent?.name}\``;
}

function nounOf(field: FieldShape): string {
  return field.extendee === undefined ? `field` : `extension`;
}

function nameOf(field: FieldShape): string {
  return field.extendee === undefined ? field.name : field.fullName;
}

function typeText(field: FieldShape): string {
  return field.typeName === undefined ? `\`${field.type}\`` : `${field.type} \`${field.typeName}\``;
}
