// Whatever the text, parsing ends, never throws, and gives a tree whose spans nest.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parseFile } from "../../../server/src/compiler/syntax/parseFile.ts";
import { sourceFile } from "../../../server/src/compiler/text/sourceFile.ts";

const samples = sampleTexts();

test("every token of real files can be the last one", () => {
  for (const text of samples) {
    for (const token of text.matchAll(/\w+|[^\w\s]/g)) checkSpans(text.slice(0, token.index + token[0].length));
  }
});

test("tokens of real files may be dropped, doubled or swapped", () => {
  for (const text of samples) {
    const tokens = text.match(/\w+|"[^"\n]*"|[^\w\s]|\s+/g) ?? [];
    for (let at = 0; at + 1 < tokens.length; at += 7) {
      const [before, one, two, after] = [tokens.slice(0, at), tokens[at], tokens[at + 1], tokens.slice(at + 2)];
      for (const middle of [[two], [one, one, two], [two, one]]) checkSpans([...before, ...middle, ...after].join(""));
    }
  }
});

test("bytes without sense", () => {
  let seed = 12345;
  const next = () => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return seed;
  };
  const pieces = [
    "message ",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    "=",
    ";",
    ",",
    '"',
    "'",
    "/*",
    "//",
    "\n",
    "\0",
    "\ud800",
    "1",
    ".",
    "-",
    "map<",
    "oneof ",
    "option ",
    "a",
    "é",
  ];
  for (let round = 0; round < 3000; round++) {
    let text = "";
    for (let length = next() % 60; length > 0; length--) text += pieces[next() % pieces.length];
    checkSpans(text);
  }
});

test.each([
  ["messages", "message M {", "}"],
  ["groups", "optional group G = 1 {", "}"],
  ["message values", "option a = { b {", "}"],
  ["lists", "option a = { b: [", "]"],
  ["angle brackets", "option a = { b < c <", ">"],
  ["parentheses", "(", ")"],
  ["opening braces only", "{", ""],
  ["closing braces only", "}", ""],
])("%s nested ten thousand deep", (_, open, close) => {
  checkSpans(open.repeat(10_000) + close.repeat(10_000));
  checkSpans(`message A {\n${open.repeat(10_000)}`);
});

test("line ends, a byte order mark and NULs", () => {
  expect(parseFile(sourceFile("a.proto", '\ufeffsyntax = "proto3";\r\nmessage A {\r\n}\r\n')).problems).toEqual([]);
  expect(parseFile(sourceFile("a.proto", "message\0A {}")).problems.map(one => one.id)).toEqual(["invalid-character"]);
});

test("bytes that are not UTF-8 are told with their place", () => {
  const bytes = (text: string) => Uint8Array.from(text, character => character.charCodeAt(0));
  const problemsOf = (text: string) =>
    parseFile(sourceFile("a.proto", bytes(text))).problems.map(one => [one.severity, one.span.start, one.message]);
  expect(problemsOf("// \xc3\xa9 \xff\xfe\nmessage A {}")).toEqual([
    ["warning", 5, "the file is not all UTF-8: byte 6 does not belong to any character"],
  ]);
  expect(problemsOf("message A {}\xe9")).toEqual([
    ["error", 12, "unexpected byte 0xE9, which belongs to no character of UTF-8"],
  ]);
  expect(problemsOf("\xff\xfem\0e\0")).toEqual([
    ["error", 0, "the file is not UTF-8: byte 0 does not belong to any character"],
  ]);
});

test("a file of fifty megabytes", () => {
  const text = `syntax = "proto3";\nmessage M {\n${"  string some_field_name = 1; // with a comment\n".repeat(1_100_000)}}\n`;
  expect(text.length).toBeGreaterThan(50_000_000);
  expect(parseFile(sourceFile("a.proto", text)).problems).toEqual([]);
}, 120_000);

function checkSpans(text: string): void {
  const parsed = parseFile(sourceFile("a.proto", text));
  checkNode(parsed.tree, 0, text.length, text);
  for (const { span } of parsed.problems) {
    if (span.start < 0 || span.end > text.length || span.start > span.end)
      throw new Error(`a problem outside of the text: ${JSON.stringify(text)}`);
  }
}

function checkNode(node: object, start: number, end: number, text: string): void {
  const own = node as { start: number; end: number; kind: string };
  if (own.start < start || own.end > end || own.start > own.end) {
    throw new Error(
      `${own.kind} [${own.start}, ${own.end}) is not within [${start}, ${end}) of ${JSON.stringify(text)}`,
    );
  }
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === "object" && child !== null && "start" in child) checkNode(child, own.start, own.end, text);
    }
  }
}

function sampleTexts(): string[] {
  const include = path.resolve(import.meta.dirname, "../../../node_modules/protoc/include/google/protobuf");
  const small = readdirSync(include).filter(name =>
    ["any.proto", "api.proto", "go_features.proto", "struct.proto"].includes(name),
  );
  const texts = small.map(name => readFileSync(path.join(include, name), "utf8").replace(/^\/\/.*\n/gm, ""));
  const group =
    'syntax = "proto2";\nmessage A {\n  optional group G = 1 [deprecated = true] { required int32 x = 1 [default = -5]; }\n  extensions 5 to max;\n  reserved 2, 3 to 4;\n  reserved "a", \'b\';\n}\nextend A { optional .A e = 7; }\nservice S { rpc R(stream A) returns (A) { option (x).y = { z: [1, 2] w < v: \'a\' "b" > }; } }\n';
  return [...texts, group];
}
