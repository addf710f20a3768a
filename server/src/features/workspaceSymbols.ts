import { type SymbolInformation, SymbolKind } from "vscode-languageserver-types";
import { finished, type Steps } from "../compiler/text/steps.ts";
import { type FileOutline, noRow, type Outline, type OutlineKind } from "../workspace/outline.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { isNeeds, type Needs, needsIndex } from "./needs.ts";

const most = 300;

// With fewer that have the query in them, those that have its letters in order are told too.
const few = 20;

/** Declarations of all files of the folders whose name goes with a query, the best first. */
export function workspaceSymbols(
  snapshot: Snapshot,
  { query }: { readonly query: string },
): SymbolInformation[] | Needs {
  const steps = workspaceSymbolSteps(snapshot, { query });
  return isNeeds(steps) ? steps : finished(steps);
}

/** The same in steps. */
export function workspaceSymbolSteps(
  snapshot: Snapshot,
  { query }: { readonly query: string },
): Steps<SymbolInformation[]> | Needs {
  return snapshot.indexed ? searchSteps(snapshot.outlines(), query) : needsIndex;
}

function* searchSteps(files: readonly FileOutline[], query: string): Steps<SymbolInformation[]> {
  const found = new Candidates();
  const scores = scoring(query);
  yield* addSteps(found, files, scores);
  if (found.count < few) {
    const letters = lettersInOrder(query);
    yield* addSteps(found, files, outline => lettersAlone(outline, letters, scores));
  }
  return found.best(most).map(({ file, row }) => symbolInformation(file, row));
}

function* addSteps(
  found: Candidates,
  files: readonly FileOutline[],
  scores: (outline: Outline) => Scores,
): Steps<void> {
  for (let at = 0; at < files.length; at += filesAtOnce) {
    for (const file of files.slice(at, at + filesAtOnce)) found.add(file, scores(file.outline));
    yield;
  }
}

// Some tenths of a millisecond.
const filesAtOnce = 100;

/** By row, how well a symbol goes with the query; 0 where it does not. Undefined where none does. */
type Scores = Uint8Array | undefined;

/** The name itself, what begins with it, what has it, what is in something that has it, what has its letters in order. */
const Score = { Whole: 1, Start: 2, Part: 3, Scope: 4, Letters: 5 } as const;

// Hundreds of thousands of names go through here: none of it makes a string for each.
function scoring(query: string): (outline: Outline) => Scores {
  const wanted = query.toLowerCase();
  if (wanted.includes(".")) return dottedScoring(wanted);
  const pattern = literal(query);
  return outline => {
    const inPackage = outline.packageName.toLowerCase().includes(wanted);
    let scores: Scores = inPackage ? new Uint8Array(outline.symbolCount) : undefined;
    outline.search(pattern, (row, end) => {
      scores ??= new Uint8Array(outline.symbolCount);
      if (end > wanted.length) scores[row] = Score.Part;
      else scores[row] = outline.lengthOf(row) === end ? Score.Whole : Score.Start;
    });
    return scores === undefined ? undefined : withScopes(outline, scores, inPackage ? Score.Scope : 0);
  };
}

// What is around a symbol stands before it. `ofPackage` is the score of what stands in the package alone.
function withScopes(outline: Outline, scores: Uint8Array, ofPackage: number): Uint8Array {
  for (let row = 0; row < scores.length; row++) {
    if (scores[row] !== 0) continue;
    const around = outline.parentOf(row);
    if (around === noRow) scores[row] = ofPackage;
    else if (scores[around] !== 0) scores[row] = Score.Scope;
  }
  return scores;
}

function dottedScoring(wanted: string): (outline: Outline) => Scores {
  // Where the name of no symbol begins with the last part, or has the one before it, none can have it all.
  const parts = wanted.split(".");
  const sieve = literal(parts.at(-1) || (parts.at(-2) ?? ""));
  return outline => {
    const isInAll = `${outline.packageName}.`.toLowerCase().includes(wanted);
    if (!isInAll && outline.rowsWith(sieve).length === 0) return undefined;
    const scores = new Uint8Array(outline.symbolCount);
    if (isInAll) return scores.fill(Score.Scope);
    for (let row = 0; row < scores.length; row++) {
      if (outline.fullNameOf(row).toLowerCase().includes(wanted)) scores[row] = Score.Scope;
    }
    return scores;
  };
}

function lettersAlone(outline: Outline, letters: RegExp, better: (outline: Outline) => Scores): Scores {
  const rows = outline.rowsWith(letters);
  if (rows.length === 0) return undefined;
  const known = better(outline);
  const scores = new Uint8Array(outline.symbolCount);
  for (const row of rows) if ((known?.[row] ?? 0) === 0) scores[row] = Score.Letters;
  return scores;
}

function literal(query: string): RegExp {
  return new RegExp([...query].map(escaped).join(""), "gi");
}

// Between two letters stands anything but the second, so that the search never goes back.
function lettersInOrder(query: string): RegExp {
  const [first = "", ...rest] = [...query].map(escaped);
  return new RegExp(first + rest.map(letter => `[^\\n${letter}]*${letter}`).join(""), "gi");
}

function escaped(letter: string): string {
  return letter.replace(/[^\w\s]/, "\\$&");
}

/** Symbols by score, then by the length of their full names. */
class Candidates {
  readonly #files: FileOutline[] = [];
  readonly #rows: number[] = [];
  readonly #keys: number[] = [];

  get count(): number {
    return this.#keys.length;
  }

  add(file: FileOutline, scores: Scores): void {
    for (let row = 0; row < (scores?.length ?? 0); row++) {
      const score = scores?.[row] ?? 0;
      if (score === 0) continue;
      this.#files.push(file);
      this.#rows.push(row);
      this.#keys.push(score * longest + Math.min(longest - 1, file.outline.fullLengthOf(row)));
    }
  }

  /** The first `wanted` of them. */
  best(wanted: number): { readonly file: FileOutline; readonly row: number }[] {
    const counts = new Uint32Array((Score.Letters + 1) * longest);
    for (const key of this.#keys) counts[key] = (counts[key] ?? 0) + 1;
    let worst = 0;
    for (let sum = 0; worst < counts.length && sum < wanted; worst++) sum += counts[worst] ?? 0;
    const kept: { file: FileOutline; row: number; key: number }[] = [];
    this.#keys.forEach((key, at) => {
      const file = this.#files[at];
      if (key < worst && file !== undefined) kept.push({ file, row: this.#rows[at] ?? 0, key });
    });
    return kept.sort((a, b) => a.key - b.key).slice(0, wanted);
  }
}

// Longer full names are alike.
const longest = 1000;

function symbolInformation(file: FileOutline, row: number): SymbolInformation {
  const { kind, name, fullName, line, column } = file.outline.symbol(row);
  const start = { line, character: column };
  const end = { line, character: column + name.length };
  return {
    name,
    kind: kinds[kind],
    containerName: fullName.slice(0, Math.max(0, fullName.length - name.length - 1)),
    location: { uri: file.uri, range: { start, end } },
  };
}

const kinds: Readonly<Record<OutlineKind, SymbolKind>> = {
  message: SymbolKind.Struct,
  enum: SymbolKind.Enum,
  enumValue: SymbolKind.EnumMember,
  service: SymbolKind.Interface,
  method: SymbolKind.Method,
  extension: SymbolKind.Property,
};
