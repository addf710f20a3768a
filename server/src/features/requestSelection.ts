import type { SelectionRange } from "vscode-languageserver-types";
import { type Span, touches } from "../compiler/text/span.ts";
import type { JsonNode } from "../requests/json/jsonNodes.ts";
import { type Request, requestAt } from "../requests/requestDocument.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { lspRange, offsetAt } from "./lspRange.ts";
import { requestDocumentAt } from "./requestDocumentAt.ts";
import type { SelectionRangeParams } from "./selectionRanges.ts";

/** For each position what stands around it, from the smallest part to the document. */
export function requestSelection(
  snapshot: Snapshot,
  { textDocument, positions }: SelectionRangeParams,
): SelectionRange[] {
  const document = requestDocumentAt(snapshot, textDocument.uri);
  if (document === undefined) return [];
  const { source } = document;
  return positions.map(position => {
    const offset = offsetAt(source, position);
    const request = requestAt(document, offset);
    let selection: SelectionRange = { range: lspRange(source, { start: 0, end: source.text.length }) };
    let around: Span = { start: 0, end: source.text.length };
    for (const span of request === undefined ? [] : spansAt(request, offset)) {
      const isSmaller = span.start > around.start || span.end < around.end;
      if (!isSmaller || !touches(span, offset)) continue;
      selection = { range: lspRange(source, span), parent: selection };
      around = span;
    }
    return selection;
  });
}

/** From the request inwards. */
function spansAt(request: Request, offset: number): Span[] {
  const { line } = request;
  const path = line === undefined ? [] : [{ start: line.service.start, end: line.method.end }];
  const parts = line === undefined ? [] : [line, ...path, line.target, line.service, line.method];
  const options = request.options.flatMap(one => [one, one.value]);
  const headers = request.headers.flatMap(one => [one, one.key, one.value]);
  const flat = [request, ...parts, ...options, ...headers, ...request.comments].filter(one => touches(one, offset));
  const node = request.messages.find(one => touches(one, offset));
  return node === undefined ? flat : [...flat, ...inJson(node, offset)];
}

function inJson(node: JsonNode, offset: number): Span[] {
  const spans: Span[] = [node];
  const isBracketed = node.kind === "object" || node.kind === "array";
  if (isBracketed && node.closed) spans.push({ start: node.start + 1, end: node.end - 1 });
  if (node.kind === "string") spans.push({ start: node.start + 1, end: Math.max(node.start + 1, node.end - 1) });
  if (node.kind === "array") {
    const element = node.elements.find(one => touches(one, offset));
    return element === undefined ? spans : [...spans, ...inJson(element, offset)];
  }
  if (node.kind !== "object") return spans;
  const member = node.members.find(one => touches(one, offset));
  if (member === undefined) return spans;
  const inner = [member.key, member.value].find(one => one !== undefined && touches(one, offset));
  return [...spans, member, ...(inner === undefined ? [] : inJson(inner, offset))];
}
