import { fromBinary, toJson } from "@bufbuild/protobuf";
import { describe, expect, test } from "vitest";
import { withStandardTypes } from "../../server/src/calling/googleRpc.ts";
import { jsonSplitter, splitJsonValues } from "../../server/src/calling/jsonValues.ts";
import { encodeRequest } from "../../server/src/calling/requestJson.ts";
import { echoProto, registryOf } from "./support/schema.ts";

const registry = registryOf(echoProto);
const types = withStandardTypes(registry);
const item = registry.getMessage("test.v1.Item");
if (item === undefined) throw new Error("no Item");

/** The canonical JSON of what a text was understood as. */
function read(text: string): unknown {
  const encoded = encodeRequest(item as NonNullable<typeof item>, text, types);
  if (encoded.kind === "wrong") throw new Error(`${encoded.offset}: ${encoded.reason}`);
  return toJson(item as NonNullable<typeof item>, fromBinary(item as NonNullable<typeof item>, encoded.bytes), {
    registry: types,
  });
}

describe("numbers keep the digits they were typed with", () => {
  test.each([
    ['{"bigNumber": 9007199254740993}', { bigNumber: "9007199254740993" }],
    ['{"big_number": -9223372036854775808}', { bigNumber: "-9223372036854775808" }],
    ['{"bigNumber": "9223372036854775807"}', { bigNumber: "9223372036854775807" }],
    ['{"bigNumber": 1e3}', { bigNumber: "1000" }],
    ['{"numbers": [9007199254740993, 1]}', { numbers: ["9007199254740993", "1"] }],
    ['{"wrapped": 9007199254740993}', { wrapped: "9007199254740993" }],
    ['{"items": {"a": {"bigNumber": 9007199254740993}}}', { items: { a: { bigNumber: "9007199254740993" } } }],
    [
      '{"any": {"@type": "type.googleapis.com/test.v1.Item", "bigNumber": 9007199254740993}}',
      { any: { "@type": "type.googleapis.com/test.v1.Item", bigNumber: "9007199254740993" } },
    ],
    [
      '{"any": {"@type": "type.googleapis.com/google.protobuf.Int64Value", "value": 9007199254740993}}',
      { any: { "@type": "type.googleapis.com/google.protobuf.Int64Value", value: "9007199254740993" } },
    ],
    ['{"right": {"bigNumber": 9007199254740993}}', { right: { bigNumber: "9007199254740993" } }],
    ['{"bigNumber": 9007199254740993.0}', { bigNumber: "9007199254740993" }],
    ['{"bigNumber": 9007199254.740993e6}', { bigNumber: "9007199254740993" }],
    ['{"bigNumber": 10e-1}', { bigNumber: "1" }],
    [
      '{"any": {"@type": "type.googleapis.com/google.protobuf.Any", "value": {"bigNumber": 9007199254740993, "@type": "type.googleapis.com/test.v1.Item"}}}',
      {
        any: {
          "@type": "type.googleapis.com/google.protobuf.Any",
          value: { "@type": "type.googleapis.com/test.v1.Item", bigNumber: "9007199254740993" },
        },
      },
    ],
    // A Value knows numbers as doubles only; quoting one would make a string of it.
    [
      '{"free": {"n": 9007199254740993}, "value": 12345678901234567890}',
      { free: { n: 9007199254740992 }, value: 12345678901234567000 },
    ],
    ['{"ratio": 123456789012345678901234}', { ratio: Number("123456789012345678901234") }],
  ])("%s", (text, expected) => {
    expect(read(text)).toEqual(expected);
  });
});

test("comments and trailing commas are allowed", () => {
  expect(read('// a request\n{ "text": "a", /* and */ "count": 1, }')).toEqual({ text: "a", count: 1 });
});

test("well-known types are written in their canonical forms", () => {
  const canonical = {
    at: "2024-02-29T12:00:00.5Z",
    within: "-1.500s",
    mask: "a.b,cD",
    free: { a: [null, true, "x", { b: 1 }] },
    value: null,
    data: "AAH/",
    color: "COLOR_RED",
  };
  expect(read(JSON.stringify(canonical))).toEqual({ ...canonical, at: "2024-02-29T12:00:00.500Z" });
});

describe("what cannot be sent is told with its place", () => {
  test.each<[string, RegExp, string]>([
    ['{"text": 5}', /^`text`: expected a string, got 5/, "5"],
    ['{"txt": ""}', /^`txt`: `test.v1.Item` has no field `txt`; did you mean `text`\?/, '"txt"'],
    ['{"list": [{}, {"count": -1}]}', /^`list\[1\].count`: `-1` does not fit `uint32`/, "-1"],
    ['{"items": {"a b": {"numbers": ["x"]}}}', /^`items\["a b"\].numbers\[0\]`: `x` is not an integer/, '"x"'],
    ['{"right": {"nope": 1}}', /^`right.nope`: `test.v1.Item` has no field `nope`/, '"nope"'],
    ['{"left": "a", "right": {}}', /`right` and `left` are both of the oneof `choice`/, '"right"'],
    ['{"bigNumber": 1, "text": "", "big_number": 2}', /are the same field/, '"big_number"'],
    [
      '{"color": "COLOR_RAD"}',
      /^`color`: `test.v1.Color` has no value `COLOR_RAD`; did you mean `COLOR_RED`\?/,
      '"COLOR_RAD"',
    ],
    ['{"color": []}', /^`color`: expected the name of a value of `test.v1.Color`, got an array/, "["],
    ['{"data": "*"}', /^`data`: this is not base64/, '"*"'],
    ['{"data": [1]}', /^`data`: expected a string in base64, got an array/, "["],
    ['{"ratio": "0x10"}', /^`ratio`: `0x10` is not a number/, '"0x10"'],
    ['{"ratio": 1e400}', /^`ratio`: `1e400` does not fit `double`/, "1e400"],
    ['{"count": "0x10"}', /^`count`: `0x10` is not an integer/, '"0x10"'],
    ['{"bigNumber": "0b1"}', /^`bigNumber`: `0b1` is not an integer/, '"0b1"'],
    ['{"items": []}', /^`items`: expected an object, as the field is a map, got an array/, "["],
    ['{"items": {"a": null}}', /^`items.a`: `null` cannot stand in a list or a map/, "null"],
    ['{"numbers": {"a": 1}}', /^`numbers`: expected an array, got an object/, "{"],
    ['{"at": "yesterday"}', /^`at`: .*RFC 3339/, '"yesterday"'],
    ['{"bigNumber": 9223372036854775808}', /^`bigNumber`: /, "9223372036854775808"],
    ['{"bigNumber": 9223372036854775808.0}', /^`bigNumber`: .*does not fit `int64`/, "9223372036854775808.0"],
    ['{"count": 1.5}', /^`count`: `1.5` is not an integer \(`uint32`\)/, "1.5"],
    ['{"any": {"@type": "a/b.C"}}', /the type `b.C` is not known here/, '"a/b.C"'],
    ['{"any": {"text": ""}}', /^`any`: an `Any` says what it holds/, "{"],
    ['{"any": {"@type": "x/test.v1.Item", "count": "x"}}', /^`any.count`: `x` is not an integer/, '"x"'],
    ['{"any": {"@type": "x/google.protobuf.Duration", "value": "1"}}', /^`any.value`: expected seconds as/, '"1"'],
    ['{"any": {"@type": "x/google.protobuf.Duration", "seconds": 1}}', /form of its own/, '"seconds"'],
    ['{"any": {"@type": "x/google.protobuf.Duration"}}', /form of its own/, '"x/google.protobuf.Duration"'],
    ['{"free": {"a": [1, "\\ud83d"]}}', /^`free.a\[1\]`: this text is not valid Unicode/, '"\\ud83d"'],
    ['{"value": {"a": [1e400]}}', /^`value.a\[0\]`: `1e400` does not fit `double`/, "1e400"],
    ['{"text": "a", "text": "b"}', /^`text` is set twice, again at line 1, column 15/, '"text": "b"'],
    ['{"items": {"a": {}, "a": {}}}', /^`a` is set twice/, '"a": {}}'],
    ["", /^this is not JSON|^the message is empty/, ""],
    ['{"text" "a"}', /^this is not JSON: colon expected at line 1, column 9/, '"a"'],
    ['{"text": "a"} {}', /^this is not JSON/, "{}"],
    ["[]", /^expected an object \(`test.v1.Item`\), got an array/, "["],
    ['{"at": 5}', /^`at`: expected a time as .*RFC 3339.*, got 5/, "5"],
    ['{"within": "1 s"}', /^`within`: expected seconds as `"1.5s"`.*, got "1 s"/, '"1 s"'],
    ['{"right": 1}', /^`right`: expected an object \(`test.v1.Item`\), got 1/, "1"],
  ])("%s", (text, reason, at) => {
    const encoded = encodeRequest(item as NonNullable<typeof item>, text, types);
    expect(encoded).toMatchObject({ kind: "wrong", reason: expect.stringMatching(reason) });
    if (encoded.kind === "wrong") expect(text.slice(encoded.offset).startsWith(at)).toBe(true);
  });
});

test("an integer with a huge exponent is refused at once", () => {
  for (const text of ['{"bigNumber": 1e1000000000}', '{"bigNumber": 1e-1000000000}']) {
    expect(encodeRequest(item as NonNullable<typeof item>, text, types)).toMatchObject({ kind: "wrong", offset: 14 });
  }
});

describe("what is nested too deep is told where it is", () => {
  const nested = (depth: number, open: string, close: string) => `${open.repeat(depth)}{}${close.repeat(depth)}`;
  test.each<[string, string, number]>([
    ["messages", nested(100, '{"right": ', "}"), 1000],
    ["ten thousand messages", nested(10_000, '{"right": ', "}"), 10_000],
    ["a hundred thousand brackets", `{"value": ${nested(100_000, "[", "]")}}`, 1009],
    ["a Struct", `{"free": ${nested(200, '{"a": ', "}")}}`, 603],
  ])("%s", (_, text, offset) => {
    const encoded = encodeRequest(item as NonNullable<typeof item>, text, types);
    expect(encoded).toMatchObject({ kind: "wrong", reason: expect.stringMatching(/nested deeper than/), offset });
  });
  test("as deep as protobuf reads", () => {
    expect(encodeRequest(item as NonNullable<typeof item>, nested(99, '{"right": ', "}"), types).kind).toBe("message");
  });
});

describe("extensions", () => {
  const old = registryOf({
    "o.proto":
      'syntax = "proto2"; package o; message A { required int32 must = 1; optional A a = 2; extensions 100 to 200; } ' +
      "message B { extensions 100 to 200; } extend A { optional int64 n = 100; optional A more = 101; } " +
      "extend B { optional int64 of_b = 100; }",
  });
  const message = old.getMessage("o.A");
  if (message === undefined) throw new Error("no A");
  test.each([
    ['{"must": 1, "[o.n]": 9007199254740993}', "0801a0068180808080808010"],
    // `null` leaves a field unset.
    ['{"must": 1, "[o.n]": null, "[o.more]": null}', "0801"],
    ['{"must": 1, "[o.more]": {"must": 2}}', "0801aa06020802"],
  ])("%s", (text, hex) => {
    const encoded = encodeRequest(message, text, old);
    expect(encoded.kind === "message" && Buffer.from(encoded.bytes).toString("hex")).toBe(hex);
  });
  test.each<[string, RegExp, string]>([
    ['{"must": 1, "[o.of_b]": 1}', /no extension `o.of_b` of `o.A` is known/, '"[o.of_b]"'],
    ['{"must": 1, "[o.none]": 1}', /no extension `o.none` of `o.A` is known/, '"[o.none]"'],
    ['{"must": 1, "[o.more]": {"must": "x"}}', /^`\["\[o.more\]"\].must`: `x` is not an integer/, '"x"'],
    ['{"must": 1, "[o.more]": {}}', /the required field `must` is not set/, "{}"],
    ['{"must": 1, "a": {"must": null}}', /^`a`: the required field `must` is not set/, '{"must": null}'],
  ])("%s", (text, reason, at) => {
    const encoded = encodeRequest(message, text, old);
    expect(encoded).toMatchObject({ kind: "wrong", reason: expect.stringMatching(reason) });
    if (encoded.kind === "wrong") expect(text.slice(encoded.offset).startsWith(at)).toBe(true);
  });
});

test("JSON values one after another are told apart", () => {
  expect(splitJsonValues('{"a": "}"} // one\n[1, {}]\n"x" 5 {"b": {}}')).toEqual({
    kind: "values",
    values: ['{"a": "}"}', "[1, {}]", '"x"', "5", '{"b": {}}'],
  });
  expect(splitJsonValues(" \n")).toEqual({ kind: "values", values: [] });
  expect(splitJsonValues("{").kind).toBe("wrong");
  expect(splitJsonValues("}").kind).toBe("wrong");
});

test("values are told as soon as they are whole, wherever the pieces end", () => {
  const text = '{"a": "}\\" /*"} /* { */ [1, // ]\n {}],\n"x" 5 true {"b": {}} null';
  const whole = splitJsonValues(text);
  expect(whole).toEqual({
    kind: "values",
    values: ['{"a": "}\\" /*"}', "[1, // ]\n {}]", '"x"', "5", "true", '{"b": {}}', "null"],
  });
  for (let size = 1; size < 9; size += 1) {
    const splitter = jsonSplitter();
    const values: string[] = [];
    for (let at = 0; at <= text.length; at += size) {
      const split =
        at + size > text.length
          ? [splitter.push(text.slice(at)), splitter.end()]
          : [splitter.push(text.slice(at, at + size))];
      for (const one of split) if (one.kind === "values") values.push(...one.values);
    }
    expect({ kind: "values", values }).toEqual(whole);
  }
  expect(jsonSplitter().push('{"a": 1}{')).toEqual({ kind: "values", values: ['{"a": 1}'] });
});
