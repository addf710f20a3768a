// Golden files: the problems of test/corpus/**/x.proto stand beside it in x.problems. `UPDATE=1` writes them anew; the
// diff is the review. That the verdicts and the line of the first error are protoc's is checked by running it; where they
// are not, server/docs/disagreements.md lists the case and says why.
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { listedCases, placeOfFirstError } from "../support/disagreements.ts";
import { compileTexts, describeProblem, filesOf, shownPlaces } from "../support/problems.ts";

const corpus = path.join(import.meta.dirname, "../corpus");
const modules = path.join(import.meta.dirname, "../../node_modules");
const cpu = process.arch === "x64" ? "x86_64" : "aarch_64";
const protoc = path.join(modules, "protoc/bin", `protoc-${process.platform}-${cpu}`);
const scratch = mkdtempSync(path.join(tmpdir(), "corpus-"));
const disagreements = listedCases(
  readFileSync(path.join(import.meta.dirname, "../../server/docs/disagreements.md"), "utf8"),
);

afterAll(() => rmSync(scratch, { recursive: true }));

const cases = readdirSync(corpus, { recursive: true, encoding: "utf8" })
  .filter(name => name.endsWith(".proto"))
  .sort();

test("the corpus is there", () => {
  expect(cases.length).toBeGreaterThan(50);
});

// protoc takes most of the time, and there are many cases, so several run at once.
test.concurrent.each(cases)("%s", async name => {
  const text = readFileSync(path.join(corpus, name), "utf8");
  const files = filesOf(text);
  const compiled = compileTexts(files);
  const found = [...files.keys()].flatMap(file => {
    const source = compiled.file(file)?.declared.parsed.source;
    return source === undefined ? [] : compiled.problems(file).map(one => describeProblem(source, one));
  });
  const golden = path.join(corpus, name.replace(/\.proto$/, ".problems"));
  const actual = found.map(one => `${one}\n`).join("");
  if (process.env.UPDATE === "1" || !existsSync(golden)) writeFileSync(golden, actual);
  expect(actual).toBe(readFileSync(golden, "utf8"));

  const differs = /^\/\/ protoc (accepts|refuses): /.exec(text);
  const refused = found.some(one => /^\S+ error\[/.test(one));
  const protocs = await protocOn(name, files);
  expect(protocs.ends !== "well").toBe(differs === null ? refused : differs[1] === "refuses");
  if (differs !== null) expect(refused).toBe(differs[1] === "accepts");

  const shown = [...files.keys()].flatMap(file => {
    const linked = compiled.file(file);
    return linked === undefined ? [] : shownPlaces(linked, compiled.problems(file));
  });
  const ours = placeOfFirstError(shown);
  const theirs = placeOfFirstError(protocs.output);
  const listed = (heading: string) => disagreements.get(heading)?.has(name.slice(0, -".proto".length));
  expect(listed("Verdicts")).toBe(differs !== null);
  expect(listed("protoc does not survive it")).toBe(protocs.ends === "by a signal");
  const isOther = refused && theirs !== undefined && ours !== theirs;
  expect(listed("First error on another line"), `${ours} and not ${theirs}`).toBe(isOther);
});

test("all cases that disagree with protoc are there", () => {
  const listed = [...disagreements.values()].flatMap(names => [...names]);
  expect(listed.length).toBeGreaterThan(0);
  expect(listed.filter(name => !cases.includes(`${name}.proto`))).toEqual([]);
});

interface ProtocRun {
  readonly ends: "well" | "with errors" | "by a signal";
  readonly output: readonly string[];
}

async function protocOn(name: string, files: ReadonlyMap<string, string>): Promise<ProtocRun> {
  const folder = path.join(scratch, name);
  for (const [file, text] of files) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  const search = [`-I${folder}`, `-I${path.join(modules, "protoc/include")}`];
  return new Promise((resolve, reject) => {
    execFile(protoc, [...search, "-o/dev/null", ...files.keys()], (error, _, output) => {
      if (typeof error?.code === "string") reject(error);
      const ends = error === null ? "well" : error.code === 1 ? "with errors" : "by a signal";
      resolve({ ends, output: output.split("\n").map(line => line.replace(`${folder}/`, "")) });
    });
  });
}
