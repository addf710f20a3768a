// A call over grpc-js: performed once, told to a listener. No retry, and an end for every call.
import { connectivityState, type Metadata, type StatusObject, status } from "@grpc/grpc-js";
import { statusTold, timingOf } from "./callStatus.ts";
import type { Channel, Channels } from "./channel.ts";
import { statusDetails } from "./details.ts";
import { messageWriter } from "./messageWriter.ts";
import { metadataEntries } from "./metadata.ts";
import { queue } from "./queue.ts";
import {
  type CallListener,
  type CallStop,
  connectTimeoutMs,
  deadlineOf,
  type PreparedCall,
  type RunningCall,
  type StartedOrRefused,
} from "./runningCall.ts";
import type { CallEvidence } from "./verdict.ts";
import type { WireEvidence } from "./wireRecord.ts";

/**
 * Performs a prepared call: one attempt. What a channel of grpc-js has for its own clients serves all four kinds: its unary
 * client hangs on two answers and makes up UNIMPLEMENTED for none, and its streams would cost as much as all of ours.
 */
export function startGrpcCall(prepared: PreparedCall, channels: Channels, listener: CallListener): StartedOrRefused {
  const { request } = prepared;
  const taken = channels.take(request.target, request);
  if (taken.kind === "wrong") return { kind: "refused", reason: taken.message };
  return { kind: "running", call: run(prepared, taken.channel, listener) };
}

function run(prepared: PreparedCall, channel: Channel, listener: CallListener): RunningCall {
  const { request, method } = prepared;
  const startedAt = performance.now();
  const elapsedMs = () => performance.now() - startedAt;
  const deadlineMs = deadlineOf(request);
  const path = `/${method.parent.typeName}/${method.name}`;
  const call = channel.client.getChannel().createCall(path, Date.now() + deadlineMs, null, null, null);

  let headers: Metadata | undefined;
  let received = 0;
  let ended = false;
  let reads: "on" | "paused" | "ready to go on" = "on";
  let stopped: CallStop | undefined;
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
    // node:http2 says so to nobody, and the call would go on to its deadline.
    broken: () => setImmediate(() => stop("broken")),
  });

  function stop(reason: NonNullable<typeof stopped>): void {
    if (ended) return;
    stopped ??= reason;
    call.cancelWithStatus(status.CANCELLED, "Cancelled on client");
  }

  const connecting = setTimeout(() => {
    // A server that is shutting down takes the channel's connection from it, and lets the call go on.
    const isConnected = channel.client.getChannel().getConnectivityState(false) === connectivityState.READY;
    if (!isConnected && channel.wire.evidence().stream === undefined) stop("connect-timeout");
  }, connectTimeoutMs);

  call.start(prepared.metadata, {
    onReceiveMetadata: metadata => {
      headers = metadata;
      listener.headers(metadataEntries(metadata));
    },
    onReceiveMessage: (bytes: Buffer) => {
      received += 1;
      listener.message({ direction: "received", bytes, atMs: elapsedMs(), compressedSize: arriving.take() });
      channel.wire.told();
      if (reads === "on") call.startRead();
      else reads = "ready to go on";
    },
    onReceiveStatus: end => {
      ended = true;
      channel.wire.over();
      clearTimeout(connecting);
      // A call that this side ends may still have frames to write, which would prove that it left.
      if (end.code === status.OK || isServerStatus(end)) conclude(end);
      else setImmediate(() => setImmediate(() => conclude(end)));
    },
  });
  call.startRead();

  function conclude(end: StatusObject): void {
    const trailers = end.metadata;
    const wire = channel.wire.evidence();
    const evidence: CallEvidence = {
      wire,
      streaming: prepared.streaming,
      // Until a connection was picked for the call, its peer is the target itself.
      picked: call.getPeer() !== channel.unpickedPeer,
      headers: headers !== undefined,
      serverStatus: isServerStatus(end) || (stopped === undefined && isBareStatus(end, headers, wire)),
      contentType: (headers ?? trailers).get("content-type")[0]?.toString(),
      ...codeAndMessage(end),
      method: `${method.parent.typeName}/${method.name}`,
    };
    channel.release(isConnectionSound(evidence) || stopped === "cancelled" ? "sound" : "failed");
    const timing = timingOf(wire, startedAt);
    const details = statusDetails(trailers, prepared.types);
    void statusTold(prepared, channel, evidence, { received, deadlineMs, stopped, details }).then(told =>
      listener.done(told, metadataEntries(trailers), timing),
    );
  }

  const outgoing = messageWriter({
    write: (bytes, written) => {
      leaving.add(bytes);
      call.sendMessageWithContext({ callback: written }, Buffer.from(bytes));
    },
    end: () => call.halfClose(),
  });
  for (const bytes of prepared.messages) outgoing.write(bytes);
  if (request.staysOpen !== true || prepared.streaming === "unary" || prepared.streaming === "server") outgoing.end();
  return {
    send: bytes => !ended && outgoing.write(bytes),
    halfClose: outgoing.end,
    takesMore: () => !ended && outgoing.takesMore(),
    cancel: () => stop("cancelled"),
    pause: () => {
      if (reads === "on") reads = "paused";
    },
    resume: () => {
      const isDue = reads === "ready to go on";
      reads = "on";
      if (isDue) call.startRead();
    },
    elapsedMs,
  };
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

/**
 * Trailers may come without a header that grpc-js tells of. After response headers only the status
 * of a method that the server does not have is told from those that grpc-js makes up.
 */
function isBareStatus({ code }: StatusObject, headers: Metadata | undefined, wire: WireEvidence): boolean {
  const { trailersAtMs, reset, goAway, broken, closed } = wire;
  if (trailersAtMs === undefined || [reset, goAway, broken, closed].some(end => end !== undefined)) return false;
  return headers === undefined ? code !== status.DEADLINE_EXCEEDED : code === status.UNIMPLEMENTED;
}
