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
    ['{"text": 5}', /^`text`: expected string, got 5/, "5"],
    ['{"txt": ""}', /^`txt`: `test.v1.Item` has no field `txt`; did you mean `text`\?/, '""'],
    ['{"list": [{}, {"count": -1}]}', /^`list\[1\].count`: .*uint32/, "-1"],
    ['{"items": {"a": {"numbers": ["x"]}}}', /^`items\["a"\].numbers\[0\]`: /, '"x"'],
    ['{"right": {"nope": 1}}', /^`right.nope`: `test.v1.Item` has no field `nope`/, "1"],
    ['{"left": "a", "right": {}}', /oneof set multiple times/, "{"],
    ['{"color": "COLOR_BLUE"}', /^`color`: .*COLOR_BLUE/, '"COLOR_BLUE"'],
    ['{"at": "yesterday"}', /^`at`: .*RFC 3339/, '"yesterday"'],
    ['{"bigNumber": 9223372036854775808}', /^`bigNumber`: /, "9223372036854775808"],
    ['{"count": 1.5}', /^`count`: /, "1.5"],
    ['{"any": {"@type": "a/b.C"}}', /^`any`: .*not in the type registry|^`any`: a\/b.C/, "{"],
    ['{"text": "a", "text": "b"}', /^`text` is set twice, again at line 1, column 15/, '"text": "b"'],
    ['{"items": {"a": {}, "a": {}}}', /^`a` is set twice/, '"a": {}}'],
    ["", /^this is not JSON|^the message is empty/, ""],
    ['{"text" "a"}', /^this is not JSON: colon expected at line 1, column 9/, '"a"'],
    ['{"text": "a"} {}', /^this is not JSON/, "{}"],
    ["[]", /^expected an object, got an array/, "["],
    ['{"at": 5}', /^`at`: expected a time as .*RFC 3339.*, got 5/, "5"],
    ['{"within": "1 s"}', /^`within`: expected seconds as `"1.5s"`, got "1 s"/, '"1 s"'],
    ['{"right": 1}', /^`right`: expected an object, got 1/, "1"],
  ])("%s", (text, reason, at) => {
    const encoded = encodeRequest(item as NonNullable<typeof item>, text, types);
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
