// One call: prepared from a plain request, performed once, told to a listener. No retry, and an end for every call.
import type { DescMethod, Registry } from "@bufbuild/protobuf";
import { type ClientDuplexStream, connectivityState, type Metadata, type StatusObject, status } from "@grpc/grpc-js";
import type { CallRequest, CallStatus, MetadataEntry, Streaming } from "../protocol/call.ts";
import type { Channel, Channels } from "./channel.ts";
import { statusDetails } from "./details.ts";
import { explain } from "./explain.ts";
import { withStandardTypes } from "./googleRpc.ts";
import { metadataEntries, requestMetadata } from "./metadata.ts";
import { encodeRequest } from "./requestJson.ts";
import { findMethod, type ReadSchema } from "./schema.ts";
import { statusName } from "./statusNames.ts";
import { type CallEvidence, verdictOf } from "./verdict.ts";

/** A call whose schema, messages and metadata are in order. */
export interface PreparedCall {
  readonly request: CallRequest;
  readonly method: DescMethod;
  readonly streaming: Streaming;
  /** The schema's types and the standard ones, for printing. */
  readonly types: Registry;
  readonly messages: readonly Uint8Array[];
  readonly metadata: Metadata;
}

export type PreparedOrRefused =
  | { kind: "prepared"; call: PreparedCall }
  | { kind: "refused"; reason: string; message?: number };

/** Hears of a call, `atMs` after its start. After `done` nothing more comes. */
export interface CallListener {
  readonly opened: () => void;
  readonly headers: (headers: readonly MetadataEntry[]) => void;
  readonly message: (direction: "sent" | "received", bytes: Uint8Array, atMs: number) => void;
  readonly done: (status: CallStatus, trailers: readonly MetadataEntry[], elapsedMs: number) => void;
}

export interface RunningCall {
  /** Ends the call with CANCELLED; nothing happens when it has ended. */
  readonly cancel: () => void;
  /** Stops reading, so that flow control slows the server down. The deadline still runs. */
  readonly pause: () => void;
  readonly resume: () => void;
  readonly elapsedMs: () => number;
}

/** For requests that say none: long enough for a person, and no call goes on for ever. */
export const defaultDeadlineMs = 30_000;
/** A peer that accepts TCP and never speaks HTTP/2 would otherwise be waited for until the deadline. */
const connectTimeoutMs = 10_000;
// Node's timers fire at once beyond 2^31 ms.
const longestDeadlineMs = 2_000_000_000;
const connectPollMs = 25;

/** Checks a request against its schema and encodes it; nothing is sent. */
export function prepareCall(request: CallRequest, schema: ReadSchema): PreparedOrRefused {
  if (schema.kind === "wrong") return { kind: "refused", reason: schema.message };
  const found = findMethod(schema.registry, request.service, request.method);
  if (found.kind === "wrong") return { kind: "refused", reason: found.message };
  const { method } = found;
  const streaming = streamingOf(method);
  if ((streaming === "unary" || streaming === "server") && request.messages.length !== 1) {
    return {
      kind: "refused",
      reason: `\`${method.name}\` takes one message, and there are ${request.messages.length}`,
    };
  }
  const metadata = requestMetadata(request.metadata);
  if (metadata.kind === "wrong") return { kind: "refused", reason: metadata.message };
  const types = withStandardTypes(schema.registry);
  const messages: Uint8Array[] = [];
  for (const [index, text] of request.messages.entries()) {
    const encoded = encodeRequest(method.input, text, types);
    if (encoded.kind === "wrong") return { kind: "refused", reason: encoded.reason, message: index };
    messages.push(encoded.bytes);
  }
  return { kind: "prepared", call: { request, method, streaming, types, messages, metadata: metadata.metadata } };
}

export type StartedOrRefused = { kind: "running"; call: RunningCall } | { kind: "refused"; reason: string };

/**
 * Performs a prepared call: one attempt. The bidirectional API serves all four kinds, since grpc-js's unary one hangs on
 * two answers and makes up UNIMPLEMENTED for none.
 */
export function startCall(prepared: PreparedCall, channels: Channels, listener: CallListener): StartedOrRefused {
  const taken = channels.take(prepared.request.target);
  if (taken.kind === "wrong") return { kind: "refused", reason: taken.message };
  return { kind: "running", call: run(prepared, taken.channel, listener) };
}

function run(prepared: PreparedCall, channel: Channel, listener: CallListener): RunningCall {
  const { request, method } = prepared;
  const startedAt = performance.now();
  const elapsedMs = () => performance.now() - startedAt;
  const deadlineMs = Math.min(request.deadlineMs > 0 ? request.deadlineMs : defaultDeadlineMs, longestDeadlineMs);
  const path = `/${method.parent.typeName}/${method.name}`;
  const options = { deadline: Date.now() + deadlineMs };
  const stream = channel.client.makeBidiStreamRequest(path, asIs, asIs, prepared.metadata, options);

  let headers: Metadata | undefined;
  let received = 0;
  let opened = false;
  let ended = false;
  let outcome: StatusObject | undefined;
  let stopped: "cancelled" | "connect-timeout" | undefined;
  const unsent: Uint8Array[] = [];

  function open(): void {
    if (opened) return;
    opened = true;
    clearInterval(connecting);
    listener.opened();
    tellSent();
  }

  // grpc-js tells nobody that a connection is there, and names the peer only when the answer begins.
  const connecting = setInterval(() => {
    if (channel.client.getChannel().getConnectivityState(false) === connectivityState.READY) return open();
    if (elapsedMs() < connectTimeoutMs) return;
    stopped ??= "connect-timeout";
    stream.cancel();
  }, connectPollMs);

  /** What grpc-js has taken counts as sent only once there is a connection for it to go over. */
  function tellSent(): void {
    if (!opened) return;
    for (const bytes of unsent.splice(0)) listener.message("sent", bytes, elapsedMs());
  }

  stream.on("metadata", metadata => {
    headers = metadata;
    open();
    listener.headers(metadataEntries(metadata));
  });
  stream.on("data", (bytes: Buffer) => {
    received += 1;
    open();
    listener.message("received", bytes, elapsedMs());
  });
  stream.on("status", result => {
    outcome = result;
    // A reader that has paused would otherwise never see the end.
    stream.resume();
    finish();
  });
  // `status` follows with the same; without a listener the error would end the process.
  stream.on("error", () => undefined);
  stream.on("end", finish);

  /** Messages may still lie in the stream's buffer when the status is known, so both are waited for. */
  function finish(): void {
    if (ended || outcome === undefined || !(stream.readableEnded || stream.destroyed)) return;
    ended = true;
    // Until a connection was picked for the call, its peer is the target itself.
    const picked = stream.getPeer() !== channel.unpickedPeer;
    if (picked) open();
    clearInterval(connecting);
    const trailers = outcome.metadata;
    const { code, message } = codeAndMessage(outcome);
    const contentType = (headers ?? trailers).get("content-type")[0]?.toString();
    const evidence: CallEvidence = {
      picked,
      headers: headers !== undefined,
      serverStatus: isServerStatus(outcome),
      contentType,
      code,
      message,
      method: `${method.parent.typeName}/${method.name}`,
    };
    channel.release(isConnectionSound(evidence) || stopped === "cancelled" ? "sound" : "failed");
    const elapsed = elapsedMs();
    const told = statusTold(prepared, channel, evidence, { received, deadlineMs, stopped }, trailers);
    listener.done(told, metadataEntries(trailers), elapsed);
  }

  write(stream, prepared.messages, bytes => unsent.push(bytes), tellSent);
  return {
    cancel: () => {
      if (ended) return;
      stopped ??= "cancelled";
      stream.cancel();
      stream.resume();
    },
    pause: () => stream.pause(),
    resume: () => stream.resume(),
    elapsedMs,
  };
}

/** Writes one message after the other as the stream takes them, then half-closes. */
function write(
  stream: ClientDuplexStream<Buffer, Buffer>,
  messages: readonly Uint8Array[],
  writing: (bytes: Uint8Array) => void,
  written: () => void,
): void {
  let index = 0;
  function next(): void {
    for (let bytes = messages[index]; bytes !== undefined; bytes = messages[index]) {
      index += 1;
      writing(bytes);
      const hasRoom = stream.write(Buffer.from(bytes), written);
      if (!hasRoom && index < messages.length) {
        stream.once("drain", next);
        return;
      }
    }
    stream.end();
  }
  next();
}

interface CallEnd {
  readonly received: number;
  readonly deadlineMs: number;
  readonly stopped: "cancelled" | "connect-timeout" | undefined;
}

function statusTold(
  prepared: PreparedCall,
  channel: Channel,
  evidence: CallEvidence,
  end: CallEnd,
  trailers: Metadata,
): CallStatus {
  const { request, streaming, types } = prepared;
  const isTimeout = end.stopped === "connect-timeout";
  const number = isTimeout ? status.UNAVAILABLE : evidence.code;
  const told: CallStatus = {
    number,
    name: statusName(number),
    // grpc-js writes a heading for notes of the name resolution even where there are none.
    message: isTimeout
      ? `no connection within ${connectTimeoutMs / 1000} s`
      : evidence.message.replace(/\n?\.? Resolution note: $/, ""),
    details: statusDetails(trailers, types),
    verdict: verdictOf(evidence),
  };
  if (number === status.OK) return { ...told, message: evidence.message === "OK" ? "" : evidence.message };
  const explanation = explain({
    ...evidence,
    ...end,
    address: request.target.address.trim(),
    place: channel.place,
    secure: channel.secure,
    streaming,
  });
  return explanation === undefined ? told : { ...told, explanation };
}

/** grpc-js ends a call whose answer has an unknown compression with a status that has neither, whatever its types say. */
function codeAndMessage({ code, details }: Partial<StatusObject>): { code: number; message: string } {
  if (code === undefined)
    return { code: status.INTERNAL, message: details ?? "the answer's compression is not supported" };
  return { code, message: details ?? "" };
}

/** A server's own status leaves the connection good; after any other failure the next call gets a new one. */
function isConnectionSound({ code, serverStatus, headers }: CallEvidence): boolean {
  if (code === status.OK || serverStatus) return true;
  return headers && code !== status.UNAVAILABLE && code !== status.INTERNAL && code !== status.UNKNOWN;
}

/** A status that grpc-js made up bears no metadata; one that came has at least its content type, or followed headers. */
function isServerStatus({ metadata }: StatusObject): boolean {
  return Object.keys(metadata.getMap()).length > 0;
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

function asIs(bytes: Buffer): Buffer {
  return bytes;
}
