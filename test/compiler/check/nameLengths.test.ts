// protoc keeps names in 16 bits. Such files are too long for the corpus.
import { describe, expect, test } from "vitest";
import { compileTexts } from "../../support/problems.ts";
import { runProtoc } from "../describe/protoc.ts";

const places: Readonly<Record<string, { readonly file: (name: string) => string; readonly longest: number }>> = {
  message: { file: name => `message ${name} {}`, longest: 65535 },
  "message in a package": { file: name => `package p; message ${name} {}`, longest: 65533 },
  field: { file: name => `message M { optional int32 ${name} = 1; }`, longest: 65533 },
  "enum value": { file: name => `enum E { ${name} = 0; }`, longest: 65535 },
  extension: { file: name => `message M { extensions 1; } extend M { optional int32 ${name} = 1; }`, longest: 65534 },
  "map field": { file: name => `message M { map<int32, int32> ${name} = 1; }`, longest: 65522 },
  oneof: { file: name => `message M { oneof ${name} { int32 a = 1; } }`, longest: 65533 },
  "JSON name": { file: name => `message M { optional int32 a = 1 [json_name = "${name}"]; }`, longest: 65526 },
  "reserved name": { file: name => `message M { reserved "${name}"; }`, longest: 65535 },
  "reserved name of an enum": { file: name => `enum E { A = 0; reserved "${name}"; }`, longest: 65535 },
};

describe("the longest name, and one that is longer", () => {
  for (const [place, { file, longest }] of Object.entries(places)) {
    test(place, () => {
      expect(refusals(file("a".repeat(longest)))).toEqual({ ours: [], protoc: false });
      expect(refusals(file("a".repeat(longest + 1)))).toEqual({ ours: ["name-length"], protoc: true });
    });
  }
});

function refusals(text: string) {
  const whole = `syntax = "proto2"; ${text}`;
  const problems = compileTexts(new Map([["a.proto", whole]])).problems("a.proto");
  const errors = problems.filter(one => one.severity === "error");
  return { ours: errors.map(one => one.id), protoc: "errors" in runProtoc({ "a.proto": whole }, ["a.proto"]) };
}
