// What is said that others see, against protobuf itself: a message is written as it was before and read as it is after.
// Expected is what the encoding and the JSON mapping of protobuf.dev have; `says` is what an editor tells of it.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { breakingChanges, helpOf } from "../../server/src/breaking/changes.ts";
import { usualRules } from "../../server/src/breaking/moduleRules.ts";
import { versionOf } from "../support/breaking.ts";

interface Row {
  /** Declarations in a file of `syntax`, proto3 where nothing is said; `M` is what is sent. */
  readonly before: string;
  readonly after: string;
  readonly syntax?: readonly [string, string];
  /** What is sent, as JSON of `M` before; as bytes where JSON cannot say it. */
  readonly json: object;
  readonly bytes?: string;
  /** What the other side reads. */
  readonly wire: object | "refused";
  readonly readJson: object | "refused";
  readonly says: readonly RegExp[];
}

const field = (text: string) => `message M { ${text} }`;
const refused = "refused";
const enumE = "enum E { E_NONE = 0; E_A = 1; }";

const rows: Readonly<Record<string, Row>> = {
  "int32 as sint32": {
    before: field("int32 a = 1;"),
    after: field("sint32 a = 1;"),
    json: { a: 1 },
    wire: { a: -1 },
    readJson: { a: 1 },
    says: [/silently wrong values/, /zigzag/, /1 is read as -1/],
  },
  "sint32 as int32": {
    before: field("sint32 a = 1;"),
    after: field("int32 a = 1;"),
    json: { a: 1 },
    wire: { a: 2 },
    readJson: { a: 1 },
    says: [/or 2/],
  },
  "int32 as string": {
    before: field("int32 a = 1;"),
    after: field("string a = 1;"),
    json: { a: 5 },
    wire: {},
    readJson: refused,
    says: [/a varint became a length and bytes/, /aside as unknown, and shows the default/],
  },
  "fixed32 as int32": {
    before: field("fixed32 a = 1;"),
    after: field("int32 a = 1;"),
    json: { a: 5 },
    wire: {},
    readJson: { a: 5 },
    says: [/four bytes became a varint/],
  },
  "int64 as int32": {
    before: field("int64 a = 1;"),
    after: field("int32 a = 1;"),
    json: { a: "4294967301" },
    wire: { a: 5 },
    readJson: refused,
    says: [/32 bits cuts larger numbers/],
  },
  "int64 as int32, of small numbers": {
    before: field("int64 a = 1;"),
    after: field("int32 a = 1;"),
    json: { a: "7" },
    wire: { a: 7 },
    readJson: { a: 7 },
    says: [/64 bits in quotes, and parsers take both/],
  },
  "int32 as uint32": {
    before: field("int32 a = 1;"),
    after: field("uint32 a = 1;"),
    json: { a: -1 },
    wire: { a: 4294967295 },
    readJson: refused,
    says: [/negative numbers are read as very large ones/, /JSON refuses what is out of range/],
  },
  "int32 as bool": {
    before: field("int32 a = 1;"),
    after: field("bool a = 1;"),
    json: { a: 5 },
    wire: { a: true },
    readJson: refused,
    says: [/every number but 0 is read as `true`/, /JSON with the other type is refused/],
  },
  "an enum as int32": {
    before: `${enumE} ${field("E a = 1;")}`,
    after: `${enumE} ${field("int32 a = 1;")}`,
    json: { a: "E_A" },
    wire: { a: 1 },
    readJson: refused,
    says: [/the number is the same on the wire/, /the side with a number refuses/],
  },
  "string as bytes": {
    before: field("string a = 1;"),
    after: field("bytes a = 1;"),
    json: { a: "a" },
    wire: { a: "YQ==" },
    readJson: refused,
    says: [/the bytes are the same/, /base64/],
  },
  "bytes as string, of no text": {
    before: field("bytes a = 1; int32 b = 2;"),
    after: field("string a = 1; int32 b = 2;"),
    json: { a: "/w==", b: 3 },
    wire: refused,
    readJson: { a: "/w==", b: 3 },
    says: [/no UTF-8 text make the side with `string` refuse the whole message/],
  },
  "float as fixed32": {
    before: field("float a = 1;"),
    after: field("fixed32 a = 1;"),
    json: { a: 1 },
    wire: { a: 0x3f800000 },
    readJson: { a: 1 },
    says: [/the bits of one type are read as those of the other/],
  },
  "a message as bytes": {
    before: `message N { int32 x = 1; } ${field("N a = 1;")}`,
    after: `message N { int32 x = 1; } ${field("bytes a = 1;")}`,
    json: { a: { x: 1 } },
    wire: { a: "CAE=" },
    readJson: refused,
    says: [/the bytes are the same/, /an object on one side, base64 on the other/],
  },
  "a message as another one": {
    before: `message N { int32 x = 1; string y = 2; } message O { int32 z = 1; int32 w = 2; } ${field("N a = 1;")}`,
    after: `message N { int32 x = 1; string y = 2; } message O { int32 z = 1; int32 w = 2; } ${field("O a = 1;")}`,
    json: { a: { x: 1, y: "a" } },
    wire: { a: { z: 1 } },
    readJson: refused,
    says: [/by its own field numbers/, /silently wrong or empty fields/],
  },
  "a string as a message": {
    before: `message N { int32 x = 1; } ${field("string a = 1;")}`,
    after: `message N { int32 x = 1; } ${field("N a = 1;")}`,
    json: { a: "hello" },
    wire: refused,
    readJson: refused,
    says: [/text is read as a message/, /the whole message is refused/],
  },
  "a list of strings as one": {
    before: field("repeated string a = 1;"),
    after: field("string a = 1;"),
    json: { a: ["x", "y"] },
    wire: { a: "y" },
    readJson: refused,
    says: [/keeps the last element/, /`\[ \]` on one side only/],
  },
  "a packed list as one": {
    before: field("repeated int32 a = 1;"),
    after: field("int32 a = 1;"),
    json: { a: [1, 2] },
    wire: {},
    readJson: refused,
    says: [/of a packed list none/],
  },
  "one value as a list": {
    before: field("int32 a = 1;"),
    after: field("repeated int32 a = 1;"),
    json: { a: 5 },
    wire: { a: [5] },
    readJson: refused,
    says: [/`\[ \]` on one side only/],
  },
  "a list that is packed as one that is not": {
    before: field("repeated int32 a = 1;"),
    after: field("repeated int32 a = 1 [packed = false];"),
    json: { a: [1, 2] },
    wire: { a: [1, 2] },
    readJson: { a: [1, 2] },
    says: [/parsers must read both/],
  },
  "0 of a field without presence": {
    before: field("int32 a = 1;"),
    after: field("optional int32 a = 1;"),
    json: { a: 0 },
    wire: {},
    readJson: { a: 0 },
    says: [/where old senders mean 0 or “” they send nothing, which reads as not set/],
  },
  "a field that is gone": {
    before: field("int32 a = 1; int32 b = 2;"),
    after: field("int32 b = 2;"),
    json: { a: 1, b: 2 },
    wire: { b: 2 },
    readJson: refused,
    says: [/put aside as unknown, and JSON with its name is refused/],
  },
  "a field with another name": {
    before: field("int32 a = 1;"),
    after: field("int32 b = 1;"),
    json: { a: 1 },
    wire: { b: 1 },
    readJson: refused,
    says: [/bytes hold only the number and stay as they are; JSON with the old name is refused/],
  },
  "a field with another number": {
    before: field("int32 a = 1;"),
    after: field("int32 a = 2;"),
    json: { a: 1 },
    wire: {},
    readJson: { a: 1 },
    says: [/under the old number is put aside as unknown/, /JSON stays as it is/],
  },
  "two fields in a oneof": {
    before: field("int32 a = 1; int32 b = 2;"),
    after: field("oneof o { int32 a = 1; int32 b = 2; }"),
    json: { a: 1, b: 2 },
    wire: { b: 2 },
    readJson: refused,
    says: [/only the last one on the wire is left/],
  },
  "a field that is required now": {
    syntax: ["proto2", "proto2"],
    before: field("optional int32 a = 1;"),
    after: field("required int32 a = 1;"),
    json: {},
    wire: refused,
    readJson: refused,
    says: [/this side refuses whole messages without the field/],
  },
  "another default": {
    syntax: ["proto2", "proto2"],
    before: field("optional int32 a = 1 [default = 3];"),
    after: field("optional int32 a = 1 [default = 4];"),
    json: {},
    wire: { "default of a": 4 },
    readJson: { "default of a": 4 },
    says: [/what is not set is not sent: each side fills in its own default/],
  },
  "an enum value that is gone from an open enum": {
    before: `${enumE} ${field("E a = 1;")}`,
    after: `enum E { E_NONE = 0; } ${field("E a = 1;")}`,
    json: { a: "E_A" },
    wire: { a: 1 },
    readJson: refused,
    says: [/without a name in an open enum/, /JSON with its name is refused/],
  },
  "an enum value that is gone from a closed enum": {
    syntax: ["proto2", "proto2"],
    before: `${enumE} ${field("optional E a = 1;")}`,
    after: `enum E { E_NONE = 0; } ${field("optional E a = 1;")}`,
    json: { a: "E_A" },
    wire: {},
    readJson: refused,
    says: [/put aside in a closed one/],
  },
  "an enum value with another name": {
    before: `${enumE} ${field("E a = 1;")}`,
    after: `enum E { E_NONE = 0; E_B = 1; } ${field("E a = 1;")}`,
    json: { a: "E_A" },
    wire: { a: "E_B" },
    readJson: refused,
    says: [/bytes hold only the number; JSON with the old name is refused/],
  },
  "a map as a list of entries": {
    before: `${field("map<string, int32> a = 1;")} message Entry { string key = 1; int32 value = 2; }`,
    after: `${field("repeated Entry a = 1;")} message Entry { string key = 1; int32 value = 2; }`,
    json: { a: { x: 1 } },
    wire: { a: [{ key: "x", value: 1 }] },
    readJson: refused,
    says: [/the bytes of a map are those of a list of entries/, /`\{ \}` on one side and `\[ \]` on the other/],
  },
  "a string that is no text, and is checked now": {
    syntax: ["proto2", "proto3"],
    before: field("optional string a = 1;"),
    after: field("optional string a = 1;"),
    json: {},
    bytes: "0a01ff",
    wire: refused,
    readJson: {},
    says: [/checks of UTF-8/],
  },
  "a message with another name": {
    before: "message M { N n = 1; } message N { int32 x = 1; string y = 2; }",
    after: "message M { O n = 1; } message O { int32 x = 1; string y = 2; }",
    json: { n: { x: 1, y: "a" } },
    wire: { n: { x: 1, y: "a" } },
    readJson: { n: { x: 1, y: "a" } },
    says: [/bytes and JSON stay as they are/],
  },
};

interface Reading {
  readonly wire: unknown;
  readonly json: unknown;
}

const python = "/usr/bin/python3";
const hasProtobuf = spawnSync(python, ["-c", "import google.protobuf"]).status === 0;
const scratch = mkdtempSync(path.join(tmpdir(), "effects-"));
const readings = new Map<string, Reading>();

beforeAll(() => {
  if (!hasProtobuf) return;
  const cpu = process.arch === "x64" ? "x86_64" : "aarch_64";
  const modules = path.join(import.meta.dirname, "../../node_modules/protoc/bin");
  const files = Object.values(rows).flatMap(({ before, after, syntax }, at) =>
    [before, after].map((text, side) => {
      const name = `r${at}${"ba"[side]}`;
      const head = `syntax = "${syntax?.[side] ?? "proto3"}";\npackage ${name};\n`;
      writeFileSync(path.join(scratch, `${name}.proto`), head + text);
      return `${name}.proto`;
    }),
  );
  const set = path.join(scratch, "set.binpb");
  execFileSync(path.join(modules, `protoc-${process.platform}-${cpu}`), [`-I${scratch}`, `-o${set}`, ...files]);
  const asked = Object.values(rows).map(({ json, bytes }, at) => ({
    before: `r${at}b.M`,
    after: `r${at}a.M`,
    json,
    bytes,
  }));
  const script = path.join(import.meta.dirname, "readings.py");
  const told = execFileSync(python, [script, set], { input: JSON.stringify(asked), encoding: "utf8" });
  const found: readonly Reading[] = JSON.parse(told);
  Object.keys(rows).forEach((name, at) => {
    const one = found[at];
    if (one !== undefined) readings.set(name, one);
  });
});

afterAll(() => rmSync(scratch, { recursive: true }));

test.for(Object.entries(rows))("%s", ([name, row], context) => {
  const { wire, readJson, says, before, after, syntax } = row;
  const version = (text: string, side: 0 | 1) =>
    versionOf(new Map([["a.proto", `syntax = "${syntax?.[side] ?? "proto3"}";\npackage p;\n${text}`]]));
  const versions = { before: version(before, 0), after: version(after, 1) };
  const told = breakingChanges(versions, { counted: usualRules, hints: "told" }).changes.map(helpOf);
  for (const words of says) expect(told.filter(one => words.test(one))).not.toEqual([]);
  context.skip(!hasProtobuf, `${python} has no protobuf (Debian: python3-protobuf)`);
  expect(readings.get(name)).toEqual({ wire, json: readJson });
});
