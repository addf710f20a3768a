import type { CodeLens, Command } from "vscode-languageserver-types";
import type { Span } from "../compiler/text/span.ts";
import { rpcOf } from "../requests/checkRequests.ts";
import type { Request } from "../requests/requestDocument.ts";
import { allNeeds, editorSchema, otherSchema, type SchemaOfRequest } from "../requests/requestSchema.ts";
import type { SchemaNeeds } from "../requests/rpcLookup.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { lspRange } from "./lspRange.ts";
import type { Needs } from "./needs.ts";
import type { DocumentParams } from "./params.ts";
import { requestDocumentAt } from "./requestDocumentAt.ts";

/** A call whose stream was opened from a request and has not ended. */
export interface OpenStream {
  readonly call: string;
  /** As it stands in the document now. */
  readonly request: Request;
  readonly takesMore: boolean;
}

/**
 * `▶ Send` above every request line. Where the client streams: `▶ Send all` and `Open stream`; while one is open, its end
 * above the request line and `▶ Send` above each message. `Ask for schema` where that of the server is wanted and not known.
 */
export function requestLenses(
  snapshot: Snapshot,
  { textDocument: { uri } }: DocumentParams,
  streams: readonly OpenStream[],
  schemaOf: SchemaOfRequest = editorSchema,
): CodeLens[] | Needs {
  const document = requestDocumentAt(snapshot, uri);
  if (document === undefined) return [];
  const lens = (span: Span, title: string, command: string, ...args: unknown[]): CodeLens => ({
    range: lspRange(document.source, span),
    command: { title, command: `protodial.${command}`, arguments: args } satisfies Command,
  });
  const lenses: CodeLens[] = [];
  const needs: SchemaNeeds[] = [];
  for (const request of document.requests) {
    const { line, messages } = request;
    if (line === undefined) continue;
    const at = lspRange(document.source, line).start.line;
    const open = streams.filter(one => one.request === request);
    if (open.length === 0) {
      const schema = schemaOf(snapshot, uri, request);
      const rpc = schema.kind === "schema" ? rpcOf(schema, uri, request) : undefined;
      if (rpc?.kind === "needs") needs.push(rpc);
      const clientStreams = rpc?.kind === "rpc" && rpc.method.clientStreaming;
      lenses.push(lens(line, clientStreams ? "▶ Send all" : "▶ Send", "sendRequest", uri, at));
      if (clientStreams) lenses.push(lens(line, "Open stream", "openStream", uri, at));
      const isUnasked = schema.kind === "unknown" && otherSchema(request)?.value.text === "server";
      if (isUnasked) lenses.push(lens(line, "Ask for schema", "askSchema", uri, at));
      continue;
    }
    for (const { call, takesMore } of open) {
      if (takesMore) lenses.push(lens(line, "Half-close", "halfCloseCall", call));
      lenses.push(lens(line, "Cancel", "cancelCall", call));
    }
    if (!open.some(one => one.takesMore)) continue;
    for (const message of messages) {
      const { start } = lspRange(document.source, message);
      lenses.push(lens(message, "▶ Send", "sendMessage", uri, start.line, start.character));
    }
  }
  return allNeeds(needs) ?? lenses;
}
