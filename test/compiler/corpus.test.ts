// Golden files: the problems of test/corpus/**/x.proto stand beside it in x.problems. `UPDATE=1` writes them anew; the
// diff is the review. That the verdicts are protoc's is checked by running it.
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { compileTexts, describeProblem, filesOf } from "../support/problems.ts";

const corpus = path.join(import.meta.dirname, "../corpus");
const modules = path.join(import.meta.dirname, "../../node_modules");
const cpu = process.arch === "x64" ? "x86_64" : "aarch_64";
const protoc = path.join(modules, "protoc/bin", `protoc-${process.platform}-${cpu}`);
const scratch = mkdtempSync(path.join(tmpdir(), "corpus-"));

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
  expect(await isRefusedByProtoc(name, files)).toBe(differs === null ? refused : differs[1] === "refuses");
  if (differs !== null) expect(refused).toBe(differs[1] === "accepts");
});

async function isRefusedByProtoc(name: string, files: ReadonlyMap<string, string>): Promise<boolean> {
  const folder = path.join(scratch, name);
  for (const [file, text] of files) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  const search = [`-I${folder}`, `-I${path.join(modules, "protoc/include")}`];
  try {
    await promisify(execFile)(protoc, [...search, "-o/dev/null", ...files.keys()]);
    return false;
  } catch (error) {
    // protoc ends with 1 when it refuses a file, and by a signal when it does not survive it.
    if (error instanceof Error && "code" in error && typeof error.code !== "string") return true;
    throw error;
  }
}
