// The cases of protobuf's conformance description for JSON input, by its names, beside what Python's protobuf and
// @bufbuild/protobuf make of the same texts.
import { spawnSync } from "node:child_process";
import { type DescMessage, fromBinary, fromJson, type JsonValue, toBinary, toJson } from "@bufbuild/protobuf";
import { beforeAll, describe, expect, test } from "vitest";
import { encodeRequest } from "../../server/src/calling/requestJson.ts";
import { readSchema } from "../../server/src/calling/schema.ts";
import { descriptorSetOf } from "./support/schema.ts";

const scalars = ["int32", "int64", "uint32", "uint64", "float", "double", "bool", "string", "bytes"];
const wrappers = ["Bool", "Int32", "Int64", "UInt32", "UInt64", "Float", "Double", "String", "Bytes"];
const wellKnown = ["Duration", "Timestamp", "FieldMask", "Struct", "Any", "Value", "ListValue"];
const snake = (name: string) => name.replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase();
const keys = ["int32", "uint32", "int64", "uint64", "bool"];
let number = 100;
const next = () => (number += 1);

const proto = `syntax = "proto3";
package c;
import "google/protobuf/any.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/field_mask.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";
message All {
  message Nested { int32 a = 1; }
  enum NestedEnum { FOO = 0; BAR = 1; BAZ = 2; NEG = -1; }
  enum Aliased { option allow_alias = true; ALIAS_FOO = 0; ALIAS_BAR = 1; ALIAS_BAZ = 2; MOO = 2; moo = 2; bAz = 2; }
  ${scalars.map(one => `${one} optional_${one} = ${next()}; repeated ${one} repeated_${one} = ${next()};`).join("\n  ")}
  ${keys.map(one => `map<${one}, ${one}> map_${one}_${one} = ${next()};`).join("\n  ")}
  ${wrappers.map(one => `google.protobuf.${one}Value optional_${one.toLowerCase()}_wrapper = ${next()};`).join("\n  ")}
  ${wellKnown.map(one => `google.protobuf.${one} optional_${snake(one)} = ${next()}; repeated google.protobuf.${one} repeated_${snake(one)} = ${next()};`).join("\n  ")}
  map<string, Nested> map_string_nested_message = 1;
  Nested optional_nested_message = 2;
  repeated Nested repeated_nested_message = 3;
  NestedEnum optional_nested_enum = 4;
  repeated NestedEnum repeated_nested_enum = 5;
  Aliased optional_aliased_enum = 6;
  oneof choice { uint32 oneof_uint32 = 7; string oneof_string = 8; Nested oneof_nested_message = 9; bytes oneof_bytes = 10; bool oneof_bool = 11; }
  int32 fieldname1 = 12; int32 field_name2 = 13; int32 _field_name3 = 14; int32 field__name4_ = 15; int32 field0name5 = 16; int32 FieldName8 = 17; int32 FIELD_NAME11 = 18;
}
`;

/** Name, and the text that is read. */
const read: readonly (readonly [string, string])[] = [
  ["HelloWorld", '{"optionalString":"Hello, World!"}'],
  ["FieldNameInSnakeCase", '{"fieldname1": 1, "fieldName2": 2, "FieldName3": 3, "fieldName4": 4}'],
  ["FieldNameWithMixedCases", '{"field0name5": 5, "FieldName8": 8, "FIELDNAME11": 11}'],
  [
    "OriginalProtoFieldName",
    '{"fieldname1": 1, "field_name2": 2, "_field_name3": 3, "field__name4_": 4, "FIELD_NAME11": 5}',
  ],
  ["FieldNameEscaped", '{"fieldn\\u0061me1": 1}'],
  ["MultilineWithSpaces", '{\n  "optionalInt32"  :  1\n  ,\n  "optionalInt64"  :  2\n}\n'],
  ["Int32FieldMaxValue", '{"optionalInt32": 2147483647}'],
  ["Int32FieldMinValue", '{"optionalInt32": -2147483648}'],
  ["Uint32FieldMaxValue", '{"optionalUint32": 4294967295}'],
  ["Int64FieldMaxValue", '{"optionalInt64": "9223372036854775807"}'],
  ["Int64FieldMinValue", '{"optionalInt64": "-9223372036854775808"}'],
  ["Uint64FieldMaxValue", '{"optionalUint64": "18446744073709551615"}'],
  ["Int64FieldMaxValueNotQuoted", '{"optionalInt64": 9223372036854774784}'],
  ["Int64FieldMinValueNotQuoted", '{"optionalInt64": -9223372036854775808}'],
  ["Uint64FieldMaxValueNotQuoted", '{"optionalUint64": 18446744073709549568}'],
  ["Int32FieldStringValue", '{"optionalInt32": "2147483647"}'],
  ["Int32FieldStringValueEscaped", '{"optionalInt32": "2\\u003147483647"}'],
  ["Int32FieldFloatTrailingZero", '{"optionalInt32": 100000.000}'],
  ["Int32FieldExponentialFormat", '{"optionalInt32": 1e5}'],
  ["Int32FieldMaxFloatValue", '{"optionalInt32": 2.147483647e9}'],
  ["Int32FieldMinFloatValue", '{"optionalInt32": -2.147483648e9}'],
  ["Uint32FieldMaxFloatValue", '{"optionalUint32": 4.294967295e9}'],
  ["BoolFieldTrue", '{"optionalBool":true}'],
  ["FloatFieldMinPositiveValue", '{"optionalFloat": 1.175494e-38}'],
  ["FloatFieldMaxPositiveValue", '{"optionalFloat": 3.402823e+38}'],
  ["FloatFieldQuotedValue", '{"optionalFloat": "1"}'],
  ["FloatFieldNan", '{"optionalFloat": "NaN"}'],
  ["FloatFieldNegativeInfinity", '{"optionalFloat": "-Infinity"}'],
  ["DoubleFieldMinPositiveValue", '{"optionalDouble": 2.22507e-308}'],
  ["DoubleFieldMaxPositiveValue", '{"optionalDouble": 1.79769e+308}'],
  ["DoubleFieldInfinity", '{"optionalDouble": "Infinity"}'],
  ["EnumField", '{"optionalNestedEnum": "BAR"}'],
  ["EnumFieldWithAlias", '{"optionalAliasedEnum": "ALIAS_BAZ"}'],
  ["EnumFieldWithAliasUseAlias", '{"optionalAliasedEnum": "MOO"}'],
  ["EnumFieldWithAliasLowerCase", '{"optionalAliasedEnum": "moo"}'],
  ["EnumFieldWithAliasDifferentCase", '{"optionalAliasedEnum": "bAz"}'],
  ["EnumFieldNumericValueNonZero", '{"optionalNestedEnum": 1}'],
  ["EnumFieldUnknownValue", '{"optionalNestedEnum": 123}'],
  ["StringFieldEscape", '{"optionalString": "\\"\\\\\\/\\b\\f\\n\\r\\t"}'],
  ["StringFieldUnicodeEscape", '{"optionalString": "\\u8C37\\u6B4C"}'],
  ["StringFieldSurrogatePair", '{"optionalString": "\\uD83D\\uDE01"}'],
  ["StringFieldEmbeddedNull", '{"optionalString": "Hello\\u0000world!"}'],
  ["BytesField", '{"optionalBytes": "AQI="}'],
  ["MessageField", '{"optionalNestedMessage": {"a": 1234}}'],
  ["OneofFieldNullFirst", '{"oneofUint32": null, "oneofString": "test"}'],
  ["OneofFieldNullSecond", '{"oneofString": "test", "oneofUint32": null}'],
  ["OneofZeroUint32", '{"oneofUint32": 0}'],
  ["OneofZeroMessage", '{"oneofNestedMessage": {}}'],
  ["OneofZeroString", '{"oneofString": ""}'],
  ["OneofZeroBytes", '{"oneofBytes": ""}'],
  ["OneofZeroBool", '{"oneofBool": false}'],
  ["Int32MapField", '{"mapInt32Int32": {"1": 2, "3": 4}}'],
  ["Uint64MapField", '{"mapUint64Uint64": {"1": 2, "3": 4}}'],
  ["BoolMapField", '{"mapBoolBool": {"true": true, "false": false}}'],
  ["MessageMapField", '{"mapStringNestedMessage": {"hello": {"a": 1234}, "world": {"a": 5678}}}'],
  ["Int32MapEscapedKey", '{"mapInt32Int32": {"\\u0031": 2}}'],
  ["BoolMapEscapedKey", '{"mapBoolBool": {"tr\\u0075e": true}}'],
  ["PrimitiveRepeatedField", '{"repeatedInt32": [1, 2, 3, 4]}'],
  ["EnumRepeatedField", '{"repeatedNestedEnum": ["FOO", "BAR", "BAZ"]}'],
  ["BytesRepeatedField", '{"repeatedBytes": ["AAEC", "AQI="]}'],
  ["MessageRepeatedField", '{"repeatedNestedMessage": [{"a": 1234}, {"a": 5678}]}'],
  [
    "AllFieldAcceptNull",
    '{"optionalInt32": null, "optionalNestedMessage": null, "repeatedInt32": null, "mapBoolBool": null, "optionalNestedEnum": null, "optionalTimestamp": null}',
  ],
  ["OptionalBoolWrapper", '{"optionalBoolWrapper": false}'],
  ["OptionalInt64Wrapper", '{"optionalInt64Wrapper": 0}'],
  ["OptionalStringWrapper", '{"optionalStringWrapper": ""}'],
  [
    "WrapperTypesWithNullValue",
    '{"optionalBoolWrapper": null, "optionalUint64Wrapper": null, "optionalBytesWrapper": null}',
  ],
  ["DurationMinValue", '{"optionalDuration": "-315576000000.999999999s"}'],
  ["DurationMaxValue", '{"optionalDuration": "315576000000.999999999s"}'],
  ["DurationRepeatedValue", '{"repeatedDuration": ["1.5s", "-1.5s"]}'],
  ["TimestampMinValue", '{"optionalTimestamp": "0001-01-01T00:00:00Z"}'],
  ["TimestampMaxValue", '{"optionalTimestamp": "9999-12-31T23:59:59.999999999Z"}'],
  ["TimestampLeap", '{"optionalTimestamp": "1993-02-10T00:00:00.000Z"}'],
  ["TimestampWithPositiveOffset", '{"optionalTimestamp": "1970-01-01T08:00:01+08:00"}'],
  ["TimestampWithNegativeOffset", '{"optionalTimestamp": "1969-12-31T16:00:01-08:00"}'],
  ["FieldMask", '{"optionalFieldMask": "foo,barBaz"}'],
  ["EmptyFieldMask", '{"optionalFieldMask": ""}'],
  [
    "Struct",
    '{"optionalStruct": {"nullValue": null, "intValue": 1234, "listValue": [1, "2", null], "objectValue": {"value": 0}}}',
  ],
  ["StructWithEmptyListValue", '{"optionalStruct": {"listValue": []}}'],
  ["ValueAcceptInteger", '{"optionalValue": 1}'],
  ["ValueAcceptNull", '{"optionalValue": null}'],
  ["ValueAcceptList", '{"optionalValue": [0, "hello"]}'],
  ["ValueAcceptObject", '{"optionalValue": {"value": 1}}'],
  ["RepeatedValue", '{"repeatedValue": [["a"]]}'],
  ["RepeatedListValue", '{"repeatedListValue": [["a"]]}'],
  ["Any", '{"optionalAny": {"@type": "type.googleapis.com/c.All", "optionalInt32": 12345}}'],
  [
    "AnyNested",
    '{"optionalAny": {"@type": "type.googleapis.com/google.protobuf.Any", "value": {"@type": "type.googleapis.com/c.All", "optionalInt32": 12345}}}',
  ],
  ["AnyUnorderedTypeTag", '{"optionalAny": {"optionalInt32": 12345, "@type": "type.googleapis.com/c.All"}}'],
  [
    "AnyWithInt32ValueWrapper",
    '{"optionalAny": {"@type": "type.googleapis.com/google.protobuf.Int32Value", "value": 12345}}',
  ],
  ["AnyWithDuration", '{"optionalAny": {"@type": "type.googleapis.com/google.protobuf.Duration", "value": "1.5s"}}'],
  [
    "AnyWithTimestamp",
    '{"optionalAny": {"@type": "type.googleapis.com/google.protobuf.Timestamp", "value": "1970-01-01T00:00:00Z"}}',
  ],
  [
    "AnyWithFieldMask",
    '{"optionalAny": {"@type": "type.googleapis.com/google.protobuf.FieldMask", "value": "foo,barBaz"}}',
  ],
  ["AnyWithStruct", '{"optionalAny": {"@type": "type.googleapis.com/google.protobuf.Struct", "value": {"foo": 1}}}'],
  ["AnyWithValueForInteger", '{"optionalAny": {"@type": "type.googleapis.com/google.protobuf.Value", "value": 1}}'],
];

/** Name, the text, and what stands where it is told to be wrong. */
const refused: readonly (readonly [string, string, string])[] = [
  ["RejectTopLevelNull", "null", "null"],
  ["FieldNameNotQuoted", "{fieldname1: 1}", "fieldname1"],
  ["MissingCommaOneLine", '{ "optionalInt32": 1 "optionalInt64": 2 }', '"optionalInt64"'],
  [
    "FieldNameDuplicate",
    '{"optionalNestedMessage": {"a": 1}, "optionalNestedMessage": {}}',
    '"optionalNestedMessage": {}',
  ],
  [
    "FieldNameDuplicateDifferentCasing1",
    '{"optional_nested_message": {"a": 1}, "optionalNestedMessage": {}}',
    '"optionalNestedMessage"',
  ],
  [
    "FieldNameDuplicateDifferentCasing2",
    '{"optionalNestedMessage": {"a": 1}, "optional_nested_message": {}}',
    '"optional_nested_message"',
  ],
  ["Int32FieldTooLarge", '{"optionalInt32": 2147483648}', "2147483648"],
  ["Int32FieldTooSmall", '{"optionalInt32": -2147483649}', "-2147483649"],
  ["Uint32FieldTooLarge", '{"optionalUint32": 4294967296}', "4294967296"],
  ["Int64FieldTooLarge", '{"optionalInt64": "9223372036854775808"}', '"9223372036854775808"'],
  ["Uint64FieldTooLarge", '{"optionalUint64": "18446744073709551616"}', '"18446744073709551616"'],
  ["Int32FieldNotInteger", '{"optionalInt32": 0.5}', "0.5"],
  ["Int64FieldNotInteger", '{"optionalInt64": "0.5"}', '"0.5"'],
  ["Int32FieldNotNumber", '{"optionalInt32": "3x3"}', '"3x3"'],
  ["Uint64FieldNotNumber", '{"optionalUint64": "3x3"}', '"3x3"'],
  ["Int32FieldPlusSign", '{"optionalInt32": +1}', "+1"],
  ["Int32FieldLeadingSpace", '{"optionalInt32": " 1"}', '" 1"'],
  ["Int32FieldTrailingSpace", '{"optionalInt32": "1 "}', '"1 "'],
  ["BoolFieldIntegerZero", '{"optionalBool":0}', "0"],
  ["BoolFieldDoubleQuotedTrue", '{"optionalBool":"true"}', '"true"'],
  ["FloatFieldTooLarge", '{"optionalFloat": 3.502823e+38}', "3.502823e+38"],
  ["StringFieldUnpairedHighSurrogate", '{"optionalString": "\\uD800"}', '"\\uD800"'],
  ["StringFieldSurrogateInWrongOrder", '{"optionalString": "\\uDE01\\uD83D"}', '"\\uDE01\\uD83D"'],
  ["StringFieldNotAString", '{"optionalString": 12345}', "12345"],
  ["OneofFieldDuplicate", '{"oneofUint32": 1, "oneofString": "test"}', '"oneofString"'],
  ["Int32MapFieldKeyNotQuoted", '{"mapInt32Int32": {1: 2, 3: 4}}', "1: 2"],
  ["StringFieldSingleQuoteValue", "{\"optionalString\": 'Hello world!'}", "'Hello"],
  ["RepeatedFieldWrongElementTypeExpectingIntegersGotString", '{"repeatedInt32": [1, 2, "name", 4]}', '"name"'],
  ["RepeatedFieldWrongElementTypeExpectingIntegersGotMessage", '{"repeatedInt32": [1, 2, 3, {"a": 4}]}', '{"a": 4}'],
  ["RepeatedFieldWrongElementTypeExpectingStringsGotInt", '{"repeatedString": ["1", 2, "3", "4"]}', "2"],
  ["RepeatedFieldWrongElementTypeExpectingMessagesGotBool", '{"repeatedNestedMessage": [{"a": 1}, false]}', "false"],
  ["RepeatedFieldPrimitiveElementIsNull", '{"repeatedInt32": [1, null, 2]}', "null"],
  ["RepeatedFieldMessageElementIsNull", '{"repeatedNestedMessage": [{"a":1}, null]}', "null"],
  ["MapFieldValueIsNull", '{"mapInt32Int32": {"0": null}}', "null"],
  ["DurationMissingS", '{"optionalDuration": "1"}', '"1"'],
  ["DurationJsonInputTooLarge", '{"optionalDuration": "315576000001.000000000s"}', '"315576000001'],
  ["TimestampJsonInputTooLarge", '{"optionalTimestamp": "10000-01-01T00:00:00Z"}', '"10000-'],
  ["TimestampJsonInputMissingZ", '{"optionalTimestamp": "0001-01-01T00:00:00"}', '"0001-'],
  ["TimestampJsonInputMissingT", '{"optionalTimestamp": "0001-01-01 00:00:00Z"}', '"0001-'],
  ["TimestampJsonInputLowercaseZ", '{"optionalTimestamp": "0001-01-01T00:00:00z"}', '"0001-'],
];

/** What Python's protobuf takes although the description refuses it. */
const takenByPython: ReadonlySet<string> = new Set([
  "FieldNameDuplicateDifferentCasing1",
  "FieldNameDuplicateDifferentCasing2",
]);

const program = `
import base64, json, sys
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory
asked = json.load(sys.stdin)
files = descriptor_pb2.FileDescriptorSet.FromString(base64.b64decode(asked["set"]))
pool = descriptor_pool.DescriptorPool()
for one in files.file:
    pool.Add(one)
All = message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName("c.All"))
answers = []
for text in asked["texts"]:
    try:
        answers.append(json_format.Parse(text, All(), descriptor_pool=pool).SerializeToString().hex())
    except Exception as error:
        answers.append(None)
print(json.dumps(answers))
`;

let message: DescMessage;
let types: Extract<ReturnType<typeof readSchema>, { kind: "schema" }>["types"];
/** By text, in hex; null where Python refuses it. Undefined on a machine without Python's protobuf. */
let python: ReadonlyMap<string, string | null> | undefined;

beforeAll(() => {
  const set = descriptorSetOf({ "c.proto": proto });
  const schema = readSchema(set);
  const found = schema.kind === "wrong" ? undefined : schema.registry.getMessage("c.All");
  if (schema.kind === "wrong" || found === undefined) throw new Error("no c.All");
  [message, types] = [found, schema.types];
  const texts = [...read, ...refused].map(([, text]) => text);
  const input = JSON.stringify({ set: set.toString("base64"), texts });
  const asked = spawnSync("/usr/bin/python3", ["-c", program], { input, encoding: "utf8" });
  if (asked.status !== 0 && process.env.PROTODIAL_REQUIRE_ALL === "1") throw new Error(asked.stderr);
  if (asked.status !== 0) return;
  const answers: (string | null)[] = JSON.parse(asked.stdout);
  python = new Map(texts.map((text, index) => [text, answers[index] ?? null]));
}, 120_000);

const canonical = (bytes: Uint8Array): JsonValue => toJson(message, fromBinary(message, bytes), { registry: types });

describe("read", () => {
  test.each(read)("%s", (_, text) => {
    const encoded = encodeRequest(message, text, types);
    if (encoded.kind === "wrong") throw new Error(encoded.reason);
    const ours = canonical(encoded.bytes);
    expect(ours).toEqual(canonical(toBinary(message, fromJson(message, JSON.parse(text), { registry: types }))));
    const theirs = python?.get(text);
    if (python !== undefined) expect(ours).toEqual(canonical(Buffer.from(theirs ?? "none", "hex")));
  });
});

describe("refused", () => {
  test.each(refused)("%s", (name, text, at) => {
    const encoded = encodeRequest(message, text, types);
    if (encoded.kind !== "wrong") throw new Error("it is read");
    expect(text.slice(encoded.offset).startsWith(at), `${encoded.offset}: ${encoded.reason}`).toBe(true);
    if (python !== undefined && !takenByPython.has(name)) expect(python.get(text)).toBeNull();
  });
});
