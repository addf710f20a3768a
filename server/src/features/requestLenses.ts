import type { CodeLens } from "vscode-languageserver-types";
import type { Snapshot } from "../workspace/snapshot.ts";
import { lspRange } from "./lspRange.ts";
import type { DocumentParams } from "./params.ts";
import { requestDocumentAt } from "./requestDocumentAt.ts";

/** `▶ Send` above every request line. */
export function requestLenses(snapshot: Snapshot, { textDocument }: DocumentParams): CodeLens[] {
  const document = requestDocumentAt(snapshot, textDocument.uri);
  if (document === undefined) return [];
  return document.requests.flatMap(({ line }) => {
    if (line === undefined) return [];
    const range = lspRange(document.source, line);
    const command = {
      title: "▶ Send",
      command: "protodial.sendRequest",
      arguments: [textDocument.uri, range.start.line],
    };
    return [{ range, command }];
  });
}
