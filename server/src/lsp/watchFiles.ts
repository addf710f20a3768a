import {
  type ClientCapabilities,
  type Connection,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  WatchKind,
} from "vscode-languageserver";
import type { DiskChange } from "../workspace/fileSystem.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** Has the client tell of files that come, change and go on disk. */
export function watchFiles(connection: Connection, capabilities: ClientCapabilities, workspace: Workspace): void {
  const take = inBursts<DiskChange>(changes => workspace.changeOnDisk(changes));
  connection.onDidChangeWatchedFiles(({ changes }) => {
    take(changes.map(({ uri, type }) => ({ uri, kind: type === FileChangeType.Deleted ? "deleted" : "changed" })));
  });
  if (!watchesForUs(capabilities)) return;
  const watchers = [
    ...watchedPatterns.map(globPattern => ({ globPattern })),
    // A folder that is deleted is told as itself, not as the files that were in it.
    { globPattern: "**", kind: WatchKind.Delete },
  ];
  void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch((error: unknown) => {
    connection.console.error(`client/registerCapability: ${String(error)}`);
  });
}

/** Whether the client watches what it is asked to watch; one that does not tells of what is saved in it alone. */
export function watchesForUs(capabilities: ClientCapabilities): boolean {
  return capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
}

const watchedPatterns = [
  "**/*.proto",
  "**/*.grpc",
  "**/buf*.yaml",
  "**/buf.lock",
  "**/go.mod",
  "**/package.json",
  "**/.gitignore",
  "**/.git/info/exclude",
  "**/{package-lock.json,yarn.lock,pnpm-lock.yaml,go.sum}",
];

/**
 * Gives what comes first to `apply` at once, and what follows within a moment together at its end: who asks after one
 * change gets an answer that knows of it, and a checkout of thousands of files makes few snapshots.
 */
export function inBursts<Item>(apply: (items: readonly Item[]) => void): (items: readonly Item[]) => void {
  let following: Item[] | undefined;
  const start = (items: readonly Item[]) => {
    following = [];
    setTimeout(end, burstMs);
    apply(items);
  };
  const end = () => {
    const items = following ?? [];
    following = undefined;
    if (items.length > 0) start(items);
  };
  return items => {
    if (following === undefined) start(items);
    else for (const item of items) following.push(item);
  };
}

const burstMs = 50;
