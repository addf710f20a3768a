// One call: prepared from a plain request, performed once, told to a listener. No retry, and an end for every call.
import type { DescMethod, Registry } from "@bufbuild/protobuf";
import { connectivityState, type Metadata, type StatusObject, status } from "@grpc/grpc-js";
import type { CallRequest, CallStatus, CallTiming, MetadataEntry, Streaming } from "../protocol/call.ts";
import type { Channel, Channels } from "./channel.ts";
import { statusDetails } from "./details.ts";
import { explain } from "./explain.ts";
import { messageWriter } from "./messageWriter.ts";
import { metadataEntries, requestMetadata } from "./metadata.ts";
import { queue } from "./queue.ts";
import { encodeRequest } from "./requestJson.ts";
import { findMethod, type ReadSchema } from "./schema.ts";
import { statusName } from "./statusNames.ts";
import { type CallEvidence, judge } from "./verdict.ts";
import type { WireEvidence } from "./wireRecord.ts";

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

/** A message as it went over the wire. */
export interface PassedMessage {
  readonly direction: "sent" | "received";
  readonly bytes: Uint8Array;
  /** After the call's start. */
  readonly atMs: number;
  /** Its size on the wire, where that was compressed. */
  readonly compressedSize: number | undefined;
}

/** Hears of a call. After `done` nothing more comes. */
export interface CallListener {
  /** The request's headers have left. */
  readonly opened: () => void;
  readonly headers: (headers: readonly MetadataEntry[]) => void;
  readonly message: (message: PassedMessage) => void;
  readonly done: (status: CallStatus, trailers: readonly MetadataEntry[], timing: CallTiming) => void;
}

export interface RunningCall {
  /** Sends one more message where the request said that the stream stays open; false when it takes none any more. */
  readonly send: (bytes: Uint8Array) => boolean;
  /** No more messages will be sent; nothing happens when that is said already. */
  readonly halfClose: () => void;
  readonly takesMore: () => boolean;
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
  let ended = false;
  let outcome: StatusObject | undefined;
  let stopped: "cancelled" | "connect-timeout" | undefined;
  // What grpc-js was given and has not left, and the sizes of what has come and grpc-js has not told of.
  const leaving = queue<Uint8Array>();
  const arriving = queue<number | undefined>();

  channel.wire.begin({
    left: listener.opened,
    sent: (size, form) => {
      const bytes = leaving.take();
      if (bytes === undefined) return;
      const compressedSize = form === "compressed" ? size : undefined;
      listener.message({ direction: "sent", bytes, atMs: elapsedMs(), compressedSize });
    },
    received: (size, form) => arriving.add(form === "compressed" ? size : undefined),
  });

  const connecting = setTimeout(() => {
    if (channel.client.getChannel().getConnectivityState(false) === connectivityState.READY) return;
    stopped ??= "connect-timeout";
    stream.cancel();
  }, connectTimeoutMs);

  stream.on("metadata", metadata => {
    headers = metadata;
    listener.headers(metadataEntries(metadata));
  });
  stream.on("data", (bytes: Buffer) => {
    received += 1;
    listener.message({ direction: "received", bytes, atMs: elapsedMs(), compressedSize: arriving.take() });
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
    clearTimeout(connecting);
    const end = outcome;
    // A call that this side ends may still have frames to write, which would prove that it left.
    if (end.code === status.OK || isServerStatus(end)) conclude(end);
    else setImmediate(() => setImmediate(() => conclude(end)));
  }

  function conclude(end: StatusObject): void {
    const trailers = end.metadata;
    const wire = channel.wire.evidence();
    const evidence: CallEvidence = {
      wire,
      streaming: prepared.streaming,
      // Until a connection was picked for the call, its peer is the target itself.
      picked: stream.getPeer() !== channel.unpickedPeer,
      headers: headers !== undefined,
      serverStatus: isServerStatus(end),
      contentType: (headers ?? trailers).get("content-type")[0]?.toString(),
      ...codeAndMessage(end),
      method: `${method.parent.typeName}/${method.name}`,
    };
    channel.release(isConnectionSound(evidence) || stopped === "cancelled" ? "sound" : "failed");
    const timing = timingOf(wire, startedAt);
    const told = statusTold(prepared, channel, evidence, { received, deadlineMs, stopped }, trailers);
    listener.done(told, metadataEntries(trailers), timing);
  }

  const outgoing = messageWriter(stream, bytes => leaving.add(bytes));
  for (const bytes of prepared.messages) outgoing.write(bytes);
  if (request.staysOpen !== true || prepared.streaming === "unary" || prepared.streaming === "server") outgoing.end();
  return {
    send: bytes => !ended && outgoing.write(bytes),
    halfClose: outgoing.end,
    takesMore: () => !ended && outgoing.takesMore(),
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

function timingOf(wire: WireEvidence, startedAt: number): CallTiming {
  const since = (name: string, atMs: number | undefined) => (atMs === undefined ? {} : { [name]: atMs - startedAt });
  return {
    ...since("resolvedMs", wire.triedAtMs),
    ...since("connectedMs", wire.connectedAtMs),
    ...since("securedMs", wire.securedAtMs),
    ...since("settingsMs", wire.settingsAtMs),
    ...since("leftMs", wire.leftAtMs),
    ...since("sentMs", wire.sentAtMs),
    ...since("answeredMs", wire.answeredAtMs),
    doneMs: performance.now() - startedAt,
    sentBytes: wire.sentBytes,
    receivedBytes: wire.receivedBytes,
  };
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
    verdict: "ran",
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
  return { ...told, ...judge(evidence), ...(explanation === undefined ? {} : { explanation }) };
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
