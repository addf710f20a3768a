// How a call ended, as it is told: the status, what proves whether it ran, and words for what the transport said.
import { status } from "@grpc/grpc-js";
import type { CallStatus, CallTiming } from "../protocol/call.ts";
import { defaultMaxAnswerBytes } from "./channel.ts";
import { explain } from "./explain.ts";
import { listeningNearby } from "./listeningNearby.ts";
import { type CallStop, connectTimeoutMs, type PreparedCall } from "./runningCall.ts";
import { statusName } from "./statusNames.ts";
import type { TargetPlace } from "./target.ts";
import { type CallEvidence, errorName, judge } from "./verdict.ts";
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
  readonly stopped: CallStop | undefined;
  readonly details: readonly string[];
}

/** The status of a call that has ended. Takes a moment only where nothing listened on a port of this machine. */
export async function statusTold(
  { request, streaming }: PreparedCall,
  { place, secure }: CallWay,
  evidence: CallEvidence,
  { details, ...end }: CallEnd,
): Promise<CallStatus> {
  const { number, message } = numberAndMessage(evidence, end);
  const told: CallStatus = { number, name: statusName(number), message, details, verdict: "ran" };
  if (number === status.OK) return { ...told, message: evidence.message === "OK" ? "" : evidence.message };
  const judgement = judge(evidence);
  const explanation = explain({
    ...evidence,
    ...end,
    verdict: judgement.verdict,
    address: request.target.address.trim(),
    place,
    secure,
    streaming,
    compression: request.compression,
    maxAnswerBytes: request.maxAnswerBytes ?? defaultMaxAnswerBytes,
    neighbour: isRefused(evidence) ? await listeningNearby(place) : undefined,
  });
  return { ...told, ...judgement, ...(explanation === undefined ? {} : { explanation }) };
}

function numberAndMessage(
  evidence: CallEvidence,
  { stopped }: Pick<CallEnd, "stopped">,
): { number: number; message: string } {
  const { wire, code, message, serverStatus } = evidence;
  if (stopped === "connect-timeout")
    return { number: status.UNAVAILABLE, message: `no connection within ${connectTimeoutMs / 1000} s` };
  if (wire.stream !== undefined && wire.broken !== undefined && !serverStatus && stopped !== "cancelled")
    return { number: status.INTERNAL, message: `what came is not sound HTTP/2: ${errorName(wire.broken)}` };
  // What is no number is what gRPC has UNKNOWN for.
  if (Number.isNaN(code)) return { number: status.UNKNOWN, message };
  // grpc-js writes a heading for notes of the name resolution even where there are none.
  return { number: code, message: decoded(message.replace(/\n?\.? Resolution note: $/, "")) };
}

/** grpc-js leaves a server's message in percent encoding where any of it is not UTF-8; the rest of it can be read. */
function decoded(message: string): string {
  const utf8 = /%[c-f][0-9a-f]%[89ab][0-9a-f]/i;
  if (!utf8.test(message) || !isUndecodable(message)) return message;
  return message.replace(/(?:%[0-9a-f]{2})+/gi, bytes => Buffer.from(bytes.replaceAll("%", ""), "hex").toString());
}

function isUndecodable(message: string): boolean {
  try {
    decodeURI(message);
    return false;
  } catch {
    return true;
  }
}

function isRefused({ picked, message }: CallEvidence): boolean {
  return !picked && message.includes("ECONNREFUSED");
}
