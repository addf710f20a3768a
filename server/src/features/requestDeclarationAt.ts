import type { Declaration } from "../compiler/link/declarations.ts";
import { type Span, touches } from "../compiler/text/span.ts";
import { fieldNamed } from "../requests/checkBody.ts";
import type { RequestDocument } from "../requests/requestDocument.ts";
import { needsOf, type SchemaOfRequest } from "../requests/requestSchema.ts";
import { anyTypes } from "../requests/rpcLookup.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { isNeeds, type Needs } from "./needs.ts";
import { requestPlace } from "./requestBodyPlace.ts";

/** A name in a request that stands for something of the schema. */
export interface NamedDeclaration {
  readonly kind: "named";
  readonly declaration: Declaration;
  /** The files that declare it. */
  readonly snapshot: Snapshot;
  /** Of the name in the request document. */
  readonly span: Span;
}

/** The service, rpc, field, enum value or message that the name at `offset` stands for. */
export function requestDeclarationAt(
  snapshot: Snapshot,
  uri: string,
  document: RequestDocument,
  offset: number,
  schemaOf: SchemaOfRequest,
): NamedDeclaration | Needs | undefined {
  const place = requestPlace(snapshot, uri, document, offset, schemaOf);
  if (place === undefined || isNeeds(place)) return place;
  const { request, schema, rpc, body } = place;
  if (rpc === undefined || schema.kind === "unknown") return undefined;
  const named = (declaration: Declaration | undefined, { start, end }: Span): NamedDeclaration | undefined =>
    declaration && { kind: "named", declaration, snapshot: schema.snapshot, span: { start, end } };
  const { line } = request;
  if (line !== undefined && touches(line.method, offset)) return named(rpc.method, line.method);
  if (line !== undefined && touches(line.service, offset)) return named(rpc.method.parent, line.service);
  switch (body?.kind) {
    case undefined:
    case "mapKey":
      return undefined;
    case "key": {
      if (body.member === undefined) return undefined;
      const { key } = body.member;
      return named(fieldNamed(body.message, key.value, body.view), key);
    }
    case "value": {
      const { node, shape } = body;
      if (node?.kind !== "string" || shape.kind !== "enum") return undefined;
      return named(
        shape.declaration.values.find(one => one.name === node.value),
        node,
      );
    }
    case "anyType": {
      const { node } = body;
      if (node?.kind !== "string") return undefined;
      const needed = new Set<string>();
      const types = anyTypes(schema.snapshot, rpc.uri, rpc.view, needed);
      const found = types.find(node.value.slice(node.value.lastIndexOf("/") + 1));
      if (needed.size > 0) return needsOf(schema, { files: [...needed], index: false });
      return named(found?.message, node);
    }
  }
}
