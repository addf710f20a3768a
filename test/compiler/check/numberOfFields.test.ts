// protoc counts fields in 16 bits. Such files are too long for the corpus.
import { expect, test } from "vitest";
import { compileTexts } from "../../support/problems.ts";
import { runProtoc } from "../describe/protoc.ts";

const most = 65535;

test.each([
  [most, []],
  [most + 1, ["too-many-fields"]],
])("a message with %d fields", (count, expected) => {
  const text = `syntax = "proto3"; message M {${fields(count)}}`;
  const errors = compileTexts(new Map([["a.proto", text]])).problems("a.proto");
  expect(errors.map(one => one.id)).toEqual(expected);
  expect("errors" in runProtoc({ "a.proto": text }, ["a.proto"])).toBe(expected.length > 0);
});

// The numbers from 19000 on are protobuf's own, so they are stepped over.
function fields(count: number): string {
  const numbers = Array.from({ length: count }, (_, at) => (at < 18999 ? at + 1 : at + 1001));
  return numbers.map(number => `int32 f${number} = ${number};`).join("");
}
