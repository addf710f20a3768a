// Running servers as earlier versions: what each has told last, and whether it may be asked at all.
import type { ServerSchema } from "../calling/serverSchema.ts";
import { isLoopback, parseTarget } from "../calling/target.ts";
import type { BaselinePlatform, BaselineReader, FoundBaseline } from "./baselineReader.ts";

/** Whether what `protodial.breaking.against` names is a server. */
export function isServer(against: string): boolean {
  return /^grpcs?:\/\//.test(against);
}

interface Watched {
  /** Nobody waits for it any more. */
  readonly end: () => void;
  /** Settled when the server has told its schema, or why it does not, for the first time. */
  readonly first: Promise<void>;
  schema: Extract<ServerSchema, { kind: "schema" }> | undefined;
  /** Counts the schemas that were not the same as the one before. */
  version: number;
  toldAt: Date;
  /** Why it is not told now. */
  problem: string | undefined;
}

/** Asks the user whether to connect, where a folder is compared with a server that may be anywhere. */
type MayConnect = (folderUri: string, address: string) => Promise<boolean>;

/** Reads servers too; each is watched as long as a folder is compared with it. */
export function withServers(reader: BaselinePlatform, mayConnect: MayConnect): ServerReader {
  const servers = new Map<string, Watched>();
  const listeners = new Map<string, Set<() => void>>();
  const allowed = new Map<string, Promise<boolean>>();

  function watched(address: string): Watched {
    const known = servers.get(address);
    if (known !== undefined) return known;
    let settle = () => {};
    const first = new Promise<void>(resolve => {
      settle = resolve;
    });
    const stop = reader.watchServer(address, told => {
      if (servers.get(address) !== one) return;
      const isNews = take(one, told);
      settle();
      if (isNews) for (const tell of listeners.get(address) ?? []) tell();
    });
    const end = () => {
      stop();
      settle();
    };
    const one: Watched = { end, first, schema: undefined, version: 0, toldAt: new Date(), problem: undefined };
    servers.set(address, one);
    return one;
  }

  function mayAsk(folderUri: string, address: string): Promise<boolean> {
    if (isLoopback(address)) return Promise.resolve(true);
    const known = allowed.get(address) ?? mayConnect(folderUri, address);
    allowed.set(address, known);
    return known;
  }

  function leave(address: string): void {
    servers.get(address)?.end();
    servers.delete(address);
  }

  return {
    find: async (folderUri, against) => {
      if (!isServer(against)) return reader.find(folderUri, against);
      const target = parseTarget(against);
      if (target.kind === "wrong") throw new Error(target.message);
      if (!(await mayAsk(folderUri, against))) throw new Error(notAllowed(against));
      const one = watched(against);
      await one.first;
      return foundServer(against, one);
    },
    choices: folderUri => reader.choices(folderUri),
    watch: (folderUri, against, onChange) => {
      if (!isServer(against)) return reader.watch(folderUri, against, onChange);
      const those = listeners.get(against) ?? new Set();
      listeners.set(against, those.add(onChange));
      return () => {
        those.delete(onChange);
        if (those.size === 0) leave(against);
      };
    },
    askAgain: against => {
      if (!isServer(against)) return;
      allowed.delete(against);
      leave(against);
    },
    close: () => {
      for (const address of [...servers.keys()]) leave(address);
    },
  };
}

export interface ServerReader extends BaselineReader {
  /** What `against` names is asked anew when it is looked for next, and the user too where that is needed. */
  readonly askAgain: (against: string) => void;
  readonly close: () => void;
}

function take(one: Watched, told: ServerSchema): boolean {
  if (told.kind === "failed") {
    const isNews = one.problem !== told.message;
    one.problem = told.message;
    return isNews;
  }
  const isNews = one.problem !== undefined || !isSame(told.set, one.schema?.set);
  if (!isSame(told.set, one.schema?.set)) one.version += 1;
  Object.assign(one, { schema: told, toldAt: new Date(), problem: undefined });
  return isNews;
}

function isSame(set: Uint8Array, other: Uint8Array | undefined): boolean {
  return set.length === other?.length && set.every((byte, at) => byte === other[at]);
}

function foundServer(address: string, { schema, version, toldAt, problem }: Watched): FoundBaseline {
  if (schema === undefined) throw new Error(problem);
  const services = schema.services.map(one => `\`${one}\``).join(", ");
  return {
    id: `${address} ${version} ${schema.set.length}`,
    kind: "server",
    words: address.replace(/^grpcs?:\/\//, ""),
    detail: `It was asked at ${toldAt.toLocaleTimeString()} and has ${services}.`,
    ...(problem === undefined ? {} : { problem }),
    open: async () => ({ image: schema.set, form: "binpb" }),
  };
}

function notAllowed(address: string): string {
  return `\`${address}\` is named by the settings of the workspace, and connecting to it was not allowed: pick it with \`Protodial: Compare with…\` to connect`;
}
