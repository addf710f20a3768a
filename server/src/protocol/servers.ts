// Running servers as a client shows them: what they serve, and how that differs from the files of the workspace.
import type { Streaming } from "./call.ts";
import type { DocumentRange } from "./requests.ts";

export type BrowsedServer =
  | {
      kind: "server";
      address: string;
      /** In words, of the server as a whole. */
      health: string;
      /** `differences`: from the files of the workspace, what breaks calls first; null where they do not declare it. */
      services: readonly (ServerService & { health: string; differences: readonly ServerDifference[] | null })[];
      /** Types that are used and not described. */
      missing: readonly string[];
    }
  /** `reason`: in words. */
  | { kind: "refused"; reason: string };

/** A service that a server lists; its methods are empty where it does not describe them. */
export interface ServerService {
  /** Full name. */
  name: string;
  methods: readonly ServerMethod[];
}

export interface ServerMethod {
  name: string;
  /** Full names of messages. */
  input: string;
  output: string;
  streaming: Streaming;
}

/** Something of a service that a server has in another way than the files of the workspace. */
export interface ServerDifference {
  /**
   * `call`: the rpc cannot be called as it is declared here. `data`: values are lost, refused or read as others. `name`: it
   * is only called otherwise. `added`: only the server has it.
   */
  kind: "call" | "data" | "name" | "added";
  /** Lower case, no full stop. */
  text: string;
  /** Where it stands here, or what would hold it. */
  uri: string;
  range: DocumentRange;
  /** Full names of what is compared to see it: the nearest declarations that both sides have. */
  names: { here: string; there: string };
}

/** What is known of a server for a service, as it was told last. */
export interface ServerOfService {
  address: string;
  /** In words: `serving`, `not reached` … */
  state: string;
  /** Why it tells no schema now, in words. */
  problem?: string;
  /** Whether it lists the service; undefined where it told no schema. */
  listed?: boolean;
  /** Those of its services whose names are like this one's, where it does not list it. */
  alike: readonly string[];
  methods: readonly ServerMethod[];
  /** Null where there is nothing to compare. */
  differences: readonly ServerDifference[] | null;
}

/** Both sides printed in the same way, without comments; `line` (zero-based) is where the declaration stands. */
export interface ServerComparison {
  path: string;
  here: { text: string; line: number };
  there: { text: string; line: number };
}

export type CheckedHealth =
  /** Of the server as a whole, and of the services that it tells it of. */
  | { kind: "health"; words: string; isServing: boolean; services: readonly { name: string; words: string }[] }
  /** `reason`: in words. */
  | { kind: "refused"; reason: string };
