// Every page of server/docs/problems is a test: its wrong example has that problem and no other, its right example has
// none, and protoc agrees with both.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Problem } from "../../server/src/compiler/report/problem.ts";
import { exampleOf, pageIds, pageOf } from "../support/problemPages.ts";
import { compileTexts } from "../support/problems.ts";

const folders = ["compiler", "breaking"].map(name => path.join(import.meta.dirname, "../../server/src", name));
const modules = path.join(import.meta.dirname, "../../node_modules");
const cpu = process.arch === "x64" ? "x86_64" : "aarch_64";
const protoc = path.join(modules, "protoc/bin", `protoc-${process.platform}-${cpu}`);
const scratch = mkdtempSync(path.join(tmpdir(), "pages-"));

/** Pages whose wrong example cannot be shown, and why. */
const unshown: Readonly<Record<string, string>> = {
  "not-utf8": "a page is UTF-8 itself",
  "too-many-fields": "it has tens of thousands of lines",
  "too-many-members": "it has more than a thousand lines",
  "name-length": "it has tens of thousands of characters",
  "ambiguous-import": "it takes two import roots; test/workspace has them",
  "needless-allow": "it takes an earlier version; test/breaking has them",
  "import-case": "it takes a disk on which letters do not count; test/workspace has one",
};

/** Pages whose wrong example protoc accepts, and why it is refused all the same. */
const ourOwn: Readonly<Record<string, string>> = {};

afterAll(() => rmSync(scratch, { recursive: true }));

test.each(pageIds)("%s", id => {
  const text = pageOf(id);
  const shape = /^# [A-Z`].*[^.]\n\n`([a-z0-9-]+)`\n\n[\s\S]+\n## Right\n[\s\S]+\n## Reference\n\n.+[^.]\n$/;
  expect(text).toMatch(shape);
  expect(shape.exec(text)?.[1]).toBe(id);

  const right = exampleOf(text, "Right");
  expect(problemsOf(right)).toEqual([]);
  expect(refusal(right)).toBeUndefined();
  if (unshown[id] !== undefined) return;

  const wrong = exampleOf(text, "Wrong");
  const found = problemsOf(wrong);
  expect(new Set(found.map(one => one.id))).toEqual(new Set([id]));
  const isRefused = found.some(one => one.severity === "error");
  expect(refusal(wrong) !== undefined).toBe(isRefused && ourOwn[id] === undefined);
});

test("every problem has a page, and every page a problem", () => {
  const sources = folders.flatMap(folder =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter(name => name.endsWith(".ts"))
      .map(name => path.join(folder, name)),
  );
  const made = sources.flatMap(name => {
    const text = readFileSync(name, "utf8");
    return [...text.matchAll(/\bproblem\(\s*"([a-z0-9-]+)"|^const id = "([a-z0-9-]+)"/gm)].map(one => one[1] ?? one[2]);
  });
  expect(pageIds).toEqual([...new Set(made)].sort());
});

function problemsOf(files: ReadonlyMap<string, string>): readonly Problem[] {
  const compiled = compileTexts(files);
  return [...files.keys()].flatMap(file => compiled.problems(file));
}

function refusal(files: ReadonlyMap<string, string>): string | undefined {
  const folder = path.join(scratch, "case");
  for (const [name, text] of files) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  const search = [`-I${folder}`, `-I${path.join(modules, "protoc/include")}`];
  const run = spawnSync(protoc, [...search, "-o/dev/null", ...files.keys()], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  if (run.error !== undefined) throw run.error;
  return run.status === 0 ? undefined : run.stderr;
}
