import type { Hover } from "vscode-languageserver-types";
import type { Snapshot } from "../workspace/snapshot.ts";
import { describeDeclaration } from "./hover.ts";
import { lspRange, offsetAt } from "./lspRange.ts";
import { isNeeds, type Needs } from "./needs.ts";
import type { PositionParams } from "./params.ts";
import { requestDeclarationAt } from "./requestDeclarationAt.ts";
import { requestDocumentAt } from "./requestDocumentAt.ts";

/** What the schema says of a name in a request: signature and comment. */
export function requestHover(snapshot: Snapshot, { textDocument, position }: PositionParams): Hover | Needs | null {
  const document = requestDocumentAt(snapshot, textDocument.uri);
  if (document === undefined) return null;
  const found = requestDeclarationAt(snapshot, textDocument.uri, document, offsetAt(document.source, position));
  if (found === undefined || isNeeds(found)) return found ?? null;
  const uri = snapshot.uriOf(found.declaration.file.parsed.source);
  const value = describeDeclaration(snapshot, uri, found.declaration);
  return { contents: { kind: "markdown", value }, range: lspRange(document.source, found.span) };
}
