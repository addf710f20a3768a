// A call as it is handed on: prepared, then running and heard of.
import type { DescMethod, Registry } from "@bufbuild/protobuf";
import type { Metadata } from "@grpc/grpc-js";
import type { CallRequest, CallStatus, CallTiming, MetadataEntry, Streaming } from "../protocol/call.ts";

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

/** A message as it went over the wire. */
export interface PassedMessage {
  readonly direction: "sent" | "received";
  readonly bytes: Uint8Array;
  /** After the call's start. */
  readonly atMs: number;
  /** Its size on the wire, where that was compressed. */
  readonly compressedSize: number | undefined;
}

/** Why this side ended a call: somebody did, there was no connection in time, or what came breaks HTTP/2. */
export type CallStop = "cancelled" | "connect-timeout" | "broken";

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

export type StartedOrRefused = { kind: "running"; call: RunningCall } | { kind: "refused"; reason: string };

/** For requests that say none: long enough for a person, and no call goes on for ever. */
export const defaultDeadlineMs = 30_000;
// Node's timers fire at once beyond 2^31 ms.
const longestDeadlineMs = 2_000_000_000;
/** A peer that accepts TCP and never speaks HTTP would otherwise be waited for until the deadline. */
export const connectTimeoutMs = 10_000;

/** How long a call may take, in ms. */
export function deadlineOf({ deadlineMs }: CallRequest): number {
  return Math.min(deadlineMs > 0 ? deadlineMs : defaultDeadlineMs, longestDeadlineMs);
}
