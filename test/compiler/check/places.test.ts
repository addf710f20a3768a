// Where problems stand: the carets under each line are the spans.
import { expect, test } from "vitest";
import { withProblems } from "../../support/problems.ts";

function holds(fixture: string): void {
  expect(withProblems(fixture)).toBe(fixture);
}

test("the number, the type and the name are marked, not the whole field", () => {
  holds(`syntax = "proto3";
message Directory {
  string path = 1;
  string name = 1;
//              ^ error[duplicate-field-number]: field number 1 is already used by \`path\`
  Pth other = 2;
//^^^ error[unresolved-type]: cannot find the type \`Pth\`
  int64 path = 3;
//      ^^^^ error[duplicate-name]: the name \`path\` is already used by a field in \`Directory\`
  map<float, string> sizes = 4;
//    ^^^^^ error[map-key-type]: the key of a map cannot be of type \`float\`
}
`);
});

test("both sides of an rpc are marked by their types", () => {
  holds(`syntax = "proto3";
service Directories {
  rpc MakeDirectory(string) returns (stream bool);
//                  ^^^^^^ error[rpc-type-not-message]: rpc \`MakeDirectory\` takes a message, not the scalar \`string\`
//                                          ^^^^ error[rpc-type-not-message]: rpc \`MakeDirectory\` returns a message, not the scalar \`bool\`
  rpc List() returns (Kind);
//        ^^ error[rpc-type-not-message]: rpc \`List\` takes a message, and none is named
//                    ^^^^ error[rpc-type-not-message]: rpc \`List\` returns a message, but \`Kind\` is an enum
}
enum Kind {
  KIND_FILE = 1;
//            ^ error[enum-first-value]: the first value of enum \`Kind\` must be 0
}
`);
});

test("a problem stands in the file that has the mistake", () => {
  holds(`//- a.proto
syntax = "proto3";
import "b.proto";
import "c.proto";
//     ^^^^^^^^^ error[import-not-found]: cannot find the imported file \`c.proto\`
message A {
  B b = 1;
}
//- b.proto
syntax = "proto3";
message B {
  int32 a = 0;
//          ^ error[field-number-range]: field number 0 is out of range
}
`);
});

test("what the parser reports is not reported again", () => {
  holds(`syntax = "proto3";
message A {
  int32 a = ;
//          ^ error[unexpected-token]: expected the number of field \`a\`, found \`;\`
  oneof o { int32 }
//                ^ error[unexpected-token]: expected the name of the field after its type \`int32\`, found \`}\`
}
`);
});
