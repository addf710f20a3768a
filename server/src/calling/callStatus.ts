// How a call ended, as it is told: the status, what proves whether it ran, and words for what the transport said.
import { status } from "@grpc/grpc-js";
import type { CallStatus, CallTiming } from "../protocol/call.ts";
import { defaultMaxAnswerBytes } from "./channel.ts";
import { explain } from "./explain.ts";
import { listeningNearby } from "./listeningNearby.ts";
import { connectTimeoutMs, type PreparedCall } from "./runningCall.ts";
import { statusName } from "./statusNames.ts";
import type { TargetPlace } from "./target.ts";
import { type CallEvidence, judge } from "./verdict.ts";
import type { WireEvidence } from "./wireRecord.ts";

/** The times of a call that has just ended, since its start. */
export function timingOf(wire: WireEvidence, startedAt: number): CallTiming {
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

/** Of the way to the server. */
export interface CallWay {
  readonly place: TargetPlace;
  readonly secure: boolean;
}

export interface CallEnd {
  readonly received: number;
  readonly deadlineMs: number;
  readonly stopped: "cancelled" | "connect-timeout" | undefined;
  readonly details: readonly string[];
}

/** The status of a call that has ended. Takes a moment only where nothing listened on a port of this machine. */
export async function statusTold(
  { request, streaming }: PreparedCall,
  { place, secure }: CallWay,
  evidence: CallEvidence,
  { details, ...end }: CallEnd,
): Promise<CallStatus> {
  const isTimeout = end.stopped === "connect-timeout";
  const number = isTimeout ? status.UNAVAILABLE : evidence.code;
  const told: CallStatus = {
    number,
    name: statusName(number),
    // grpc-js writes a heading for notes of the name resolution even where there are none.
    message: isTimeout
      ? `no connection within ${connectTimeoutMs / 1000} s`
      : evidence.message.replace(/\n?\.? Resolution note: $/, ""),
    details,
    verdict: "ran",
  };
  if (number === status.OK) return { ...told, message: evidence.message === "OK" ? "" : evidence.message };
  const explanation = explain({
    ...evidence,
    ...end,
    address: request.target.address.trim(),
    place,
    secure,
    streaming,
    compression: request.compression,
    maxAnswerBytes: request.maxAnswerBytes ?? defaultMaxAnswerBytes,
    neighbour: isRefused(evidence) ? await listeningNearby(place) : undefined,
  });
  return { ...told, ...judge(evidence), ...(explanation === undefined ? {} : { explanation }) };
}

function isRefused({ picked, message }: CallEvidence): boolean {
  return !picked && message.includes("ECONNREFUSED");
}
