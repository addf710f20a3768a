import type { Diagnostic } from "vscode-languageserver-types";
import { checkRequests } from "../requests/checkRequests.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { lspDiagnostic } from "./diagnostics.ts";
import type { Needs } from "./needs.ts";
import type { DocumentParams } from "./params.ts";
import { requestDocumentAt } from "./requestDocumentAt.ts";

/** The problems of a request document: its form, and its messages against the schemas of the workspace. */
export function requestDiagnostics(snapshot: Snapshot, { textDocument }: DocumentParams): Diagnostic[] | Needs {
  const document = requestDocumentAt(snapshot, textDocument.uri);
  if (document === undefined) return [];
  const problems = checkRequests(snapshot, textDocument.uri, document);
  if ("kind" in problems) return problems;
  return problems.map(problem => lspDiagnostic(snapshot, document.source, problem));
}
