// test/corpus/rules.txt ties the rules of the language to the cases that show them; and every problem that the compiler
// can find is found in one of them.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { problemIds } from "../support/problemIds.ts";

const root = path.join(import.meta.dirname, "../..");
const corpus = path.join(root, "test/corpus");
const names = readdirSync(corpus, { recursive: true, encoding: "utf8" }).map(name => name.replaceAll(path.sep, "/"));
const cases = names.filter(name => name.endsWith(".proto")).map(name => name.slice(0, -".proto".length));

/** Problems that no case can have, and the test that shows them. */
const shownElsewhere: Readonly<Record<string, string>> = {
  "not-utf8": "test/cli/places.test.ts",
  "name-length": "test/compiler/check/nameLengths.test.ts",
  "too-many-fields": "test/compiler/check/numberOfFields.test.ts",
  "ambiguous-import": "test/lsp/imports.test.ts",
  "import-case": "test/workspace/importRoots.test.ts",
};

const lines = readFileSync(path.join(corpus, "rules.txt"), "utf8")
  .split("\n")
  .filter(line => line !== "" && !line.startsWith("#"));

test("every line is a rule and names what shows it", () => {
  for (const line of lines) expect(line).toMatch(/^[A-P]\d+ [^:]+: \S+( \S+)*$/);
});

test.each(lines)("%s", line => {
  const shown = line.slice(line.indexOf(": ") + 2).split(" ");
  expect(shown.filter(one => !isThere(one))).toEqual([]);
  expect(shown.length).toBeGreaterThan(0);
});

function isThere(one: string): boolean {
  if (one.endsWith(".test.ts")) return existsSync(path.join(root, one));
  const pattern = new RegExp(`^${one.replaceAll("*", "[^/]*")}$`);
  return cases.some(name => pattern.test(name));
}

test("every problem of the compiler is found in the corpus, or in a test that is named here", () => {
  const found = new Set<string>();
  for (const name of names.filter(name => name.endsWith(".problems"))) {
    const text = readFileSync(path.join(corpus, name), "utf8");
    for (const [, id] of text.matchAll(/^\S+ (?:error|warning|info)\[([a-z0-9-]+)\]/gm))
      if (id !== undefined) found.add(id);
  }
  expect(problemIds().filter(id => !found.has(id) && shownElsewhere[id] === undefined)).toEqual([]);
  expect(Object.keys(shownElsewhere).filter(id => found.has(id))).toEqual([]);
  for (const [id, file] of Object.entries(shownElsewhere))
    expect(readFileSync(path.join(root, file), "utf8")).toContain(id);
});
