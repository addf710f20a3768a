// One call, from a plain request: prepared, then started in the protocol that it asks for.
import type { DescMethod } from "@bufbuild/protobuf";
import type { CallRequest, Streaming } from "../protocol/call.ts";
import type { Channels } from "./channel.ts";
import { startGrpcCall } from "./grpcCall.ts";
import { requestMetadata } from "./metadata.ts";
import { encodeRequest } from "./requestJson.ts";
import type { CallListener, PreparedCall, StartedOrRefused } from "./runningCall.ts";
import { findMethod, type ReadSchema } from "./schema.ts";
import { startWebCall } from "./webCall.ts";

export type PreparedOrRefused =
  | { kind: "prepared"; call: PreparedCall }
  | { kind: "refused"; reason: string; message?: number };

/** Checks a request against its schema and encodes it; nothing is sent. */
export function prepareCall(request: CallRequest, schema: ReadSchema): PreparedOrRefused {
  if (schema.kind === "wrong") return { kind: "refused", reason: schema.message };
  const found = findMethod(schema.registry, request.service, request.method);
  if (found.kind === "wrong") return { kind: "refused", reason: found.message };
  const { method } = found;
  const streaming = streamingOf(method);
  const takesOne = streaming === "unary" || streaming === "server";
  if (takesOne && request.messages.length !== 1) {
    return {
      kind: "refused",
      reason: `\`${method.name}\` takes one message, and there are ${request.messages.length}`,
    };
  }
  const metadata = requestMetadata(request.metadata);
  if (metadata.kind === "wrong") return { kind: "refused", reason: metadata.message };
  const { types } = schema;
  const messages: Uint8Array[] = [];
  for (const [index, text] of request.messages.entries()) {
    const encoded = encodeRequest(method.input, text, types);
    if (encoded.kind === "wrong") return { kind: "refused", reason: encoded.reason, message: index };
    messages.push(encoded.bytes);
  }
  return { kind: "prepared", call: { request, method, streaming, types, messages, metadata: metadata.metadata } };
}

/** Performs a prepared call: one attempt. */
export function startCall(prepared: PreparedCall, channels: Channels, listener: CallListener): StartedOrRefused {
  return prepared.request.protocol === undefined
    ? startGrpcCall(prepared, channels, listener)
    : startWebCall(prepared, prepared.request.protocol, listener);
}

function streamingOf({ methodKind }: DescMethod): Streaming {
  switch (methodKind) {
    case "unary":
      return "unary";
    case "client_streaming":
      return "client";
    case "server_streaming":
      return "server";
    case "bidi_streaming":
      return "bidirectional";
  }
}
