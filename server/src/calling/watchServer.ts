// The schema of a server as long as somebody wants it: asked for again when the connection is lost, until it is back.
import { connectivityState } from "@grpc/grpc-js";
import type { Channel, Channels } from "./channel.ts";
import { type ServerSchema, serverSchema } from "./serverSchema.ts";

const deadlineMs = 10_000;
const firstRestMs = 1000;
const longestRestMs = 30_000;

/**
 * Tells the schema of the server at `address`, or why there is none, and tells again when that may be another one. Ends
 * with the function that it gives.
 */
export function watchServer(address: string, channels: Channels, tell: (told: ServerSchema) => void): () => void {
  let isStopped = false;
  let wake: () => void = () => {};
  void watch();
  return () => {
    isStopped = true;
    wake();
  };

  async function watch(): Promise<void> {
    let restMs = firstRestMs;
    while (!isStopped) {
      const told = await ask();
      if (isStopped) return;
      tell(told);
      // A server that is up is asked when it has been restarted, one that is away as often as it may have come.
      const isUp = told.kind === "schema" || told.cause === "lasting";
      if (isUp && (await connectionLost()) === "was lost") restMs = firstRestMs;
      else {
        await rest(restMs);
        restMs = isUp ? longestRestMs : Math.min(2 * restMs, longestRestMs);
      }
    }
  }

  async function ask(): Promise<ServerSchema> {
    try {
      return await serverSchema({ address, deadlineMs, channels });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { kind: "failed", message: `\`${address}\` does not tell its schema: ${message}`, cause: "away" };
    }
  }

  async function connectionLost(): Promise<"was lost" | "there is none"> {
    const taken = channels.take({ address, tls: undefined });
    if (taken.kind === "wrong") return "there is none";
    try {
      return await lost(taken.channel);
    } finally {
      taken.channel.release("sound");
    }
  }

  function lost({ client }: Channel): Promise<"was lost" | "there is none"> {
    const channel = client.getChannel();
    if (channel.getConnectivityState(false) !== connectivityState.READY) return Promise.resolve("there is none");
    return new Promise(resolve => {
      wake = () => resolve("was lost");
      channel.watchConnectivityState(connectivityState.READY, Number.POSITIVE_INFINITY, () => resolve("was lost"));
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
