// After each edit of a file, those who import it are told what a check of all texts anew finds, however many of the
// earlier checks still held. `PROTODIAL_FUZZ=all` makes ten times as many edits.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { Problem } from "../../server/src/compiler/report/problem.ts";
import { fileHeader } from "../../server/src/compiler/syntax/fileHeader.ts";
import { sourceFile } from "../../server/src/compiler/text/sourceFile.ts";
import type { TextEdit } from "../../server/src/workspace/textEdits.ts";
import { changeBetween, OpenFiles, shownProblem } from "../support/openFiles.ts";
import { filesOf } from "../support/problems.ts";
import { importGroups } from "./importGroups.ts";
import { numbers, tokensOf } from "./mutations.ts";

type Group = ReadonlyMap<string, string>;

const rounds = process.env.PROTODIAL_FUZZ === "all" ? 10 : 1;
const corpus = path.resolve(import.meta.dirname, "../corpus");

test.each([
  ["cases of the corpus", corpusGroups(), 3, 0.1],
  ["files that see much of each other", importGroups, 100, 0.2],
] as const)(
  "%s: an edit of an import tells what all texts would",
  (_, groups, edits, share) => {
    const pick = numbers(23);
    const counts = { checks: 0, kept: 0 };
    for (const group of groups) {
      for (const imported of group.keys()) {
        const dependents = dependentsOf(imported, group);
        if (dependents.length === 0) continue;
        editAtRandom({ group, imported, dependents, edits: edits * rounds }, pick, counts);
      }
    }
    // Else nothing would have been tried.
    expect(counts.kept / counts.checks).toBeGreaterThan(share);
    expect(counts.kept / counts.checks).toBeLessThan(1 - share / 10);
  },
  3_600_000,
);

interface Editing {
  readonly group: Group;
  readonly imported: string;
  readonly dependents: readonly string[];
  readonly edits: number;
}

function editAtRandom(
  { group, imported, dependents, edits }: Editing,
  pick: (below: number) => number,
  counts: { checks: number; kept: number },
): void {
  const words = [...group.values()].flatMap(text => tokensOf(text).map(one => text.slice(one.start, one.end)));
  const files = new OpenFiles(group);
  files.problems([...group.keys()]);
  for (let edit = 0; edit < edits; edit++) {
    const edited = pick(5) > 0 ? imported : (dependents[pick(dependents.length)] ?? imported);
    const before = files.text(edited);
    const change = edit % 3 === 2 ? changeBetween(before, group.get(edited) ?? "") : randomChange(before, words, pick);
    if (change === undefined) continue;
    files.edit(edited, change);
    const linksBefore = dependents.map(at => files.linkedLast(at));
    // As the server does it; now and then somebody asks for a dependent first.
    const order = pick(5) === 0 ? [...dependents, imported] : [edited, imported, ...dependents];
    const found = files.problems(order);
    const expected = files.anew().problems(order);
    for (const at of order) {
      expect(found.get(at)?.map(shownProblem), `${at} after an edit of ${edited}:\n${files.text(edited)}`).toEqual(
        expected.get(at)?.map(shownProblem),
      );
      expect(staleTexts(found.get(at) ?? [], files)).toEqual([]);
    }
    if (edited !== imported) continue;
    counts.checks += dependents.length;
    counts.kept += dependents.filter((at, index) => files.linkedLast(at) === linksBefore[index]).length;
  }
}

/** The files of the group that import `imported`, directly or not. */
function dependentsOf(imported: string, group: Group): string[] {
  const reached = new Set([imported]);
  for (const at of reached) {
    for (const [other, text] of group) {
      if (fileHeader(sourceFile(other, text)).imports.includes(at)) reached.add(other);
    }
  }
  return [...reached].filter(at => at !== imported);
}

function corpusGroups(): Group[] {
  const names = readdirSync(corpus, { recursive: true, encoding: "utf8" }).filter(name => name.endsWith(".proto"));
  const groups = names.sort().map(name => filesOf(readFileSync(path.join(corpus, name), "utf8")));
  return groups.filter(one => one.size > 1 && [...one.values()].join("").length < 20_000);
}

// Words of the files themselves mean more to them than damage does.
function randomChange(text: string, words: readonly string[], pick: (below: number) => number): TextEdit | undefined {
  const tokens = tokensOf(text);
  const token = tokens[pick(tokens.length)];
  if (token === undefined) return undefined;
  const word = words[pick(words.length)] ?? "";
  switch (pick(6)) {
    case 0:
      return { span: { start: token.end, end: token.end }, newText: pieces[pick(pieces.length)] ?? "" };
    case 1:
      return { span: { start: token.start, end: token.end }, newText: "" };
    case 2:
      return { span: { start: token.end, end: token.end }, newText: ` ${word}` };
    default: {
      const own = text.slice(token.start, token.end);
      const alike = words.filter(one => kindOf(one) === kindOf(own));
      return { span: { start: token.start, end: token.end }, newText: alike[pick(alike.length)] ?? word };
    }
  }
}

function kindOf(word: string): "name" | "number" | "string" | "other" {
  if (/^\w/.test(word)) return /^\d/.test(word) ? "number" : "name";
  return /^["']/.test(word) ? "string" : "other";
}

const pieces = [
  " // x\n",
  " /* x */ ",
  "\n",
  "\n  optional int32 added = 1;",
  " string added = 77;",
  " map<string, string> added = 78;",
  " required int32 needed = 79;",
  " reserved 5; reserved 'kept';",
  "\n message Inner {}",
  "\n message Other { message Deep {} enum Kind { NONE = 0; } }",
  "\n enum Fresh { FRESH = 0; }",
  "\n extensions 100 to 199;",
  " option deprecated = true;",
  " [deprecated = true]",
  " option features.enum_type = CLOSED;",
  " local ",
  "}",
  "{",
  ";",
];

/** The files of which a problem shows or changes a text that stands no more. */
function staleTexts(problems: readonly Problem[], files: OpenFiles): string[] {
  const places = problems.flatMap(one => [...one.related, ...one.fixes.flatMap(fix => fix.elsewhere ?? [])]);
  return places.flatMap(({ source }) => {
    const now = files.text(source.path);
    return now === "" || now === source.text ? [] : [source.path];
  });
}
