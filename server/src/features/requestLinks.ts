import type { DocumentLink } from "vscode-languageserver-types";
import { fileBeside, isElsewhere } from "../requests/outsideFiles.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { lspRange } from "./lspRange.ts";
import type { DocumentParams } from "./params.ts";
import { requestDocumentAt } from "./requestDocumentAt.ts";

const fileOptions = ["ca", "cert", "key"];

/** The files that `@ca`, `@cert` and `@key` name, beside the request document. */
export function requestLinks(snapshot: Snapshot, { textDocument }: DocumentParams): DocumentLink[] {
  const document = requestDocumentAt(snapshot, textDocument.uri);
  if (document === undefined || !textDocument.uri.startsWith("file:")) return [];
  return document.requests.flatMap(({ options }) =>
    options.flatMap(({ key, value }) => {
      if (!fileOptions.includes(key) || value.text === "" || value.placeholders.length > 0) return [];
      const target = fileBeside(textDocument.uri, snapshot.folders, value.text);
      // A click must not sign the user in on another machine.
      if (target === undefined || isElsewhere(textDocument.uri, target)) return [];
      return [{ range: lspRange(document.source, value), target }];
    }),
  );
}
