import type { LinkedFile } from "../compiler/link/linkedFile.ts";
import { touches } from "../compiler/text/span.ts";
import { type BodyPlace, bodyPlace, isOpen } from "../requests/bodyPlace.ts";
import { rpcOf } from "../requests/checkRequests.ts";
import { type Request, type RequestDocument, requestAt } from "../requests/requestDocument.ts";
import { needsOf, type RequestSchema, type SchemaOfRequest } from "../requests/requestSchema.ts";
import { anyTypes, type FoundRpc } from "../requests/rpcLookup.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import type { Needs } from "./needs.ts";

/** What stands at an offset of a request document. */
export interface RequestPlace {
  readonly request: Request;
  /** What it is read with. */
  readonly schema: RequestSchema;
  /** The rpc that the request calls, where it is known. */
  readonly rpc: FoundRpc | undefined;
  /** Where the offset is in a message of the body. */
  readonly body: BodyPlace | undefined;
}

/** Finds the request at `offset`, its rpc and its place in the body; undefined outside of requests. */
export function requestPlace(
  snapshot: Snapshot,
  uri: string,
  document: RequestDocument,
  offset: number,
  schemaOf: SchemaOfRequest,
): RequestPlace | Needs | undefined {
  const request = requestAt(document, offset);
  if (request === undefined) return undefined;
  const schema = schemaOf(snapshot, uri, request);
  if (schema.kind === "unknown") return { request, schema, rpc: undefined, body: undefined };
  const found = rpcOf(schema, uri, request);
  if (found?.kind === "needs") return found;
  if (found?.kind !== "rpc") return { request, schema, rpc: undefined, body: undefined };
  const input = found.view.input(found.method);
  const node = request.messages.find(one => touches(one, offset) || (one.start < offset && isOpen(one)));
  if (input === undefined || node === undefined) return { request, schema, rpc: found, body: undefined };
  const needed = new Set<string>();
  const types = anyTypes(schema.snapshot, found.uri, found.view, needed);
  const body = bodyPlace(node, offset, input, { text: document.source.text, view: found.view, types });
  if (needed.size > 0) return needsOf(schema, { files: [...needed], index: false });
  return { request, schema, rpc: found, body };
}

/** The linked file that declares something seen from `file`. */
export function declaringFile(files: readonly LinkedFile[], path: string): LinkedFile | undefined {
  return files.find(one => one.declared.path === path);
}
