// What is offered to mend a breaking change: applied to the text it leaves a file that compiles, for us and for protoc,
// and in which the change is not told any more, however the text is laid out.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { breakingChanges, problemOfChange, usualSeverities } from "../../server/src/breaking/changes.ts";
import { usualRules } from "../../server/src/breaking/moduleRules.ts";
import type { Category } from "../../server/src/breaking/rule.ts";
import { rulesIn } from "../../server/src/breaking/rules.ts";
import type { Fix } from "../../server/src/compiler/report/problem.ts";
import { versionOf } from "../support/breaking.ts";

const cpu = process.arch === "x64" ? "x86_64" : "aarch_64";
const modules = path.join(import.meta.dirname, "../../node_modules");
const protoc = path.join(modules, "protoc/bin", `protoc-${process.platform}-${cpu}`);
const scratch = mkdtempSync(path.join(tmpdir(), "fixes-"));
afterAll(() => rmSync(scratch, { recursive: true }));

function problemsOf(before: string, after: string, category: Category) {
  const version = (text: string) => versionOf(new Map([["a.proto", text]]));
  const counted = { ...usualRules, rules: rulesIn(category, "v2") };
  const { changes } = breakingChanges({ before: version(before), after: version(after) }, { counted, hints: "told" });
  return changes.flatMap(one => problemOfChange(one, usualSeverities) ?? []);
}

function applied(text: string, { edits }: Fix): string {
  const inOrder = [...edits].sort((one, other) => other.span.start - one.span.start);
  return inOrder.reduce((now, { span, newText }) => now.slice(0, span.start) + newText + now.slice(span.end), text);
}

/** The text after the fix whose title has `title`; where several problems offer it, it is applied for each. */
function fixed(before: string, after: string, title: string, category: Category = "FILE"): string {
  let text = after;
  for (let round = 0; round < 10; round++) {
    const fix = problemsOf(before, text, category)
      .flatMap(one => one.fixes)
      .find(one => one.title.includes(title));
    if (fix === undefined) break;
    text = applied(text, fix);
  }
  return text;
}

function refusal(text: string): string {
  const folder = mkdtempSync(path.join(scratch, "a-"));
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "a.proto"), text);
  const run = spawnSync(
    protoc,
    [`-I${folder}`, `-I${path.join(modules, "protoc/include")}`, "-o/dev/null", "a.proto"],
    {
      encoding: "utf8",
    },
  );
  if (run.error !== undefined) throw run.error;
  return run.stderr;
}

/** What is still told after the fix, which protoc must take. */
function left(before: string, after: string, title: string, category: Category = "FILE"): readonly string[] {
  const text = fixed(before, after, title, category);
  expect(text).not.toBe(after);
  expect(refusal(text), text).toBe("");
  return problemsOf(before, text, category).map(one => one.message);
}

const heads = {
  proto2: 'syntax = "proto2";\npackage p;\n',
  proto3: 'syntax = "proto3";\npackage p;\n',
  editions: 'edition = "2023";\npackage p;\n',
};

// Before and after, without the heading: a field that is gone, or has become another one.
const layouts: Readonly<Record<string, readonly [string, string]>> = {
  "a field among others": [
    "message M {\n  L int32 a = 1;\n  L int32 b = 2;\n}\n",
    "message M {\n  L int32 b = 2;\n}\n",
  ],
  "the only field": ["message M {\n  L int32 a = 1;\n}\n", "message M {\n}\n"],
  "the only field, and braces together": ["message M {\n  L int32 a = 1;\n}\n", "message M {}\n"],
  "a message on one line": ["message M { L int32 a = 1; L int32 b = 2; }\n", "message M { L int32 b = 2; }\n"],
  "a comment behind the brace": [
    "message M { // of something\n  L int32 a = 1;\n  L int32 b = 2;\n}\n",
    "message M { // of something\n  L int32 b = 2;\n}\n",
  ],
  "a comment behind the last field": [
    "message M {\n  L int32 a = 1;\n  L int32 b = 2;\n}\n",
    "message M {\n  L int32 b = 2; // the last\n  // end\n}\n",
  ],
  "a comment and nothing else": ["message M {\n  L int32 a = 1;\n}\n", "message M {\n  // nothing yet\n}\n"],
  "a comment on one line and nothing else": ["message M { L int32 a = 1; }\n", "message M { /* nothing */ }\n"],
  "a line comment behind the brace and nothing else": ["message M { L int32 a = 1; }\n", "message M { // nothing\n}\n"],
  "line ends of Windows": [
    "message M {\r\n  L int32 a = 1;\r\n  L int32 b = 2;\r\n}\r\n",
    "message M {\r\n  L int32 b = 2;\r\n}\r\n",
  ],
  tabs: ["message M {\n\tL int32 a = 1;\n\tL int32 b = 2;\n}\n", "message M {\n\tL int32 b = 2;\n}\n"],
  "a brace on its own line": [
    "message M\n{\n  L int32 a = 1;\n  L int32 b = 2;\n}\n",
    "message M\n{\n  L int32 b = 2;\n}\n",
  ],
  "a nested message": [
    "message O {\n  message M {\n    L int32 a = 1;\n    L int32 b = 2;\n  }\n}\n",
    "message O {\n  message M {\n    L int32 b = 2;\n  }\n}\n",
  ],
  "a field over lines": [
    'message M {\n  L int32 a\n    = 1 [\n      json_name = "x"\n    ];\n  L int32 b = 2;\n}\n',
    "message M {\n  L int32 b = 2;\n}\n",
  ],
  "a map": ["message M {\n  map<string, int32> a = 1;\n  L int32 b = 2;\n}\n", "message M {\n  L int32 b = 2;\n}\n"],
  "a member of a oneof": [
    "message M {\n  oneof o {\n    int32 a = 1;\n    int32 b = 2;\n  }\n}\n",
    "message M {\n  oneof o {\n    int32 b = 2;\n  }\n}\n",
  ],
  "numbers that are reserved": [
    "message M {\n  reserved 5, 7 to 9;\n  L int32 a = 1;\n}\n",
    "message M {\n  reserved 5, 7 to 9;\n}\n",
  ],
  "a number that is reserved already": [
    "message M {\n  L int32 a = 1;\n  L int32 b = 2;\n}\n",
    "message M {\n  reserved 1;\n  L int32 b = 2;\n}\n",
  ],
};

const cases = Object.entries(heads).flatMap(([syntax, head]) =>
  Object.entries(layouts).map(([name, texts]) => {
    const label = syntax === "proto2" ? "optional " : "";
    const [before, after] = texts.map(text => head + text.replace(/\bL /g, label));
    return [name, syntax, before ?? "", after ?? ""] as const;
  }),
);

describe("a field that is gone", () => {
  test.each(cases)("is reserved: %s, %s", (name, _, before, after) => {
    const title =
      name === "a number that is reserved already" ? "Reserve the name" : "Reserve the number 1 and the name";
    expect(left(before, after, title, "WIRE_JSON")).toEqual([]);
  });

  test.each(cases.filter(([name]) => name !== "a number that is reserved already"))(
    "is restored as deprecated: %s, %s",
    (_, __, before, after) => {
      const text = fixed(before, after, "Restore the field `a` as deprecated");
      expect(text).toContain("deprecated = true");
      expect(left(before, after, "Restore the field `a` as deprecated")).toEqual([]);
    },
  );

  test("has its old name reserved among other names", () => {
    for (const [head, name] of [
      [heads.proto3, '"x"'],
      [heads.editions, "x"],
    ]) {
      const before = `${head}message M {\n  reserved ${name};\n  int32 a = 1;\n}\n`;
      expect(left(before, before.replace("  int32 a = 1;\n", ""), "Reserve", "WIRE_JSON")).toEqual([]);
    }
  });
});

test.each(Object.entries(heads))("an enum value that is gone: %s", (_, head) => {
  const values = (text: string) => `${head}enum E {\n  reserved 9;\n  E_NONE = 0;\n${text}}\n`;
  expect(left(values("  E_A = 1;\n"), values(""), "Reserve the number 1 and the name `E_A`", "WIRE_JSON")).toEqual([]);
  expect(left(values("  E_A = -1;\n"), values(""), "Reserve the number -1 and the name `E_A`", "WIRE_JSON")).toEqual(
    [],
  );
  expect(left(values("  E_A = 1;\n"), values(""), "Restore the value `E_A` as deprecated")).toEqual([]);
  expect(left(values("  E_A = 1;\n"), values("  E_A = 2;\n"), "Put the number 1 of `E_A` back")).toEqual([]);
  expect(left(values("  E_A = 1;\n"), values("  E_B = 1;\n"), "Rename back to `E_A`")).toEqual([]);
});

test.each(Object.entries(heads))("a field with another number, name or type: %s", (syntax, head) => {
  const label = syntax === "proto2" ? "optional " : "";
  const field = (text: string) => `${head}message M {\n  ${label}${text}\n  ${label}bool z = 9;\n}\n`;
  expect(left(field("int32 a = 1;"), field("int32 a = 3; // why"), "Put the number 1 of `a` back")).toEqual([]);
  expect(left(field("int32 my_a = 1;"), field("int32 b = 1;"), "Keep the name `myA` in JSON")).toEqual([
    "field 1 was renamed from `my_a` to `b`",
  ]);
  expect(left(field("int32 a = 1;"), field("int32 b = 1 [deprecated = true];"), "Keep the name `a` in JSON")).toEqual([
    "field 1 was renamed from `a` to `b`",
  ]);
  expect(left(field("int32 a = 1;"), field("int32 b = 1;"), "Rename back to `a`")).toEqual([]);
  expect(left(field("int32 a = 1;"), field("string a = 1;"), "make this a new one")).toEqual([]);
  expect(
    left(field('int32 a = 1 [json_name = "q"];'), field('string a = 1 [json_name = "q"];'), "make this a new one"),
  ).toEqual([]);
  expect(left(field("int32 a = 1;"), field("string a = 1;"), "Put `")).toEqual([]);
});

test("a member of a oneof with another type becomes a new member", () => {
  const file = (type: string) =>
    `${heads.proto3}message M {\n  oneof o {\n    ${type} a = 1;\n    bool b = 2;\n  }\n}\n`;
  expect(left(file("int32"), file("string"), "make this a new one")).toEqual([]);
});

test("a map with another type becomes a new one", () => {
  const file = (type: string) => `${heads.proto3}message M { map<string, ${type}> a = 1; }\n`;
  expect(left(file("int32"), file("string"), "make this a new one")).toEqual([]);
});

test("the new number lies beyond what is reserved, and what is for extensions", () => {
  const file = (type: string) =>
    `${heads.proto2}message M {\n  reserved 2 to 4, 1999;\n  extensions 5 to 99;\n  optional ${type} a = 1;\n}\n`;
  expect(fixed(file("int32"), file("string"), "make this a new one")).toContain("new_a = 100;");
  expect(left(file("int32"), file("string"), "make this a new one")).toEqual([]);
});

describe("an rpc", () => {
  const file = (rpc: string) => `${heads.proto3}message A {}\nmessage B {}\nservice S {\n  ${rpc}\n}\n`;

  test("with another type becomes a new one", () => {
    const [before, after] = [file("rpc Get(A) returns (A);"), file("rpc Get(A) returns (stream B);")];
    expect(left(before, after, "make this a new one: `GetV2`")).toEqual([]);
    const options = "{\n    option deprecated = true; // long\n  }";
    expect(
      left(file(`rpc Get(A) returns (A) ${options}`), file(`rpc Get(B) returns (A) ${options}`), "make this"),
    ).toEqual([]);
    expect(left(before, file("rpc Get(B) returns (A);"), "Put `rpc Get(A) returns (A);` back")).toEqual([]);
  });

  test("that is gone is restored", () => {
    expect(left(file("rpc Get(A) returns (A);"), file(""), "Restore the rpc `Get`")).toEqual([]);
    expect(
      left(file("rpc Get(A) returns (A);"), file("").replace(/\{\s+\}\n$/, "{}\n"), "Restore the rpc `Get`"),
    ).toEqual([]);
  });

  test("that was renamed gets its name back", () => {
    const [before, after] = [file("rpc Get(A) returns (A);"), file("rpc Fetch(A) returns (A);")];
    expect(left(before, after, "Rename back to `Get`")).toEqual([]);
    expect(left(before, after, "Restore the rpc `Get`")).toEqual([]);
  });
});

test("what is gone from a file is restored", () => {
  const [kept, gone] = ["message K {}\n", "// Of old.\nmessage M {\n  int32 a = 1;\n}\nenum E { E_NONE = 0; }\n"];
  expect(left(heads.proto3 + gone + kept, heads.proto3 + kept, "Restore the ")).toEqual([]);
  const nested = "message K {\n  message N {\n    int32 a = 1;\n  }\n  enum E { E_NONE = 0; }\n}\n";
  expect(left(heads.proto3 + nested, heads.proto3 + kept, "Restore the ")).toEqual([]);
});

test("a oneof that was renamed gets its name back", () => {
  const file = (name: string) => `${heads.proto3}message M { oneof ${name} { int32 a = 1; } }\n`;
  expect(left(file("one"), file("other"), "Rename back to `one`")).toEqual([]);
});

const allowed: Readonly<Record<string, readonly [string, string]>> = {
  "a field that is gone": ["message M {\n  int32 a = 1;\n}\n", "message M {\n}\n"],
  "a field with another name": ["message M {\n  int32 a = 1;\n}\n", "message M {\n  int32 b = 1;\n}\n"],
  "a field with another number": ["message M {\n  int32 a = 1;\n}\n", "message M {\n  int32 a = 2;\n}\n"],
  "a field on the line of its message": ["message M { int32 a = 1; }\n", "message M { string a = 1; }\n"],
  "fields on one line": [
    "message M {\n  int32 a = 1; int32 b = 2;\n}\n",
    "message M {\n  string a = 1; string b = 2;\n}\n",
  ],
  "an enum value that is gone": ["enum E { A = 0; B = 1; }\n", "enum E { A = 0; }\n"],
  "an enum value with another name": ["enum E {\n  A = 0;\n  B = 1;\n}\n", "enum E {\n  A = 0;\n  C = 1;\n}\n"],
  "a oneof with another name": [
    "message M {\n  oneof a {\n    int32 x = 1;\n  }\n}\n",
    "message M {\n  oneof b {\n    int32 x = 1;\n  }\n}\n",
  ],
  "a message with another name, and its uses": [
    "message A { int32 x = 1; }\nmessage U {\n  A a = 1;\n}\n",
    "message B { int32 x = 1; }\nmessage U {\n  B a = 1;\n}\n",
  ],
  "a message that is gone": ["message A {}\nmessage U {}\n", "message U {}\n"],
  "an rpc that is gone": ["message A {}\nservice S { rpc G(A) returns (A); }\n", "message A {}\nservice S {}\n"],
  "an rpc with another type": [
    "message A {}\nmessage B {}\nservice S {\n  rpc G(A) returns (A);\n}\n",
    "message A {}\nmessage B {}\nservice S {\n  rpc G(A) returns (B);\n}\n",
  ],
  "what was reserved": ["message M {\n  reserved 2;\n}\n", "message M {\n  int32 x = 2;\n}\n"],
  "an option of the file": ['option go_package = "a";\nmessage M {}\n', 'option go_package = "b";\nmessage M {}\n'],
  "a list that is packed": [
    "message M {\n  repeated int32 a = 1 [packed = false];\n}\n",
    "message M {\n  repeated int32 a = 1;\n}\n",
  ],
};

test.each(Object.entries(allowed))("a comment allows %s", (_, texts) => {
  const [before = "", after = ""] = texts.map(text => heads.proto3 + text);
  expect(left(before, after, "Allow it with a comment")).toEqual([]);
  const version = (text: string) => versionOf(new Map([["a.proto", text]]));
  const text = fixed(before, after, "Allow it with a comment");
  const { comments } = breakingChanges(
    { before: version(before), after: version(text) },
    { counted: usualRules, hints: "told" },
  );
  expect(comments.map(one => one.message)).toEqual([]);
});
