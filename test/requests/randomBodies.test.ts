import { fromJson, type JsonValue, toBinary } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { checkBody } from "../../server/src/requests/checkBody.ts";
import { parseJson } from "../../server/src/requests/json/parseJson.ts";
import { schemaView } from "../../server/src/requests/schemaView.ts";
import { describedByProtoc, link } from "./schema.ts";

const imports = ["any", "duration", "empty", "field_mask", "struct", "timestamp", "wrappers"]
  .map(name => `import "google/protobuf/${name}.proto";`)
  .join("\n");
const wellKnown = ["Timestamp", "Duration", "FieldMask", "Any", "Struct", "Value", "ListValue", "Empty"];
const wrappers = ["Double", "Float", "Int64", "UInt64", "Int32", "UInt32", "Bool", "String", "Bytes"];
const scalars = ["string", "bytes", "bool", "double", "float", "int32", "uint32", "sint32", "fixed32", "sfixed32"];
const longs = ["int64", "uint64", "sint64", "fixed64", "sfixed64"];
const keys = [...scalars.filter(one => !/bytes|double|float/.test(one)), ...longs];
const types = [
  ...scalars,
  ...longs,
  "Kind",
  "Shut",
  "In",
  "google.protobuf.NullValue",
  ...[...wellKnown, ...wrappers.map(one => `${one}Value`)].map(name => `google.protobuf.${name}`),
];

let number = 0;
const fields = types.flatMap(type => [
  `  optional ${type} one_${++number} = ${number};`,
  `  repeated ${type} more_${++number} = ${number};`,
  `  map<${keys[number % keys.length]}, ${type}> by_${++number} = ${number};`,
]);
const members = types.slice(0, 20).map(type => `    ${type} or_${++number} = ${number};`);
const proto = `edition = "2023";
package t;
${imports}
enum Kind { KIND_ZERO = 0; KIND_ONE = 1; }
enum Shut { option features.enum_type = CLOSED; SHUT_ZERO = 0; SHUT_NINE = 9; }
message In {
${fields.join("\n").replaceAll("optional ", "")}
  oneof choice {
${members.join("\n")}
  }
}
message Strict { string name = 1 [features.field_presence = LEGACY_REQUIRED]; In in = 2; }
`;
const file = link({ "t.proto": proto }, "t.proto");
const view = schemaView(file);
const registry = describedByProtoc("t.proto", proto);

const words = [
  ..."abc KIND_ONE SHUT_NINE kind_one 0 1 -1 1.0 1.5 1e3 1E+2 -0 01 +1 .5 5. 0x10 NaN Infinity -Infinity nan".split(
    " ",
  ),
  ..."2147483647 2147483648 -2147483648 -2147483649 4294967295 4294967296 9223372036854775807".split(" "),
  ..."9223372036854775808 -9223372036854775808 -9223372036854775809 18446744073709551615 18446744073709551616".split(
    " ",
  ),
  ..."2026-01-01T00:00:00Z 2026-01-01T00:00:00.123456789Z 2026-01-01T00:00:00.1234567891Z 2026-01-01".split(" "),
  ..."2026-01-01t00:00:00z 2026-01-01T00:00:00+02:00 0001-01-01T00:00:00Z 0000-01-01T00:00:00Z".split(" "),
  ..."9999-12-31T23:59:59.999999999Z 9999-12-31T23:59:59-01:00 0001-01-01T00:00:00+01:00 2026-13-01T00:00:00Z".split(
    " ",
  ),
  ..."1s 1.5s -1.5s 1.0000000001s 315576000000s 315576000001s -315576000001s 1m s -s .5s 1.s 1e3s".split(" "),
  ..."a a,b a.b a_b aB a,,b ,a a. .a A aa1 a1B a.bC 1a a-b".split(" "),
  ..."AA== AA AAA= AAAA A A=== -_ +/ A-B_ AA=A ====".split(" "),
  "",
  " ",
  " 1",
  "1 ",
  "true",
  "false",
  "TRUE",
  "null",
  "é😀",
  "\ud83d",
];

// JSON.parse has rounded what is beyond 2^53 before the reference sees it.
const plainNumbers = words.filter(one => /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/.test(one) && one.length < 16);

/** A generator of numbers below a bound, the same from each seed. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function randomValue(next: (below: number) => number, depth: number): string {
  const pick = <T>(from: readonly T[]): T => from[next(from.length)] as T;
  switch (next(depth > 0 ? 9 : 6)) {
    case 0:
      return pick(["true", "false", "null"]);
    case 1:
    case 2:
      return pick(plainNumbers);
    case 6:
      return `[${Array.from({ length: next(3) }, () => randomValue(next, depth - 1)).join(", ")}]`;
    case 7:
      return `{${next(2) === 0 ? "" : `${JSON.stringify(pick(words))}: ${randomValue(next, depth - 1)}`}}`;
    case 8: {
      const name = pick([
        "google.protobuf.Duration",
        "google.protobuf.Empty",
        "t.In",
        "t.Strict",
        "t.None",
        "google.protobuf.Any",
      ]);
      const url = pick(["type.googleapis.com/", "/", "", "example.com/x/"]);
      const more = next(3) === 0 ? "" : `, "${pick(["value", "one1", "name"])}": ${randomValue(next, depth - 1)}`;
      return `{"@type": "${url}${name}"${more}}`;
    }
    default:
      return JSON.stringify(pick(words));
  }
}

const names = [...file.declared.byName.values()].flatMap(one => (one.kind === "field" ? [one] : []));
const ofIn = names.filter(one => one.parent?.fullName === "t.In");

function randomBody(next: (below: number) => number): string {
  const field = ofIn[next(ofIn.length)];
  const key = next(2) === 0 ? field?.name : field?.jsonName;
  const other = next(4) === 0 ? ofIn[next(ofIn.length)] : undefined;
  const written = other === field ? undefined : other?.jsonName;
  const value = randomValue(next, 3);
  const typed =
    field?.label !== "repeated" || next(5) === 0 ? value : field.node.kind === "mapField" ? "" : `[${value}]`;
  const entry = typed === "" ? `{${JSON.stringify(words[next(words.length)])}: ${value}}` : typed;
  const second = written === undefined ? "" : `, "${written}": ${randomValue(next, 2)}`;
  const inner = `{"${key}": ${entry}${second}}`;
  return next(6) === 0 ? `{"one${ofIn.findIndex(one => one.typeName?.text === "In") + 1}": ${inner}}` : inner;
}

function refusalOfReference(text: string): string | undefined {
  const type = registry.getMessage("t.In");
  if (type === undefined) throw new Error("no type");
  try {
    toBinary(type, fromJson(type, JSON.parse(text) as JsonValue, { registry }));
    return undefined;
  } catch (error) {
    return String(error);
  }
}

function ourErrors(text: string): string[] {
  const { values, problems } = parseJson(text, 0, text.length);
  const [node] = values;
  const message = view.message("t.In");
  if (node === undefined || message === undefined || problems.length > 0) throw new Error(`not JSON: ${text}`);
  const find = (name: string) => {
    const found = view.message(name);
    return found && { message: found, view };
  };
  const found = checkBody(node, message, { text, view, types: { find, nearest: () => undefined } });
  return found.filter(one => one.severity === "error").map(one => `${one.id}: ${one.message}`);
}

describe("the check of a body", () => {
  it("accepts what @bufbuild/protobuf encodes, and refuses what it refuses, whatever is written", () => {
    const next = random(20_261_122);
    const wrong: string[] = [];
    let refused = 0;
    for (let round = 0; round < 20_000; round++) {
      const text = randomBody(next);
      const reference = refusalOfReference(text);
      const errors = ourErrors(text);
      if (reference !== undefined) refused++;
      const isStricter = errors.every(one => stricter.some(({ says }) => one.includes(says)));
      if ((reference === undefined) !== (errors.length === 0) && !(reference === undefined && isStricter)) {
        wrong.push(`${text} -> reference: ${reference ?? "accepts"}; ours: ${errors.join("; ") || "accepts"}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(refused).toBeGreaterThan(3000);
    expect(refused).toBeLessThan(19_000);
  });
});

/** What the reference lets pass although it says nothing, or something else than what is written. */
const stricter: readonly { readonly says: string }[] = [
  // It converts texts with `Number` and `BigInt`, which read `"0x10"`, `" 1"` and `""`.
  { says: "is not a number" },
  { says: "is not a key of this map" },
  // It passes over spaces and padding too many.
  { says: "is not base64" },
  // It takes any path that has no underscore.
  { says: "is not the path of a field mask" },
];
