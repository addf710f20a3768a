// Our findings are those of `buf breaking`: rule, path, place, order. What buf finds in all cases is kept in findings.txt,
// which `UPDATE=1` has buf write anew; a part of the cases is run through buf each time, category by category.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { categories, categoriesOf } from "../../server/src/breaking/rule.ts";
import { rules, rulesIn } from "../../server/src/breaking/rules.ts";
import { asBuf, findingsBetween } from "../support/breaking.ts";
import { type BufFinding, buf, bufBreaking, bufEnvironment, findingLine, writeTree } from "../support/bufBreaking.ts";
import { changeCases } from "./cases/all.ts";
import { type ChangeCase, folderOf, treeOf } from "./cases/case.ts";

const kept = path.join(import.meta.dirname, "findings.txt");
const scratch = mkdtempSync(path.join(tmpdir(), "breaking-"));
afterAll(() => rmSync(scratch, { recursive: true }));

describe("cases", () => {
  test("have folders of their own", () => {
    expect(new Set(changeCases.map(folderOf)).size).toBe(changeCases.length);
  });

  test("have the findings of buf", { timeout: 300_000 }, async () => {
    if (process.env.UPDATE === "1") {
      const found = await foundByBuf("all", changeCases, categories);
      writeFileSync(kept, found.map(one => `${lineOf(one)}\n`).join(""));
    }
    const expected = readFileSync(kept, "utf8").split("\n").slice(0, -1);
    const found = findingsBetween(treeOf(changeCases, "before"), treeOf(changeCases, "after"), rules).map(asBuf);
    expect(found.map(findingLine)).toEqual(expected.map(withoutNames));
    expect(found.map(lineOf).sort()).toEqual(expected.sort());
  });

  test("break every rule", () => {
    const broken = new Set(readFileSync(kept, "utf8").match(/^\S+/gm));
    expect(rules.filter(rule => !broken.has(rule.id)).map(rule => rule.id)).toEqual([]);
  });
});

describe.each(categories)("category %s", category => {
  test("finds what buf finds", async () => {
    const part = changeCases.filter((_, at) => at % 14 === categories.indexOf(category));
    const found = findingsBetween(treeOf(part, "before"), treeOf(part, "after"), rulesIn(category, "v2"));
    const expected = await foundByBuf(category, part, [category]);
    expect(found.length).toBeGreaterThan(20);
    expect(found.map(one => lineOf(asBuf(one))).sort()).toEqual(expected.map(lineOf).sort());
  });
});

describe.each(["v1beta1", "v1", "v2"] as const)("rules of %s", version => {
  test("are in the categories that buf has them in", () => {
    const listed = execFileSync(buf, ["config", "ls-breaking-rules", "--version", version, "--format", "json"], {
      encoding: "utf8",
      env: bufEnvironment,
    });
    const expected: Record<string, string[]> = {};
    for (const line of listed.trim().split("\n")) {
      const { id, categories: ofRule } = JSON.parse(line);
      expected[id] = ofRule.sort();
    }
    const ours: Record<string, string[]> = {};
    for (const rule of rules) {
      const ofRule = categoriesOf(rule, version);
      if (ofRule.length > 0) ours[rule.id] = [...ofRule].sort();
    }
    expect(ours).toEqual(expected);
  });
});

function foundByBuf(
  name: string,
  cases: readonly ChangeCase[],
  use: readonly string[],
): Promise<readonly BufFinding[]> {
  const folder = path.join(scratch, name);
  writeTree(path.join(folder, "before"), treeOf(cases, "before"));
  writeTree(path.join(folder, "after"), treeOf(cases, "after"));
  return bufBreaking(path.join(folder, "before"), path.join(folder, "after"), { version: "v2", breaking: { use } });
}

/** Of what is told nowhere, the names tell one finding from another. */
function lineOf(one: BufFinding): string {
  const names = one.path === undefined ? (one.message.match(/(["`])[^"`]+\1/g) ?? []) : [];
  return [findingLine(one), ...names.map(name => name.slice(1, -1))].join(" ");
}

function withoutNames(line: string): string {
  return line.split(" ").slice(0, 2).join(" ");
}
