import type { CodeAction } from "vscode-languageserver-types";
import { checkRequests } from "../requests/checkRequests.ts";
import { editorSchema, type SchemaOfRequest } from "../requests/requestSchema.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { type CodeActionParams, fixesIn } from "./codeActions.ts";
import { isNeeds, type Needs } from "./needs.ts";
import { requestDocumentAt } from "./requestDocumentAt.ts";
import { requestRewrites } from "./requestRewrites.ts";

/** The fixes of the problems in a range of a request document, and other ways to write what stands there. */
export function requestCodeActions(
  snapshot: Snapshot,
  params: CodeActionParams,
  schemaOf: SchemaOfRequest = editorSchema,
): CodeAction[] | Needs {
  const document = requestDocumentAt(snapshot, params.textDocument.uri);
  if (document === undefined) return [];
  const problems = checkRequests(snapshot, params.textDocument.uri, document, schemaOf);
  if ("kind" in problems) return problems;
  const rewrites = requestRewrites(snapshot, document, params, schemaOf);
  return isNeeds(rewrites) ? rewrites : [...fixesIn(snapshot, document.source, problems, params), ...rewrites];
}
