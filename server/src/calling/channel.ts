// Warm channels: the next call to a target finds its connection open.
import { type ChannelOptions, Client, compressionAlgorithms, logVerbosity, setLogVerbosity } from "@grpc/grpc-js";
import type { CallRequest, CallTarget } from "../protocol/call.ts";
import { channelSecurity } from "./credentials.ts";
import { parseTarget, type TargetPlace } from "./target.ts";
import { userAgent } from "./userAgent.ts";
import { type WireRecord, wireRecord } from "./wireRecord.ts";
import { tapped } from "./wireTap.ts";

/** A channel lent to one call, which has it for itself: so what passes over its connection is of that call. */
export interface Channel {
  readonly client: Client;
  readonly place: TargetPlace;
  readonly secure: boolean;
  /** What `getPeer()` of a call says until a connection was picked for it. */
  readonly unpickedPeer: string;
  readonly wire: WireRecord;
  /** Gives it back. `failed`: the connection is not to be trusted, so the next call gets a new one. */
  readonly release: (state: "sound" | "failed") => void;
}

export type TakenChannel = { kind: "channel"; channel: Channel } | { kind: "wrong"; message: string };

/** What grpc-js sets for a channel and not for a call. */
export type ChannelManner = Pick<CallRequest, "compression" | "maxAnswerBytes">;

/** The channels of a process. Each is kept for `idleMs` after its last call. */
export interface Channels {
  readonly take: (target: CallTarget, manner?: ChannelManner) => TakenChannel;
  readonly closeAll: () => void;
}

interface Warm {
  readonly key: string;
  readonly client: Client;
  readonly place: TargetPlace;
  readonly secure: boolean;
  readonly wire: WireRecord;
  isLent: boolean;
  idle: NodeJS.Timeout | undefined;
}

/** Answers longer than this are refused by the client; far above gRPC's usual 4 MB, since a person asked for the answer. */
export const defaultMaxAnswerBytes = 64 * 1024 * 1024;

// What each option holds off: hidden second attempts; DNS TXT records that bring retries and timeouts; a shared pool whose
// back-off goes on failing after the server is up; `http_proxy`, which grpc-js applies even to 127.0.0.1.
const baseOptions: ChannelOptions = {
  "grpc.enable_retries": 0,
  "grpc.service_config_disable_resolution": 1,
  "grpc.use_local_subchannel_pool": 1,
  "grpc.enable_http_proxy": 0,
  "grpc.max_send_message_length": -1,
  "grpc.primary_user_agent": userAgent,
  // HTTP/2's own 64 KB would make a long stream wait for the reader twice as long.
  "grpc-node.flow_control_window": 1024 * 1024,
};

/** grpc-js prints to stderr what it also reports; there a script expects our own words. Its variables still turn it on. */
export function quietTransport(): void {
  const { GRPC_VERBOSITY, GRPC_NODE_VERBOSITY } = process.env;
  if (GRPC_VERBOSITY === undefined && GRPC_NODE_VERBOSITY === undefined) setLogVerbosity(logVerbosity.NONE);
}

/** Makes an empty set of channels; its timers keep no process alive. */
export function warmChannels(idleMs = 60_000): Channels {
  quietTransport();
  const warm = new Set<Warm>();
  let isClosed = false;

  function close(one: Warm): void {
    warm.delete(one);
    clearTimeout(one.idle);
    one.client.close();
  }

  function lend(one: Warm): Channel {
    one.isLent = true;
    clearTimeout(one.idle);
    return {
      client: one.client,
      place: one.place,
      secure: one.secure,
      wire: one.wire,
      unpickedPeer: one.client.getChannel().getTarget(),
      release: state => {
        if (!one.isLent) return;
        one.isLent = false;
        if (state === "failed" || isClosed) close(one);
        else one.idle = setTimeout(() => close(one), idleMs).unref();
      },
    };
  }

  return {
    take: (target, { compression, maxAnswerBytes = defaultMaxAnswerBytes } = {}) => {
      const { authority = null, tls = null } = target;
      const key = JSON.stringify([target.address.trim(), authority, tls, compression ?? null, maxAnswerBytes]);
      const known = [...warm].find(one => one.key === key && !one.isLent);
      if (known !== undefined) return { kind: "channel", channel: lend(known) };
      const parsed = parseTarget(target.address);
      if (parsed.kind === "wrong") return parsed;
      const security = channelSecurity(target, parsed.tls);
      if (security.kind === "wrong") return security;
      const wire = wireRecord();
      const client = new Client(parsed.channelTarget, tapped(security.credentials, wire), {
        ...baseOptions,
        ...security.options,
        ...(compression === undefined ? {} : { "grpc.default_compression_algorithm": compressionAlgorithms.gzip }),
        "grpc.max_receive_message_length": maxAnswerBytes,
      });
      const { place } = parsed;
      const made: Warm = { key, client, place, secure: security.secure, wire, isLent: false, idle: undefined };
      warm.add(made);
      return { kind: "channel", channel: lend(made) };
    },
    closeAll: () => {
      isClosed = true;
      for (const one of warm) if (!one.isLent) close(one);
    },
  };
}
