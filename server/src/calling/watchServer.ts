// A server as long as somebody wants to know of it: asked again when the connection is lost, until it is back.
import { type Client, connectivityState } from "@grpc/grpc-js";
import type { CallTarget } from "../protocol/call.ts";
import type { Channel, Channels } from "./channel.ts";
import { type ServerSchema, serverSchema } from "./serverSchema.ts";

const deadlineMs = 10_000;
const firstRestMs = 1000;
const longestRestMs = 30_000;

export interface Watching<Told> {
  readonly target: CallTarget;
  readonly channels: Channels;
  readonly ask: () => Promise<Told>;
  /** Whether it is there; else it is asked again and again, after ever longer rests. */
  readonly isUp: (told: Told) => boolean;
  readonly tell: (told: Told) => void;
  /** Begins what goes on over the connection as long as that stands, and gives what ends it. */
  readonly meanwhile?: (told: Told, client: Client) => () => void;
  /** A server that is away is asked no more after so many times; it is for ever where this is absent. */
  readonly mostTries?: number;
}

/** Tells what a server says, and tells again when that may have changed. Ends with the function that it gives. */
export function watchConnection<Told>(watching: Watching<Told>): () => void {
  const { target, channels, mostTries = Number.POSITIVE_INFINITY } = watching;
  let isStopped = false;
  let wake: () => void = () => {};
  void watch();
  return () => {
    isStopped = true;
    wake();
  };

  async function watch(): Promise<void> {
    let restMs = firstRestMs;
    let tries = 0;
    while (!isStopped && tries < mostTries) {
      const told = await watching.ask();
      if (isStopped) return;
      watching.tell(told);
      // A server that is up is asked when it has been restarted, one that is away as often as it may have come.
      const isUp = watching.isUp(told);
      tries = isUp ? 0 : tries + 1;
      if (isUp && (await connectionLost(told)) === "was lost") restMs = firstRestMs;
      else {
        await rest(restMs);
        restMs = isUp ? longestRestMs : Math.min(2 * restMs, longestRestMs);
      }
    }
  }

  async function connectionLost(told: Told): Promise<"was lost" | "there is none"> {
    const taken = channels.take(target);
    if (taken.kind === "wrong") return "there is none";
    const { channel } = taken;
    if (channel.client.getChannel().getConnectivityState(false) !== connectivityState.READY) {
      channel.release("sound");
      return "there is none";
    }
    // A server that is told to end waits for what goes on over the connection, so that ends with it.
    const end = watching.meanwhile?.(told, channel.client);
    try {
      return await lost(channel);
    } finally {
      end?.();
      channel.release("sound");
    }
  }

  function lost({ client }: Channel): Promise<"was lost"> {
    return new Promise(resolve => {
      wake = () => resolve("was lost");
      client
        .getChannel()
        .watchConnectivityState(connectivityState.READY, Number.POSITIVE_INFINITY, () => resolve("was lost"));
    });
  }

  function rest(ms: number): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/**
 * Tells the schema of the server at `address`, or why there is none, and tells again when that may be another one. Ends
 * with the function that it gives.
 */
export function watchServer(address: string, channels: Channels, tell: (told: ServerSchema) => void): () => void {
  async function ask(): Promise<ServerSchema> {
    try {
      return await serverSchema({ address, deadlineMs, channels });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { kind: "failed", message: `\`${address}\` does not tell its schema: ${message}`, cause: "away" };
    }
  }
  const isUp = (told: ServerSchema) => told.kind === "schema" || told.cause === "lasting";
  return watchConnection({ target: { address, tls: undefined }, channels, ask, isUp, tell });
}
