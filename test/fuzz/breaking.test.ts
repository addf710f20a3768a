// Real files with changes in most of them: what breaks is what buf says. `PROTODIAL_FUZZ=all` runs many more.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { categories } from "../../server/src/breaking/rule.ts";
import { rules } from "../../server/src/breaking/rules.ts";
import { asBuf, findingsBetween } from "../support/breaking.ts";
import { BufRefusal, bufBreaking, findingLine, writeTree } from "../support/bufBreaking.ts";
import {
  changedTree,
  mended,
  realTree,
  rightFiles,
  smallTree,
  sources,
  type Texts,
  withoutChanges,
} from "./changedTrees.ts";
import { numbers } from "./mutations.ts";

const [rounds, size] = process.env.PROTODIAL_FUZZ === "all" ? [30, 60] : [3, 12];
const scratch = mkdtempSync(path.join(tmpdir(), "breaking-fuzz-"));
afterAll(() => rmSync(scratch, { recursive: true }));

test.each(Array.from({ length: rounds }, (_, at) => at + 1))("round %i", { timeout: 600_000 }, async seed => {
  const pick = numbers(seed);
  const roots = sources[seed % 3];
  const base = roots === undefined ? rightFiles(smallTree(3 * size, pick)) : realTree(roots, size, pick);
  const { before, after, found } = await foundByBuf(base, changedTree(base, pick));
  expect(found.length).toBeGreaterThan(5);
  expect(findingsBetween(before, after, rules).map(asBuf).map(findingLine)).toEqual(found);
});

/** Buf refuses some of what is right, and the same name twice in files that do not know each other: it goes back. */
async function foundByBuf(base: Texts, changed: Texts): Promise<{ before: Texts; after: Texts; found: string[] }> {
  const folder = mkdtempSync(path.join(scratch, "trees-"));
  const [before, after] = [path.join(folder, "before"), path.join(folder, "after")];
  writeTree(before, base);
  writeTree(after, changed);
  try {
    const found = await bufBreaking(before, after, { version: "v2", breaking: { use: categories } });
    return { before: base, after: changed, found: found.map(findingLine) };
  } catch (error) {
    if (!(error instanceof BufRefusal)) throw error;
    const isUnchanged = (file: string) => base.get(file) === changed.get(file);
    const dropped = new Set(error.files.filter(isUnchanged));
    const left = (texts: Texts) => rightFiles(new Map([...texts].filter(([file]) => !dropped.has(file))));
    const rest = dropped.size === 0 ? base : left(base);
    const wrong = error.files.filter(file => !dropped.has(file));
    return foundByBuf(rest, mended(withoutChanges(dropped.size === 0 ? changed : left(changed), rest, wrong), rest));
  }
}
