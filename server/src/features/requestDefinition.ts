import type { Location } from "vscode-languageserver-types";
import { editorSchema, type SchemaOfRequest } from "../requests/requestSchema.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { lspLocation, offsetAt } from "./lspRange.ts";
import { isNeeds, type Needs } from "./needs.ts";
import type { PositionParams } from "./params.ts";
import { requestDeclarationAt } from "./requestDeclarationAt.ts";
import { requestDocumentAt } from "./requestDocumentAt.ts";

/** Where the service, rpc, field, enum value or message that a name in a request stands for is declared. */
export function requestDefinition(
  snapshot: Snapshot,
  { textDocument, position }: PositionParams,
  schemaOf: SchemaOfRequest = editorSchema,
): Location | Needs | null {
  const document = requestDocumentAt(snapshot, textDocument.uri);
  if (document === undefined) return null;
  const found = requestDeclarationAt(
    snapshot,
    textDocument.uri,
    document,
    offsetAt(document.source, position),
    schemaOf,
  );
  if (found === undefined || isNeeds(found)) return found ?? null;
  return lspLocation(found.snapshot, found.declaration.file.parsed.source, found.declaration.nameSpan);
}
