// Declarations that are deleted or move: between files, packages and messages; extensions.
import { type ChangeCase, change, type Texts } from "./case.ts";

const parts: Readonly<Record<string, string>> = {
  message: "message Gone { int32 a = 1; message In { enum E { A = 0; } map<string, int32> m = 1; } }",
  enum: "enum Gone { GONE = 0; }",
  service: "service Gone { rpc X(.google.protobuf.Empty) returns (.google.protobuf.Empty); }",
};

const empty = 'import "google/protobuf/empty.proto"; ';

const nested: Readonly<Record<string, string>> = {
  message: "message Gone { int32 a = 1; message Deep { int32 b = 1; } }",
  enum: "enum Gone { GONE = 0; }",
  map: "map<string, int32> gone = 5;",
};

export const moveCases: readonly ChangeCase[] = [
  ...Object.entries(parts).flatMap(([kind, part]) => [
    change(`${kind} deleted`, "proto3", `${empty}message M {}\n${part}`, "message M {}"),
    change(
      `${kind} renamed`,
      "proto3",
      `${empty}message M {}\n${part}`,
      `${empty}message M {}\n${part.replace("Gone", "Kept").replace("GONE", "KEPT")}`,
    ),
    files(
      `${kind} moved to file`,
      { "a.proto": file("$p", part), "b.proto": file("$p", "", "") },
      { "a.proto": file("$p", ""), "b.proto": file("$p", part, "") },
    ),
    files(
      `${kind} moved to new file`,
      { "a.proto": file("$p", part) },
      { "a.proto": file("$p", ""), "b.proto": file("$p", part, "") },
    ),
    files(
      `${kind} moved to package`,
      { "a.proto": file("$p.a", part), "b.proto": file("$p.b", "") },
      { "a.proto": file("$p.a", ""), "b.proto": file("$p.b", part) },
    ),
    files(
      `${kind} deleted with file`,
      { "a.proto": file("$p", ""), "b.proto": file("$p", part, "") },
      { "a.proto": file("$p", "") },
    ),
    files(
      `${kind} deleted with package`,
      { "a.proto": file("$p.a", ""), "b.proto": file("$p.b", part) },
      { "a.proto": file("$p.a", "") },
    ),
    files(
      `${kind} left in other file of package`,
      { "a.proto": file("$p", ""), "b.proto": file("$p", part, "") },
      { "b.proto": file("$p", "") },
    ),
  ]),
  ...Object.entries(nested).flatMap(([kind, part]) => [
    change(
      `nested ${kind} deleted`,
      "proto3",
      `message M { message In {\n ${part} } }`,
      "message M {\n  message In {\n  } }",
    ),
    change(
      `nested ${kind} deleted with parent`,
      "proto3",
      `message M { message In {\n ${part} } }`,
      "message M {\n  }",
    ),
    change(
      `nested ${kind} deleted with all`,
      "proto3",
      `message M { message In {\n ${part} } } message N {}`,
      "message N {\n  }",
    ),
    files(
      `nested ${kind} with moved parent`,
      { "a.proto": file("$p", `message P { message In { ${part} } }`), "b.proto": file("$p", "", "") },
      { "a.proto": file("$p", ""), "b.proto": file("$p", "message P {\n  message In {\n  } }", "") },
    ),
    files(
      `nested ${kind} with moved parent and file gone`,
      { "a.proto": file("$p", `message P { message In { ${part} } }`) },
      { "b.proto": file("$p", "message P {\n  message In {\n  } }") },
    ),
  ]),
  change(
    "message out of message",
    "proto3",
    "message M { message In { int32 a = 1; } In f = 1; }",
    "message M { In f = 1; } message In { int32 a = 1; }",
  ),
  change(
    "message into message",
    "proto3",
    "message M { In f = 1; } message In { int32 a = 1; }",
    "message M { message In { int32 a = 1; } In f = 1; }",
  ),
  change(
    "enum out of message",
    "proto3",
    "message M { enum In { A = 0; } In f = 1; }",
    "message M { In f = 1; } enum In { A = 0; }",
  ),
  change(
    "message becomes enum",
    "proto3",
    "message M { X f = 1; } message X {}",
    "message M { X f = 1; } enum X { A = 0; }",
  ),
  change(
    "enum becomes message",
    "proto3",
    "message M { X f = 1; } enum X { A = 0; }",
    "message M { X f = 1; } message X {}",
  ),
  change(
    "several gone at once",
    "proto3",
    "message A {} message B {} enum C { C0 = 0; } service D {} message K {}",
    "message K {}",
  ),
  change("everything gone", "proto3", "message A {} enum C { C0 = 0; } service D {}", ""),
  files(
    "message moved and changed",
    { "a.proto": file("$p", "message X { int32 a = 1; int32 b = 2; }"), "b.proto": file("$p", "", "") },
    { "a.proto": file("$p", ""), "b.proto": file("$p", "message X {\n  string a = 1; }", "") },
  ),
  files(
    "messages exchanged",
    {
      "a.proto": file("$p", "message X { int32 a = 1; }", ""),
      "b.proto": file("$p", "message Y { int32 a = 1; }", ""),
    },
    {
      "a.proto": file("$p", "message Y { int32 a = 1; }", ""),
      "b.proto": file("$p", "message X { int32 b = 1; }", ""),
    },
  ),
  ...extensionCases(),
];

function extensionCases(): readonly ChangeCase[] {
  const base = "message X { extensions 100 to 199; } message Y { extensions 100 to 199; } message In {}";
  const one = (name: string, before: string, after: string) =>
    change(`extension ${name}`, "proto2", `${base}\n${before}`, `${base}\n${after}`);
  return [
    one("deleted", "extend X { optional int32 a = 100; }", ""),
    one("renamed", "extend X { optional int32 a = 100; }", "extend X { optional int32 b = 100; }"),
    one("renumbered", "extend X { optional int32 a = 100; }", "extend X { optional int32 a = 101; }"),
    one(
      "numbers swapped",
      "extend X { optional int32 a = 100; optional string b = 101; }",
      "extend X { optional int32 a = 101; optional string b = 100; }",
    ),
    one("of another message", "extend X { optional int32 a = 100; }", "extend Y { optional int32 a = 100; }"),
    one("retyped", "extend X { optional int32 a = 100; }", "extend X {\n  optional string a = 100; }"),
    one("relabelled", "extend X { optional int32 a = 100; }", "extend X {\n  repeated int32 a = 100; }"),
    one("json name", "extend X { optional int32 a = 100; }", "extend X { repeated int32 a_b = 100; }"),
    one(
      "deleted in message",
      "message M { message N { extend X { optional int32 a = 100; } } }",
      "message M {\n  message N { } }",
    ),
    one("deleted with message", "message M { message N { extend X { optional int32 a = 100; } } }", "message M {\n  }"),
    one(
      "out of message",
      "message M { extend X { optional int32 a = 100; } }",
      "message M {} extend X { optional int32 a = 100; }",
    ),
    one(
      "into message",
      "message M {} extend X { optional int32 a = 100; }",
      "message M { extend X { optional int64 a = 100; } }",
    ),
    one("options", "extend X { optional int64 a = 100; }", "extend X { optional int64 a = 100 [jstype = JS_STRING]; }"),
    one(
      "several",
      "extend X { optional int32 a = 100; optional int32 b = 101; } extend Y { optional int32 c = 100; }",
      "extend Y { optional string c = 100; }",
    ),
    one("message type", "extend X { optional In a = 100; }", "extend X { optional Y a = 100; }"),
    one(
      "extendee deleted",
      "message Z { extensions 1 to 9; } extend Z { optional int32 a = 1; }",
      "message Z2 { extensions 1 to 9; } extend Z2 { optional int32 a = 1; }",
    ),
    files(
      "extension moved to file",
      { "a.proto": old("$p", `${base} extend X { optional int32 a = 100; }`), "b.proto": old("$p", "message Q {}") },
      {
        "a.proto": old("$p", base),
        "b.proto": old("$p", 'import "$p/a.proto"; message Q {} extend X { optional string a = 100; }'),
      },
    ),
    files(
      "extension moved to package",
      {
        "a.proto": old("$p.a", `${base} extend X { optional int32 a = 100; }`),
        "b.proto": old("$p.b", "message Q {}"),
      },
      {
        "a.proto": old("$p.a", base),
        "b.proto": old("$p.b", 'import "$p/a.proto"; message Q {} extend $p.a.X { optional int32 a = 100; }'),
      },
    ),
    files(
      "extension deleted with file",
      {
        "a.proto": old("$p", base),
        "b.proto": old("$p", 'import "$p/a.proto"; message Q { extend X { optional int32 a = 100; } }'),
      },
      { "a.proto": old("$p", base) },
    ),
    files(
      "custom option",
      {
        "a.proto": old(
          "$p",
          'import "google/protobuf/descriptor.proto"; extend google.protobuf.FieldOptions { optional string $p = 50000; } message M { optional int32 a = 1 [($p) = "x"]; }',
        ),
      },
      {
        "a.proto": old(
          "$p",
          'import "google/protobuf/descriptor.proto"; extend google.protobuf.FieldOptions { optional string $p = 50000; } message M { optional int32 a = 1; }',
        ),
      },
    ),
  ];
}

function old(packageName: string, content: string): string {
  return `syntax = "proto2";\npackage ${packageName};\n${content}\n`;
}

function file(packageName: string, content: string, beside = "message M {}"): string {
  return `syntax = "proto3";\npackage ${packageName};\nimport "google/protobuf/empty.proto";\n${content}\n${beside}\n`;
}

function files(name: string, before: Texts, after: Texts): ChangeCase {
  return { name, before, after };
}
