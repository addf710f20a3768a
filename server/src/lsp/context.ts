import type { Connection } from "vscode-languageserver";
import type { CallWorker } from "../calling/callWorkerHandle.ts";
import type { StartMockThread } from "../calling/mockThread.ts";
import type { CallEvent } from "../protocol/call.ts";
import type { Settings } from "../protocol/settings.ts";
import type { DiskChange, FileSystem } from "../workspace/fileSystem.ts";
import type { PackagePlaces } from "../workspace/importConfig.ts";
import type { OutlineStore } from "../workspace/outlineCache.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import type { BaselinePlatform } from "./baselineReader.ts";
import type { CheckFolders } from "./checkFolders.ts";
import type { EnvironmentFiles } from "./environmentFiles.ts";

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
  /** Uris of the request documents (`*.grpc`) of the folders. */
  readonly requestFiles: () => Promise<readonly string[]>;
  /** Whether the user trusts the workspace: else no program is started and no secret is read. */
  readonly trusted: () => boolean;
  /** Whether the client keeps the user's secrets and asks before they are used. */
  readonly keepsSecrets: () => boolean;
  /** Whether the client asks the user about calls that a server takes otherwise. */
  readonly confirmsCalls: () => boolean;
  readonly platform: Platform;
  /** What stands beside request documents for their variables. */
  readonly environments: EnvironmentFiles;
  /** Writes a line to the client's output channel. */
  readonly log: (message: string) => void;
  /** Has a client that can ask again for the lenses of what it shows: they have changed without an edit. */
  readonly refreshLenses: () => void;
  /** Has all that is shown of open documents worked out again: something beside the files has changed. */
  readonly recheck: () => void;
  /** Called between the little steps of long work that nobody waits for. */
  readonly giveWay: () => Promise<void>;
  /** Calls `stop` when the client shuts the server down. */
  readonly onShutdown: (stop: () => void | Promise<void>) => void;
}

/** `log` is for what the user should know of the watching itself. */
export interface FileWatching {
  readonly onChange: (changes: readonly DiskChange[]) => void;
  readonly log: (message: string) => void;
}

/** What differs between a server in Node and one in a browser; made by `main/`. */
export interface Platform {
  readonly files: FileSystem;
  /** What stands at a uri on the disk; a pipe or a device is nothing. Undefined where there is no disk. */
  readonly kindOf: ((uri: string) => "file" | "folder" | undefined) | undefined;
  /** The same for a client that does not tell what changes on disk; undefined where nothing can be watched. */
  readonly watchedFiles: ((watching: FileWatching) => FileSystem & { readonly close: () => void }) | undefined;
  /** Where tools keep what can be imported; undefined in a browser. */
  readonly packages: PackagePlaces | undefined;
  /** Reads earlier versions of folders; undefined where there is no disk. */
  readonly baselines: BaselinePlatform | undefined;
  /** Checks many files of the disk in a thread of its own; undefined where there are none. */
  readonly checkFolders: CheckFolders | undefined;
  /**
   * Keeps the index of workspaces in a folder, the user's own cache where it is empty; undefined where there is no such
   * place, or no disk.
   */
  readonly outlineStore: (folder: string, log: (message: string) => void) => OutlineStore | undefined;
  /** The product's. */
  readonly version: string;
  /**
   * Makes the handle of the thread that performs calls and runs the example server (`createCallWorker`, which starts it
   * with the first use); undefined where there are no sockets.
   */
  readonly startCallWorker: ((onEvent: (event: CallEvent) => void) => CallWorker) | undefined;
  /** Starts a mock server in a thread of its own; undefined where there are no sockets. */
  readonly startMock: StartMockThread | undefined;
  /** The folder on disk that holds the example's `directories/v1/directories.proto`; undefined in a browser. */
  readonly exampleProtoRoot: string | undefined;
  /** The uri of the folder with the pages, `problems/<id>.md` and `rules/<ID>.md`; undefined where there is no disk. */
  readonly problemPages: string | undefined;
  /** Whether git tracks a file, from what it keeps on disk; undefined where there is no disk. */
  readonly isTracked: ((uri: string) => boolean) | undefined;
  /** A variable of the server's process environment. */
  readonly environment: (name: string) => string | undefined;
}
