// What is wrong with options is said in our words, and is wrong for protoc, too. `optionProblems.txt` holds the cases:
// a title, a file, and the problems of its options, each with the text it stands at. `UPDATE=1` writes these anew.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { interpretOptions } from "../../../server/src/compiler/link/options.ts";
import { hasError, type Problem } from "../../../server/src/compiler/report/problem.ts";
import { compile, runProtoc, type Sources } from "./protoc.ts";

const casesPath = path.join(import.meta.dirname, "optionProblems.txt");
const inputs = path.join(import.meta.dirname, "inputs");
const imported: Sources = Object.fromEntries(
  ["custom.proto", "custom3.proto", "options.proto"].map(name => [name, readFileSync(path.join(inputs, name))]),
);

interface Case {
  readonly title: string;
  readonly source: string;
  readonly expected: string;
}

const cases: readonly Case[] = readFileSync(casesPath, "utf8")
  .split(/^=== /m)
  .slice(1)
  .map(text => {
    const [, title = "", source = "", expected = ""] = /^(.*)\n([\s\S]*?)^---\n([\s\S]*)$/m.exec(text) ?? [];
    return { title, source, expected };
  });

describe("problems of options", () => {
  const found = cases.map(one => ({ ...one, ...problemsIn(one.source) }));

  if (process.env.UPDATE === "1") {
    writeFileSync(casesPath, found.map(one => `=== ${one.title}\n${one.source}---\n${one.text}`).join(""));
  }

  for (const one of found) {
    test(one.title, () => {
      if (process.env.UPDATE !== "1") expect(one.text).toBe(one.expected);
      const protoc = runProtoc({ ...imported, "test.proto": one.source }, ["test.proto"]);
      expect(one.isRefused, "errors" in protoc ? protoc.errors : "protoc takes it").toBe("errors" in protoc);
    });
  }
});

test("the files of the descriptor tests have no problems", () => {
  const names = readdirSync(inputs, { recursive: true, encoding: "utf8" }).filter(name => name.endsWith(".proto"));
  const sources = Object.fromEntries(names.map(name => [name, readFileSync(path.join(inputs, name))]));
  const compiled = compile(sources);
  expect(names.flatMap(name => compiled.problems(name).filter(one => hasError([one])))).toEqual([]);
});

function problemsIn(source: string): { text: string; isRefused: boolean } {
  const compiled = compile({ ...imported, "test.proto": source });
  const file = compiled.file("test.proto");
  if (file === undefined) throw new Error("the file is missing");
  const { problems } = interpretOptions(file, compiled.optionTypes());
  return {
    text: problems.map(one => `${describeProblem(one, source)}\n`).join(""),
    isRefused: hasError(compiled.problems("test.proto")),
  };
}

function describeProblem(problem: Problem, source: string): string {
  const help = problem.help === undefined ? "" : ` · ${problem.help}`;
  const fixes = problem.fixes.map(fix => ` · [${fix.title}]`).join("");
  const at = source.slice(problem.span.start, problem.span.end);
  return `${problem.severity}[${problem.id}] ${at}: ${problem.message}${help}${fixes}`;
}
