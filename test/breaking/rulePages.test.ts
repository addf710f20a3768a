// Every page of server/docs/rules is a test: its change breaks the rule, and what it says to do instead does not.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { hints } from "../../server/src/breaking/hints.ts";
import { rules as ofBuf } from "../../server/src/breaking/rules.ts";
import { findingsBetween } from "../support/breaking.ts";

const rules = [...ofBuf, ...hints];

const folder = path.join(import.meta.dirname, "../../server/docs/rules");

test.each(rules)("$id", rule => {
  const page = readFileSync(path.join(folder, `${rule.id}.md`), "utf8");
  const lines = page.split("\n");
  expect(lines[0]?.slice(2).toLowerCase()).toContain(rule.summary.toLowerCase());
  const where = rule.categories.map(one => `\`${one}\``).join(", ");
  expect(lines[2]).toBe(`\`${rule.id}\`${where === "" ? ", a hint: no category of buf has it" : ` in ${where}`}`);
  const headings = page.match(/^## .*$/gm);
  expect(headings).toEqual(["## Before", "## After", "## What others see", "## Instead"]);
  expect(page.match(/^\*\*(On the wire|In JSON|In code)\.\*\* /gm)).toHaveLength(3);

  const before = filesUnder(page, "Before");
  expect(brokenBy(before, filesUnder(page, "After"))).toContain(rule.id);
  expect(brokenBy(before, filesUnder(page, "Instead"))).not.toContain(rule.id);
});

test("every page is of a rule", () => {
  const pages = readdirSync(folder).map(name => path.basename(name, ".md"));
  expect(pages.sort()).toEqual(rules.map(rule => rule.id).sort());
});

function brokenBy(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
  return findingsBetween(before, after, rules).map(one => one.rule.id);
}

/** Each block of code is a file; a first line `// name.proto` names it. */
function filesUnder(page: string, heading: string): ReadonlyMap<string, string> {
  const section = page.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const blocks = [...section.matchAll(/^```proto\n([\s\S]*?)^```$/gm)].map(one => one[1] ?? "");
  return new Map(blocks.map(text => [/^\/\/ (\S+\.proto)\n/.exec(text)?.[1] ?? "directories.proto", text]));
}
