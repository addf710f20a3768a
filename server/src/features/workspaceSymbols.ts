import { type SymbolInformation, SymbolKind } from "vscode-languageserver-types";
import type { FileOutline, OutlineSymbol } from "../workspace/outline.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { bundledPath } from "../workspace/uri.ts";
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
  const found = symbolsThat(snapshot, query, literal(query));
  if (found.length < few)
    found.push(...symbolsThat(snapshot, query, lettersInOrder(query)).filter(one => one.score === 4));
  found.sort((a, b) => a.score - b.score || a.symbol.fullName.length - b.symbol.fullName.length);
  return found.slice(0, most).map(({ file, symbol }) => symbolInformation(file, symbol));
}

interface Candidate {
  readonly file: FileOutline;
  readonly symbol: OutlineSymbol;
  readonly score: number;
}

// The sieve makes no strings: hundreds of thousands of names go through it.
function symbolsThat(snapshot: Snapshot, query: string, sieve: RegExp): Candidate[] {
  const wanted = query.toLowerCase();
  const found: Candidate[] = [];
  for (const file of snapshot.outlines()) {
    if (bundledPath(file.uri) !== undefined) continue;
    for (const symbol of file.symbols) {
      if (!sieve.test(symbol.fullName)) continue;
      const score = scoreOf(wanted, symbol);
      if (score !== undefined) found.push({ file, symbol, score });
    }
  }
  return found;
}

function literal(query: string): RegExp {
  return new RegExp([...query].map(escaped).join(""), "iu");
}

// Between two letters stands anything but the second, so that the search never goes back.
function lettersInOrder(query: string): RegExp {
  const [first = "", ...rest] = [...query].map(escaped);
  return new RegExp(first + rest.map(letter => `[^${letter}]*${letter}`).join(""), "iu");
}

function escaped(letter: string): string {
  return /\w/.test(letter) ? letter : `\\u{${letter.codePointAt(0)?.toString(16)}}`;
}

// 0 is the name itself, then what begins with it, what has it, what has its letters in order.
function scoreOf(wanted: string, symbol: OutlineSymbol): number | undefined {
  const name = symbol.name.toLowerCase();
  const at = name.indexOf(wanted);
  if (at === 0) return name.length === wanted.length ? 0 : 1;
  if (at > 0) return 2;
  if (symbol.fullName.toLowerCase().includes(wanted)) return 3;
  let typed = 0;
  for (let i = 0; i < name.length && typed < wanted.length; i++) if (name[i] === wanted[typed]) typed++;
  return typed === wanted.length ? 4 : undefined;
}

function symbolInformation(file: FileOutline, symbol: OutlineSymbol): SymbolInformation {
  const { name, fullName, line, column } = symbol;
  const start = { line, character: column };
  const end = { line, character: column + name.length };
  return {
    name,
    kind: kinds[symbol.kind],
    containerName: fullName.slice(0, Math.max(0, fullName.length - name.length - 1)),
    location: { uri: file.uri, range: { start, end } },
  };
}

const kinds: Readonly<Record<OutlineSymbol["kind"], SymbolKind>> = {
  message: SymbolKind.Struct,
  enum: SymbolKind.Enum,
  enumValue: SymbolKind.EnumMember,
  service: SymbolKind.Interface,
  method: SymbolKind.Method,
  extension: SymbolKind.Property,
};
