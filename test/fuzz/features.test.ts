// What the editor asks of a text in which something is broken: it is answered, and the outline nests. `PROTODIAL_FUZZ=all`
// asks ten times as often.
import { expect, test } from "vitest";
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
import { hostileTexts } from "./hostileTexts.ts";
import { damages, mutation, numbers, tokensOf } from "./mutations.ts";
import { corpusFiles, realFiles } from "./texts.ts";

const rounds = process.env.PROTODIAL_FUZZ === "all" ? 4000 : 300;

test("texts with a damaged token are answered by every feature at every place", async () => {
  const pick = numbers(4);
  const files = [...corpusFiles(), ...realFiles()].filter(file => file.text.length < 6000);
  for (let round = 0; round < rounds; round++) {
    const { text } = files[pick(files.length)] ?? { text: "" };
    const tokens = tokensOf(text);
    const how = damages[pick(damages.length)] ?? "cut";
    const done = mutation(text, tokens, pick(tokens.length + 1), how, pick);
    if (done !== undefined)
      await askAll(done.text, [done.start, Math.max(0, done.start - 1), pick(done.text.length + 1)]);
  }
}, 3_600_000);

test.each(Object.keys(hostileTexts))("too many %s", async name => {
  const text = hostileTexts[name]?.(1000) ?? "";
  await askAll(text, [0, text.length, text.length >> 1]);
});

async function askAll(text: string, offsets: readonly number[]): Promise<void> {
  // `$0` is the cursor of a fixture, and `//- ` begins another file.
  const { snapshot, params } = await fixture(text.replaceAll("$0", "$ 0").replace(/^\/\/- /gm, "// "));
  const { textDocument } = params;
  const source = snapshot.source(textDocument.uri);
  if (source === undefined) throw new Error("not open");
  for (const feature of [diagnostics, foldingRanges, codeLenses, semanticTokens]) feature(snapshot, { textDocument });
  expect(isNested(documentSymbols(snapshot, { textDocument }))).toBe(true);
  for (const offset of offsets) {
    const position = lspPosition(source, Math.min(offset, source.text.length));
    const at = { textDocument, position };
    for (const steps of [hoverSteps, definitionSteps]) finished<unknown>(steps(snapshot, at));
    documentHighlights(snapshot, at);
    completion(snapshot, at, { snippets: true });
    references(snapshot, { ...at, context: { includeDeclaration: true } });
    codeActions(snapshot, { ...at, range: { start: position, end: position }, context: { diagnostics: [] } });
    expect(selectionRanges(snapshot, { ...at, positions: [position] })).toHaveLength(1);
  }
}

function isNested(symbols: readonly DocumentSymbol[]): boolean {
  return symbols.every(one => {
    const inner = [one.selectionRange, ...(one.children ?? []).map(child => child.range)];
    const isInside = inner.every(range => isBefore(one.range.start, range.start) && isBefore(range.end, one.range.end));
    return one.name !== "" && isInside && isNested(one.children ?? []);
  });
}

function isBefore(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.character <= other.character);
}
