// Places of problems are where a person would look; which texts are wrong at all was checked with protoc 36.2.
import { expect, test } from "vitest";
import { parseFile } from "../../../server/src/compiler/syntax/parseFile.ts";
import { sourceFile } from "../../../server/src/compiler/text/sourceFile.ts";
import { outlineOf, problemPlaces } from "../../support/outline.ts";

function parse(text: string) {
  const parsed = parseFile(sourceFile("a.proto", text));
  return { outline: outlineOf(parsed), problems: problemPlaces(parsed) };
}

test("a missing semicolon is told at the end of its line and costs nothing else", () => {
  expect(parse('syntax = "proto3"\nimport "b.proto"\nmessage A {\n  string a = 1\n  string b = 2;\n}\n')).toEqual({
    outline: "syntax import message:A{field:a field:b}",
    problems: ["1:18 missing-semicolon", "2:17 missing-semicolon", "4:15 missing-semicolon"],
  });
});

test("a half-typed field leaves the next line alone", () => {
  expect(parse("message A {\n  str\n  string b = 2;\n  string name\n  foo.\n  int32 ok = 3;\n}")).toEqual({
    outline: "message:A{field field:b field:name field field:ok}",
    problems: ["2:6 unexpected-token", "4:10 missing-field-number", "5:7 unexpected-token"],
  });
});

test("a missing closing brace is blamed on the body that lacks it", () => {
  expect(
    parse("message A {\n  string a = 1;\n\nmessage B {\n  string b = 2;\n}\nservice S { rpc X(A) returns (B); }"),
  ).toEqual({
    outline: "message:A{field:a} message:B{field:b} service:S{method:X}",
    problems: ["1:11 missing-brace"],
  });
  expect(parse("message A {\n  enum E {\n    X = 0;\n  string a = 1;\n}\nmessage B {}")).toEqual({
    outline: "message:A{enum:E{enumValue:X} field:a} message:B",
    problems: ["2:10 missing-brace"],
  });
});

test("a closing brace too many is one problem", () => {
  expect(parse("message A {}}\nmessage B {}")).toEqual({
    outline: "message:A message:B",
    problems: ["1:13 stray-brace"],
  });
});

test("a misspelled keyword still declares", () => {
  expect(parse("mesage A { string a = 1; }\nservice S { rcp X(A) returns (A); }")).toEqual({
    outline: "message:A{field:a} service:S{method:X}",
    problems: ["1:1 misspelled-keyword", "2:13 misspelled-keyword"],
  });
});

test("what an rpc lacks is told once", () => {
  const text =
    "service S {\n  rpc A(X) returns\n  rpc B(X) return (Y);\n  rpc C;\n  rpc D(X, Y) returns (Z);\n  rpc E(X) returns (Y) { option a = 1 }\n}\nmessage After {}";
  expect(parse(text)).toEqual({
    outline: "service:S{method:A method:B method:C method:D method:E{option:a}} message:After",
    problems: [
      "2:19 missing-token",
      "3:12 misspelled-keyword",
      "4:8 missing-token",
      "5:10 rpc-one-message",
      "6:38 missing-semicolon",
    ],
  });
});

test("broken options keep their fields", () => {
  const text =
    "message A { string a = 1 [deprecated = true; int32 b = 2 [deprecated]; int32 c = 3 [x = 1,]; }\nmessage B {}";
  expect(parse(text)).toEqual({
    outline: "message:A{field:a field:b field:c} message:B",
    problems: ["1:44 missing-token", "1:69 unexpected-token", "1:90 trailing-comma"],
  });
});

test("an open string ends with its line", () => {
  expect(parse('import "foo;\nmessage A { string a = 1 [json_name = "x]; }\nmessage B {}').problems).toEqual([
    "1:8 unterminated-string",
    "2:39 unterminated-string",
  ]);
});

test("characters that belong nowhere are one problem and do not hide the field", () => {
  expect(parse("message A { optional int32 § a = 1; }")).toEqual({
    outline: "message:A{field:a}",
    problems: ["1:28 invalid-character"],
  });
});

test("every form of the grammar has a place in the tree", () => {
  const text = `edition = "2024";
package a.b;
import option "o.proto";
import public "p.proto";
option (x.y).z = { a: 1, b { c: [1, 2] } [d.e]: "f" [type.googleapis.com/g.H] < i: -inf > };
export message M {
  local enum E { option allow_alias = true; X = 0; Y = -1 [deprecated = true]; reserved 5 to max, -9; reserved FOO; }
  map<string, .a.b.M> m = 1;
  oneof o { option (q) = 1; int32 a = 2; M b = 3; }
  extensions 100 to 199, 500 to max [verification = UNVERIFIED];
  reserved 4, 6 to 8;
  extend M { repeated group G = 100 { int32 x = 1; } }
}
service S { rpc R(stream .a.b.M) returns (stream M) { option (h) = {}; ; } option deprecated = true; };`;
  expect(parse(text)).toEqual({
    outline:
      "syntax package:a.b import import option:x.y.z message:M{enum:E{option:allow_alias enumValue:X enumValue:Y reserved reserved} mapField:m oneof:o{option:q field:a field:b} extensions reserved extend{group:G{field:x}}} service:S{method:R{option:h} option:deprecated}",
    problems: [],
  });
});

test("messages nest 31 deep, as protoc allows, and no deeper", () => {
  const nested = (depth: number) => parse("message M {".repeat(depth) + "}".repeat(depth)).problems;
  expect(nested(31)).toEqual([]);
  expect(nested(32)).toHaveLength(1);
});

test("a declaration keeps its members when its keyword is missing, spoilt, doubled or behind its name", () => {
  for (const start of ["A", "struct A", "message message A", "A message", "1 A", "\0 A"]) {
    const { outline, problems } = parse(`message Before {}\n${start} { string a = 1; }\nmessage After {}`);
    expect(outline, start).toBe("message:Before message:A{field:a} message:After");
    expect(problems.length, start).toBeLessThan(3);
  }
});

test("a declaration keeps its members when its brace or its name is missing, or something stands before the brace", () => {
  for (const start of ["message A", "message A {{", "message A X {", "message A;", "message A )"]) {
    const { outline, problems } = parse(`${start}\n  string a = 1;\n  A b = 2;\n}\nmessage After {}`);
    expect([outline, problems.length], start).toEqual(["message:A{field:a field:b} message:After", 1]);
  }
  expect(parse("message {\n  string a = 1;\n}\nmessage After {}")).toEqual({
    outline: "message{field:a} message:After",
    problems: ["1:9 unexpected-token"],
  });
});

test("a brace too many is found by indentation", () => {
  expect(parse("message A {\n  message B {\n    string b = 1;\n  }}\n  B b = 1;\n}\nmessage C {}")).toEqual({
    outline: "message:A{message:B{field:b} field:b} message:C",
    problems: ["4:4 stray-brace"],
  });
});

test("an option without the end of its value leaves the next statement alone", () => {
  const fields = "  string a = 1 [(x) = {\n    y: 1\n  ];\n  string b = 2;";
  expect(parse(`message A {\n  option (x) = {\n    y: 1\n  ;\n${fields}\n}\nmessage B {}`)).toEqual({
    outline: "message:A{option:x field:a field:b} message:B",
    problems: ["4:4 missing-token", "6:9 missing-token"],
  });
});

test("what a file says of itself is kept without its keywords", () => {
  expect(parse('= "proto3";\na.b;\n"c.proto";\nmessage A {}')).toEqual({
    outline: "syntax package:a.b import message:A",
    problems: ["1:1 missing-token", "2:1 missing-token", "3:1 missing-token"],
  });
});
