// Every fix of every problem of the corpus and of the pages' wrong examples, one at a time: applied, its problem is gone and no other error has come; and
// where we find nothing more to refuse, protoc does not either.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Problem } from "../../server/src/compiler/report/problem.ts";
import { exampleOf, pageIds, pageOf } from "../support/problemPages.ts";
import { compileTexts, filesAfter, filesOf } from "../support/problems.ts";

/** `case: id: title` of fixes that rightly leave something to do, and why. */
const exceptions: Readonly<Record<string, string>> = {
  "labels/no_syntax_at_all.proto: missing-label: Add `optional`":
    "once one field has a label, the others are told to need one",
  "labels/no_syntax_at_all.proto: missing-label: Add `repeated`": "as above",
  "syntax/unknown.proto: unknown-syntax: Change to `proto2`": "the fields of the file have no labels",
  "lexical/comment_not_closed.proto: unterminated-comment: Add `*/` at the end of its line":
    "it goes on on the next line",
  "lexical/number_octal_point.proto: invalid-number: Change to `1.5`": "a field number is no fraction either",
  'lexical/string_to_end_of_file.proto: unterminated-string: Add `"`': "the `;` is missing too",
  "lexical/unterminated_comment_in_body.proto: unterminated-comment: Add `*/` at the end of its line":
    "the comment hid what follows, where a `;` is missing",
  "syntax/extend_only_semicolon.proto: stray-semicolon: Remove `;`": "nothing else stands in the block",
  "syntax/option_value_aggregate_braces_too_many.proto: missing-semicolon: Add `;`": "two braces are too many",
  "syntax/option_value_aggregate_braces_too_many.proto: stray-brace: Remove `}`": "as above",
  "syntax/option_value_name_dotted.proto: invalid-option-value: Change to `b`": "the option is no enum at all",
  "visibility/strict_export_nested.proto: export-in-strict-file: Remove `export`": "the other file uses the type",
  "lexical/hash_comment_with_brace.proto: missing-semicolon: Add `;`":
    "the brace in the comment has ended the value, so that the one after it is left over, and told then",
  "options/own_option_types.proto: unused-import: Remove the import":
    "protoc calls the import unused too, although the options of the file are found in it",
};

const corpus = path.join(import.meta.dirname, "../corpus");
const modules = path.join(import.meta.dirname, "../../node_modules");
const cpu = process.arch === "x64" ? "x86_64" : "aarch_64";
const protoc = path.join(modules, "protoc/bin", `protoc-${process.platform}-${cpu}`);
const scratch = mkdtempSync(path.join(tmpdir(), "corpus-fixes-"));

afterAll(() => rmSync(scratch, { recursive: true }));

type Files = ReadonlyMap<string, string>;

const corpusCases = readdirSync(corpus, { recursive: true, encoding: "utf8" }).filter(name => name.endsWith(".proto"));
const cases = [...corpusCases.sort(), ...pageIds.map(id => `${id}.md`)].filter(name =>
  problemsOf(filesIn(name)).some(([, problem]) => problem.fixes.length > 0),
);

test.each(cases)("%s", name => {
  const files = filesIn(name);
  const before = problemsOf(files);
  const protocAgrees = !/^\/\/ protoc (accepts|refuses): /.test(textOf(name));
  const failures: string[] = [];
  for (const [file, problem] of before) {
    for (const fix of problem.fixes) {
      if (exceptions[`${name}: ${problem.id}: ${fix.title}`] !== undefined) continue;
      const after = filesAfter(files, file, fix);
      const left = problemsOf(after);
      const what = `${problem.id}: ${fix.title}\n${[...after.values()].join("\n")}`;
      if (count(left, problem) >= count(before, problem)) failures.push(`still there: ${what}`);
      const fresh = errors(left).find(one => count(left, one) > count(before, one));
      if (fresh !== undefined) failures.push(`new ${fresh.id}: ${fresh.message}: ${what}`);
      else if (protocAgrees && errors(left).length === 0) {
        const refusal = refusedByProtoc(after, file);
        if (refusal !== undefined) failures.push(`protoc: ${refusal}: ${what}`);
      }
    }
  }
  expect(failures).toEqual([]);
});

test("every exception is one of the corpus", () => {
  const offered = cases.flatMap(name =>
    problemsOf(filesIn(name)).flatMap(([, { id, fixes }]) => fixes.map(fix => `${name}: ${id}: ${fix.title}`)),
  );
  expect(Object.keys(exceptions).filter(one => !offered.includes(one))).toEqual([]);
});

function filesIn(name: string): Files {
  return name.endsWith(".md") ? exampleOf(textOf(name), "Wrong") : filesOf(textOf(name));
}

function textOf(name: string): string {
  return name.endsWith(".md") ? pageOf(path.basename(name, ".md")) : readFileSync(path.join(corpus, name), "utf8");
}

function problemsOf(files: Files): (readonly [string, Problem])[] {
  const compiled = compileTexts(files);
  return [...files.keys()].flatMap(file => compiled.problems(file).map(problem => [file, problem] as const));
}

function errors(problems: readonly (readonly [string, Problem])[]): Problem[] {
  return problems.map(([, problem]) => problem).filter(problem => problem.severity === "error");
}

/** How many of `problems` say the same. */
function count(problems: readonly (readonly [string, Problem])[], { id, message }: Problem): number {
  return problems.filter(([, one]) => one.id === id && one.message === message).length;
}

function refusedByProtoc(files: Files, file: string): string | undefined {
  const folder = path.join(scratch, "case");
  for (const [name, text] of files) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  const search = [`-I${folder}`, `-I${path.join(modules, "protoc/include")}`];
  const run = spawnSync(protoc, [...search, "-o/dev/null", file], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  if (run.error !== undefined) throw run.error;
  return run.status === 0 ? undefined : run.stderr;
}
