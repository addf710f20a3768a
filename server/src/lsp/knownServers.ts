// Running servers that the user has asked for their schema in this session, and what they told.
import type { CallWorker } from "../calling/callWorkerHandle.ts";
import type { DescribedServer, ServerQuestion } from "../calling/describeServer.ts";
import { serverSnapshot } from "../features/serverSnapshot.ts";
import type { Snapshot } from "../workspace/snapshot.ts";

export interface KnownServer {
  readonly address: string;
  readonly told: Extract<DescribedServer, { kind: "described" }>;
  /** The server's files as sources, in a workspace of their own. */
  readonly snapshot: Snapshot;
}

export type AskedServer = { kind: "server"; server: KnownServer } | { kind: "refused"; reason: string };

/** Asks servers, and knows what each told last. */
export interface KnownServers {
  readonly ask: (asked: ServerQuestion) => Promise<AskedServer>;
  /** What a server told when it was asked last; undefined of one that was not. */
  readonly known: (address: string) => KnownServer | undefined;
}

/** Nothing is asked but by `ask`. */
export function knownServers(worker: () => CallWorker | undefined, onChange: () => void): KnownServers {
  const servers = new Map<string, KnownServer>();
  return {
    ask: async asked => {
      const running = worker();
      if (running === undefined) return { kind: "refused", reason: noSockets };
      const { address } = asked.target;
      const told = await running.describeServer(asked);
      if (told.kind === "refused") return told;
      const before = servers.get(address);
      const snapshot = before?.told.set === told.set ? before.snapshot : await sources(address, told.set);
      const server = { address, told, snapshot };
      servers.set(address, server);
      onChange();
      return { kind: "server", server };
    },
    known: address => servers.get(address),
  };
}

const noSockets = "calls need the desktop editor: a browser has no connections of this kind";

async function sources(address: string, set: string): Promise<Snapshot> {
  // Hardly anybody asks a server, and a start need not wait for what reads its descriptors.
  const { serverFiles } = await import("../features/serverSchema.ts");
  return serverSnapshot(address, serverFiles(Buffer.from(set, "base64")));
}
