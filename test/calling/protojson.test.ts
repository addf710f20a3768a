// What protobuf's conformance description says of the JSON mapping, as cases of our own: what a request's text is read as,
// and how an answer is printed, beside what @bufbuild/protobuf does with the same.
import { type DescMessage, fromBinary, fromJson, type JsonValue, toBinary, toJson } from "@bufbuild/protobuf";
import { describe, expect, test } from "vitest";
import { printAnswer } from "../../server/src/calling/answerJson.ts";
import { withStandardTypes } from "../../server/src/calling/googleRpc.ts";
import { printedJson } from "../../server/src/calling/printedJson.ts";
import { encodeRequest } from "../../server/src/calling/requestJson.ts";
import { registryOf } from "./support/schema.ts";

const scalars = [
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
];
const all = [...scalars, "float", "double", "bool", "string", "bytes"];
const wrappers = ["Bool", "Int32", "Int64", "UInt32", "UInt64", "Float", "Double", "String", "Bytes"];
const keys = all.filter(one => !/float|double|bytes/.test(one));

/** A message with a field of each kind, under the rules of a syntax. */
function everything(head: string, pkg: string, optional: string): string {
  return `${head}
package ${pkg};
import "google/protobuf/any.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/field_mask.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";
message All {
  ${all.map((type, at) => `${optional} ${type} one_${type} = ${at + 1};`).join("\n  ")}
  ${all.map((type, at) => `repeated ${type} many_${type} = ${at + 31};`).join("\n  ")}
  ${keys.map((type, at) => `map<${type}, ${type}> map_${type} = ${at + 61};`).join("\n  ")}
  ${wrappers.map((type, at) => `${optional} google.protobuf.${type}Value wrap_${type.toLowerCase()} = ${at + 91};`).join("\n  ")}
  enum Color { NONE = 0; RED = 1; CRIMSON = 1; BLUE = -1; option allow_alias = true; }
  ${optional} Color color = 121;
  repeated Color colors = 122;
  map<string, Color> map_color = 123;
  ${optional} All inner = 124;
  repeated All inners = 125;
  map<string, All> map_inner = 126;
  oneof choice { string left = 127; All right = 128; google.protobuf.NullValue nothing = 129; bool yes = 130; }
  ${optional} google.protobuf.Timestamp at = 131;
  ${optional} google.protobuf.Duration within = 132;
  ${optional} google.protobuf.FieldMask mask = 133;
  ${optional} google.protobuf.Struct free = 134;
  ${optional} google.protobuf.Value value = 135;
  ${optional} google.protobuf.ListValue list = 136;
  ${optional} google.protobuf.Any any = 137;
  repeated google.protobuf.Value values = 138;
  repeated google.protobuf.Timestamp times = 139;
  ${optional} int32 odd__name = 140;
  ${optional} int32 _lead = 141;
  ${optional} int32 Capital3d = 142;
  ${optional} int32 renamed = 143 [json_name = "else"];
}
`;
}

const registry = registryOf({
  "p3/all.proto": everything('syntax = "proto3";', "p3", ""),
  "p2/all.proto": everything('syntax = "proto2";', "p2", "optional"),
  "e3/all.proto": everything('edition = "2023";', "e3", ""),
});
const types = withStandardTypes(registry);

function messageIn(pkg: string): DescMessage {
  const found = registry.getMessage(`${pkg}.All`);
  if (found === undefined) throw new Error(pkg);
  return found;
}

const integers: readonly (readonly [string, bigint, bigint])[] = scalars.map(type => {
  const bits = type.endsWith("64") ? 64n : 32n;
  const isUnsigned = type.startsWith("u") || type.startsWith("fixed");
  return isUnsigned ? [type, 0n, 2n ** bits - 1n] : [type, -(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n];
});

/** Texts that are read. */
const sound: readonly string[] = [
  "{}",
  "null".replace("null", "{ }"),
  ...integers.flatMap(([type, least, most]) => [
    `{"one_${type}": ${least}}`,
    `{"one_${type}": ${most}}`,
    `{"one_${type}": "${most}"}`,
    `{"one_${type}": "${least}"}`,
    `{"one_${type}": 1e5}`,
    `{"one_${type}": 100000.000}`,
    `{"one_${type}": 0}`,
    `{"one_${type}": null}`,
    `{"many_${type}": [${least}, ${most}, "1", 2.0]}`,
    `{"map_${type}": {"${least}": ${most}, "${most}": "${least}"}}`,
  ]),
  ...["float", "double"].flatMap(type => [
    ...[
      "0.1",
      '"0.1"',
      "1",
      "-0.0",
      "1.5e10",
      '"NaN"',
      '"Infinity"',
      '"-Infinity"',
      "3.402823e+38",
      "1.175494e-38",
    ].map(value => `{"one_${type}": ${value}}`),
    `{"many_${type}": [1, "2", "NaN", -0.0]}`,
  ]),
  '{"one_double": 1.7976931348623157e308, "oneFloat": 1.401298464324817e-45}',
  '{"oneBool": true}',
  '{"oneBool": false}',
  '{"map_bool": {"true": true, "false": false}}',
  ...['""', '"a"', '"\\b\\f\\n\\r\\t\\"\\\\\\/"', '"\\u8c37\\u6b4c"', '"\\ud83d\\ude01"', '"谷歌"', '"\\u0000"'].map(
    value => `{"oneString": ${value}}`,
  ),
  '{"map_string": {"": "", "a b": "\\n", "__proto__": "x"}}',
  ...['""', '"AQI="', '"AQI"', '"-_"', '"+/8="', '"__8"'].map(value => `{"oneBytes": ${value}}`),
  ...['"RED"', '"CRIMSON"', "1", "-1", "0", '"BLUE"', "null"].map(value => `{"color": ${value}}`),
  '{"colors": ["NONE", 1, "BLUE"], "mapColor": {"a": "RED", "b": -1}}',
  '{"inner": {}}',
  '{"inner": null}',
  '{"inners": [{}, {"one_int32": 1}], "map_inner": {"a": {}}}',
  '{"many_int32": null, "map_int32": null, "inners": []}',
  '{"left": "a"}',
  '{"left": ""}',
  '{"right": {"left": "b"}}',
  '{"nothing": null}',
  '{"nothing": "NULL_VALUE"}',
  '{"yes": false}',
  ...wrappers.flatMap(type => {
    const name = `wrap_${type.toLowerCase()}`;
    const value = { Bool: "false", String: '""', Bytes: '""' }[type] ?? "0";
    return [`{"${name}": ${value}}`, `{"${name}": null}`];
  }),
  '{"wrapInt64": "9223372036854775807", "wrapUint64": 18446744073709551615, "wrapDouble": "NaN", "wrapFloat": 1.5}',
  ...[
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999999Z",
    "1970-01-01T00:00:00Z",
    "1970-01-01T00:00:00.000000001Z",
    "1969-12-31T23:59:59.999Z",
    "1970-01-01T00:00:01.010Z",
    "1970-01-01T00:00:00.000010Z",
    "1970-01-01T08:00:00+08:00",
    "1969-12-31T16:00:00.5-08:00",
    "2024-02-29T12:30:00.123456Z",
  ].map(value => `{"at": "${value}"}`),
  '{"times": ["1970-01-01T00:00:00Z", "2038-01-19T03:14:07Z"]}',
  ...["0s", "1s", "-1s", "1.5s", "-0.5s", "1.000000001s", "0.010s", "315576000000s", "-315576000000.999999999s"].map(
    value => `{"within": "${value}"}`,
  ),
  ...["", "a", "fooBar,bazQux", "a.bC,d"].map(value => `{"mask": "${value}"}`),
  '{"free": {"nullValue": null, "int": 1234, "bool": true, "double": 1234.5678, "list": [1, "2", null, {}], "o": {"v": 0}}}',
  '{"free": {}}',
  ...["1", "-1.5", '"a"', "true", "null", "[]", "{}", '[1, [2, {"a": null}]]'].map(value => `{"value": ${value}}`),
  '{"list": [0, "a", null, true, {"a": []}]}',
  '{"values": [null, 1, "a", [], {}]}',
  '{"any": {}}',
  ...["p3.All", "p2.All"].flatMap(type => [
    `{"any": {"@type": "type.googleapis.com/${type}", "one_int32": 1}}`,
    `{"any": {"one_int64": 9007199254740993, "@type": "type.googleapis.com/${type}"}}`,
    `{"any": {"@type": "example.com/x/${type}"}}`,
    `{"any": {"@type": "type.googleapis.com/google.protobuf.Any", "value": {"@type": "type.googleapis.com/${type}"}}}`,
  ]),
  ...[
    ["Duration", '"1.5s"'],
    ["Timestamp", '"1970-01-01T00:00:00Z"'],
    ["FieldMask", '"a,bC"'],
    ["Struct", '{"a": 1}'],
    ["Value", "null"],
    ["Value", '{"a": 1}'],
    ["ListValue", "[1]"],
    ["Int32Value", "5"],
    ["UInt64Value", '"18446744073709551615"'],
    ["StringValue", '"a"'],
  ].map(([type, value]) => `{"any": {"@type": "type.googleapis.com/google.protobuf.${type}", "value": ${value}}}`),
  '{"oddName": 1}',
  '{"odd__name": 1}',
  '{"Lead": 1}',
  '{"_lead": 1}',
  '{"Capital3d": 1}',
  '{"else": 1}',
  '{"renamed": 1}',
  '{ "one_int32" : 1 , "one_string" : "a" }',
];

/** Texts that are refused, with the text at which they are. */
const refused: readonly (readonly [string, string])[] = [
  ...integers.flatMap(([type, least, most]): [string, string][] => [
    [`{"one_${type}": ${most + 1n}}`, `${most + 1n}`],
    [`{"one_${type}": ${least - 1n}}`, `${least - 1n}`],
    [`{"one_${type}": "${most + 1n}"}`, `"${most + 1n}"`],
    [`{"one_${type}": 0.5}`, "0.5"],
    [`{"one_${type}": "a"}`, '"a"'],
    [`{"one_${type}": " 1"}`, '" 1"'],
    [`{"one_${type}": "1 "}`, '"1 "'],
    [`{"one_${type}": ""}`, '""'],
    [`{"one_${type}": true}`, "true"],
    [`{"one_${type}": [1]}`, "[1]"],
    [`{"many_${type}": [1, "x"]}`, '"x"'],
    [`{"many_${type}": [1, null]}`, "null"],
    [`{"many_${type}": 1}`, "1}"],
    [`{"map_${type}": {"a": 1}}`, ""],
    [`{"map_${type}": {"1": "a"}}`, '"a"'],
  ]),
  ...["float", "double"].flatMap((type): [string, string][] => [
    [`{"one_${type}": "a"}`, '"a"'],
    [`{"one_${type}": ""}`, '""'],
    [`{"one_${type}": "nan"}`, '"nan"'],
    [`{"one_${type}": true}`, "true"],
    [`{"one_${type}": NaN}`, ""],
  ]),
  ['{"map_int64": {" 1": 1}}', '" 1"'],
  ['{"map_int32": {"1 ": 1}}', ""],
  ['{"many_int64": [1, " 2"]}', '" 2"'],
  ['{"wrap_int64": "5 "}', '"5 "'],
  ['{"one_float": 3.502823e+38}', "3.502823e+38"],
  ['{"one_float": -3.502823e+38}', "-3.502823e+38"],
  ['{"one_double": 1.89769e+308}', "1.89769e+308"],
  ['{"one_bool": "true"}', '"true"'],
  ['{"one_bool": 1}', "1}"],
  ['{"map_bool": {"1": true}}', ""],
  ['{"one_string": 1}', "1}"],
  ['{"one_string": {}}', "{}"],
  ['{"one_string": "\\ud83d"}', '"\\ud83d"'],
  ['{"one_string": "\\ude01\\ud83d"}', '"\\ude01'],
  ["{\"one_string\": 'a'}", "'a'"],
  ['{"one_bytes": "$"}', '"$"'],
  ['{"color": "PURPLE"}', '"PURPLE"'],
  ['{"color": 1.5}', "1.5"],
  ['{"color": "1"}', '"1"'],
  ['{"colors": ["RED", null]}', "null"],
  ['{"inner": 1}', "1}"],
  ['{"inners": [null]}', "null"],
  ['{"map_inner": {"a": null}}', "null"],
  ['{"left": "a", "yes": true}', ""],
  ['{"left": "a", "right": {}}', ""],
  ['{"unknown": 1}', '"unknown"'],
  ['{"one_int32": 1, "one_int32": 2}', '"one_int32": 2'],
  ['{"one_int32": 1, "oneInt32": 2}', ""],
  ["{'one_int32': 1}", "'"],
  ['{"one_int32": 01}', ""],
  ['{"one_int32": +1}', ""],
  ["[]", "[]"],
  ['"a"', '"a"'],
  ["1", "1"],
  ...[
    "0000-01-01T00:00:00Z",
    "10000-01-01T00:00:00Z",
    "1970-01-01 00:00:00Z",
    "1970-01-01T00:00:00",
    "1970-01-01t00:00:00Z",
    "1970-01-01T00:00:00z",
    "1970-01-01T00:00:00.0000000001Z",
    "yesterday",
    "",
  ].map((value): [string, string] => [`{"at": "${value}"}`, `"${value}"`]),
  ...["1", "s", "1.5", "1.s5", "315576000001s", "-315576000001s", "1 s", "1.0000000001s", "", "--1s"].map(
    (value): [string, string] => [`{"within": "${value}"}`, `"${value}"`],
  ),
  ['{"mask": "foo_bar"}', '"foo_bar"'],
  ['{"mask": ["a"]}', '["a"]'],
  ['{"free": []}', "[]"],
  ['{"list": {}}', "{}"],
  ['{"any": {"@type": "type.googleapis.com/not.There"}}', ""],
  ['{"any": {"one_int32": 1}}', ""],
  ['{"any": {"@type": ""}}', ""],
  ['{"any": {"@type": "type.googleapis.com/p3.All", "unknown": 1}}', '"unknown"'],
  ['{"any": {"@type": "type.googleapis.com/google.protobuf.Duration", "value": "x"}}', ""],
  ['{"wrap_int32": "x"}', '"x"'],
  ['{"wrap_bool": 1}', "1}"],
];

describe.each(["p3", "p2", "e3"])("the JSON mapping, %s", pkg => {
  const message = messageIn(pkg);
  const canonical = (bytes: Uint8Array): JsonValue => toJson(message, fromBinary(message, bytes), { registry: types });

  test.each(sound)("%s", text => {
    const encoded = encodeRequest(message, text, types);
    if (encoded.kind === "wrong") throw new Error(encoded.reason);
    const printed = printAnswer(message, encoded.bytes, types);
    expect({ ...printed, json: withWholeFloat(printed.json) }).toEqual({
      json: canonical(encoded.bytes),
      notes: [],
      isBroken: false,
    });
    // Its digits do not fit into a JavaScript number, with which @bufbuild/protobuf would read something else.
    if (/[^"\d.-]-?\d{16,}[^"\d]/.test(text)) return;
    const theirs = toBinary(message, fromJson(message, JSON.parse(text), { registry: types }));
    expect(Buffer.from(encoded.bytes).toString("hex")).toBe(Buffer.from(theirs).toString("hex"));
    const again = encodeRequest(message, printedJson(printed.json), types);
    expect(again.kind === "message" && Buffer.from(again.bytes).equals(encoded.bytes)).toBe(true);
  });

  test.each(refused)("refused: %s", (text, at) => {
    const encoded = encodeRequest(message, text, types);
    if (encoded.kind !== "wrong") throw new Error(`read as ${Buffer.from(encoded.bytes).toString("hex")}`);
    expect(encoded.reason).not.toBe("");
    expect(text.slice(encoded.offset), encoded.reason).toMatch(at === "" ? /./ : new RegExp(`^${escaped(at)}`));
  });
});

test.each<[string, bigint]>(integers.filter(([type]) => type.endsWith("64")).map(([type, , most]) => [type, most]))(
  "%s is read to the last digit",
  (type, most) => {
    const message = messageIn("p3");
    const encoded = encodeRequest(message, `{"one_${type}": ${most}, "map_${type}": {"1": ${most - 1n}}}`, types);
    if (encoded.kind === "wrong") throw new Error(encoded.reason);
    expect(printAnswer(message, encoded.bytes, types).json).toEqual({
      [`one${type[0]?.toUpperCase()}${type.slice(1)}`]: String(most),
      [`map${type[0]?.toUpperCase()}${type.slice(1)}`]: { 1: String(most - 1n) },
    });
  },
);

/** @bufbuild/protobuf prints a float as the double that it is; the shorter number that is printed here must be the same. */
function withWholeFloat(json: JsonValue): JsonValue {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return json;
  const { oneFloat } = json;
  return typeof oneFloat === "number" ? { ...json, oneFloat: Math.fround(oneFloat) } : json;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
