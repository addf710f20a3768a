import type { FormattingOptions, Range, TextEdit } from "vscode-languageserver-types";
import { formatRequests } from "../requests/formatRequests.ts";
import { isHttpDocument } from "../requests/httpDocument.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { lspRange, offsetAt } from "./lspRange.ts";
import type { DocumentParams } from "./params.ts";
import { requestDocumentAt } from "./requestDocumentAt.ts";

export interface FormattingParams extends DocumentParams {
  readonly options: FormattingOptions;
  /** What of the document is to be laid out; all of it where it is left out. */
  readonly range?: Range;
}

/** The edits that lay out a request document, or a range of it. */
export function requestFormatting(
  snapshot: Snapshot,
  { textDocument, options, range }: FormattingParams,
): TextEdit[] | null {
  const document = requestDocumentAt(snapshot, textDocument.uri);
  if (document === undefined) return null;
  const { source } = document;
  // Others lay out their own requests in an `.http` file, and one formatter has all of it.
  if (isHttpDocument(source.path)) return null;
  const within = range && { start: offsetAt(source, range.start), end: offsetAt(source, range.end) };
  const unit = options.insertSpaces ? " ".repeat(Math.max(1, Math.min(options.tabSize, 16))) : "\t";
  return formatRequests(document, { unit }, within).map(one => ({
    range: lspRange(source, one),
    newText: one.newText,
  }));
}
