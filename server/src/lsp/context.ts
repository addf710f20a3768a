import type { Connection } from "vscode-languageserver";
import type { ExampleServer } from "../protocol/requests.ts";
import type { Settings } from "../protocol/settings.ts";
import type { FileSystem } from "../workspace/fileSystem.ts";
import type { Snapshot } from "../workspace/snapshot.ts";

/** What a group of requests (`registerCalls(connection, context)`) may use of the running server. */
export interface ServerContext {
  readonly connection: Connection;
  /** The state at this moment. Take it once at the start of a request and keep to it. */
  readonly snapshot: () => Snapshot;
  readonly settings: () => Settings;
  /** Waits until a document and all that it imports are read; gives a snapshot that has them. */
  readonly loaded: (uris: readonly string[]) => Promise<Snapshot>;
  /** Waits until every file of the folders is outlined, so that `outlines` and `declarations` are whole. */
  readonly indexed: () => Promise<Snapshot>;
  /** Whether the user trusts the workspace: else no program is started and no secret is read. */
  readonly trusted: () => boolean;
  readonly platform: Platform;
  /** Writes a line to the client's output channel. */
  readonly log: (message: string) => void;
  /** Calls `stop` when the client shuts the server down. */
  readonly onShutdown: (stop: () => void | Promise<void>) => void;
}

/** What differs between a server in Node and one in a browser; made by `main/`. */
export interface Platform {
  readonly files: FileSystem;
  /** Starts the worker that performs calls; undefined where there are no sockets. */
  readonly startCallWorker: (() => CallWorker) | undefined;
  /** Starts the built-in example server; undefined where there are no sockets. */
  readonly startExampleServer: ((options: { port?: number }) => Promise<RunningExampleServer>) | undefined;
  /** A variable of the server's process environment. */
  readonly environment: (name: string) => string | undefined;
}

/** The far end of a worker thread; messages are plain data. */
export interface CallWorker {
  readonly post: (message: unknown) => void;
  readonly onMessage: (listener: (message: unknown) => void) => void;
  /** The worker ended by itself; `reason` is for the log. */
  readonly onExit: (listener: (reason: string) => void) => void;
  readonly stop: () => Promise<void>;
}

export interface RunningExampleServer extends ExampleServer {
  readonly stop: () => Promise<void>;
}
