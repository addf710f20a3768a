// Running servers that the user has called, or has asked for their schema, in this session, and what they told.
import type { CallWorker } from "../calling/callWorkerHandle.ts";
import type { DescribedServer, ServerNews, ServerQuestion } from "../calling/describeServer.ts";
import type { HealthState } from "../calling/health.ts";
import { isLoopback } from "../calling/target.ts";
import { serverSnapshot } from "../features/serverSnapshot.ts";
import type { Snapshot } from "../workspace/snapshot.ts";

export interface KnownServer {
  readonly address: string;
  readonly told: Extract<DescribedServer, { kind: "described" }>;
  /** The server's files as sources, in a workspace of their own. */
  readonly snapshot: Snapshot;
}

export type AskedServer = { kind: "server"; server: KnownServer } | { kind: "refused"; reason: string };

/** A server that was called or asked. */
export interface ServerState {
  readonly address: string;
  /** How it was asked last: with TLS and metadata of the call, where it was called. */
  readonly asked: ServerQuestion;
  /** Full names of the services that calls were made to. */
  readonly called: ReadonlySet<string>;
  /** What it told last of its schema; undefined of one that never did. */
  readonly server: KnownServer | undefined;
  /** Of the server as a whole (an empty name) and of services, as far as it tells that. */
  readonly health: ReadonlyMap<string, HealthState>;
  /** Why it does not tell its schema now; undefined where it does, and where it was not asked yet. */
  readonly refused: { readonly reason: string; readonly cause: "away" | "silent" } | undefined;
}

/** Asks servers, and knows what each told last. */
export interface KnownServers {
  /** Nothing is asked but by this, and on this machine of what was called, asked or named before. */
  readonly ask: (asked: ServerQuestion) => Promise<AskedServer>;
  /** What a server told when it was asked last; undefined of one that was not. */
  readonly known: (address: string) => KnownServer | undefined;
  /** A call has come to a server: one on this machine is followed from then on. */
  readonly called: (asked: ServerQuestion, service: string) => void;
  /** The user's settings name a server: it is followed where it is on this machine, and where that is not done already. */
  readonly named: (address: string) => void;
  /** All that were called or asked, the last first. */
  readonly states: () => readonly ServerState[];
  readonly state: (address: string) => ServerState | undefined;
  /** The text of a server's file by its uri in the server's snapshot. */
  readonly text: (uri: string) => string | undefined;
  /** Calls `listener` whenever something else is known of a server. */
  readonly onChange: (listener: () => void) => void;
}

interface Followed {
  readonly address: string;
  asked: ServerQuestion;
  readonly called: Set<string>;
  server: KnownServer | undefined;
  health: ReadonlyMap<string, HealthState>;
  refused: ServerState["refused"];
  /** Counts what came; sources that are made meanwhile of something older are dropped. */
  news: number;
  watch: { readonly asked: ServerQuestion; readonly stop: () => void } | undefined;
}

/** `logError`: for what goes wrong with what no request waits for. */
export function knownServers(worker: () => CallWorker | undefined, logError: (message: string) => void): KnownServers {
  const listeners: (() => void)[] = [];
  /** In the order of their use. */
  const servers = new Map<string, Followed>();

  function used(asked: ServerQuestion): Followed {
    const { address } = asked.target;
    const one: Followed = servers.get(address) ?? {
      address,
      asked,
      called: new Set(),
      server: undefined,
      health: new Map(),
      refused: undefined,
      news: 0,
      watch: undefined,
    };
    one.asked = asked;
    servers.delete(address);
    servers.set(address, one);
    return one;
  }

  async function take(one: Followed, told: ServerNews): Promise<void> {
    one.health = new Map(told.health);
    if (told.kind !== "health") {
      one.news += 1;
      const { news } = one;
      one.refused = told.kind === "refused" ? { reason: told.reason, cause: told.cause } : undefined;
      if (told.kind === "described") {
        const before = one.server;
        const snapshot = before?.told.set === told.set ? before.snapshot : await sources(one.address, told.set);
        if (one.news !== news) return;
        one.server = { address: one.address, told, snapshot };
      }
    }
    for (const listener of listeners) listener();
  }

  function follow(one: Followed, asked: ServerQuestion): void {
    const running = worker();
    if (running === undefined || !isLoopback(one.address)) return;
    const { watch, refused } = one;
    // One that tells its schema goes on; another way to ask may help where it does not, or has been away for long.
    if (watch !== undefined && refused === undefined) return;
    if (refused?.cause === "silent" && watch !== undefined && isSame(watch.asked, asked)) return;
    watch?.stop();
    const stop = running.watchServer(asked, told => {
      take(one, told).catch((error: unknown) => logError(`the schema of ${one.address}: ${String(error)}`));
    });
    one.watch = { asked, stop };
  }

  return {
    ask: async asked => {
      const running = worker();
      if (running === undefined) return { kind: "refused", reason: noSockets };
      const one = used(asked);
      const told = await running.describeServer({ ...asked, services: [...one.called] });
      await take(one, told);
      if (told.kind === "refused") return { kind: "refused", reason: told.reason };
      follow(one, asked);
      return one.server === undefined
        ? { kind: "refused", reason: `\`${one.address}\` has changed while it was asked; ask it again` }
        : { kind: "server", server: one.server };
    },
    known: address => servers.get(address)?.server,
    called: (asked, service) => {
      const one = used(asked);
      const isNew = !one.called.has(service);
      one.called.add(service);
      follow(one, { ...asked, services: [...one.called] });
      if (isNew) for (const listener of listeners) listener();
    },
    named: address => {
      if (servers.has(address) || !isLoopback(address)) return;
      const asked = { target: { address, tls: undefined }, metadata: [] };
      follow(used(asked), asked);
    },
    states: () => [...servers.values()].reverse(),
    state: address => servers.get(address),
    text: uri => {
      for (const { server } of servers.values()) {
        const text = server?.snapshot.parsed(uri)?.source.text;
        if (text !== undefined) return text;
      }
      return undefined;
    },
    onChange: listener => void listeners.push(listener),
  };
}

function isSame(one: ServerQuestion, other: ServerQuestion): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

const noSockets = "calls need the desktop editor: a browser has no connections of this kind";

async function sources(address: string, set: string): Promise<Snapshot> {
  // Hardly anybody asks a server, and a start need not wait for what reads its descriptors.
  const { serverFiles } = await import("../features/serverSchema.ts");
  return serverSnapshot(address, serverFiles(Buffer.from(set, "base64")));
}
