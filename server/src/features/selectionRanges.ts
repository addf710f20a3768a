import type { Position, SelectionRange } from "vscode-languageserver-types";
import type { Span } from "../compiler/text/span.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { lspRange, offsetAt } from "./lspRange.ts";
import { hasBody, nodePath } from "./nodePath.ts";
import type { DocumentParams } from "./params.ts";

export interface SelectionRangeParams extends DocumentParams {
  readonly positions: readonly Position[];
}

/** For each position the constructs around it, from the smallest to the file. */
export function selectionRanges(
  snapshot: Snapshot,
  { textDocument, positions }: SelectionRangeParams,
): SelectionRange[] {
  const parsed = snapshot.parsed(textDocument.uri);
  if (parsed === undefined) return [];
  const { source } = parsed;
  return positions.map(position => {
    const offset = offsetAt(source, position);
    const spans: Span[] = [];
    for (const node of nodePath(parsed.tree, offset)) {
      spans.push(node);
      const body = hasBody(node) ? node.body : undefined;
      if (body !== undefined && body.start < offset && offset < body.end) {
        spans.push({ start: body.start + 1, end: Math.max(body.start + 1, body.end - 1) });
      }
    }
    let selection: SelectionRange = { range: { start: position, end: position } };
    const [outermost, ...inner] = spans;
    if (outermost !== undefined) selection = { range: lspRange(source, outermost) };
    for (const span of inner) selection = { range: lspRange(source, span), parent: selection };
    return selection;
  });
}
