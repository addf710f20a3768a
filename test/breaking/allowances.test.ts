// Comments that allow breaking changes.
import { describe, expect, test } from "vitest";
import { withoutAllowed } from "../../server/src/breaking/allowances.ts";
import { compare } from "../../server/src/breaking/compare.ts";
import { rulesIn } from "../../server/src/breaking/rules.ts";
import { versionOf } from "../support/breaking.ts";

const top = 'syntax = "proto3";\npackage p;\n';

/** Rules that are broken and not allowed, and what is wrong with the comments. */
function told(before: string, after: string, category: "FILE" | "WIRE" = "FILE"): readonly string[] {
  const versions = {
    before: versionOf(new Map([["a.proto", before]])),
    after: versionOf(new Map([["a.proto", after]])),
  };
  const rules = rulesIn(category, "v2");
  const { findings, problems } = withoutAllowed(compare(versions, rules), versions, { rules });
  return [...findings.map(one => one.rule.id), ...problems.map(one => one.message)];
}

const field = (text: string) => `${top}message M {\n${text}\n}\n`;

describe("a comment allows what stands", () => {
  test.each([
    ["below it", "  // protodial:allow FIELD_SAME_TYPE it was never sent\n  string a = 1;"],
    ["below it and other comments", "  // protodial:allow FIELD_SAME_TYPE\n  // The name.\n  string a = 1;"],
    ["before it", "  string a = 1; // protodial:allow FIELD_SAME_TYPE"],
    ["before it over lines", "  string a\n    = 1; // protodial:allow FIELD_SAME_TYPE"],
    ["below it in a block comment", "  /* protodial:allow FIELD_SAME_TYPE */\n  string a = 1;"],
    ["below it, among other rules", "  // protodial:allow FIELD_SAME_TYPE, FIELD_SAME_NAME both\n  string b = 1;"],
  ])("%s", (_, after) => {
    const names = told(field("int32 a = 1;"), field(after));
    expect(names.filter(one => one !== "FIELD_SAME_JSON_NAME")).toEqual([]);
  });

  test("in a message, where it is gone", () => {
    const before = `${top}message M {\n  int32 a = 1;\n}\n`;
    expect(told(before, `${top}// protodial:allow FIELD_NO_DELETE\nmessage M {\n}\n`)).toEqual([]);
    expect(told(before, `${top}message M { // protodial:allow FIELD_NO_DELETE\n}\n`)).toEqual([]);
  });

  test("in a file, from its head", () => {
    const before = `${top}message M {}\nmessage N {}\n`;
    expect(told(before, `// protodial:allow MESSAGE_NO_DELETE\n${top}message N {}\n`)).toEqual([]);
    const other = `syntax = "proto3";\npackage q; // protodial:allow FILE_SAME_PACKAGE moved\nmessage M {}\nmessage N {}\n`;
    expect(told(before, other)).toEqual([]);
  });
});

describe("a comment does not allow", () => {
  const needless = "`FIELD_SAME_TYPE` finds nothing here that is to be allowed";

  test("what stands a line further", () => {
    const after = field("  // protodial:allow FIELD_SAME_TYPE\n\n  string a = 1;");
    expect(told(field("int32 a = 1;"), after)).toEqual(["FIELD_SAME_TYPE", needless]);
  });

  test("what another rule finds", () => {
    const after = field("  // protodial:allow FIELD_SAME_TYPE\n  repeated string a = 1;");
    expect(told(field("int32 a = 1;"), after)).toEqual(["FIELD_SAME_CARDINALITY"]);
  });

  test("what stands in a message, from above it", () => {
    const after = `${top}// protodial:allow FIELD_SAME_TYPE\nmessage M {\n  string a = 1;\n}\n`;
    expect(told(field("int32 a = 1;"), after)).toEqual(["FIELD_SAME_TYPE", needless]);
  });

  test("anything, in a string", () => {
    const after = field('  string a = 1 [json_name = "protodial:allow FIELD_SAME_TYPE"];');
    expect(told(field('int32 a = 1 [json_name = "protodial:allow FIELD_SAME_TYPE"];'), after)).toEqual([
      "FIELD_SAME_TYPE",
    ]);
  });

  test("rules that do not exist", () => {
    const after = field("  // protodial:allow FIELD_TYPE\n  string a = 1;");
    expect(told(field("string a = 1;"), after)).toEqual(["there is no rule `FIELD_TYPE` to allow"]);
  });
});

test("a comment for a rule that was not asked for is left alone", () => {
  const after = field("  // protodial:allow FIELD_SAME_TYPE\n  int32 a = 1;");
  expect(told(field("int32 a = 1;"), after, "WIRE")).toEqual([]);
});
