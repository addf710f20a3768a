// One warm channel per target: the second call to a server finds the connection open.
import { type ChannelOptions, Client, logVerbosity, setLogVerbosity } from "@grpc/grpc-js";
import type { CallTarget } from "../protocol/call.ts";
import { channelSecurity } from "./credentials.ts";
import { parseTarget, type TargetPlace } from "./target.ts";

/** A channel lent to one call. */
export interface Channel {
  readonly client: Client;
  readonly place: TargetPlace;
  readonly secure: boolean;
  /** What `getPeer()` of a call says until a connection was picked for it. */
  readonly unpickedPeer: string;
  /** Gives it back. `failed`: the connection is not to be trusted, so the next call gets a new one. */
  readonly release: (state: "sound" | "failed") => void;
}

export type TakenChannel = { kind: "channel"; channel: Channel } | { kind: "wrong"; message: string };

/** The channels of a process. Each is kept for `idleMs` after its last call. */
export interface Channels {
  readonly take: (target: CallTarget) => TakenChannel;
  readonly closeAll: () => void;
}

interface Warm {
  readonly client: Client;
  readonly place: TargetPlace;
  readonly secure: boolean;
  users: number;
  retired: boolean;
  idle: NodeJS.Timeout | undefined;
}

/** Answers longer than this are refused by the client; far above gRPC's usual 4 MB, since a person asked for the answer. */
const maxAnswerBytes = 64 * 1024 * 1024;

// What each option holds off: hidden second attempts; DNS TXT records that bring retries and timeouts; a shared pool whose
// back-off goes on failing after the server is up; `http_proxy`, which grpc-js applies even to 127.0.0.1.
const baseOptions: ChannelOptions = {
  "grpc.enable_retries": 0,
  "grpc.service_config_disable_resolution": 1,
  "grpc.use_local_subchannel_pool": 1,
  "grpc.enable_http_proxy": 0,
  "grpc.max_receive_message_length": maxAnswerBytes,
  "grpc.max_send_message_length": -1,
  "grpc.primary_user_agent": "protodial",
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
  const warm = new Map<string, Warm>();

  function close(key: string, one: Warm): void {
    if (warm.get(key) === one) warm.delete(key);
    clearTimeout(one.idle);
    one.retired = true;
    if (one.users === 0) one.client.close();
  }

  function lend(key: string, one: Warm): Channel {
    one.users += 1;
    clearTimeout(one.idle);
    let released = false;
    return {
      client: one.client,
      place: one.place,
      secure: one.secure,
      unpickedPeer: one.client.getChannel().getTarget(),
      release: state => {
        if (released) return;
        released = true;
        one.users -= 1;
        if (state === "failed" || one.retired) close(key, one);
        else if (one.users === 0) one.idle = setTimeout(() => close(key, one), idleMs).unref();
      },
    };
  }

  return {
    take: target => {
      const key = JSON.stringify([target.address.trim(), target.authority ?? null, target.tls ?? null]);
      const known = warm.get(key);
      if (known !== undefined) return { kind: "channel", channel: lend(key, known) };
      const parsed = parseTarget(target.address);
      if (parsed.kind === "wrong") return parsed;
      const security = channelSecurity(target, parsed.tls);
      if (security.kind === "wrong") return security;
      const client = new Client(parsed.channelTarget, security.credentials, { ...baseOptions, ...security.options });
      const made: Warm = {
        client,
        place: parsed.place,
        secure: security.secure,
        users: 0,
        retired: false,
        idle: undefined,
      };
      warm.set(key, made);
      return { kind: "channel", channel: lend(key, made) };
    },
    closeAll: () => {
      for (const [key, one] of warm) close(key, one);
    },
  };
}
