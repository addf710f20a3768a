import type { Range, SemanticTokens } from "vscode-languageserver-types";
import type { Declaration } from "../compiler/link/declarations.ts";
import { placeOf } from "../compiler/text/lineIndex.ts";
import { rpcOf } from "../requests/checkRequests.ts";
import { type NameInRequest, namesInRequest } from "../requests/namesInRequest.ts";
import { allNeeds, editorSchema, needsOf, type SchemaOfRequest } from "../requests/requestSchema.ts";
import { anyTypes, type SchemaNeeds } from "../requests/rpcLookup.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { isDeprecated } from "./describeSymbol.ts";
import { offsetAt } from "./lspRange.ts";
import type { Needs } from "./needs.ts";
import type { DocumentParams } from "./params.ts";
import { requestDocumentAt } from "./requestDocumentAt.ts";
import { semanticTokenLegend } from "./semanticTokens.ts";

/** Names that mean something in the schema: a key that is no field stays the string that the grammar sees. */
export function requestTokens(
  snapshot: Snapshot,
  { textDocument, range }: DocumentParams & { readonly range?: Range },
  schemaOf: SchemaOfRequest = editorSchema,
): SemanticTokens | Needs {
  const { uri } = textDocument;
  const document = requestDocumentAt(snapshot, uri);
  if (document === undefined) return { data: [] };
  const { source } = document;
  const first = range === undefined ? 0 : offsetAt(source, range.start);
  const last = range === undefined ? source.text.length : offsetAt(source, range.end);
  const names: NameInRequest[] = [];
  const needs: SchemaNeeds[] = [];
  for (const request of document.requests) {
    if (request.end < first || last < request.start) continue;
    const schema = schemaOf(snapshot, uri, request);
    if (schema.kind === "unknown") continue;
    const rpc = rpcOf(schema, uri, request);
    if (rpc?.kind === "needs") needs.push(rpc);
    if (rpc?.kind !== "rpc") continue;
    const needed = new Set<string>();
    const types = anyTypes(schema.snapshot, rpc.uri, rpc.view, needed);
    for (const one of namesInRequest(request, rpc, { text: source.text, view: rpc.view, types })) names.push(one);
    if (needed.size > 0) needs.push(needsOf(schema, { files: [...needed], index: false }));
  }
  const all = allNeeds(needs);
  if (all !== undefined) return all;
  const data: number[] = [];
  let before = { line: 0, column: 0 };
  for (const name of names.sort((a, b) => a.span.start - b.span.start)) {
    if (name.span.end < first || last < name.span.start) continue;
    const place = placeOf(source.lines, name.span.start);
    const isSameLine = place.line === before.line;
    data.push(place.line - before.line, isSameLine ? place.column - before.column : place.column, ...token(name));
    before = place;
  }
  return { data };
}

const { tokenTypes, tokenModifiers } = semanticTokenLegend;
const typeOf: Readonly<Partial<Record<Declaration["kind"], (typeof tokenTypes)[number]>>> = {
  message: "struct",
  enum: "enum",
  enumValue: "enumMember",
  service: "interface",
  method: "method",
};

function token({ declaration, span }: NameInRequest): [length: number, type: number, modifiers: number] {
  const type = tokenTypes.indexOf(typeOf[declaration.kind] ?? "property");
  const modifiers = isDeprecated(declaration) ? 1 << tokenModifiers.indexOf("deprecated") : 0;
  return [span.end - span.start, type, modifiers];
}
