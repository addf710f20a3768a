import type { Location } from "vscode-languageserver-types";
import type { Steps } from "../compiler/text/steps.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { lspLocation, offsetAt } from "./lspRange.ts";
import type { PositionParams } from "./params.ts";
import { symbolSteps } from "./symbolAt.ts";

/** Where what stands at a position is declared; of an import, the file it names. In steps. */
export function* definitionSteps(
  snapshot: Snapshot,
  { textDocument, position }: PositionParams,
): Steps<Location | null> {
  const source = snapshot.parsed(textDocument.uri)?.source;
  if (source === undefined) return null;
  const symbol = yield* symbolSteps(snapshot, textDocument.uri, offsetAt(source, position));
  switch (symbol?.kind) {
    case undefined:
    case "scalar":
      return null;
    case "import": {
      const uri = snapshot.resolveImport(textDocument.uri, symbol.path);
      return uri === undefined ? null : { uri, range: { start: fileStart, end: fileStart } };
    }
    case "declaration":
    case "use":
      return lspLocation(snapshot, symbol.declaration.file.parsed.source, symbol.declaration.nameSpan);
  }
}

const fileStart = { line: 0, character: 0 };
