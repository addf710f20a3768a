// All kinds of field to all others, and all cardinalities to all others.
import { type ChangeCase, inMessage, type Syntax } from "./case.ts";

const scalars = [
  "double",
  "float",
  "int32",
  "int64",
  "uint32",
  "uint64",
  "sint32",
  "sint64",
  "fixed32",
  "fixed64",
  "sfixed32",
  "sfixed64",
  "bool",
  "string",
  "bytes",
];

/** How a field of each kind is written in proto2. */
const kinds: Readonly<Record<string, string>> = {
  ...Object.fromEntries(scalars.map(kind => [kind, `optional ${kind} f = 1;`])),
  enum: "optional E f = 1;",
  message: "optional N f = 1;",
  group: "optional group F = 1 {}",
};

const editionKinds: Readonly<Record<string, string>> = {
  int32: "int32 f = 1;",
  enum: "E f = 1;",
  message: "N f = 1;",
  delimited: "N f = 1 [features.message_encoding = DELIMITED];",
  string: "string f = 1;",
};

const cardinalities: Readonly<Record<Syntax, Readonly<Record<string, string>>>> = {
  proto2: {
    optional: "optional int32 f = 1;",
    required: "required int32 f = 1;",
    repeated: "repeated int32 f = 1;",
    map: "map<int32, int32> f = 1;",
    message: "optional N f = 1;",
    requiredMessage: "required N f = 1;",
    messages: "repeated N f = 1;",
    oneof: "oneof o { int32 f = 1; }",
    gone: "",
  },
  proto3: {
    implicit: "int32 f = 1;",
    optional: "optional int32 f = 1;",
    repeated: "repeated int32 f = 1;",
    map: "map<string, int32> f = 1;",
    messageMap: "map<string, N> f = 1;",
    message: "N f = 1;",
    optionalMessage: "optional N f = 1;",
    messages: "repeated N f = 1;",
    oneof: "oneof o { int32 f = 1; }",
    otherOneof: "oneof p { int32 f = 1; }",
    gone: "",
  },
  "2023": {
    explicit: "int32 f = 1;",
    implicit: "int32 f = 1 [features.field_presence = IMPLICIT];",
    legacyRequired: "int32 f = 1 [features.field_presence = LEGACY_REQUIRED];",
    repeated: "repeated int32 f = 1;",
    expanded: "repeated int32 f = 1 [features.repeated_field_encoding = EXPANDED];",
    map: "map<string, int32> f = 1;",
    message: "N f = 1;",
    requiredMessage: "N f = 1 [features.field_presence = LEGACY_REQUIRED];",
    delimited: "N f = 1 [features.message_encoding = DELIMITED];",
    oneof: "oneof o { int32 f = 1; }",
  },
  "2024": { explicit: "int32 f = 1;", implicit: "int32 f = 1 [features.field_presence = IMPLICIT];" },
};

const mapValues = ["int32", "uint32", "int64", "string", "bytes", "N", "E"];
const mapKeys = ["int32", "uint64", "sint32", "bool", "string"];

export const fieldTableCases: readonly ChangeCase[] = [
  ...table("kind", "proto2", kinds),
  ...table("edition kind", "2023", editionKinds),
  ...Object.entries(cardinalities).flatMap(([syntax, forms]) =>
    table(`cardinality ${syntax}`, syntaxOf(syntax), forms),
  ),
  ...table(
    "map value",
    "proto3",
    named(mapValues, kind => `map<string, ${kind}> f = 1;`),
  ),
  ...table(
    "map key",
    "proto3",
    named(mapKeys, kind => `map<${kind}, N> f = 1;`),
  ),
  ...table(
    "repeated kind",
    "proto3",
    named(["int32", "sint64", "string", "bytes", "N", "E"], kind => `repeated ${kind} f = 1;`),
  ),
  ...table(
    "extension kind",
    "proto2",
    named(
      ["int32", "int64", "string", "bytes"],
      kind => `extensions 100 to 200; extend M { optional ${kind} f = 100; }`,
    ),
  ),
];

function table(name: string, syntax: Syntax, forms: Readonly<Record<string, string>>): readonly ChangeCase[] {
  return Object.entries(forms).flatMap(([old, before]) =>
    Object.entries(forms).map(([now, after]) => inMessage(`${name} ${old} to ${now}`, syntax, before, after)),
  );
}

function named(kinds: readonly string[], form: (kind: string) => string): Readonly<Record<string, string>> {
  return Object.fromEntries(kinds.map(kind => [kind, form(kind)]));
}

function syntaxOf(text: string): Syntax {
  return text === "proto2" || text === "proto3" || text === "2023" ? text : "2024";
}
