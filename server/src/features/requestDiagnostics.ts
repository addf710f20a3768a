import type { Diagnostic } from "vscode-languageserver-types";
import { checkRequests } from "../requests/checkRequests.ts";
import { editorSchema, type SchemaOfRequest } from "../requests/requestSchema.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { lspDiagnostic } from "./diagnostics.ts";
import type { Needs } from "./needs.ts";
import type { DocumentParams } from "./params.ts";
import { requestDocumentAt } from "./requestDocumentAt.ts";

/** The problems of a request document: its form, and its messages against their schemas. */
export function requestDiagnostics(
  snapshot: Snapshot,
  { textDocument }: DocumentParams,
  schemaOf: SchemaOfRequest = editorSchema,
): Diagnostic[] | Needs {
  const document = requestDocumentAt(snapshot, textDocument.uri);
  if (document === undefined) return [];
  const problems = checkRequests(snapshot, textDocument.uri, document, schemaOf);
  if ("kind" in problems) return problems;
  return problems.map(problem => lspDiagnostic(snapshot, document.source, problem));
}
