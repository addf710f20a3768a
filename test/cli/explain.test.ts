import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { protodial } from "../support/commandLine.ts";
import { tempFolder } from "../support/tempFolder.ts";

const pages = path.resolve(import.meta.dirname, "../../server/docs/problems");

test("the page of a problem is printed as it is", async () => {
  const page = readFileSync(path.join(pages, "duplicate-field-number.md"), "utf8");
  expect(await protodial(["explain", "duplicate-field-number"])).toEqual({ code: 0, stdout: page, stderr: "" });
});

test("the page of a rule for breaking changes is printed as it is", async () => {
  const page = readFileSync(path.join(pages, "../rules/FIELD_SAME_TYPE.md"), "utf8");
  expect(await protodial(["explain", "FIELD_SAME_TYPE"])).toEqual({ code: 0, stdout: page, stderr: "" });
});

test("an id with a slip is told the near one", async () => {
  const ran = await protodial(["explain", "duplicate-feild-number"]);
  expect(ran).toMatchObject({ code: 2, stdout: "" });
  expect(ran.stderr).toContain("there is no problem `duplicate-feild-number`; did you mean `duplicate-field-number`?");
});

test("a word gives the ids that have it", async () => {
  const ran = await protodial(["explain", "field"]);
  expect(ran).toMatchObject({ code: 2, stdout: "" });
  expect(ran.stderr).toContain("`duplicate-field-number`");
});

test.each([[[]], [["a", "b"]], [["--all"]]])("explain %j is wrong use", async args => {
  expect(await protodial(["explain", ...args])).toMatchObject({ code: 2, stdout: "" });
});

test("the rules of sarif bear their pages", async () => {
  const folder = tempFolder({ "a.proto": 'syntax = "proto3";\nmessage A { int32 a = 1; int32 b = 1; }\n' });
  const ran = await protodial(["check", "--format", "sarif"], { cwd: folder });
  const page = readFileSync(path.join(pages, "duplicate-field-number.md"), "utf8");
  expect(JSON.parse(ran.stdout).runs[0].tool.driver.rules).toEqual([
    {
      id: "duplicate-field-number",
      shortDescription: { text: page.slice("# ".length, page.indexOf("\n")) },
      help: { text: page, markdown: page },
      helpUri: expect.stringMatching(/^https:\/\/.*\/server\/docs\/problems\/duplicate-field-number\.md$/),
    },
  ]);
});

test.each([
  ["FIELD_SAME_LABEL", "stands for `FIELD_SAME_CARDINALITY`", "# A field keeps its presence"],
  ["FILE_SAME_PHP_GENERIC_SERVICES", "it finds nothing any more", ""],
])("the former rule %s is told by what it stands for", async (id, words, page) => {
  const ran = await protodial(["explain", id]);
  expect(ran.code).toBe(0);
  expect(ran.stdout).toContain(words);
  expect(ran.stdout).toContain(page);
});
