// After each edit what is told to break an earlier version is what the whole text breaks, however little of it was
// compared again. `PROTODIAL_FUZZ=all` makes ten times as many edits.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { usualSeverities } from "../../server/src/breaking/changes.ts";
import { type CountedRules, usualRules } from "../../server/src/breaking/moduleRules.ts";
import { rules } from "../../server/src/breaking/rules.ts";
import { enumsSeen, shapeOfLinked } from "../../server/src/breaking/shapeOfLinked.ts";
import type { Problem } from "../../server/src/compiler/report/problem.ts";
import {
  breakingProblems,
  breakingProblemsAfterEdit,
  type EarlierVersion,
} from "../../server/src/features/breakingProblems.ts";
import { EditedText } from "../../server/src/workspace/editedText.ts";
import type { TextEdit } from "../../server/src/workspace/textEdits.ts";
import { Workspace } from "../../server/src/workspace/workspace.ts";
import { changeBetween, shownProblem } from "../support/openFiles.ts";
import { damages, mutation, numbers, tokensOf } from "./mutations.ts";
import { changedSchema } from "./schemaChanges.ts";
import { realFiles } from "./texts.ts";

type Pick = ReturnType<typeof numbers>;

const rounds = process.env.PROTODIAL_FUZZ === "all" ? 10 : 1;
const editsOfText = 5;
const root = "file:///w";
const google = path.resolve(import.meta.dirname, "../../node_modules/google-proto-files");

test.each<readonly [string, CountedRules]>([
  ["the usual rules", usualRules],
  ["all rules", { ...usualRules, rules }],
])("%s: an edit breaks what the whole text does", { timeout: 3_600_000 }, async (_, counted) => {
  const pick = numbers(23);
  const counts = { edits: 0, parts: 0, broken: 0 };
  const files = realFiles().filter(one => one.path.startsWith("google/") && one.text.length < 12_000);
  for (let round = 0; round < rounds; round++) {
    for (const file of files) await editAtRandom(file, { counted, pick, counts });
  }
  // Else nothing would have been tried.
  expect(counts.parts / counts.edits).toBeGreaterThan(0.1);
  expect(counts.broken / counts.edits).toBeGreaterThan(0.2);
});

interface Trial {
  readonly counted: CountedRules;
  readonly pick: Pick;
  readonly counts: { edits: number; parts: number; broken: number };
}

async function editAtRandom(file: { readonly path: string; readonly text: string }, { counted, pick, counts }: Trial) {
  // The earlier version is another one from the start, or the same.
  const was = pick(3) === 0 ? file.text : changedTwice(file.text, pick);
  const earlier = await earlierVersion(file.path, was, counted);
  const uri = `${root}/${file.path}`;
  const open = await opened(uri, file.text);
  open.snapshot.problems(uri);
  let whole = EditedText.of(file.text);
  const texts = [file.text];
  for (let edit = 0; edit < editsOfText; edit++) {
    const before = whole.text;
    const change = randomChange(before, texts, pick);
    if (change === undefined) continue;
    whole = whole.edited(change);
    texts.push(whole.text);
    open.editDocument(uri, edit + 2, whole, [change]);
    const { snapshot } = open;
    snapshot.problems(uri);
    const ofParts = breakingProblemsAfterEdit(snapshot, uri, earlier);
    const found = ofParts ?? breakingProblems(snapshot, uri, earlier);
    const expected = breakingProblems((await opened(uri, whole.text)).snapshot, uri, earlier);
    counts.edits++;
    if (ofParts !== undefined) counts.parts++;
    if (expected.length > 0) counts.broken++;
    expect(shown(found), `${file.path}\nbefore:\n${was}\nnow:\n${whole.text}`).toEqual(shown(expected));
  }
}

// Who shows them puts them in order.
function shown(problems: readonly Problem[]): readonly unknown[] {
  const keyed = problems.map(one => [`${one.span.start} ${one.id} ${one.message}`, shownProblem(one)] as const);
  return keyed.sort(([one], [other]) => (one < other ? -1 : 1));
}

function changedTwice(text: string, pick: Pick): string {
  const once = changedSchema(text, pick) ?? text;
  return changedSchema(once, pick) ?? once;
}

async function earlierVersion(file: string, text: string, countedRules: CountedRules): Promise<EarlierVersion> {
  const uri = `${root}/${file}`;
  const { snapshot } = await opened(uri, text);
  const linked = snapshot.linked(uri);
  const shape = linked && shapeOfLinked(linked, snapshot.compilation(uri).compilation.optionTypes(), file);
  return {
    words: "earlier",
    uris: () => [uri],
    keyOf: () => file,
    fileOf: asked => (asked === uri ? shape : undefined),
    declaring: () => [],
    enumOf: enumsSeen([shape]),
    countedFor: () => countedRules,
    severities: usualSeverities,
    hints: "told",
    isNew: () => false,
  };
}

async function opened(uri: string, text: string): Promise<Workspace> {
  const read = async (asked: string) => {
    const file = path.join(google, asked.slice(root.length));
    return existsSync(file) ? readFileSync(file) : undefined;
  };
  const workspace = new Workspace({ read, list: async () => [] });
  workspace.setFolders([root]);
  workspace.setDocument(uri, "proto", 1, text);
  await workspace.loaded([uri]);
  return workspace;
}

/** A change of the schema, a damage, what was there some edits ago, or another layout of all. */
function randomChange(text: string, texts: readonly string[], pick: Pick): TextEdit | undefined {
  const kind = pick(10);
  if (kind < 5) return changeBetween(text, changedSchema(text, pick) ?? text);
  if (kind < 7) return changeBetween(text, texts[pick(texts.length)] ?? text);
  if (kind === 7) return { span: { start: 0, end: text.length }, newText: text.replace(/^ +/gm, "$& ") };
  const tokens = tokensOf(text);
  const how = damages[1 + pick(3)] ?? "dropped";
  const done = mutation(text, tokens, pick(tokens.length + 1), how, pick);
  return done === undefined ? undefined : changeBetween(text, done.text);
}
