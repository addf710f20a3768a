import { create, fromJson, toBinary } from "@bufbuild/protobuf";
import { AnySchema, DurationSchema, FieldMaskSchema, TimestampSchema } from "@bufbuild/protobuf/wkt";
import { describe, expect, test } from "vitest";
import { printAnswer } from "../../server/src/calling/answerJson.ts";
import { withStandardTypes } from "../../server/src/calling/googleRpc.ts";
import { echoProto, registryOf } from "./support/schema.ts";

const registry = registryOf({
  ...echoProto,
  "test/v1/old.proto": `
syntax = "proto2";
package test.v1;
import "test/v1/echo.proto";
message Old { required string must = 1; optional group Part = 2 { optional int32 n = 3; } optional string may = 4; extensions 100 to 200; repeated Old olds = 5; }
extend Old { optional string extra = 100; optional Item item = 101; }
`,
});
const types = withStandardTypes(registry);

function print(typeName: string, bytes: Uint8Array) {
  const message = registry.getMessage(typeName);
  if (message === undefined) throw new Error(`no ${typeName}`);
  return printAnswer(message, bytes, types);
}

const field = (number: number, value: Uint8Array) =>
  Buffer.concat([varint(number * 8 + 2), varint(value.length), value]);
const varint = (value: number): Buffer =>
  value < 128 ? Buffer.from([value]) : Buffer.concat([Buffer.from([(value & 127) | 128]), varint(value >> 7)]);
const text = field(1, Buffer.from("kept"));

test("a sound message is printed in canonical form, without notes", () => {
  expect(print("test.v1.Item", text)).toEqual({ json: { text: "kept" }, notes: [], isBroken: false });
});

test("a float has the digits that were written", () => {
  const floats = registryOf({
    "f.proto":
      'syntax = "proto3"; package f; import "google/protobuf/wrappers.proto"; message F { float one = 1; ' +
      "repeated float many = 2; map<string, float> by = 3; google.protobuf.FloatValue boxed = 4; F inner = 5; " +
      "repeated google.protobuf.FloatValue boxes = 6; oneof choice { float chosen = 7; } double wide = 8; }",
  });
  const message = floats.getMessage("f.F");
  if (message === undefined) throw new Error("no F");
  const json = {
    one: 0.1,
    many: [3.3, 16777216, -0.3, 3.4028235e38, 1e-45, 1.175494e-38, "NaN", "-Infinity"],
    by: { a: 1.1 },
    boxed: 0.7,
    inner: { one: 2.2 },
    boxes: [1.3],
    chosen: 9.9,
    wide: 0.10000000149011612,
  };
  const many = json.many.map(one => (one === 3.4028235e38 ? 3.4028234663852886e38 : one));
  const bytes = toBinary(message, fromJson(message, { ...json, many }));
  const printed = printAnswer(message, bytes, floats);
  expect(printed.json).toEqual({ ...json, many });
  expect(Buffer.compare(toBinary(message, fromJson(message, printed.json)), bytes)).toBe(0);
});

describe("a part without a canonical form does not hide the rest", () => {
  const cases: [string, Uint8Array, unknown, RegExp][] = [
    [
      "an Any of a type that is not known",
      field(6, toBinary(AnySchema, create(AnySchema, { typeUrl: "x.example/a.B", value: new Uint8Array([1, 2]) }))),
      { any: { "@error": expect.any(String), typeUrl: "x.example/a.B", value: "AQI=" } },
      /the type `x.example\/a.B` is not known here/,
    ],
    [
      "an Any with bytes that are not its type",
      field(
        6,
        toBinary(
          AnySchema,
          create(AnySchema, { typeUrl: "type.googleapis.com/test.v1.Item", value: new Uint8Array([10, 5]) }),
        ),
      ),
      { any: { "@error": expect.any(String), typeUrl: "type.googleapis.com/test.v1.Item", value: "CgU=" } },
      /premature EOF/,
    ],
    [
      "an Any without a type",
      field(6, toBinary(AnySchema, create(AnySchema, { value: new Uint8Array([7]) }))),
      { any: { "@error": expect.any(String), value: "Bw==" } },
      /no type/,
    ],
    [
      "a Timestamp after the year 9999",
      field(7, toBinary(TimestampSchema, create(TimestampSchema, { seconds: 253402300800n }))),
      { at: { "@error": expect.any(String), seconds: "253402300800" } },
      /9999/,
    ],
    [
      "a Timestamp with bad nanos",
      field(7, toBinary(TimestampSchema, create(TimestampSchema, { seconds: 1n, nanos: -1 }))),
      { at: { "@error": expect.any(String), seconds: "1", nanos: -1 } },
      /nanos/,
    ],
    [
      "a Duration with mixed signs",
      field(8, toBinary(DurationSchema, create(DurationSchema, { seconds: 1n, nanos: -1 }))),
      { within: { "@error": expect.any(String), seconds: "1", nanos: -1 } },
      /sign/,
    ],
    [
      "a FieldMask that is not reversible",
      field(14, toBinary(FieldMaskSchema, create(FieldMaskSchema, { paths: ["a_B"] }))),
      { mask: { "@error": expect.any(String), paths: ["a_B"] } },
      /irreversible/,
    ],
    [
      "a Value of no kind",
      field(18, new Uint8Array()),
      { value: { "@error": expect.any(String) } },
      /must have a value/,
    ],
    [
      "a Value that is NaN",
      field(18, Buffer.from([0x11, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f])),
      { value: { "@error": expect.any(String), numberValue: "NaN" } },
      /NaN|[Nn]umber|finite/,
    ],
    [
      "deep inside a list",
      field(17, field(17, field(7, toBinary(TimestampSchema, create(TimestampSchema, { seconds: 253402300800n }))))),
      { list: [{ list: [{ at: { "@error": expect.any(String), seconds: "253402300800" } }] }] },
      /9999/,
    ],
  ];
  test.each(cases)("%s", (_, bytes, expected, note) => {
    const printed = print("test.v1.Item", Buffer.concat([text, bytes]));
    expect(printed.json).toEqual({ text: "kept", ...(expected as object) });
    expect(printed.notes.join("\n")).toMatch(note);
    expect(printed.notes).toHaveLength(1);
  });

  test("a required field that is not set", () => {
    const printed = print("test.v1.Old", field(4, Buffer.from("x")));
    expect(printed.json).toEqual({ "@error": expect.stringMatching(/required field not set/), may: "x" });
  });
});

const anyOf = (typeName: string, value: Uint8Array): Uint8Array =>
  Buffer.concat([field(1, Buffer.from(`x/${typeName}`)), field(2, value)]);

describe("what an Any holds is shown as far as it can be", () => {
  test("an Any of a type that is not known, in one that is", () => {
    const inner = Buffer.concat([text, field(6, anyOf("a.B", Buffer.from([1, 2])))]);
    expect(print("test.v1.Item", field(6, anyOf("test.v1.Item", inner))).json).toEqual({
      any: {
        "@type": "x/test.v1.Item",
        text: "kept",
        any: { "@error": expect.stringMatching(/a.B` is not known/), typeUrl: "x/a.B", value: "AQI=" },
      },
    });
  });
  test("a Timestamp out of range stands under `value`", () => {
    const late = toBinary(TimestampSchema, create(TimestampSchema, { seconds: 253402300800n }));
    expect(print("test.v1.Item", field(6, anyOf("google.protobuf.Timestamp", late))).json).toEqual({
      any: {
        "@type": "x/google.protobuf.Timestamp",
        value: { "@error": expect.any(String), seconds: "253402300800" },
      },
    });
  });
  test("an Any without a type inside another keeps its bytes", () => {
    const printed = print("test.v1.Item", field(6, anyOf("test.v1.Item", field(6, field(2, Buffer.from([7]))))));
    expect(printed.json).toEqual({
      any: { "@type": "x/test.v1.Item", any: { "@error": expect.stringMatching(/no type/), value: "Bw==" } },
    });
  });
  test.each([90, 1000])("%d that hold one another, the last without a type", count => {
    let bytes = field(2, Buffer.from("last"));
    for (let depth = 0; depth < count; depth++) bytes = Buffer.from(anyOf("google.protobuf.Any", bytes));
    const printed = print("test.v1.Item", field(6, bytes));
    let json = JSON.parse(JSON.stringify(printed.json)).any;
    let depth = 0;
    for (; json["@error"] === undefined; depth++) json = json.value;
    // From there on it is bytes, in which the rest is found.
    const rest = Buffer.from(json.value, "base64");
    const expected = count - depth - 1;
    let last: Uint8Array = field(2, Buffer.from("last"));
    for (let at = 0; at < expected; at++) last = anyOf("google.protobuf.Any", last);
    expect(Buffer.compare(rest, last)).toBe(0);
    expect(depth).toBeGreaterThan(10);
  });
});

test("a Struct keeps its form around what is wrong in it", () => {
  const nan = Buffer.from([0x11, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f]);
  const entry = (key: string, value: Uint8Array) =>
    field(1, Buffer.concat([field(1, Buffer.from(key)), field(2, value)]));
  const list = field(6, Buffer.concat([field(1, field(3, Buffer.from("sound"))), field(1, nan)]));
  expect(
    print("test.v1.Item", field(9, Buffer.concat([entry("a", list), entry("b", Buffer.from([0x20, 1]))]))).json,
  ).toEqual({
    free: { a: ["sound", { "@error": expect.any(String), numberValue: "NaN" }], b: true },
  });
});

test("extensions are kept beside what has no canonical form", () => {
  // The required field is missing.
  expect(print("test.v1.Old", field(100, Buffer.from("more"))).json).toEqual({
    "@error": expect.stringMatching(/required field not set/),
    "[test.v1.extra]": "more",
  });
});

test("more items are printed than a function takes arguments", () => {
  const items = 130_000;
  const printed = print("test.v1.Item", Buffer.alloc(items * 3, Buffer.from([0x8a, 0x01, 0])));
  expect(printed).toMatchObject({ notes: [], isBroken: false });
  expect(JSON.stringify(printed.json)).toHaveLength('{"list":[]}'.length + items * 3 - 1);
}, 300_000);

test("a reason that many parts have is told once", () => {
  const late = field(17, field(7, toBinary(TimestampSchema, create(TimestampSchema, { seconds: 253402300800n }))));
  const printed = print("test.v1.Item", Buffer.concat(Array(100).fill(late)));
  expect(JSON.stringify(printed.json).match(/@error/g)).toHaveLength(100);
  expect(printed.notes).toHaveLength(1);
});

test("unknown fields are told with their numbers and values, also inside an Any", () => {
  const strange = Buffer.concat([field(90, Buffer.from("new")), Buffer.from([0x98, 0x06, 42])]);
  const inAny = field(
    6,
    toBinary(
      AnySchema,
      create(AnySchema, { typeUrl: "type.googleapis.com/test.v1.Old", value: Buffer.concat([text, strange]) }),
    ),
  );
  const printed = print("test.v1.Item", Buffer.concat([text, field(90, Buffer.from("top")), inAny]));
  expect(printed.notes).toEqual([
    '`test.v1.Item` has no field 90 in this schema; its value: "top"',
    '`test.v1.Old` has no field 90 in this schema; its value: "new"',
    "`test.v1.Old` has no field 99 in this schema; its value: 42 (or sint64 21)",
  ]);
});

test("what stands in extensions is looked at too", () => {
  const strange = print("test.v1.Old", Buffer.concat([text, field(101, field(90, Buffer.from("new")))]));
  expect(strange.notes).toEqual(['`test.v1.Item` has no field 90 in this schema; its value: "new"']);
  const nameless = print("test.v1.Old", Buffer.concat([text, field(101, field(6, field(2, Buffer.from([7]))))]));
  expect(JSON.stringify(nameless.json)).toContain('"Bw=="');
});

test("groups and extensions are printed", () => {
  const group = Buffer.from([0x13, 0x18, 5, 0x14]);
  const printed = print("test.v1.Old", Buffer.concat([text, group, field(100, Buffer.from("more"))]));
  expect(printed).toEqual({
    json: { must: "kept", part: { n: 5 }, "[test.v1.extra]": "more" },
    notes: [],
    isBroken: false,
  });
});

describe("bytes that are no such message are shown as the fields that can be read, and as bytes", () => {
  test("text that is not UTF-8", () => {
    const bytes = Buffer.concat([field(1, Buffer.from([0xff])), Buffer.from([0x18, 7])]);
    const printed = print("test.v1.Item", bytes);
    expect(printed.json).toEqual({
      "@error": expect.stringMatching(/not a `test.v1.Item`/),
      "@problems": [expect.stringMatching(/^at byte 0: this is not UTF-8/)],
      "@fields": { text: "\ufffd", count: 7 },
      "@value": bytes.toString("base64"),
    });
    expect(printed.notes).toHaveLength(1);
  });
  test("bytes that are cut off", () => {
    const printed = print("test.v1.Item", Buffer.from([10, 200]));
    expect(printed.json).toMatchObject({ "@error": expect.any(String), "@value": "Csg=" });
    expect(printed.isBroken).toBe(true);
  });
  test("what came before the cut is shown by name", () => {
    const inner = Buffer.concat([text, field(12, Buffer.concat([field(1, Buffer.from("key")), field(2, text)]))]);
    const printed = print("test.v1.Item", Buffer.concat([inner, Buffer.from([0x82, 0x01, 0x20, 0x18, 5, 0x5d, 1])]));
    expect(printed.json).toMatchObject({
      "@fields": { text: "kept", items: { key: { text: "kept" } }, right: { count: 5 } },
      "@problems": [expect.stringMatching(/its length is 32/), expect.stringMatching(/fixed32 value is cut off/)],
    });
  });
});

test("messages nested a thousand times are shown as far as readers go", () => {
  let bytes: Uint8Array = text;
  for (let depth = 0; depth < 1000; depth++) bytes = Buffer.concat([text, field(16, bytes)]);
  const printed = print("test.v1.Item", bytes);
  expect(printed.json).toMatchObject({ "@value": Buffer.from(bytes).toString("base64") });
  expect(printed.isBroken).toBe(true);
});

test("an unknown enum number stays a number", () => {
  expect(print("test.v1.Item", Buffer.from([0x28, 77])).json).toEqual({ color: 77 });
});
