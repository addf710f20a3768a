// Images that buf has built of all cases: their findings stand where those of the texts do.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { compare } from "../../server/src/breaking/compare.ts";
import { descriptorImage } from "../../server/src/breaking/descriptorImage.ts";
import { rules } from "../../server/src/breaking/rules.ts";
import { shapeOfDescriptor } from "../../server/src/breaking/shapeOfDescriptor.ts";
import type { Version } from "../../server/src/breaking/shapes.ts";
import { versionOf } from "../../server/src/breaking/versionOf.ts";
import { asBuf } from "../support/breaking.ts";
import { buf, bufEnvironment, findingLine, writeTree } from "../support/bufBreaking.ts";
import { changeCases } from "./cases/all.ts";
import { treeOf } from "./cases/case.ts";

const scratch = mkdtempSync(path.join(tmpdir(), "breaking-images-"));
afterAll(() => rmSync(scratch, { recursive: true }));

async function versionOfImage(side: "before" | "after"): Promise<Version> {
  const folder = path.join(scratch, side);
  writeTree(folder, treeOf(changeCases, side));
  const image = path.join(scratch, `${side}.binpb`);
  execFileSync(buf, ["build", folder, "-o", image], { env: bufEnvironment, cwd: scratch });
  const read = await descriptorImage(readFileSync(image), "binpb", side === "after" ? "kept" : "left out");
  if (read.kind === "damaged") throw new Error(read.message);
  return versionOf(new Map(read.files.map(one => [one.name, shapeOfDescriptor(one)])));
}

test("findings of images stand where those of the texts do", { timeout: 300_000 }, async () => {
  const [before, after] = [await versionOfImage("before"), await versionOfImage("after")];
  const found = compare({ before, after }, rules).map(asBuf).map(findingLine);
  const kept = readFileSync(path.join(import.meta.dirname, "findings.txt"), "utf8")
    .split("\n")
    .slice(0, -1);
  expect(found).toEqual(kept.map(line => line.split(" ").slice(0, 2).join(" ")));
});
