import { type DescMessage, fromBinary, fromJson, type JsonValue, toBinary, toJson } from "@bufbuild/protobuf";
import { describe, expect, test } from "vitest";
import { withStandardTypes } from "../../server/src/calling/googleRpc.ts";
import type { WireFieldRow } from "../../server/src/protocol/bytes.ts";
import { fieldRows } from "../../server/src/wire/fieldRows.ts";
import { fittingTypes } from "../../server/src/wire/typeFit.ts";
import { wireFields } from "../../server/src/wire/wireFields.ts";
import { echoProto, registryOf } from "../calling/support/schema.ts";

const registry = registryOf({
  ...echoProto,
  "test/v1/old.proto": `
syntax = "proto2";
package test.v1;
message Old { required string must = 1; optional group Part = 2 { optional int32 n = 3; } extensions 100 to 200; repeated sint32 zig = 5; optional fixed64 f = 6; }
extend Old { optional string extra = 100; }
`,
});
const types = withStandardTypes(registry);

function typeNamed(name: string): DescMessage {
  const message = types.getMessage(name);
  if (message === undefined) throw new Error(`no ${name}`);
  return message;
}

function rowsOf(bytes: Uint8Array, name?: string, most = 1000): WireFieldRow[] {
  const message = name === undefined ? undefined : typeNamed(name);
  return fieldRows(bytes, wireFields(bytes, { message, types, most }).fields, message).map(({ row }) => row);
}

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));
const short = (rows: readonly WireFieldRow[]) =>
  rows.map(({ depth, start, end, name, number, type, value }) => [
    depth,
    `${start}-${end}`,
    name ?? number,
    type,
    value,
  ]);

const full: JsonValue = {
  text: "é漢😀",
  bigNumber: "-9223372036854775808",
  count: 4294967295,
  data: "AP8=",
  color: "COLOR_RED",
  any: { "@type": "type.googleapis.com/test.v1.Item", text: "inside", at: "2024-02-29T12:00:00Z" },
  at: "2024-02-29T12:00:00.500Z",
  within: "-1.500s",
  free: { a: [null, true, "x", { b: 1.5 }], "": {} },
  wrapped: "9007199254740993",
  numbers: ["1", "-1", "300"],
  items: { "": { text: "none" }, one: { numbers: ["7"], items: { deep: { count: 3 } } } },
  ratio: -0.5,
  mask: "a.b,cD",
  right: { list: [{ text: "a" }, {}, { list: [{ text: "b" }] }] },
  value: [1, "two"],
};

function valueAt(json: JsonValue, path: readonly (string | number)[]): JsonValue | undefined {
  let at: JsonValue | undefined = json;
  for (const key of path) {
    at = at !== null && typeof at === "object" ? (at as Record<string, JsonValue>)[key] : undefined;
  }
  return at;
}

describe("fields of a message whose type is known", () => {
  const item = typeNamed("test.v1.Item");
  const bytes = toBinary(item, fromJson(item, full, { registry: types }));
  const json = toJson(item, fromBinary(item, bytes), { registry: types });
  const rows = rowsOf(bytes, "test.v1.Item");

  test("each stands in the JSON at its path, with its value", () => {
    expect(rows.length).toBeGreaterThan(50);
    for (const row of rows) {
      if (row.path === undefined) {
        expect(row.type, row.name).toBe("repeated int64");
        continue;
      }
      const found = valueAt(json, row.path);
      expect(found, row.path.join(".")).toBeDefined();
      if (row.type === "int64" && row.path.at(-2) === "numbers") expect(row.value).toBe(found);
      if (row.name === "text") expect(row.value).toBe(JSON.stringify(found));
      if (row.name === "count") expect(row.value).toBe(String(found));
    }
  });

  test("all bytes belong to one field, and those inside to the one around them", () => {
    const check = (depth: number, start: number, end: number, from: number): number => {
      let at = start;
      let index = from;
      while (index < rows.length && (rows[index]?.depth ?? 0) >= depth) {
        const row = rows[index] as WireFieldRow;
        expect(row.start).toBe(at);
        expect(row.problem).toBeUndefined();
        index = check(depth + 1, row.valueStart, row.valueEnd, index + 1);
        at = row.end;
      }
      if (index > from) expect(at).toBe(end);
      return index;
    };
    expect(check(0, 0, bytes.length, 0)).toBe(rows.length);
  });

  test("an Any is taken apart wherever its type stands, a form of its own under `value`", () => {
    const any = hex(`12 02 08 01 0a 2c ${Buffer.from("type.googleapis.com/google.protobuf.Duration").toString("hex")}`);
    const inner = rowsOf(any, "google.protobuf.Any");
    expect(inner[0]).toMatchObject({ name: "value", type: "google.protobuf.Duration", path: ["value"] });
    expect(inner[1]).toMatchObject({ depth: 1, name: "seconds", value: "1", path: ["value"] });
    expect(inner[2]).toMatchObject({ name: "type_url", path: ["@type"] });
  });

  test("groups, extensions, packed and not", () => {
    expect(
      short(
        rowsOf(hex("0a 01 61 13 18 05 14 2a 02 01 04 28 03 a2 06 01 62 31 01 00 00 00 00 00 00 80"), "test.v1.Old"),
      ),
    ).toEqual([
      [0, "0-3", "must", "string", '"a"'],
      [0, "3-7", "part", "test.v1.Old.Part", ""],
      [1, "4-6", "n", "int32", "5"],
      [0, "7-11", "zig", "repeated sint32", ""],
      [1, "9-10", undefined, "sint32", "-1"],
      [1, "10-11", undefined, "sint32", "2"],
      [0, "11-13", "zig", "repeated sint32", "-2"],
      [0, "13-17", "[test.v1.extra]", "string", '"b"'],
      [0, "17-26", "f", "fixed64", "9223372036854775809"],
    ]);
  });
});

describe("fields without a schema are guessed", () => {
  test.each<[string, string, Partial<WireFieldRow>]>([
    ["text", "0a 05 68 65 6c 6c 6f", { type: "string?", value: '"hello"' }],
    ["a message", "0a 04 08 96 01 10", { type: "bytes?", guesses: ["packed varints [8, 150, 16]"] }],
    ["bytes", "0a 02 ff fe", { type: "bytes?", value: "ff fe" }],
    ["a number", "08 96 01", { type: "varint", value: "150", guesses: ["sint64 75"] }],
    ["a truth value", "08 00", { type: "varint", value: "0", guesses: ["bool false"] }],
    [
      "a negative number",
      "08 ff ff ff ff ff ff ff ff ff 01",
      { value: "18446744073709551615", guesses: ["int64 -1", "sint64 -9223372036854775808"] },
    ],
    [
      "a time in seconds",
      "08 c0 83 82 af 06",
      { value: "1709212096", guesses: ["sint64 854606048", "seconds since 1970: 2024-02-29T13:08:16Z"] },
    ],
    ["a float", "0d 00 00 80 3f", { type: "fixed32", value: "1065353216" }],
    ["a double", "09 00 00 00 00 00 00 f0 bf", { type: "fixed64", value: "13830554455654793216" }],
  ])("%s", (_, bytes, expected) => {
    expect(rowsOf(hex(bytes))[0]).toMatchObject(expected);
  });

  test("what looks like fields is taken apart", () => {
    expect(short(rowsOf(hex("1a 07 08 96 01 12 02 68 69")))).toEqual([
      [0, "0-9", 3, "message?", ""],
      [1, "2-5", 1, "varint", "150"],
      [1, "5-9", 2, "string?", '"hi"'],
    ]);
  });

  test("the float and the double are among the guesses", () => {
    expect(rowsOf(hex("0d 00 00 80 3f"))[0]?.guesses).toContain("float 1");
    expect(rowsOf(hex("09 00 00 00 00 00 00 f0 bf"))[0]?.guesses).toContain("double -1");
  });
});

describe("what cannot be read is told where it stands, and what came before is kept", () => {
  test.each<[string, string, RegExp, string]>([
    ["a length beyond the end", "08 01 0a 05 61", /its length is 5 bytes, and only 1 are left/, "2-5"],
    ["a tag that is cut off", "08 01 80", /a tag is cut off/, "2-3"],
    ["a varint that is cut off", "08 01 08 ff", /a varint is cut off/, "2-4"],
    ["a varint of eleven bytes", "08 01 08 ff ff ff ff ff ff ff ff ff ff 01", /too long/, "2-14"],
    ["field number 0", "08 01 00 01", /`0` is no field number/, "2-4"],
    ["a wire type that does not exist", "08 01 0e 01", /no wire type 6/, "2-4"],
    ["an end without a group", "08 01 0c 08 02", /end of a group 1 that was not begun/, "2-5"],
    ["a group without an end", "08 01 0b 08 02", /the group is not closed/, "2-5"],
    ["four bytes that are three", "08 01 0d 00 00 00", /fixed32 value is cut off/, "2-6"],
  ])("%s", (_, bytes, problem, span) => {
    const [first, second] = rowsOf(hex(bytes));
    expect(first).toMatchObject({ number: 1, value: "1" });
    expect(second?.problem).toMatch(problem);
    expect(`${second?.start}-${second?.end}`).toBe(span);
  });

  test("text that is not UTF-8, another wire type, a packed item that is cut off", () => {
    const rows = rowsOf(hex("0a 01 ff 1d 00 00 00 00 5a 02 01 80"), "test.v1.Item");
    expect(rows[0]).toMatchObject({ name: "text", problem: expect.stringMatching(/not UTF-8/) });
    expect(rows[1]).toMatchObject({
      number: 3,
      problem: expect.stringMatching(/`count` is varint on the wire, and this is fixed32/),
    });
    expect(rows[2]).toMatchObject({ name: "numbers", problem: expect.stringMatching(/last of its items is cut off/) });
    expect(rows[3]).toMatchObject({ depth: 1, value: "1", path: ["numbers", 0] });
  });

  test("a message that is cut off is taken apart as far as it goes", () => {
    const rows = rowsOf(hex("82 01 20 0a 02 68 69 10"), "test.v1.Item");
    expect(rows[0]).toMatchObject({ name: "right", problem: expect.stringMatching(/its length is 32/) });
    expect(rows[1]).toMatchObject({ name: "text", value: '"hi"', path: ["right", "text"] });
    expect(rows[2]?.problem).toMatch(/a varint is cut off/);
  });
});

describe("hostile bytes", () => {
  test("a thousand messages within each other stop at a hundred", () => {
    let bytes = hex("08 01");
    for (let i = 0; i < 1000; i++) {
      const length = [];
      for (let left = bytes.length; ; left >>= 7) {
        length.push(left < 128 ? left : (left & 127) | 128);
        if (left < 128) break;
      }
      bytes = Uint8Array.from([0x82, 0x01, ...length, ...bytes]);
    }
    for (const name of ["test.v1.Item", undefined]) {
      const rows = rowsOf(bytes, name);
      expect(rows.length).toBeLessThan(110);
      expect(Math.max(...rows.map(row => row.depth))).toBe(100);
    }
    expect(rowsOf(bytes, "test.v1.Item").at(-1)?.problem).toMatch(/deeper than 100/);
  });

  test("of a hundred megabytes no more is taken apart than was asked for", () => {
    const many = new Uint8Array(100_000_000).fill(1);
    for (let i = 0; i < many.length; i += 2) many[i] = 0x08;
    const { fields, isCut } = wireFields(many, { message: undefined, types, most: 100 });
    expect(isCut).toBe(true);
    expect(fields).toHaveLength(101);
    expect(fields.at(-1)).toMatchObject({ start: 200, end: many.length });
  });

  test("any bytes give fields that cover them", () => {
    let state = 12345;
    const next = (bound: number) => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return (state >>> 8) % bound;
    };
    const item = typeNamed("test.v1.Item");
    const sound = toBinary(item, fromJson(item, full, { registry: types }));
    const gaps: string[] = [];
    for (let round = 0; round < 3000; round++) {
      const bytes = round % 2 === 0 ? Uint8Array.from({ length: next(60) }, () => next(256)) : sound.slice();
      if (round % 2 === 1) for (let i = 0; i < 3; i++) bytes[next(bytes.length)] = next(256);
      for (const name of ["test.v1.Item", "test.v1.Old", undefined]) {
        const tops = rowsOf(bytes, name, 500).filter(row => row.depth === 0);
        const gap = tops.findIndex((row, index) => row.start !== (tops[index - 1]?.end ?? 0));
        if (gap >= 0 || (tops.at(-1)?.end ?? 0) !== bytes.length) gaps.push(Buffer.from(bytes).toString("hex"));
      }
    }
    expect(gaps).toEqual([]);
  });
});

test("of types, the one that fits best comes first", () => {
  const item = typeNamed("test.v1.Item");
  const bytes = toBinary(item, fromJson(item, { text: "a", list: [{ count: 3, numbers: [1, 2] }], data: "/w==" }));
  const names = (some: Uint8Array) =>
    fittingTypes(
      some,
      [...types].filter(one => one.kind === "message"),
      types,
    ).map(one => one.message.typeName);
  expect(names(bytes)[0]).toBe("test.v1.Item");
  expect(names(hex("0a 01 61 13 18 05 14 2a 02 01 04"))[0]).toBe("test.v1.Old");
  expect(names(hex("08 96 01 12 02 68 69")).indexOf("google.rpc.Status")).toBe(0);
});
