import { type SymbolInformation, SymbolKind } from "vscode-languageserver-types";
import { type FileOutline, noRow, type Outline, type OutlineKind } from "../workspace/outline.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { type Needs, needsIndex } from "./needs.ts";

const most = 300;

// With fewer that have the query in them, those that have its letters in order are told too.
const few = 20;

/** Declarations of all files of the folders whose name goes with a query, the best first. */
export function workspaceSymbols(
  snapshot: Snapshot,
  { query }: { readonly query: string },
): SymbolInformation[] | Needs {
  if (!snapshot.indexed) return needsIndex;
  const files = [...snapshot.outlines()];
  const found = new Candidates();
  const scores = scoring(query);
  for (const file of files) found.add(file, scores(file.outline));
  if (found.count < few) {
    const letters = lettersInOrder(query);
    for (const file of files) found.add(file, lettersAlone(file.outline, letters, scores(file.outline)));
  }
  return found.best(most).map(({ file, row }) => symbolInformation(file, row));
}

/** By row, how well a symbol goes with the query; 0 where it does not. Undefined where none does. */
type Scores = Uint8Array | undefined;

/** The name itself, what begins with it, what has it, what is in something that has it, what has its letters in order. */
const Score = { Whole: 1, Start: 2, Part: 3, Scope: 4, Letters: 5 } as const;

// Hundreds of thousands of names go through here: none of it makes a string for each.
function scoring(query: string): (outline: Outline) => Scores {
  const wanted = query.toLowerCase();
  if (wanted.includes(".")) return outline => dottedScores(outline, wanted);
  const pattern = literal(query);
  return outline => {
    const inPackage = outline.packageName.toLowerCase().includes(wanted);
    const scores = new Uint8Array(outline.symbolCount);
    let any = inPackage;
    outline.search(pattern, (row, end) => {
      any = true;
      if (end > wanted.length) scores[row] = Score.Part;
      else scores[row] = outline.lengthOf(row) === end ? Score.Whole : Score.Start;
    });
    if (!any) return undefined;
    for (let row = 0; row < scores.length; row++) {
      const around = outline.parentOf(row);
      const inScope = around === noRow ? inPackage : scores[around] !== 0;
      if (scores[row] === 0 && inScope) scores[row] = Score.Scope;
    }
    return scores;
  };
}

function dottedScores(outline: Outline, wanted: string): Scores {
  const scores = new Uint8Array(outline.symbolCount);
  if (`${outline.packageName}.`.toLowerCase().includes(wanted)) return scores.fill(Score.Scope);
  // A part that stands nowhere says it at once.
  const [longest = ""] = wanted.split(".").sort((a, b) => b.length - a.length);
  const names = `${outline.packageName}${outline.columns.declared}`;
  if (!literal(longest).test(names)) return undefined;
  for (let row = 0; row < scores.length; row++) {
    if (outline.fullNameOf(row).toLowerCase().includes(wanted)) scores[row] = Score.Scope;
  }
  return scores;
}

function lettersAlone(outline: Outline, letters: RegExp, known: Scores): Scores {
  const scores = new Uint8Array(outline.symbolCount);
  for (const row of outline.rowsWith(letters)) if ((known?.[row] ?? 0) === 0) scores[row] = Score.Letters;
  return scores;
}

function literal(query: string): RegExp {
  return new RegExp([...query].map(escaped).join(""), "giu");
}

// Between two letters stands anything but the second, so that the search never goes back.
function lettersInOrder(query: string): RegExp {
  const [first = "", ...rest] = [...query].map(escaped);
  return new RegExp(first + rest.map(letter => `[^\\n${letter}]*${letter}`).join(""), "giu");
}

function escaped(letter: string): string {
  return /\w/.test(letter) ? letter : `\\u{${letter.codePointAt(0)?.toString(16)}}`;
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
    scores?.forEach((score, row) => {
      if (score === 0) return;
      this.#files.push(file);
      this.#rows.push(row);
      this.#keys.push(score * longest + Math.min(longest - 1, file.outline.fullLengthOf(row)));
    });
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
