// We warn of the features that `protoc --edition_defaults_out` refuses, and of no others.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { compileTexts } from "../../support/problems.ts";

const cases = path.join(import.meta.dirname, "../../corpus/featureDefinitions");
const modules = path.join(import.meta.dirname, "../../../node_modules");
const cpu = process.arch === "x64" ? "x86_64" : "aarch_64";
const protoc = path.join(modules, "protoc/bin", `protoc-${process.platform}-${cpu}`);
const scratch = mkdtempSync(path.join(tmpdir(), "features-"));

afterAll(() => rmSync(scratch, { recursive: true }));

const names = readdirSync(cases).filter(name => name.endsWith(".proto"));

test.each(names)("%s", name => {
  const text = readFileSync(path.join(cases, name), "utf8");
  const found = compileTexts(new Map([["a.proto", text]])).problems("a.proto");
  expect(found.map(one => one.severity)).not.toContain("error");
  expect(found.some(one => one.id === "feature-definition")).toBe(isRefused(text));
});

function isRefused(text: string): boolean {
  writeFileSync(path.join(scratch, "a.proto"), text);
  const defaults = ["--edition_defaults_minimum=PROTO2", "--edition_defaults_maximum=2026"];
  const out = `--edition_defaults_out=${path.join(scratch, "defaults")}`;
  const search = [`-I${scratch}`, `-I${path.join(modules, "protoc/include")}`];
  const run = spawnSync(protoc, [...search, ...defaults, out, "a.proto"], { encoding: "utf8" });
  if (run.error !== undefined) throw run.error;
  return run.status !== 0;
}
