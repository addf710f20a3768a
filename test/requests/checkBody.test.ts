import { fromJson, type JsonValue, toBinary } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { sourceFile } from "../../server/src/compiler/text/sourceFile.ts";
import { checkBody } from "../../server/src/requests/checkBody.ts";
import { parseJson } from "../../server/src/requests/json/parseJson.ts";
import { type SchemaView, schemaView } from "../../server/src/requests/schemaView.ts";
import { firstFix, printProblems } from "./printProblems.ts";
import { describedByProtoc, link } from "./schema.ts";

const proto = `syntax = "proto3";
package t;
import "google/protobuf/any.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/field_mask.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";
enum Kind { KIND_UNSPECIFIED = 0; KIND_FILE = 1; KIND_DIRECTORY = 2; }
message Small { string name_of_it = 1; int64 id = 2; }
message In {
  string text = 1;
  bytes raw = 2;
  bool yes = 3;
  int32 i32 = 4;
  uint32 u32 = 5;
  int64 i64 = 6;
  uint64 u64 = 7;
  float f = 8;
  double d = 9;
  Kind kind = 10;
  Small small = 11;
  repeated Small many = 12;
  repeated int32 numbers = 13;
  map<string, Small> by_name = 14;
  map<int32, string> by_number = 15;
  map<bool, Kind> by_yes = 16;
  oneof choice { string first = 17; int32 second = 18; Small third = 19; }
  google.protobuf.Timestamp at = 20;
  google.protobuf.Duration lasts = 21;
  google.protobuf.FieldMask mask = 22;
  google.protobuf.Any any = 23;
  google.protobuf.Struct struct = 24;
  google.protobuf.Value value = 25;
  google.protobuf.ListValue list = 26;
  google.protobuf.Int64Value wrapped = 27;
  google.protobuf.BoolValue wrapped_yes = 28;
  google.protobuf.NullValue null = 29;
  In parent = 30;
}
`;
const file = link({ "t.proto": proto }, "t.proto");
const registry = describedByProtoc("t.proto", proto);

function problemsOf(text: string, typeName = "t.In", view: SchemaView = schemaView(file)) {
  const { values, problems } = parseJson(text, 0, text.length);
  expect(problems).toEqual([]);
  const message = view.message(typeName);
  const [node] = values;
  if (message === undefined || node === undefined) throw new Error("nothing to check");
  const types = {
    find: (name: string) => {
      const found = view.message(name);
      return found && { message: found, view };
    },
    nearest: () => undefined,
  };
  return checkBody(node, message, { text, view, types });
}

/** What @bufbuild/protobuf says; 64-bit numbers are left as JavaScript reads them. */
function refusedByReference(text: string): boolean {
  const type = registry.getMessage("t.In");
  if (type === undefined) throw new Error("no type");
  try {
    toBinary(type, fromJson(type, JSON.parse(text) as JsonValue, { registry }));
    return false;
  } catch {
    return true;
  }
}

const good = [
  "{}",
  '{ "text": "é 😀", "raw": "aGk=", "yes": true, "i32": -2147483648, "u32": 4294967295 }',
  '{ "raw": "aGk", "i32": "12", "u32": 1e3, "i64": "-9223372036854775808", "u64": "18446744073709551615" }',
  '{ "i32": 1.0, "i64": 12, "u64": 0, "f": "NaN", "d": "-Infinity" }',
  '{ "f": 1.5e10, "d": "1.25", "raw": "-_-_" }',
  '{ "kind": "KIND_FILE", "small": { "nameOfIt": "" }, "many": [{}, { "name_of_it": "x" }], "numbers": [1, "2"] }',
  '{ "kind": 7, "by_name": { "a": {} }, "byNumber": { "-1": "x" }, "byYes": { "true": "KIND_FILE" } }',
  '{ "text": null, "small": null, "many": null, "byName": null, "kind": null, "at": null, "wrapped": null }',
  '{ "first": null, "second": 1 }',
  '{ "at": "2024-02-29T23:59:59.123456789Z", "lasts": "-1.5s", "mask": "text,small.nameOfIt", "null": null }',
  '{ "at": "2026-01-01T00:00:00+05:30", "lasts": "315576000000s", "mask": "" }',
  '{ "any": {} }',
  '{ "any": { "@type": "type.googleapis.com/t.Small", "nameOfIt": "x" } }',
  '{ "any": { "@type": "type.googleapis.com/google.protobuf.Duration", "value": "1s" } }',
  '{ "struct": { "a": [1, { "b": null }] }, "value": null, "list": ["x", true] }',
  '{ "value": { "a": 1 }, "wrapped": "1", "wrappedYes": false }',
];

const bad: readonly (readonly [string, string, string?])[] = [
  ['{ "nam": 1 }', '"\\"nam\\"" error[request-unknown-field] `t.In` has no field `nam`'],
  [
    '{ "txet": "" }',
    '"\\"txet\\"" error[request-unknown-field] `t.In` has no field `txet` (did you mean `text`?)',
    '{ "text": "" }',
  ],
  [
    '{ "small": { "name": "" } }',
    '"\\"name\\"" error[request-unknown-field] `t.Small` has no field `name` (its fields are `nameOfIt` and `id`)',
  ],
  ['{ "text": 5 }', '"5" error[request-type] `text` takes a string, found a number', '{ "text": "5" }'],
  ['{ "text": ["x"] }', '"[\\"x\\"]" error[request-type] `text` takes a string, found an array'],
  ['{ "text": "\\ud800" }', '"\\"\\\\ud800\\"" error[request-type] this text is not valid Unicode'],
  ['{ "raw": "a!b" }', '"\\"a!b\\"" error[request-base64] this is not base64'],
  ['{ "raw": 5 }', '"5" error[request-type] `raw` takes a string in base64, found a number'],
  [
    '{ "yes": "true" }',
    '"\\"true\\"" error[request-type] `yes` takes `true` or `false`, found a string',
    '{ "yes": true }',
  ],
  [
    '{ "i32": 2147483648 }',
    '"2147483648" error[request-range] `2147483648` does not fit `int32` (its values reach from -2147483648 to 2147483647)',
  ],
  ['{ "u32": -1 }', '"-1" error[request-range] `-1` does not fit `uint32`'],
  ['{ "i32": 1.5 }', '"1.5" error[request-type] `1.5` is not a whole number (the type is `int32`)'],
  ['{ "i32": "x" }', '"\\"x\\"" error[request-type] `x` is not a number (the type is `int32`)'],
  ['{ "i32": "" }', '"\\"\\"" error[request-type] `` is not a number'],
  ['{ "i32": true }', '"true" error[request-type] `i32` takes a number (`int32`), found `true`'],
  [
    '{ "i64": "9223372036854775808" }',
    '"\\"9223372036854775808\\"" error[request-range] `9223372036854775808` does not fit `int64`',
  ],
  ['{ "i64": "1e3" }', '"\\"1e3\\"" error[request-type] `1e3` is not a whole number'],
  ['{ "f": 1e39 }', '"1e39" error[request-range] `1e39` does not fit `float`'],
  ['{ "d": 1e400 }', '"1e400" error[request-range] `1e400` does not fit `double`'],
  ['{ "d": "inf" }', '"\\"inf\\"" error[request-type] `inf` is not a number'],
  [
    '{ "kind": "KIND_FLIE" }',
    '"\\"KIND_FLIE\\"" error[request-enum] `t.Kind` has no value `KIND_FLIE` (did you mean `KIND_FILE`?)',
    '{ "kind": "KIND_FILE" }',
  ],
  [
    '{ "kind": "file" }',
    '"\\"file\\"" error[request-enum] `t.Kind` has no value `file` (did you mean `KIND_FILE`?)',
    '{ "kind": "KIND_FILE" }',
  ],
  ['{ "kind": true }', '"true" error[request-type] `kind` takes the name of a value of `t.Kind`, found `true`'],
  ['{ "small": [] }', '"[]" error[request-type] `small` takes an object (`t.Small`), found an array'],
  ['{ "many": {} }', '"{}" error[request-type] `many` takes an array, found an object', '{ "many": [{}] }'],
  ['{ "many": [null] }', '"null" error[request-type] `null` cannot be an element of `many`'],
  ['{ "numbers": [1, 1.5] }', '"1.5" error[request-type] `1.5` is not a whole number'],
  ['{ "byName": [] }', '"[]" error[request-type] `byName` takes an object: it is a map, found an array'],
  ['{ "byName": { "a": null } }', '"null" error[request-type] `null` cannot be an element of `byName`'],
  [
    '{ "byNumber": { "x": "" } }',
    '"\\"x\\"" error[request-map-key] `x` is not a key of this map (its keys are numbers (`int32`))',
  ],
  ['{ "byNumber": { "2147483648": "" } }', '"\\"2147483648\\"" error[request-range] `2147483648` does not fit `int32`'],
  [
    '{ "byYes": { "1": 0 } }',
    '"\\"1\\"" error[request-map-key] `1` is not a key of this map (write `true` or `false`)',
  ],
  [
    '{ "first": "", "third": {} }',
    '"\\"third\\"" error[request-oneof] `third` and `first` are both of the oneof `choice`',
  ],
  [
    '{ "byName": {}, "by_name": {} }',
    '"\\"by_name\\"" error[request-duplicate-key] `by_name` is already set, before as `byName`',
  ],
  [
    '{ "at": "2026-01-01" }',
    '"\\"2026-01-01\\"" error[request-timestamp] `2026-01-01` is not a timestamp (write it as in RFC 3339, `2026-01-01T00:00:00Z`)',
    '{ "at": "2026-01-01T00:00:00Z" }',
  ],
  [
    '{ "at": "2026-01-01 10:00:00z" }',
    '"\\"2026-01-01 10:00:00z\\"" error[request-timestamp]',
    '{ "at": "2026-01-01T10:00:00Z" }',
  ],
  ['{ "at": "2026-13-01T00:00:00Z" }', '"\\"2026-13-01T00:00:00Z\\"" error[request-timestamp] there is no such time'],
  [
    '{ "at": "0001-01-01T00:00:00+01:00" }',
    '"\\"0001-01-01T00:00:00+01:00\\"" error[request-timestamp] there is no such time',
  ],
  ['{ "at": 0 }', '"0" error[request-type] `at` takes a timestamp (`"2026-01-01T00:00:00Z"`), found a number'],
  [
    '{ "lasts": "5m" }',
    '"\\"5m\\"" error[request-duration] `5m` is not a duration (write seconds and `s`, `"1.5s"`)',
    '{ "lasts": "300s" }',
  ],
  ['{ "lasts": "315576000001s" }', '"\\"315576000001s\\"" error[request-duration] `315576000001s` is longer'],
  [
    '{ "mask": "name_of_it" }',
    '"\\"name_of_it\\"" error[request-field-mask] `name_of_it` is not the path of a field mask (in JSON it is written `nameOfIt`)',
  ],
  ['{ "any": { "nameOfIt": "" } }', '"{" error[request-any] an `Any` says what it holds: `"@type"` is missing'],
  [
    '{ "any": { "@type": "type.googleapis.com/t.Nope" } }',
    '"\\"type.googleapis.com/t.Nope\\"" error[request-any] no message `t.Nope` is found',
  ],
  [
    '{ "any": { "@type": "x/t.Small", "idd": 1 } }',
    '"\\"idd\\"" error[request-unknown-field] `t.Small` has no field `idd`',
  ],
  [
    '{ "any": { "@type": "x/google.protobuf.Duration", "value": "x" } }',
    '"\\"x\\"" error[request-duration] `x` is not a duration',
  ],
  ['{ "struct": [] }', '"[]" error[request-type] `struct` takes an object, found an array'],
  ['{ "list": {} }', '"{}" error[request-type] `list` takes an array, found an object'],
  ['{ "wrapped": "x" }', '"\\"x\\"" error[request-type] `x` is not a number (the type is `int64`)'],
  ['{ "parent": { "parent": { "i32": "x" } } }', '"\\"x\\"" error[request-type] `x` is not a number'],
  ["[]", '"[]" error[request-type] `t.In` takes an object (`t.In`), found an array'],
];

/** Each of them is given to every field. */
const values = [
  ...["null", "true", "false", "0", "-0", "1", "-1", "1.0", "1.5", "1e3", "1E-1", "10e-1", "0.1e1", "2147483647"],
  ...["2147483648", "-2147483649", "4294967296", "9007199254740992", "1e40", "1e308", "3.4028235e38", "3.5e38"],
  ...[
    '""',
    '"0"',
    '"1"',
    '"-1"',
    '"1.0"',
    '"1.5"',
    '"1e3"',
    '"+1"',
    '" 1"',
    '"1 "',
    '"0x10"',
    '"1_0"',
    '"01"',
    '"NaN"',
  ],
  ...['"Infinity"', '"-Infinity"', '"inf"', '"nan"', '"true"', '"KIND_FILE"', '"kind_file"', '"NULL_VALUE"', '"aGk="'],
  ...['"aGk"', '"a-_b"', '"a"', '"="', '"é"', '"\\ud800"', '"18446744073709551615"', '"18446744073709551616"'],
  ...[
    '"2026-01-01T00:00:00Z"',
    '"2026-01-01T00:00:00.1234567891Z"',
    '"2026-01-01T24:00:00Z"',
    '"0000-01-01T00:00:00Z"',
  ],
  ...[
    '"2026-01-01T00:00:60Z"',
    '"2026-01-01T00:00:00"',
    '"2026-01-01T00:00:00+1:00"',
    '"9999-12-31T23:59:59.999999999Z"',
  ],
  ...['"1s"', '"-0.5s"', '"1.s"', '".5s"', '"1"', '"1.1234567890s"', '"a,b.c"', '"a_b"', '"a,"', '"fooBar"'],
  ...[
    "{}",
    "[]",
    "[null]",
    "[1]",
    '["1"]',
    "[{}]",
    "[[]]",
    '{ "a": 1 }',
    '{ "": {} }',
    '{ "1": "x" }',
    '{ "true": 1 }',
  ],
  ...['{ "nameOfIt": "x" }', '{ "id": "1" }', '{ "@type": "t.Small" }', '{ "@type": "" }', '{ "@type": 5 }'],
  ...['{ "@type": "x/google.protobuf.Struct", "value": { "a": 1 } }', '{ "@type": "x/google.protobuf.Any" }'],
];
/** What we refuse and the reference lets pass, each for a reason. */
const stricter = [
  // It takes what JavaScript's `Number` and `BigInt` take, and not only decimal numbers.
  /^(i32|u32|i64|u64|f|d|second|wrapped): "(0x10|\+1| 1|1 |01)"$/,
  // It pads what is cut off.
  /^raw: "(a|=)"$/,
  // It rolls 24:00 over to the next day.
  /^at: "2026-01-01T24:00:00Z"$/,
  // Nothing is known to be a path, as it does not look at them.
  /^mask: /,
];

describe("a message against its type", () => {
  it("passes what @bufbuild/protobuf reads, and refuses what it refuses, for every field and value", () => {
    const message = schemaView(file).message("t.In");
    const differences: string[] = [];
    const used = new Set<RegExp>();
    for (const field of message?.fields ?? []) {
      for (const value of values) {
        const text = `{ "${field.jsonName}": ${value} }`;
        const isRefused = problemsOf(text).some(one => one.severity === "error");
        const name = `${field.jsonName}: ${value}`;
        if (isRefused === refusedByReference(text)) continue;
        const reason = isRefused ? stricter.find(one => one.test(name)) : undefined;
        if (reason === undefined) differences.push(`${name} ${isRefused ? "is refused" : "passes"}`);
        else used.add(reason);
      }
    }
    expect(differences).toEqual([]);
    expect(stricter.filter(one => !used.has(one))).toEqual([]);
  });

  it.each(good)("%s is good, as @bufbuild/protobuf says", text => {
    expect(printProblems(sourceFile("a", text), problemsOf(text))).toEqual([]);
    expect(refusedByReference(text)).toBe(false);
  });

  for (const [text, expected, fixed] of bad) {
    it(`${text} is refused, as @bufbuild/protobuf does`, () => {
      const problems = problemsOf(text);
      const printed = printProblems(sourceFile("a", text), problems).map(one => one.replace(/^\S+ /, ""));
      expect(printed.map(one => one.slice(0, expected.length))).toEqual([expected]);
      if (fixed !== undefined) expect(firstFix(text, problems[0])).toBe(fixed);
      expect(refusedByReference(text)).toBe(true);
    });
  }

  it.each([
    // JSON.parse drops the first of two keys before the reference sees them.
    ['{ "text": "a", "text": "b" }', "error[request-duplicate-key] `text` is already set (remove one of the two)"],
    [
      '{ "struct": { "a": 1, "a": 2 } }',
      "error[request-duplicate-key] the key `a` is already set (remove one of the two)",
    ],
    ['{ "raw": "aG k=" }', "error[request-base64] this is not base64"],
    // The reference rolls this day over to March.
    ['{ "at": "2026-02-29T00:00:00Z" }', "error[request-timestamp] there is no such time as `2026-02-29T00:00:00Z`"],
    ['{ "mask": "a-b" }', "error[request-field-mask] `a-b` is not the path of a field mask"],
  ])("%s is refused although a reader may let it pass", (text, expected) => {
    const [printed = ""] = printProblems(sourceFile("a", text), problemsOf(text));
    expect(printed).toContain(expected);
  });

  it("warns of a 64-bit number that a JSON reader would round, and can quote it", () => {
    const text = '{ "i64": 9007199254740993, "u64": 9007199254740991 }';
    const problems = problemsOf(text);
    expect(printProblems(sourceFile("a", text), problems)).toEqual([
      '1:10 "9007199254740993" warning[request-int64] `9007199254740993` is beyond 2^53: most JSON readers round it (write values of `int64` in double quotes)',
    ]);
    expect(firstFix(text, problems[0])).toBe('{ "i64": "9007199254740993", "u64": 9007199254740991 }');
  });

  it("lets values with placeholders pass, and checks what stands around them", () => {
    expect(
      problemsOf('{ "i32": {{n}}, "i64": "{{n}}", "at": "{{day}}T00:00:00Z", "kind": "{{kind}}", "{{k}}": 1 }'),
    ).toEqual([]);
    expect(problemsOf('{ "many": {{list}}, "x": {{y}} }').map(one => one.id)).toEqual(["request-unknown-field"]);
  });

  it("knows closed enums and required fields of editions", () => {
    const edition = `edition = "2023"; package p;
      enum E { option features.enum_type = CLOSED; A = 1; }
      message M { int32 id = 1 [features.field_presence = LEGACY_REQUIRED]; E e = 2; }`;
    const view = schemaView(link({ "p.proto": edition }, "p.proto"));
    const ids = (text: string) => problemsOf(text, "p.M", view).map(one => one.id);
    expect(ids('{ "id": 1, "e": 1 }')).toEqual([]);
    expect(ids('{ "e": 2 }')).toEqual(["request-required", "request-enum"]);
  });

  it("knows required fields, groups, closed enums and extensions of proto2", () => {
    const proto2 = `syntax = "proto2"; package p;
      enum E { A = 1; }
      message M { required int32 id = 1; optional group Result = 2 { optional string url = 3; } optional E e = 4; extensions 100 to 199; }
      message N { extensions 100 to 199; }
      extend M { optional string note = 100; } extend N { optional string other = 100; }`;
    const view = schemaView(link({ "p.proto": proto2 }, "p.proto"));
    const ids = (text: string) => problemsOf(text, "p.M", view).map(one => one.id);
    expect(ids('{ "id": 1, "result": { "url": "" }, "e": "A", "[p.note]": "x" }')).toEqual([]);
    expect(ids('{ "result": { "ur": "" } }')).toEqual(["request-required", "request-unknown-field"]);
    expect(ids('{ "id": 1, "e": 2 }')).toEqual(["request-enum"]);
    expect(ids('{ "id": 1, "[p.note]": 5 }')).toEqual(["request-type"]);
    expect(ids('{ "id": 1, "[p.other]": "x" }')).toEqual(["request-unknown-field"]);
  });
});
