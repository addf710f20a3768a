import type { CodeAction } from "vscode-languageserver-types";
import { checkRequests } from "../requests/checkRequests.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { type CodeActionParams, fixesIn } from "./codeActions.ts";
import type { Needs } from "./needs.ts";
import { requestDocumentAt } from "./requestDocumentAt.ts";

/** The fixes of the problems in a range of a request document. */
export function requestCodeActions(snapshot: Snapshot, params: CodeActionParams): CodeAction[] | Needs {
  const document = requestDocumentAt(snapshot, params.textDocument.uri);
  if (document === undefined) return [];
  const problems = checkRequests(snapshot, params.textDocument.uri, document);
  return "kind" in problems ? problems : fixesIn(snapshot, document.source, problems, params);
}
