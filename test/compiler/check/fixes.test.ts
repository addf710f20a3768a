import { expect, test } from "vitest";
import { fixedBy } from "../../support/problems.ts";

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

test("a wrong import path becomes the nearest one there is", () => {
  const text = 'syntax = "proto3";\nimport "gogle/protobuf/any.proto";\n';
  const paths = () => ["google/protobuf/any.proto", "google/protobuf/api.proto", "other/any2.proto"];
  expect(fixedBy("Change to `google/protobuf/any.proto`", text, { paths })).toBe(text.replace("gogle", "google"));
});

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
