// After each edit the editor is told what a check of the whole text finds, however little of it was read again.
// `PROTODIAL_FUZZ=all` makes ten times as many edits.
import { expect, test } from "vitest";
import { type Compilation, compilation } from "../../server/src/compiler/compile.ts";
import { lineIndex } from "../../server/src/compiler/text/lineIndex.ts";
import type { SourceFile } from "../../server/src/compiler/text/sourceFile.ts";
import { completion } from "../../server/src/features/completion/completion.ts";
import { documentSymbols } from "../../server/src/features/documentSymbols.ts";
import { foldingRanges } from "../../server/src/features/foldingRanges.ts";
import { lspPosition } from "../../server/src/features/lspRange.ts";
import { semanticTokens } from "../../server/src/features/semanticTokens.ts";
import { builtInOptionTypes } from "../../server/src/workspace/bundled.ts";
import { EditedText } from "../../server/src/workspace/editedText.ts";
import { FileText } from "../../server/src/workspace/fileText.ts";
import type { Snapshot } from "../../server/src/workspace/snapshot.ts";
import type { TextEdit } from "../../server/src/workspace/textEdits.ts";
import { changeBetween, shownProblem } from "../support/openFiles.ts";
import { damages, mutation, numbers, tokensOf } from "./mutations.ts";
import { corpusFiles, type FuzzedFile, realFiles } from "./texts.ts";

const rounds = process.env.PROTODIAL_FUZZ === "all" ? 10 : 1;
const editsOfText = 6;

test.each([
  ["the corpus", corpusFiles(), 0.03],
  ["real files", realFiles(), 0.1],
] as const)(
  "%s: an edit tells what the whole text would",
  (_, files, share) => {
    const pick = numbers(17);
    const counts = { edits: 0, whole: 0 };
    for (let round = 0; round < rounds; round++) {
      for (const file of files) if (file.text.length < 20_000) editAtRandom(file, pick, counts);
    }
    // Else nothing would have been tried.
    expect(1 - counts.whole / counts.edits).toBeGreaterThan(share);
  },
  3_600_000,
);

test("the tokens of what is not edited are told anew where they change with the edit, and only there", () => {
  const content =
    'syntax = "proto3";\nmessage A {\n  int32 a = 1;\n}\nmessage B {\n  A a = 1 [deprecated = true];\n}\n';
  const file: FuzzedFile = { path: "a.proto", text: content, load: () => undefined };
  let text = new FileText("file:///a.proto", EditedText.of(content));
  expect(problemsOf(file, text).isWhole).toBe(true);
  const edits = [
    { newText: "\n  string more = 2;", isWhole: false },
    { newText: "\n  option deprecated = true;", isWhole: true },
  ];
  for (const { newText, isWhole } of edits) {
    const start = String(text.content).indexOf("message A {") + "message A {".length;
    const edit = { span: { start, end: start }, newText };
    text = text.changed(EditedText.of(String(text.content)).edited(edit), [edit]);
    const quick = problemsOf(file, text);
    expect(quick.isWhole).toBe(isWhole);
    expect(quick.tokens).toEqual(problemsOf(file, new FileText("file:///a.proto", text.content)).tokens);
  }
});

test("an edited text has the characters and lines of the whole", () => {
  const pick = numbers(5);
  let text = "";
  let edited = EditedText.of(text);
  for (let round = 0; round < 2000; round++) {
    if (round % 20 === 0) {
      text = "a\nbc\r\n\nd";
      edited = EditedText.of(text);
    }
    const start = pick(text.length + 1);
    const end = Math.min(text.length, start + pick(4));
    const newText = ["", "\n", "x", "\r\ny\n", "\n\n", "zz", "\r"][pick(7)] ?? "";
    edited = edited.edited({ span: { start, end }, newText });
    text = text.slice(0, start) + newText + text.slice(end);
    expect(edited.length).toBe(text.length);
    expect(edited.lines).toEqual(lineIndex(text));
    expect(edited.at(start)).toBe(text.charAt(start));
    // A question whose answer may be remembered is asked now and then.
    if (round % 7 === 0) expect(edited.hasLoneReturns).toBe(/\r(?!\n)/.test(text));
    if (round % 50 === 49) expect(edited.text).toBe(text);
  }
});

function editAtRandom(file: FuzzedFile, pick: (below: number) => number, counts: { edits: number; whole: number }) {
  let whole = EditedText.of(file.text);
  let text = new FileText("file:///a.proto", whole);
  problemsOf(file, text);
  for (let edit = 0; edit < editsOfText; edit++) {
    const before = String(text.content);
    const change = edit % 3 === 2 ? changeBetween(before, file.text) : randomChange(before, pick);
    if (change === undefined) continue;
    const after = before.slice(0, change.span.start) + change.newText + before.slice(change.span.end);
    whole = whole.edited(change);
    text = text.changed(whole, [change]);
    // Now and then where something is being typed.
    const offset = pick(2) === 0 ? pick(after.length + 1) : change.span.start + change.newText.length;
    const quick = problemsOf(file, text, offset);
    counts.edits++;
    if (quick.isWhole) counts.whole++;
    const expected = problemsOf(file, new FileText("file:///a.proto", after), offset);
    expect(text.content).toBe(after);
    expect(quick.problems.map(shownProblem), `${file.path}\n${after}`).toEqual(expected.problems.map(shownProblem));
    for (const one of quick.problems)
      for (const { source } of one.related) expect(isOld(source, file, after)).toBe(false);
    expect(quick.tokens, `${file.path}\n${after}`).toEqual(expected.tokens);
    expect(quick.shown, `${file.path} at ${offset}\n${after}`).toEqual(expected.shown);
  }
}

function problemsOf(file: FuzzedFile, text: FileText, offset = 0) {
  let isWhole = false;
  const parsed = (path: string) => (path === file.path ? text.parsed(path) : file.load(path));
  const edits = {
    edited: (path: string) => (path === file.path ? text.edited(path) : undefined),
    checked: (path: string) => {
      if (path !== file.path) return;
      text.markChecked();
      isWhole = true;
    },
  };
  const compiled = compilation(parsed, {}, builtInOptionTypes, edits);
  const problems = compiled.problems(file.path);
  const snapshot = snapshotOf(file, text, compiled);
  const textDocument = { uri: "file:///a.proto" };
  const { data } = semanticTokens(snapshot, { textDocument });
  const position = lspPosition(text.source(file.path), offset);
  const { items } = completion(snapshot, { textDocument, position }, { snippets: true });
  // In which order they come says nothing.
  const sorted = (all: readonly object[]) => all.map(one => JSON.stringify(one)).sort();
  const symbols = documentSymbols(snapshot, { textDocument });
  const folds = sorted(foldingRanges(snapshot, { textDocument }));
  return { problems, isWhole, tokens: data, shown: { offers: sorted(items), symbols, folds } };
}

function snapshotOf(file: FuzzedFile, text: FileText, compiled: Compilation): Snapshot {
  const snapshot: Partial<Snapshot> = {
    folders: [],
    source: () => text.source(file.path),
    linked: () => compiled.file(file.path),
    steps: () => compiled.interpretSteps(file.path),
    editedSteps: () => compiled.editedSteps(file.path),
    parsed: () => text.parsed(file.path),
    compilation: () => ({ compilation: compiled, path: file.path }),
    outlinesBeside: () => [],
    uriOf: () => "file:///a.proto",
  };
  return snapshot as Snapshot;
}

function randomChange(text: string, pick: (below: number) => number): TextEdit | undefined {
  const tokens = tokensOf(text);
  const how = damages[1 + pick(damages.length - 1)] ?? "dropped";
  const index = pick(tokens.length + 1);
  const token = tokens[index];
  if (token === undefined) return undefined;
  if (pick(3) === 0) return { span: { start: token.end, end: token.end }, newText: pieces[pick(pieces.length)] ?? "" };
  const done = mutation(text, tokens, index, how, pick);
  return done === undefined ? undefined : changeBetween(text, done.text);
}

const pieces = [
  " // x\n",
  "\n  int32 added = 1;",
  " string added = 77;",
  "1",
  "x",
  ";",
  " /* ",
  "\n",
  " [deprecated = true]",
  " reserved 5;",
  " option deprecated = true;",
  "\n message Inner {}",
  "}",
  "{",
];

// A place in the file itself is one of its present text.
function isOld(source: SourceFile, file: FuzzedFile, text: string): boolean {
  return source.path === file.path && source.text !== text;
}
