import { type DocumentSymbol, SymbolKind } from "vscode-languageserver-types";
import { isHttpDocument } from "../requests/httpDocument.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { lspRange } from "./lspRange.ts";
import type { DocumentParams } from "./params.ts";
import { requestDocumentAt } from "./requestDocumentAt.ts";

/** The requests of a document, by their names or the rpcs they call. */
export function requestSymbols(snapshot: Snapshot, { textDocument }: DocumentParams): DocumentSymbol[] {
  const document = requestDocumentAt(snapshot, textDocument.uri);
  // Of an `.http` file the one whose language it is tells all requests.
  if (document === undefined || isHttpDocument(document.source.path)) return [];
  return document.requests.map(request => {
    const { line } = request;
    const rpc = line === undefined ? "" : `${line.service.text}/${line.method.text}`;
    const name = request.name === "" ? line?.method.text : request.name;
    const shown = request.name === "" ? (line?.method ?? request) : request.nameSpan;
    return {
      name: name === undefined || name === "" ? "request" : name,
      detail: rpc,
      kind: SymbolKind.Method,
      range: lspRange(document.source, request),
      selectionRange: lspRange(document.source, shown),
    };
  });
}
