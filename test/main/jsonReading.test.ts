// What is read while its bytes come is what `JSON.parse` makes of the whole, wherever the bytes are parted.
import { expect, test } from "vitest";
import { JsonReading } from "../../server/src/main/jsonReading.ts";
import { numbers } from "../fuzz/mutations.ts";

const mark = "a long string, number 0";

/** What stands between quotes. */
const inStrings = [
  "plain words",
  "é",
  "漢字",
  "😀",
  "\u2028",
  "\\n",
  '\\"',
  "\\\\",
  '\\\\\\"',
  "\\/",
  "\\u0041",
  "\\ud83d\\ude00",
  "\\ud83d",
  "\\ude00",
  "\\u0000",
  "\\\\u0041",
  "{[,:]}",
  mark,
  "\\u0061 long string, number 0",
];
const wrongInStrings = ["\\x", "\\u12", "\\u12g4", "\n", "\t", "\u0000", "\\u"];
const wrongBytes = [[0xff], [0xc3], [0xe6, 0xbc], [0x80], [0xf0, 0x9f, 0x98], [0xed, 0xa0, 0x80], [0xef, 0xbb, 0xbf]];
const others = ["1", "-0", "1e400", "true", "null", "[]", "{}", "[1 , 2]", ' {"a" : "b"} ', '""'];
const wrongOthers = ["nope", "01", "+1", "[1,]", "{", "]", '"', "\\", '{"a"}', "'a'", ""];

test.each([1, 7, 30, 100])("texts of all kinds in portions of %d bytes", portionBytes => {
  const pick = numbers(portionBytes);
  const counts = { read: 0, refused: 0 };
  for (let round = 0; round < 3000; round++) {
    const text = Buffer.concat(value(pick, 0, pick(3) === 0));
    const expected = outcome(() => JSON.parse(text.toString("utf8")));
    expect(read(text, portionBytes, pick), text.toString("utf8")).toEqual(expected);
    counts["refused" in expected ? "refused" : "read"]++;
  }
  // Else one half would not have been tried.
  expect(Math.min(counts.read, counts.refused)).toBeGreaterThan(100);
});

test.each([
  ["one of two with one key counts", `{"a": "${"x".repeat(50)}", "b": 1, "a": "${"y".repeat(50)}"}`],
  ["a key that is long", `{"${"k".repeat(50)}" : 1, "b": "${"x".repeat(50)}"}`],
  ["two long keys that are one", `{"${"k".repeat(50)}": "${"x".repeat(50)}", "${"k".repeat(50)}": 2}`],
  ["a key that is the prototype's", `{"__proto__": "${"x".repeat(50)}"}`],
  ["what says what a mark does", `["${"x".repeat(50)}", "${mark}", "${"y".repeat(50)}"]`],
  ["what says so with an escape", `["${"x".repeat(50)}", "\\u0061 long string, number 0"]`],
  ["a mark as key", `{"${mark}": "${"x".repeat(50)}"}`],
  ["a string alone", `"${"x".repeat(50)}"`],
  ["backslashes alone", `"${"\\\\".repeat(500)}"`],
  ["an odd number of backslashes", `"${"\\".repeat(501)}"`],
  ["a string without an end", `{"a": "${"x".repeat(50)}`],
  ["two values", `"${"x".repeat(50)}" "${"y".repeat(50)}"`],
])("%s", (_, text) => {
  const bytes = Buffer.from(text);
  const expected = outcome(() => JSON.parse(text));
  for (let size = 1; size < 60; size++)
    expect(
      read(bytes, 8, () => size - 1),
      `pieces of ${size}`,
    ).toEqual(expected);
});

test("a text of megabytes in portions as they are", () => {
  const pick = numbers(3);
  const words = Array.from({ length: 200_000 }, () => inStrings[pick(16)] ?? "").join(" ");
  const text = Buffer.from(`{"method": "m", "params": {"text": "${words}", "more": ["${words}", 5]}}`);
  const expected = JSON.parse(text.toString("utf8"));
  expect(read(text, undefined, () => 65_535)).toEqual({ value: expected });
  expect(read(text, undefined, pick)).toEqual({ value: expected });
});

function read(bytes: Buffer, portionBytes: number | undefined, pick: Pick): Outcome {
  const reading = new JsonReading(portionBytes);
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + 1 + pick(portionBytes === undefined ? 90_000 : 20));
    reading.take(bytes.subarray(at, end));
    at = end;
  }
  expect(reading.size).toBe(bytes.length);
  return outcome(() => reading.value());
}

type Pick = (below: number) => number;
type Outcome = { readonly value: unknown } | { readonly refused: string };

function outcome(parse: () => unknown): Outcome {
  try {
    return { value: parse() };
  } catch (error) {
    return { refused: String(error) };
  }
}

function value(pick: Pick, depth: number, mayBeWrong: boolean): Buffer[] {
  const kind = pick(depth > 3 ? 3 : 5);
  if (kind === 0) return [Buffer.from(oneOf(pick, mayBeWrong && pick(8) === 0 ? wrongOthers : others))];
  if (kind <= 2) return string(pick, mayBeWrong);
  const [open, close] = kind === 3 ? ["{", "}"] : ["[", "]"];
  const inside: Buffer[] = [];
  for (let member = pick(4); member > 0; member--) {
    if (kind === 3) inside.push(...string(pick, mayBeWrong), Buffer.from(oneOf(pick, [":", " : "])));
    inside.push(...value(pick, depth + 1, mayBeWrong), Buffer.from(member === 1 ? "" : ","));
  }
  return [Buffer.from(open ?? ""), ...inside, Buffer.from(close ?? "")];
}

function string(pick: Pick, mayBeWrong: boolean): Buffer[] {
  const pieces: Buffer[] = [];
  for (let piece = pick(pick(5) === 0 ? 40 : 4); piece > 0; piece--) {
    const wrong = mayBeWrong && pick(20) === 0;
    if (pick(20) === 0) pieces.push(Buffer.from(oneOf(pick, wrongBytes)));
    else pieces.push(Buffer.from(oneOf(pick, wrong ? wrongInStrings : inStrings)));
  }
  return [Buffer.from('"'), ...pieces, Buffer.from('"')];
}

function oneOf<One>(pick: Pick, all: readonly One[]): One {
  return all[pick(all.length)] as One;
}
