// What an editor marks: the smallest part that tells, and what is gone at the name of what it stood in. The places that
// the command line tells are compared with buf's in buf.test.ts.
import { expect, test } from "vitest";
import { markedPlace } from "../../server/src/breaking/places.ts";
import { rules } from "../../server/src/breaking/rules.ts";
import { placeOf } from "../../server/src/compiler/text/lineIndex.ts";
import { findingsBetween } from "../support/breaking.ts";
import { filesOf } from "../support/problems.ts";

test.each([
  {
    name: "what is gone from a message, an enum and a service",
    before: `syntax = "proto2";
message M { optional int32 a = 1; oneof o { int32 b = 2; int32 c = 3; } message Inner {} reserved 9; }
enum E { ZERO = 0; ONE = 1; }
service S { rpc R(M) returns (M); }`,
    after: `syntax = "proto2";
message M { optional int32 b = 2; optional int32 c = 3; }
enum E { ZERO = 0; }
service S { }`,
    marks: [
      "FIELD_NO_DELETE 2: M",
      "FIELD_SAME_ONEOF 2: b",
      "FIELD_SAME_ONEOF 2: c",
      "ONEOF_NO_DELETE 2: M",
      "MESSAGE_NO_DELETE 2: M",
      "RESERVED_MESSAGE_NO_DELETE 2: M",
      "ENUM_VALUE_NO_DELETE 3: E",
      "RPC_NO_DELETE 4: S",
    ],
  },
  {
    name: "what is gone from a file, at its package",
    before: `syntax = "proto3";
// comment
package p.v1;
option java_package = "x";
message M {}
message N {}`,
    after: `syntax = "proto3";
// comment
package p.v1;
message N {}`,
    marks: ["MESSAGE_NO_DELETE 3: p.v1", "FILE_SAME_JAVA_PACKAGE 3: p.v1"],
  },
  {
    name: "what is gone from a file without a package, at its syntax or first line",
    before: `//- a.proto
syntax = "proto3";
message A {}
message B {}
//- c.proto
message C {}
message D {}`,
    after: `//- a.proto
syntax = "proto3";
message A {}
//- c.proto
// first line
message C {}`,
    marks: ['MESSAGE_NO_DELETE 1: "proto3"', "MESSAGE_NO_DELETE 1: // first line"],
  },
  {
    name: "types, numbers and names",
    before: `syntax = "proto3";
message M { int32 a = 1; map<string, int32> m = 2; int32 b = 3; }
enum E { ZERO = 0; ONE = 1; }
service S { rpc R(M) returns (M); }`,
    after: `syntax = "proto3";
message M { string a = 1; map<string, string> m = 2; int32 bb = 3; }
enum E { ZERO = 0; UNO = 1; }
service S { rpc R(stream N) returns (M); }
message N {}`,
    marks: [
      "FIELD_SAME_TYPE 2: string",
      "FIELD_SAME_TYPE 2: map<string, string>",
      "FIELD_SAME_NAME 2: bb",
      "FIELD_SAME_JSON_NAME 2: bb",
      "ENUM_VALUE_SAME_NAME 3: 1",
      "RPC_SAME_REQUEST_TYPE 4: N",
      "RPC_SAME_CLIENT_STREAMING 4: R",
    ],
  },
  {
    name: "the values of options, and what they are gone from",
    before: `syntax = "proto2";
option go_package = "a";
message M { optional int32 a = 1 [default = 1]; optional int32 b = 2 [json_name = "x"]; optional int32 c = 3 [default = 1]; }
service S { rpc R(M) returns (M) { option idempotency_level = IDEMPOTENT; } rpc T(M) returns (M) { option idempotency_level = IDEMPOTENT; } }`,
    after: `syntax = "proto2";
option go_package = "b";
message M { optional int32 a = 1 [default = 2]; optional int32 b = 2 [json_name = "y"]; optional int32 c = 3; }
service S { rpc R(M) returns (M) { option idempotency_level = NO_SIDE_EFFECTS; } rpc T(M) returns (M); }`,
    marks: [
      'FILE_SAME_GO_PACKAGE 2: "b"',
      "FIELD_SAME_DEFAULT 3: 2",
      "FIELD_SAME_DEFAULT 3: c",
      'FIELD_SAME_JSON_NAME 3: "y"',
      "RPC_SAME_IDEMPOTENCY_LEVEL 4: NO_SIDE_EFFECTS",
      "RPC_SAME_IDEMPOTENCY_LEVEL 4: T",
    ],
  },
  {
    name: "features, wherever they are set",
    before: `edition = "2023";
message M { string a = 1; string b = 2; string c = 3; }
enum E { ZERO = 0; }`,
    after: `edition = "2023";
message M { string a = 1 [features.utf8_validation = NONE]; string b = 2 [features = { utf8_validation: NONE }]; string c = 3; }
enum E { option features.enum_type = CLOSED; ZERO = 0; }`,
    marks: ["FIELD_SAME_UTF8_VALIDATION 2: NONE", "FIELD_SAME_UTF8_VALIDATION 2: NONE", "ENUM_SAME_TYPE 3: CLOSED"],
  },
  {
    name: "syntax and package",
    before: `syntax = "proto3";\npackage a.b;`,
    after: `edition = "2023";\npackage a.c;`,
    marks: ['FILE_SAME_SYNTAX 1: "2023"', "FILE_SAME_PACKAGE 2: a.c"],
  },
])("$name", ({ before, after, marks }) => {
  const told = rules.filter(rule => rule.categories.includes("FILE") && !besides.has(rule.id));
  const found = findingsBetween(filesOf(before), filesOf(after), told).map(({ rule, at }) => {
    const place = markedPlace(at);
    const source = place?.file.linked?.declared.parsed.source;
    if (place === undefined || source === undefined) return `${rule.id} nowhere`;
    const { start, end } = place.span;
    return `${rule.id} ${placeOf(source.lines, start).line + 1}: ${source.text.slice(start, end)}`;
  });
  expect(found.sort()).toEqual(marks.sort());
});

/** What follows from other changes, and no case is about. */
const besides = new Set(["FIELD_SAME_JAVA_UTF8_VALIDATION"]);
