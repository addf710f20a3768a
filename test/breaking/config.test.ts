// What a `buf.yaml` asks for and leaves out is what buf asks for and leaves out.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { breakingConfig, type ModuleRules } from "../../server/src/breaking/breakingConfig.ts";
import { isIgnored } from "../../server/src/breaking/ignored.ts";
import { asBuf, findingsBetween } from "../support/breaking.ts";
import { type BufFinding, bufBreaking, findingLine, writeTree } from "../support/bufBreaking.ts";
import { changeCases } from "./cases/all.ts";
import { type ChangeCase, treeOf } from "./cases/case.ts";

const scratch = mkdtempSync(path.join(tmpdir(), "breaking-config-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const unstablePackages = [
  ...["v1", "v1beta1", "v1beta", "v1alpha1", "v1beta0", "v1beta01", "v0beta1", "v01beta1", "v1p1beta1", "v1p0beta1"],
  ...["v1p1", "v1p1alpha", "v1test", "v1testing", "v1test_more", "v1betax", "v2beta10", "beta1", "v1rc1", "v1p1test"],
];

const cases: readonly ChangeCase[] = [
  ...changeCases.filter(
    ({ name, before }, at) =>
      /^(extension|message|enum|service|nested|package|file|several) (?!moved to (E|In|More|O|R|A))/.test(name) ||
      (Object.keys(before).length === 1 && at % 60 === 0),
  ),
  ...unstablePackages.map(one => ({
    name: `unstable ${one}`,
    before: { "a.proto": `syntax = "proto3";\npackage $p.${one};\nmessage M { int32 a = 1; }\n` },
    after: { "a.proto": `syntax = "proto3";\npackage $p.${one};\nmessage M { string a = 1; }\n` },
  })),
  {
    name: "unstable before",
    before: { "a.proto": 'syntax = "proto3";\npackage $p.v1beta1;\nmessage M { int32 a = 1; }\n' },
    after: { "a.proto": 'syntax = "proto3";\npackage $p.v1;\nmessage M { string a = 1; }\n' },
  },
  {
    name: "unstable after",
    before: { "a.proto": 'syntax = "proto3";\npackage $p.v1;\nmessage M { int32 a = 1; }\n' },
    after: { "a.proto": 'syntax = "proto3";\npackage $p.v1beta1;\nmessage M { string a = 1; }\n' },
  },
  {
    name: "unstable file gone",
    before: {
      "a.proto": 'syntax = "proto3";\npackage $p.v1beta1;\nmessage M {}\n',
      "b.proto": 'syntax = "proto3";\npackage $p.v1beta2;\nmessage N {}\nenum E { A = 0; }\nservice S {}\n',
      "c.proto": 'syntax = "proto3";\npackage $p.v1beta1;\nmessage O {}\n',
    },
    after: { "a.proto": 'syntax = "proto3";\npackage $p.v1beta1;\nmessage M {}\n' },
  },
  {
    name: "unstable alone",
    before: { "a.proto": 'syntax = "proto3";\npackage v1beta1;\nmessage M { int32 a = 1; }\n' },
    after: { "a.proto": 'syntax = "proto3";\npackage v1beta1;\nmessage M { string a = 1; }\n' },
  },
];

const trees = { before: treeOf(cases, "before"), after: treeOf(cases, "after") };
const folders = [...new Set([...trees.before.keys()].map(one => one.split("/")[0] ?? ""))].sort();
const third = folders.filter((_, at) => at % 3 === 0);
const files = [...trees.before.keys()].filter((_, at) => at % 2 === 0);
const list = (of: readonly string[]) => `[${of.join(", ")}]`;

const configs: Readonly<Record<string, string>> = {
  "v2 that says nothing": "version: v2",
  "v1 that says nothing": "version: v1",
  "v1beta1 that says nothing": "version: v1beta1",
  "rules and categories":
    "version: v2\nbreaking: {use: [WIRE, FIELD_SAME_NAME, FILE], except: [WIRE_JSON, FILE_SAME_PACKAGE]}",
  "a package": "version: v2\nbreaking: {use: [PACKAGE], except: [FIELD_NO_DELETE]}",
  "empty lists": "version: v2\nbreaking: {use: [], except: [], ignore: [], ignore_only: {}}",
  "only exceptions": "version: v2\nbreaking: {except: [MESSAGE_NO_DELETE, PACKAGE]}",
  "former names in v1":
    "version: v1\nbreaking: {use: [FIELD_SAME_CTYPE, FIELD_SAME_LABEL, FILE_SAME_JAVA_STRING_CHECK_UTF8, FILE_SAME_PHP_GENERIC_SERVICES, MESSAGE_SAME_MESSAGE_SET_WIRE_FORMAT, ENUM_NO_DELETE]}",
  "former names left out in v1beta1": "version: v1beta1\nbreaking: {use: [FILE, WIRE], except: [FIELD_SAME_LABEL]}",
  "a dead rule in v2": "version: v2\nbreaking: {use: [FILE, MESSAGE_SAME_MESSAGE_SET_WIRE_FORMAT]}",
  "WIRE of v1beta1": "version: v1beta1\nbreaking: {use: [WIRE]}",
  "ignored folders": `version: v2\nbreaking: {use: [FILE, PACKAGE, WIRE], ignore: ${list(third)}}`,
  "ignored files": `version: v1\nbreaking: {use: [FILE, PACKAGE, WIRE], ignore: ${list(files)}}`,
  "ignored for some rules": `version: v2\nbreaking: {use: [FILE, PACKAGE], ignore_only: {FIELD_SAME_TYPE: ${list(third)}, PACKAGE: ${list(files)}, FILE_NO_DELETE: ${list(files)}}}`,
  "ignored for a former name": `version: v1\nbreaking: {use: [FILE, WIRE], ignore_only: {FIELD_SAME_LABEL: ${list(files)}}}`,
  "unstable packages": "version: v2\nbreaking: {use: [FILE, PACKAGE, WIRE], ignore_unstable_packages: true}",
};

describe("a buf.yaml with", () => {
  test.each(Object.entries(configs))("%s", async (name, config) => {
    const { modules, problems } = breakingConfig(parse(config));
    expect(problems).toEqual([]);
    const expected = await foundByBuf(name.replaceAll(" ", "-"), config, one => one);
    expect(modules.flatMap(one => foundByUs(one)).sort()).toEqual(expected.map(lineOf).sort());
    expect(expected.length).toBeGreaterThan(0);
  });

  test("modules, of which one has its own rules", async () => {
    const config = `version: v2
modules:
  - path: left
    breaking:
      use: [WIRE, FILE]
      ignore: ${list(third.map(one => `left/${one}`))}
  - path: right/in
breaking:
  use: [PACKAGE]
  ignore: ${list([...third.map(one => `right/in/${one}`), "left"])}
  ignore_only: {FIELD_NO_DELETE: [right]}
`;
    const { modules, problems } = breakingConfig(parse(config));
    expect(problems).toEqual([]);
    expect(modules.map(one => one.folder)).toEqual(["left", "right/in"]);
    const sideOf = (file: string) => (file < "m" ? "left" : "right/in");
    const found = modules.flatMap(one => foundByUs(one, file => sideOf(file) === one.folder));
    const expected = await foundByBuf("modules", config, file => `${sideOf(file)}/${file}`);
    expect(expected.some(one => one.path?.startsWith("left/"))).toBe(true);
    expect(expected.some(one => one.path?.startsWith("right/in/"))).toBe(true);
    expect(found.sort()).toEqual(expected.map(lineOf).sort());
  });
});

describe("a problem is told of", () => {
  test.each([
    ["an unknown rule", "version: v2\nbreaking: {use: [FIELD_SAME]}", "`FIELD_SAME` in `breaking.use`"],
    ["an unknown exception", "version: v2\nbreaking: {except: [FIELD_SAME]}", "`FIELD_SAME` in `breaking.except`"],
    [
      "an unknown rule to ignore",
      "version: v2\nbreaking: {ignore_only: {FIELDS: [a]}}",
      "`FIELDS` in `breaking.ignore_only`",
    ],
    [
      "a former name in v2",
      "version: v2\nbreaking: {use: [FIELD_SAME_CTYPE]}",
      "write `FIELD_SAME_CPP_STRING_TYPE` instead",
    ],
    ["a category that is not in v1", "version: v1\nbreaking: {use: [CSR]}", "`CSR` in `breaking.use`"],
    ["a rule that is not in v1", "version: v1\nbreaking: {use: [EXTENSION_NO_DELETE]}", "`EXTENSION_NO_DELETE`"],
    ["a path that leads out", "version: v2\nbreaking: {ignore: [../a]}", "`../a` in `breaking.ignore` is outside"],
    ["an absolute path", "version: v2\nbreaking: {ignore: [/a]}", "`/a` in `breaking.ignore` is outside"],
    ["an unknown version", "version: v9", "`version: v9` is unknown"],
    ["a missing version", "breaking: {use: [WIRE]}", "`version` is missing"],
  ])("%s, which buf refuses too", async (name, config, words) => {
    const { problems } = breakingConfig(parse(config));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(words);
    const text = 'syntax = "proto3"; message M {}';
    await expect(
      foundByBuf(name.replaceAll(" ", "-"), config, one => one, new Map([["a.proto", text]])),
    ).rejects.toThrow();
  });

  test.each([
    ["a word in the place of a list", "version: v2\nbreaking: {use: FILE}", "is not a list"],
    ["a list in the place of a map", "version: v2\nbreaking: {ignore_only: [FILE]}", "is not a map"],
  ])("%s", (_, config, words) => {
    expect(breakingConfig(parse(config)).problems.join()).toContain(words);
  });
});

test("without a buf.yaml the rules are those of FILE", () => {
  const { modules } = breakingConfig(undefined);
  expect(modules).toHaveLength(1);
  expect(modules[0]?.rules).toHaveLength(51);
});

function foundByUs(
  { folder, rules, ignored }: ModuleRules,
  isOfModule: (file: string) => boolean = () => true,
): string[] {
  const own = (texts: ReadonlyMap<string, string>) => new Map([...texts].filter(([file]) => isOfModule(file)));
  return findingsBetween(own(trees.before), own(trees.after), rules)
    .filter(one => !isIgnored(one, ignored))
    .map(asBuf)
    .map(one => lineOf(folder === "" || one.path === undefined ? one : { ...one, path: `${folder}/${one.path}` }));
}

function foundByBuf(
  name: string,
  config: string,
  place: (file: string) => string,
  same?: ReadonlyMap<string, string>,
): Promise<readonly BufFinding[]> {
  const folder = path.join(scratch, name);
  for (const side of ["before", "after"] as const) {
    const placed = [...(same ?? trees[side])].map(([file, text]) => [place(file), text] as const);
    writeTree(path.join(folder, side), new Map([...placed, ["buf.yaml", config]]));
  }
  return bufBreaking(path.join(folder, "before"), path.join(folder, "after"));
}

function lineOf(one: BufFinding): string {
  const names = one.path === undefined ? (one.message.match(/(["`])[^"`]+\1/g) ?? []) : [];
  return [findingLine(one), ...names.map(name => name.slice(1, -1))].join(" ");
}
