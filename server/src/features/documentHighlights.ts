import { type DocumentHighlight, DocumentHighlightKind } from "vscode-languageserver-types";
import type { Snapshot } from "../workspace/snapshot.ts";
import { lspRange, offsetAt } from "./lspRange.ts";
import type { PositionParams } from "./params.ts";
import { usesInFile } from "./references.ts";
import { symbolAt } from "./symbolAt.ts";

/** All places of the same file that mean what stands at a position. */
export function documentHighlights(
  snapshot: Snapshot,
  { textDocument, position }: PositionParams,
): DocumentHighlight[] {
  const source = snapshot.parsed(textDocument.uri)?.source;
  if (source === undefined) return [];
  const symbol = symbolAt(snapshot, textDocument.uri, offsetAt(source, position));
  if (symbol === undefined || symbol.kind === "scalar" || symbol.kind === "import") return [];
  const { declaration } = symbol;
  const uses = usesInFile(snapshot, textDocument.uri, declaration);
  const highlights: DocumentHighlight[] = uses.map(span => ({
    range: lspRange(source, span),
    kind: DocumentHighlightKind.Read,
  }));
  if (declaration.file.parsed.source === source) {
    highlights.unshift({ range: lspRange(source, declaration.nameSpan), kind: DocumentHighlightKind.Write });
  }
  return highlights;
}
