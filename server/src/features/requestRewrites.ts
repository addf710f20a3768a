import type { CodeAction, TextEdit } from "vscode-languageserver-types";
import type { MessageDeclaration } from "../compiler/link/declarations.ts";
import type { SourceFile } from "../compiler/text/sourceFile.ts";
import { fieldNamed } from "../requests/checkBody.ts";
import type { JsonObject } from "../requests/json/jsonNodes.ts";
import { namesInRequest } from "../requests/namesInRequest.ts";
import type { RequestDocument } from "../requests/requestDocument.ts";
import { editorSchema, needsOf, type SchemaOfRequest } from "../requests/requestSchema.ts";
import { anyTypes } from "../requests/rpcLookup.ts";
import { jsonKey, type SchemaView } from "../requests/schemaView.ts";
import { sampleValue } from "../requests/template.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import type { CodeActionParams } from "./codeActions.ts";
import { lspRange, offsetAt } from "./lspRange.ts";
import { isNeeds, type Needs } from "./needs.ts";
import { type RequestPlace, requestPlace } from "./requestBodyPlace.ts";

/** Kind of the actions that write the same request in another way. */
export const rewriteKind = "refactor.rewrite";

/** All fields of the message at the cursor, and keys by the other of their two names. */
export function requestRewrites(
  snapshot: Snapshot,
  document: RequestDocument,
  { textDocument, range, context }: CodeActionParams,
  schemaOf: SchemaOfRequest = editorSchema,
): CodeAction[] | Needs {
  if (context.only?.some(kind => rewriteKind.startsWith(kind)) === false) return [];
  const { uri } = textDocument;
  const { source } = document;
  const place = requestPlace(snapshot, uri, document, offsetAt(source, range.start), schemaOf);
  if (place === undefined || isNeeds(place)) return place ?? [];
  const action = (title: string, edits: readonly TextEdit[]): CodeAction[] =>
    edits.length === 0 ? [] : [{ title, kind: rewriteKind, edit: { changes: { [uri]: [...edits] } } }];
  // At each move of the cursor all kinds are asked for.
  const isLarge = place.request.end - place.request.start > 200_000;
  const renamed = isLarge && context.only === undefined ? { toJson: [], toProto: [] } : keyEdits(source, place);
  if (isNeeds(renamed)) return renamed;
  const { body } = place;
  const missing = body?.kind === "key" ? missingFields(source, body.object, body.message, body.view) : [];
  return [
    ...action("Fill in all fields", missing),
    ...action("Write keys by their JSON names", renamed.toJson),
    ...action("Write keys by their names in the `.proto` file", renamed.toProto),
  ];
}

function missingFields(
  source: SourceFile,
  object: JsonObject,
  message: MessageDeclaration,
  view: SchemaView,
): TextEdit[] {
  if (!object.closed) return [];
  const { text } = source;
  const set = object.members.map(one => fieldNamed(message, one.key.value, view));
  const taken = new Set<unknown>(set.flatMap(one => (one === undefined ? [] : [one, one.oneof?.node ?? one])));
  const fields = message.fields.filter(one => {
    const group = one.oneof?.node;
    if (taken.has(one) || (group !== undefined && taken.has(group))) return false;
    return group === undefined || one.oneof?.fields[0] === one;
  });
  if (fields.length === 0) return [];
  const lineStart = text.lastIndexOf("\n", object.start) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? "";
  const inner = `${indent}${indent.includes("\t") ? "\t" : "  "}`;
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = fields.map(
    one =>
      `${lineEnd}${inner}${JSON.stringify(jsonKey(one))}: ${sampleValue(view, one, inner).replaceAll("\n", lineEnd)}`,
  );
  const last = object.members.at(-1);
  const close = object.end - 1;
  const from = last?.end ?? object.start + 1;
  const written = text.slice(from, close).trimEnd();
  const edit = (start: number, end: number, newText: string) => ({ range: lspRange(source, { start, end }), newText });
  const isSeparated = last === undefined || /^\s*,/.test(written);
  const added = `${lines.join(",")}${lineEnd}${indent}`;
  // A comment behind the last member stays behind it.
  if (isSeparated || written === "") return [edit(from + written.length, close, `${isSeparated ? "" : ","}${added}`)];
  return [edit(from, from, ","), edit(from + written.length, close, added)];
}

function keyEdits(
  source: SourceFile,
  { request, schema, rpc, body }: RequestPlace,
): { readonly toJson: TextEdit[]; readonly toProto: TextEdit[] } | Needs {
  const toJson: TextEdit[] = [];
  const toProto: TextEdit[] = [];
  if (schema.kind === "unknown" || rpc === undefined || body === undefined) return { toJson, toProto };
  const { text } = source;
  const needed = new Set<string>();
  const types = anyTypes(schema.snapshot, rpc.uri, rpc.view, needed);
  for (const { declaration, span } of namesInRequest(request, rpc, { text, view: rpc.view, types })) {
    // Paths of field masks have one spelling.
    const isKey = /^"\s*:/.test(text.slice(span.end, span.end + 100));
    if (declaration.kind !== "field" || declaration.extend !== undefined || !isKey) continue;
    const key = text.slice(span.start, span.end);
    const range = lspRange(source, span);
    if (key !== declaration.jsonName) toJson.push({ range, newText: declaration.jsonName });
    if (key !== declaration.name) toProto.push({ range, newText: declaration.name });
  }
  return needed.size > 0 ? needsOf(schema, { files: [...needed], index: false }) : { toJson, toProto };
}
