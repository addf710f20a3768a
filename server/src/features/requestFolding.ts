import { type FoldingRange, FoldingRangeKind } from "vscode-languageserver-types";
import { placeOf } from "../compiler/text/lineIndex.ts";
import type { Span } from "../compiler/text/span.ts";
import { jsonNodes } from "../requests/json/jsonNodes.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import type { DocumentParams } from "./params.ts";
import { requestDocumentAt } from "./requestDocumentAt.ts";

/** Requests, the objects and arrays of their bodies, and comments of several lines. */
export function requestFolding(snapshot: Snapshot, { textDocument }: DocumentParams): FoldingRange[] {
  const document = requestDocumentAt(snapshot, textDocument.uri);
  if (document === undefined) return [];
  const { text, lines } = document.source;
  const found: FoldingRange[] = [];
  const lineOf = (offset: number) => placeOf(lines, offset).line;
  const fold = ({ start, end }: Span, more: Partial<FoldingRange> & { readonly closes: 0 | 1 }) => {
    const { closes, ...rest } = more;
    const startLine = lineOf(start);
    // The line of the closing bracket stays to be seen.
    const endLine = lineOf(end) - closes;
    if (endLine > startLine) found.push({ startLine, endLine, ...rest });
  };
  for (const request of document.requests) {
    const { start, end, messages, comments } = request;
    const written = text.slice(start, end).trimEnd().length;
    fold({ start, end: start + written }, { closes: 0, kind: FoldingRangeKind.Region });
    for (const node of messages.flatMap(jsonNodes)) {
      if ((node.kind === "object" || node.kind === "array") && node.closed) fold(node, { closes: 1 });
    }
    for (const one of comments) fold(one, { closes: 0, kind: FoldingRangeKind.Comment });
  }
  return found;
}
