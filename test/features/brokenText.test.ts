import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { DocumentSymbol, Position } from "vscode-languageserver-types";
import { finished } from "../../server/src/compiler/text/steps.ts";
import { codeActions } from "../../server/src/features/codeActions.ts";
import { codeLenses } from "../../server/src/features/codeLenses.ts";
import { completion } from "../../server/src/features/completion/completion.ts";
import { definitionSteps } from "../../server/src/features/definition.ts";
import { diagnostics } from "../../server/src/features/diagnostics.ts";
import { documentHighlights } from "../../server/src/features/documentHighlights.ts";
import { documentSymbols } from "../../server/src/features/documentSymbols.ts";
import { foldingRanges } from "../../server/src/features/foldingRanges.ts";
import { hoverSteps } from "../../server/src/features/hover.ts";
import { lspPosition } from "../../server/src/features/lspRange.ts";
import { references } from "../../server/src/features/references.ts";
import { selectionRanges } from "../../server/src/features/selectionRanges.ts";
import { semanticTokens } from "../../server/src/features/semanticTokens.ts";
import { fixture } from "../support/fixture.ts";

const whole = readFileSync("examples/directories/directories/v1/directories.proto", "utf8");
const pieces = [
  "{",
  "}",
  "[",
  ")",
  "<",
  ";",
  "=",
  '"',
  "/*",
  "//",
  "\n",
  "option (a.b).c = {",
  "é漢😀",
  "rpc X(",
  "map<",
  "...",
];

/** The same numbers in each run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state % below;
  };
}

function damaged(pick: (below: number) => number): string {
  let text = whole;
  for (let times = 1 + pick(3); times > 0; times--) {
    const at = pick(text.length + 1);
    const how = pick(3);
    if (how === 0) text = text.slice(0, at);
    else
      text =
        text.slice(0, at) +
        (how === 1 ? pieces[pick(pieces.length)] : "") +
        text.slice(at + (how === 2 ? pick(60) : 0));
  }
  return text;
}

const isBefore = (one: Position, other: Position) =>
  one.line < other.line || (one.line === other.line && one.character <= other.character);

function isNested(symbols: readonly DocumentSymbol[]): boolean {
  return symbols.every(one => {
    const inner = [one.selectionRange, ...(one.children ?? []).map(child => child.range)];
    const isInside = inner.every(range => isBefore(one.range.start, range.start) && isBefore(range.end, one.range.end));
    return isInside && isNested(one.children ?? []);
  });
}

describe("any text", () => {
  it.each([1, 2, 3])("is answered by every feature at every place (%i)", async seed => {
    const pick = numbers(seed);
    for (let round = 0; round < 60; round++) {
      const {
        snapshot,
        params: { textDocument },
      } = await fixture(damaged(pick));
      const source = snapshot.source(textDocument.uri);
      if (source === undefined) throw new Error("not open");
      const position = lspPosition(source, pick(source.text.length + 1));
      const at = { textDocument, position };
      for (const feature of [diagnostics, documentHighlights, foldingRanges, codeLenses, semanticTokens]) {
        feature(snapshot, at);
      }
      for (const steps of [hoverSteps, definitionSteps]) finished<unknown>(steps(snapshot, at));
      completion(snapshot, at, { snippets: true });
      references(snapshot, { ...at, context: { includeDeclaration: true } });
      codeActions(snapshot, { ...at, range: { start: position, end: position }, context: { diagnostics: [] } });
      expect(selectionRanges(snapshot, { ...at, positions: [position] })).toHaveLength(1);
      expect(isNested(documentSymbols(snapshot, at)), source.text).toBe(true);
    }
  });
});
