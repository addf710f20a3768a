import { expect, test } from "vitest";
import type { SoughtImport } from "../../../server/src/compiler/link/importProblems.ts";
import { compileTexts, fixedBy } from "../../support/problems.ts";

test("a duplicate number becomes the next free one", () => {
  const text = `syntax = "proto3";
message Directory {
  string path = 1;
  reserved 2 to 6;
  int64 size = 1;
}
`;
  expect(fixedBy("Use the next free number 7", text)).toBe(text.replace("size = 1", "size = 7"));
});

test("a scalar argument is put into a new message after the service", () => {
  const text = `syntax = "proto3";
message Empty {}
service Directories {
  rpc MakeDirectory(string) returns (Empty);
}
`;
  expect(fixedBy("Put it into a new message `MakeDirectoryRequest`", text)).toBe(`syntax = "proto3";
message Empty {}
service Directories {
  rpc MakeDirectory(MakeDirectoryRequest) returns (Empty);
}

message MakeDirectoryRequest {
  string path = 1;
}
`);
});

test("arguments with names become fields", () => {
  const text = `syntax = "proto3";
message Empty {}
service Directories {
  rpc MakeDirectory(stream string name, int32 mode) returns (Empty);
}
`;
  expect(fixedBy("Put it into a new message `MakeDirectoryRequest`", text)).toBe(`syntax = "proto3";
message Empty {}
service Directories {
  rpc MakeDirectory(stream MakeDirectoryRequest) returns (Empty);
}

message MakeDirectoryRequest {
  string name = 1;
  int32 mode = 2;
}
`);
});

test("a message of the right name that is there already is used", () => {
  const text = `syntax = "proto3";
message Reply {}
message GetRequest {}
service S {
  rpc Get() returns (Reply);
}
`;
  expect(fixedBy("Use the message `GetRequest`", text)).toBe(text.replace("Get()", "Get(GetRequest)"));
});

test("a scalar result becomes a wrapper type, with its import", () => {
  const text = `syntax = "proto3";
package p;

import "google/protobuf/empty.proto";

service S {
  rpc Exists(google.protobuf.Empty) returns (bool);
}
`;
  expect(fixedBy("Use `google.protobuf.BoolValue`", text)).toBe(`syntax = "proto3";
package p;

import "google/protobuf/empty.proto";
import "google/protobuf/wrappers.proto";

service S {
  rpc Exists(google.protobuf.Empty) returns (google.protobuf.BoolValue);
}
`);
});

test("nothing in the parentheses becomes Empty, with the first import of the file", () => {
  const text = `syntax = "proto3";
package p;
message A {}
service S {
  rpc Watch() returns (stream A);
}
`;
  expect(fixedBy("Use `google.protobuf.Empty`", text)).toBe(`syntax = "proto3";
package p;

import "google/protobuf/empty.proto";
message A {}
service S {
  rpc Watch(google.protobuf.Empty) returns (stream A);
}
`);
});

test("an unknown request is declared after the service", () => {
  const text = `syntax = "proto3";
message A {}
service S {
  rpc Get(GetRequest) returns (A);
}
`;
  expect(fixedBy("Declare the message `GetRequest`", text)).toBe(
    `${text}
message GetRequest {
}
`.replace("}\n\nmessage GetRequest {\n}\n", "}\n\nmessage GetRequest {\n}\n"),
  );
});

test("an enum gets a zero value in front", () => {
  const text = `syntax = "proto3";
enum FileKind {
  FILE = 1;
  FOLDER = 2;
}
`;
  expect(fixedBy("Add `FILE_KIND_UNSPECIFIED = 0`", text)).toBe(
    text.replace("  FILE = 1", "  FILE_KIND_UNSPECIFIED = 0;\n  FILE = 1"),
  );
});

test("an empty enum gets a zero value", () => {
  expect(fixedBy("Add `A_UNSPECIFIED = 0`", 'syntax = "proto3";\nenum A {}\n')).toBe(
    'syntax = "proto3";\nenum A {\n  A_UNSPECIFIED = 0;\n}\n',
  );
});

test("the zero value of an enum is moved to the front", () => {
  const text = `syntax = "proto3";
enum Kind {
  A = 1;
  B = 0; // none
}
`;
  expect(fixedBy("Move `B` to the front", text)).toContain("enum Kind {\n  B = 0;\n  A = 1;\n");
});

test("two values may share a number once aliases are allowed", () => {
  const text = `syntax = "proto3";
enum Kind {
  A = 0;
  B = 0;
}
`;
  expect(fixedBy("Add `option allow_alias = true`", text)).toBe(
    text.replace("  A = 0", "  option allow_alias = true;\n  A = 0"),
  );
});

test("a name is mended, and the import that it needs is added", () => {
  const text = `syntax = "proto3";

message A {
  Timestamp t = 1;
}
`;
  expect(fixedBy("Use `google.protobuf.Timestamp` and import `google/protobuf/timestamp.proto`", text)).toBe(
    `syntax = "proto3";

import "google/protobuf/timestamp.proto";

message A {
  google.protobuf.Timestamp t = 1;
}
`,
  );
});

test("a file that is known to declare a name is imported, in order", () => {
  const text = `syntax = "proto3";
package p;
import "google/protobuf/any.proto";
import "google/protobuf/type.proto";
message A {
  google.protobuf.Any any = 1;
  google.protobuf.Type type = 2;
  q.Thing thing = 3;
}
`;
  const declaredIn = (name: string) => (name === "q.Thing" ? ["google/q/thing.proto"] : []);
  expect(fixedBy("Import `google/q/thing.proto`", text, { declaredIn })).toBe(
    text.replace('type.proto";\n', 'type.proto";\nimport "google/q/thing.proto";\n'),
  );
});

const anyIsMeant = (): SoughtImport => {
  const path = "google/protobuf/any.proto";
  return { roots: ["."], meant: [{ kind: "importable", file: path, path }] };
};

test("a wrong import path becomes the one that was meant", () => {
  const text = 'syntax = "proto3";\nimport "gogle/protobuf/any.proto";\n';
  const fixed = fixedBy("Change to `google/protobuf/any.proto`", text, { sought: anyIsMeant });
  expect(fixed).toBe(text.replace("gogle", "google"));
});

test.each(["./google/protobuf/any.proto", "/google/protobuf/any.proto", "google\\\\protobuf//any.proto"])(
  "the import path %j is cleaned where the file is there",
  path => {
    const text = `syntax = "proto3";\nimport "${path}";\n`;
    const clean = 'syntax = "proto3";\nimport "google/protobuf/any.proto";\n';
    expect(fixedBy("Change to `google/protobuf/any.proto`", text, { sought: anyIsMeant })).toBe(clean);
    expect(fixedBy("Remove this import", `${clean}import "${path}";\n`, { sought: anyIsMeant })).toBe(clean);
  },
);

test("an import that nothing needs goes with its line", () => {
  const text = 'syntax = "proto3";\nimport "google/protobuf/any.proto";\nmessage A {}\n';
  expect(fixedBy("Remove the import", text)).toBe('syntax = "proto3";\nmessage A {}\n');
});

test("labels that a syntax has not got are removed or added", () => {
  expect(fixedBy("Remove `required`", 'syntax = "proto3";\nmessage A { required int32 a = 1; }\n')).toContain(
    "{ int32 a = 1; }",
  );
  expect(fixedBy("Add `optional`", 'syntax = "proto2";\nmessage A { int32 a = 1; }\n')).toContain(
    "{ optional int32 a = 1; }",
  );
  expect(
    fixedBy(
      "Use `features.field_presence = LEGACY_REQUIRED`",
      'edition = "2023";\nmessage A { required int32 a = 1; }\n',
    ),
  ).toContain("{ int32 a = 1 [features.field_presence = LEGACY_REQUIRED]; }");
});

test("a file that was meant as proto3 gets its syntax", () => {
  expect(fixedBy('Add `syntax = "proto3";`', "message A { int32 a = 1; }\n")).toBe(
    'syntax = "proto3";\n\nmessage A { int32 a = 1; }\n',
  );
});

test("an enum value gets the prefix that keeps it apart", () => {
  const text = 'syntax = "proto3";\nenum A { UNKNOWN = 0; }\nenum FileKind { UNKNOWN = 0; }\n';
  expect(fixedBy("Rename to `FILE_KIND_UNKNOWN`", text)).toContain("FileKind { FILE_KIND_UNKNOWN = 0; }");
});

test("a name that is hidden by an inner one is written from the outermost scope", () => {
  const text = `syntax = "proto3";
package a.google;
import "google/protobuf/timestamp.proto";
message A { google.protobuf.Timestamp t = 1; }
`;
  expect(fixedBy("Change to `.google.protobuf.Timestamp`", text)).toContain("{ .google.protobuf.Timestamp t");
});

test("a reserved name that is listed twice goes with its comma", () => {
  expect(fixedBy("Remove it", 'syntax = "proto3";\nmessage A { reserved "a", "b", "a"; }\n')).toContain(
    'reserved "a", "b"; }',
  );
});

/** Title of the fix, a file with one mistake, and the file after it. */
const mended: readonly (readonly [string, string, string])[] = [
  ["Put it in quotes", "syntax = proto3;\n", 'syntax = "proto3";\n'],
  ["Put it in quotes", "edition = 2023;\n", 'edition = "2023";\n'],
  ["Add `=`", 'syntax "proto3";\n', 'syntax = "proto3";\n'],
  [
    "Put it in quotes",
    'syntax = "proto3";\nimport google/protobuf/any.proto;\n',
    'syntax = "proto3";\nimport "google/protobuf/any.proto";\n',
  ],
  [
    "Add `returns`",
    'syntax = "proto3";\nmessage A {}\nservice S { rpc F(A) (A); }\n',
    'syntax = "proto3";\nmessage A {}\nservice S { rpc F(A) returns (A); }\n',
  ],
  [
    "Remove what is too much",
    'syntax = "proto3";\nmessage A {}\nservice S { rpc F(A 0) returns (A); }\n',
    'syntax = "proto3";\nmessage A {}\nservice S { rpc F(A) returns (A); }\n',
  ],
  [
    "Add `)`",
    'syntax = "proto3";\nmessage A {}\nservice S { rpc F(A returns (A); }\n',
    'syntax = "proto3";\nmessage A {}\nservice S { rpc F(A) returns (A); }\n',
  ],
  [
    "Add `}`",
    'syntax = "proto3";\nmessage A {\n  message B {\n    int32 b = 1;\n\n  int32 c = 2;\n}\n',
    'syntax = "proto3";\nmessage A {\n  message B {\n    int32 b = 1;\n  }\n\n  int32 c = 2;\n}\n',
  ],
  [
    "Add `*/` at the end of its line",
    'syntax = "proto3";\n/* one\nmessage A {}\n',
    'syntax = "proto3";\n/* one */\nmessage A {}\n',
  ],
  ["Remove it", 'syntax = "proto3";\nmessage Foo\u200bBar {}\n', 'syntax = "proto3";\nmessage FooBar {}\n'],
  ["Change to a space", 'syntax = "proto3";\nmessage\u00a0A {}\n', 'syntax = "proto3";\nmessage A {}\n'],
  [
    "Make it a comment of `//`",
    'syntax = "proto3";\n## one\nmessage A {}\n',
    'syntax = "proto3";\n// one\nmessage A {}\n',
  ],
  [
    "Write the backslash twice",
    'syntax = "proto2";\nmessage A { optional string a = 1 [default = "\\d"]; }\n',
    'syntax = "proto2";\nmessage A { optional string a = 1 [default = "\\\\d"]; }\n',
  ],
  [
    "Change to `9`",
    'syntax = "proto3";\nmessage A { int32 a = 009; }\n',
    'syntax = "proto3";\nmessage A { int32 a = 9; }\n',
  ],
  [
    "Make two statements of it",
    'syntax = "proto3";\nmessage A {\n  reserved 1, "a", 3 to 5, "b";\n}\n',
    'syntax = "proto3";\nmessage A {\n  reserved 1, 3 to 5;\n  reserved "a", "b";\n}\n',
  ],
  [
    "Reserve `a` no longer",
    'syntax = "proto3";\nmessage A {\n  reserved "a", "b";\n  int32 a = 1;\n}\n',
    'syntax = "proto3";\nmessage A {\n  reserved "b";\n  int32 a = 1;\n}\n',
  ],
  [
    "Remove it",
    'syntax = "proto3";\nmessage A {\n  reserved 1 to 9;\n  reserved 4;\n}\n',
    'syntax = "proto3";\nmessage A {\n  reserved 1 to 9;\n}\n',
  ],
  [
    "Change the end to `max`",
    'syntax = "proto3";\nmessage A { reserved 5 to 4294967295; }\n',
    'syntax = "proto3";\nmessage A { reserved 5 to max; }\n',
  ],
  [
    'Change to `"a", "b"`',
    'syntax = "proto3";\nmessage A { reserved "a, b"; }\n',
    'syntax = "proto3";\nmessage A { reserved "a", "b"; }\n',
  ],
  [
    "Make it a message `B` and a field of its type",
    'edition = "2023";\nmessage A {\n  oneof o {\n    group B = 1 [deprecated = true] {\n      int32 b = 1;\n    }\n  }\n}\n',
    'edition = "2023";\nmessage A {\n  message B {\n      int32 b = 1;\n    }\n  oneof o {\n    B b = 1 [features.message_encoding = DELIMITED, deprecated = true];\n  }\n}\n',
  ],
  [
    "Make it a message `B` and a field of its type",
    'syntax = "proto3";\nmessage A {\n  repeated group B = 1 {}\n}\n',
    'syntax = "proto3";\nmessage A {\n  message B {}\n  repeated B b = 1;\n}\n',
  ],
  [
    "Leave 5 of `A` to extensions",
    'syntax = "proto2";\nmessage A {\n  optional int32 a = 1;\n}\nextend A { optional int32 b = 5; }\n',
    'syntax = "proto2";\nmessage A {\n  optional int32 a = 1;\n  extensions 5;\n}\nextend A { optional int32 b = 5; }\n',
  ],
  [
    "Leave 5 of `A` to extensions",
    'syntax = "proto2";\nmessage A {}\nextend A { optional int32 b = 5; }\n',
    'syntax = "proto2";\nmessage A { extensions 5; }\nextend A { optional int32 b = 5; }\n',
  ],
  [
    "Rename to `FooBar`",
    'edition = "2024";\npackage p;\nmessage foo_bar {\n  message In {}\n  foo_bar a = 1;\n  .p.foo_bar.In b = 2;\n}\n',
    'edition = "2024";\npackage p;\nmessage FooBar {\n  message In {}\n  FooBar a = 1;\n  .p.FooBar.In b = 2;\n}\n',
  ],
  [
    "Change to `(p.colour)`",
    'syntax = "proto3";\npackage p;\nimport "google/protobuf/descriptor.proto";\nextend google.protobuf.MessageOptions { string colour = 50000; }\nmessage A { option colour = "red"; }\n',
    'syntax = "proto3";\npackage p;\nimport "google/protobuf/descriptor.proto";\nextend google.protobuf.MessageOptions { string colour = 50000; }\nmessage A { option (p.colour) = "red"; }\n',
  ],
  [
    "Change to `deprecated`",
    'syntax = "proto3";\nmessage A { option (deprecated) = true; }\n',
    'syntax = "proto3";\nmessage A { option deprecated = true; }\n',
  ],
  [
    "Change to `X`",
    'syntax = "proto2";\nenum E { Y = 0; X = 1; }\nmessage A { optional E e = 1 [default = 1]; }\n',
    'syntax = "proto2";\nenum E { Y = 0; X = 1; }\nmessage A { optional E e = 1 [default = X]; }\n',
  ],
  [
    "Remove the brackets",
    'syntax = "proto3";\nimport "google/protobuf/descriptor.proto";\nmessage O { int32 a = 1; }\nextend google.protobuf.MessageOptions { O o = 50000; }\nmessage A { option (o) = { a: [1] }; }\n',
    'syntax = "proto3";\nimport "google/protobuf/descriptor.proto";\nmessage O { int32 a = 1; }\nextend google.protobuf.MessageOptions { O o = 50000; }\nmessage A { option (o) = { a: 1 }; }\n',
  ],
  [
    "Import `google/protobuf/descriptor.proto`",
    'syntax = "proto3";\n\nextend google.protobuf.FileOptions { string x = 50000; }\n',
    'syntax = "proto3";\n\nimport "google/protobuf/descriptor.proto";\n\nextend google.protobuf.FileOptions { string x = 50000; }\n',
  ],
];

test.each(mended)("%s: %j", (title, before, after) => {
  expect(fixedBy(title, before)).toBe(after);
  const problems = compileTexts(new Map([["a.proto", after]])).problems("a.proto");
  expect(problems.filter(one => one.severity === "error")).toEqual([]);
});
