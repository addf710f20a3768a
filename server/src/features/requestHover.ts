import type { Hover } from "vscode-languageserver-types";
import { type Span, touches } from "../compiler/text/span.ts";
import { knownHeaders } from "../requests/offeredValues.ts";
import { type RequestDocument, requestAt } from "../requests/requestDocument.ts";
import { requestOptions } from "../requests/requestOptions.ts";
import { editorSchema, type SchemaOfRequest } from "../requests/requestSchema.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { describeDeclaration } from "./hover.ts";
import { lspRange, offsetAt } from "./lspRange.ts";
import { isNeeds, type Needs } from "./needs.ts";
import type { PositionParams } from "./params.ts";
import { requestDeclarationAt } from "./requestDeclarationAt.ts";
import { requestDocumentAt } from "./requestDocumentAt.ts";

/** What the schema says of a name in a request: signature and comment. */
export function requestHover(
  snapshot: Snapshot,
  { textDocument, position }: PositionParams,
  schemaOf: SchemaOfRequest = editorSchema,
): Hover | Needs | null {
  const document = requestDocumentAt(snapshot, textDocument.uri);
  if (document === undefined) return null;
  const offset = offsetAt(document.source, position);
  const said = wordsAt(document, offset);
  if (said !== undefined) {
    return { contents: { kind: "markdown", value: said.value }, range: lspRange(document.source, said.span) };
  }
  const found = requestDeclarationAt(snapshot, textDocument.uri, document, offset, schemaOf);
  if (found === undefined || isNeeds(found)) return found ?? null;
  const uri = found.snapshot.uriOf(found.declaration.file.parsed.source);
  const value = describeDeclaration(found.snapshot, uri, found.declaration);
  return { contents: { kind: "markdown", value }, range: lspRange(document.source, found.span) };
}

/** What options and the keys of well-known headers are for. */
function wordsAt(
  document: RequestDocument,
  offset: number,
): { readonly value: string; readonly span: Span } | undefined {
  const request = requestAt(document, offset);
  const option = request?.options.find(one => touches(one.keySpan, offset));
  const grammar = option !== undefined && Object.hasOwn(requestOptions, option.key) && requestOptions[option.key];
  if (option !== undefined && grammar) {
    const form = grammar.form === "" ? `# @${option.key}` : `# @${option.key} ${grammar.form}`;
    return { value: `\`\`\`grpc-request\n${form}\n\`\`\`\n\n${grammar.summary}`, span: option.keySpan };
  }
  const header = request?.headers.find(one => touches(one.key, offset));
  const known = knownHeaders.find(one => one.key === header?.key.text.toLowerCase());
  if (header === undefined) return undefined;
  const bytes = header.key.text.toLowerCase().endsWith("-bin") ? "\n\nIts value is bytes, written in base64" : "";
  return { value: `metadata${known === undefined ? "" : `: ${known.says}`}${bytes}`, span: header.key };
}
