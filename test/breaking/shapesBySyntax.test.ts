// What fields, messages and enums are in each syntax, as the language guides and "Feature Settings for Editions" have it.
import { expect, test } from "vitest";
import { shapeOfLinked } from "../../server/src/breaking/shapeOfLinked.ts";
import type { FieldShape, FileShape } from "../../server/src/breaking/shapes.ts";
import { compileTexts } from "../support/problems.ts";

const around = `
message N {}
enum E { E_ZERO = 0; }
`;

test("fields of proto2 have presence, strings are not checked, lists are packed on demand", () => {
  const shape = shapeOf(`syntax = "proto2";
message M {
  optional int32 single = 1;
  required string needed = 2;
  repeated int32 list = 3;
  repeated E packed = 4 [packed = true];
  repeated string texts = 5;
  optional N message = 6;
  optional group Part = 7 {}
  map<string, N> map = 8;
  oneof either { bytes one = 9; }
  optional E enum = 10 [default = E_ZERO];
  extensions 100 to 110;
}
extend M { optional string more = 100; }`);
  expect(fieldsOf(shape)).toEqual({
    single: "explicit int32",
    needed: "required label string utf8 NONE",
    list: "repeated int32",
    packed: "repeated packed enum E",
    texts: "repeated string utf8 NONE",
    message: "explicit message N",
    part: "explicit group M.Part",
    map: "map message M.MapEntry",
    "MapEntry.key": "explicit string utf8 NONE",
    "MapEntry.value": "explicit message N",
    one: "explicit bytes in either",
    enum: "explicit enum E = E_ZERO",
    more: "explicit string utf8 NONE of M",
  });
  expect(formatsOf(shape)).toEqual({ M: "LEGACY_BEST_EFFORT", E: "CLOSED LEGACY_BEST_EFFORT" });
});

test("fields of proto3 have presence on demand, strings are checked, lists are packed", () => {
  const shape = shapeOf(`syntax = "proto3";
message M {
  int32 single = 1;
  optional int32 asked = 2;
  repeated int32 list = 3;
  repeated bool expanded = 4 [packed = false];
  repeated string texts = 5;
  N message = 6;
  optional N asked_message = 7;
  map<int32, E> map = 8;
  oneof either { string one = 9; }
  E enum = 10;
  string text = 11;
}`);
  expect(fieldsOf(shape)).toEqual({
    single: "implicit int32",
    asked: "explicit int32",
    list: "repeated packed int32",
    expanded: "repeated bool",
    texts: "repeated string utf8 VERIFY java VERIFY",
    message: "explicit message N",
    asked_message: "explicit message N",
    map: "map message M.MapEntry",
    "MapEntry.key": "implicit int32",
    "MapEntry.value": "implicit enum E",
    one: "explicit string in either utf8 VERIFY java VERIFY",
    enum: "implicit enum E",
    text: "implicit string utf8 VERIFY java VERIFY",
  });
  expect(formatsOf(shape)).toEqual({ M: "ALLOW", E: "OPEN ALLOW" });
});

test("fields of edition 2023 have presence, and features change what they and what is in them are", () => {
  const shape = shapeOf(`edition = "2023";
import "google/protobuf/cpp_features.proto";
import "google/protobuf/java_features.proto";
message M {
  int32 single = 1;
  int32 implicit = 2 [features.field_presence = IMPLICIT];
  string needed = 3 [features = { field_presence: LEGACY_REQUIRED }];
  repeated int32 list = 4;
  repeated int32 expanded = 5 [features.repeated_field_encoding = EXPANDED];
  string unchecked = 6 [features.utf8_validation = NONE];
  string java = 7 [features.utf8_validation = NONE, features.(pb.java).utf8_validation = VERIFY];
  bytes cord = 8 [features.(pb.cpp) = { string_type: CORD }];
  N delimited = 9 [features.message_encoding = DELIMITED];
  string old_cord = 10 [ctype = CORD];
  message Old { option features.json_format = LEGACY_BEST_EFFORT; enum Inner { option features.enum_type = CLOSED; I_ZERO = 0; } }
}`);
  expect(fieldsOf(shape)).toEqual({
    single: "explicit int32",
    implicit: "implicit int32",
    needed: "required string utf8 VERIFY java VERIFY",
    list: "repeated packed int32",
    expanded: "repeated int32",
    unchecked: "explicit string utf8 NONE",
    java: "explicit string utf8 NONE java VERIFY",
    cord: "explicit bytes cpp CORD",
    delimited: "explicit group N",
    old_cord: "explicit string utf8 VERIFY java VERIFY cpp CORD",
  });
  expect(formatsOf(shape)).toEqual({
    M: "ALLOW",
    "M.Old": "LEGACY_BEST_EFFORT",
    "M.Old.Inner": "CLOSED LEGACY_BEST_EFFORT",
    E: "OPEN ALLOW",
  });
});

test("features of a file are those of what stands in it, where it can have them", () => {
  const shape = shapeOf(`edition = "2023";
option features.field_presence = IMPLICIT;
option features.message_encoding = DELIMITED;
option features.repeated_field_encoding = EXPANDED;
option features.enum_type = CLOSED;
option features.json_format = LEGACY_BEST_EFFORT;
option features.utf8_validation = NONE;
message M {
  int32 single = 1;
  int32 explicit = 2 [features.field_presence = EXPLICIT];
  N message = 3;
  map<int32, N> map = 4;
  repeated int32 list = 5;
  oneof either { string one = 6; }
  extensions 100;
}
extend M { int32 more = 100; }`);
  expect(fieldsOf(shape)).toEqual({
    single: "implicit int32",
    explicit: "explicit int32",
    message: "explicit group N",
    map: "map message M.MapEntry",
    "MapEntry.key": "implicit int32",
    "MapEntry.value": "explicit message N",
    list: "repeated int32",
    one: "explicit string in either utf8 NONE",
    more: "explicit int32 of M",
  });
  expect(formatsOf(shape)).toEqual({ M: "LEGACY_BEST_EFFORT", E: "CLOSED LEGACY_BEST_EFFORT" });
});

test("strings of edition 2024 are views in C++", () => {
  const shape = shapeOf(`edition = "2024";
import option "google/protobuf/cpp_features.proto";
message M {
  string text = 1;
  bytes plain = 2 [features.(pb.cpp).string_type = STRING];
  map<string, bytes> map = 3;
}`);
  expect(fieldsOf(shape)).toEqual({
    text: "explicit string utf8 VERIFY java VERIFY cpp VIEW",
    plain: "explicit bytes",
    map: "map message M.MapEntry",
    "MapEntry.key": "explicit string utf8 VERIFY java VERIFY",
    "MapEntry.value": "explicit bytes",
  });
  expect(formatsOf(shape)).toEqual({ M: "ALLOW", E: "OPEN ALLOW" });
});

test("a file of proto2 can have Java check its strings", () => {
  const shape = shapeOf(`syntax = "proto2";
option java_string_check_utf8 = true;
message M { optional string text = 1; }`);
  expect(fieldsOf(shape)).toEqual({ text: "explicit string utf8 NONE java VERIFY" });
});

test("what is broken is left out, and what is unresolved is unknown", () => {
  const compiled = compileTexts(
    new Map([
      [
        "a.proto",
        `syntax = "proto3";
message M { Missing a = 1; int32 b = ; reserved 5 to, "x; extend Nothing { int32 c = 7; }
enum E { A = ; B = 1 }
service S { rpc R(Missing) returns (`,
      ],
    ]),
  );
  const linked = compiled.file("a.proto");
  if (linked === undefined) throw new Error("a.proto is not there");
  const shape = shapeOfLinked(linked, compiled.optionTypes());
  expect(shape.messages.map(one => one.fields.map(field => [field.name, field.type]))).toEqual([[["a", undefined]]]);
  expect(shape.enums.flatMap(one => one.values.map(value => value.name))).toEqual(["B"]);
  expect(shape.services.flatMap(one => one.methods.map(({ input, output }) => [input, output]))).toEqual([["", ""]]);
});

function shapeOf(text: string): FileShape {
  const compiled = compileTexts(new Map([["a.proto", text + around]]));
  expect(compiled.problems("a.proto").filter(one => one.severity === "error")).toEqual([]);
  const linked = compiled.file("a.proto");
  if (linked === undefined) throw new Error("a.proto is not there");
  return shapeOfLinked(linked, compiled.optionTypes());
}

function fieldsOf(shape: FileShape): Record<string, string> {
  const fields = [...shape.messages.flatMap(one => one.fields), ...shape.extensions];
  return Object.fromEntries(fields.map(one => [nameOf(one), wordsOf(one)]));
}

function nameOf({ name, parent }: FieldShape): string {
  return parent?.isMapEntry ? `${parent.name}.${name}` : name;
}

function wordsOf(field: FieldShape): string {
  const isText = field.type === "string" || field.type === "bytes";
  const words = [
    field.cardinality,
    field.requiredLabel && "label",
    field.packed && "packed",
    field.type,
    field.typeName,
    field.oneof !== undefined && `in ${field.oneof}`,
    field.type === "string" && `utf8 ${field.utf8Validation}`,
    field.javaUtf8Validation !== "DEFAULT" && `java ${field.javaUtf8Validation}`,
    isText && field.cppStringType !== "STRING" && `cpp ${field.cppStringType}`,
    field.defaultValue !== undefined && `= ${field.defaultValue}`,
    field.extendee !== undefined && `of ${field.extendee}`,
  ];
  return words.filter(Boolean).join(" ");
}

function formatsOf({ messages, enums }: FileShape): Record<string, string> {
  const own = messages.filter(one => one.fullName !== "N" && !one.isMapEntry && !one.fullName.endsWith(".Part"));
  return Object.fromEntries([
    ...own.map(one => [one.fullName, one.jsonFormat]),
    ...enums.map(one => [one.fullName, `${one.type} ${one.jsonFormat}`]),
  ]);
}
