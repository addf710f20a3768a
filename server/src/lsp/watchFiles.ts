import {
  type ClientCapabilities,
  type Connection,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type FileEvent,
  type FileSystemWatcher,
  WatchKind,
} from "vscode-languageserver";
import { environmentFiles } from "../requests/environment.ts";
import type { DiskChange } from "../workspace/fileSystem.ts";
import { isListedFile } from "../workspace/folderNames.ts";
import { fetchedFiles, packageFiles } from "../workspace/importConfig.ts";
import { baseName } from "../workspace/uri.ts";

/** Has the client watch other folders than before, beyond those of the workspace; uris. */
export type WatchBeyond = (folders: readonly string[]) => void;

interface Watching {
  readonly take: (changes: readonly DiskChange[]) => void;
  /** What stands at a uri; undefined where nobody can tell. */
  readonly kindOf: KindOf | undefined;
  /** Called between little steps. */
  readonly pause: () => Promise<void>;
}

type KindOf = (uri: string) => "file" | "folder" | undefined;

/** Has the client tell of files that come, change and go on disk. */
export function watchFiles(
  connection: Connection,
  capabilities: ClientCapabilities,
  { take, kindOf, pause }: Watching,
): WatchBeyond {
  connection.onDidChangeWatchedFiles(({ changes }) => {
    take(changes.map(one => diskChange(one, kindOf)));
    if (kindOf !== undefined) void lookAfterwards(changes.filter(isLikelyFile), kindOf);
  });
  const lookAfterwards = async (changes: readonly FileEvent[], kindOf: KindOf) => {
    for (const { uri } of changes) {
      await pause();
      if (kindOf(uri) !== "file") take([changeAt(uri, kindOf)]);
    }
  };
  if (!watchesForUs(capabilities)) return () => {};
  const register = async (watchers: FileSystemWatcher[]) => {
    try {
      return await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    } catch (error) {
      connection.console.error(`client/registerCapability: ${String(error)}`);
      return undefined;
    }
  };
  void register([
    ...watchedPatterns.map(globPattern => ({ globPattern })),
    // A folder that is deleted, or moved here, is told as itself, not as the files that are in it.
    { globPattern: "**", kind: WatchKind.Create | WatchKind.Delete },
  ]);
  if (capabilities.workspace?.didChangeWatchedFiles?.relativePatternSupport !== true) return () => {};
  let watched = "";
  let registered: ReturnType<typeof register> | undefined;
  return folders => {
    if (folders.join("\n") === watched) return;
    watched = folders.join("\n");
    void registered?.then(before => before?.dispose());
    const watchers = folders.map(baseUri => ({ globPattern: { baseUri, pattern: "**/*.proto" } }));
    registered = watchers.length === 0 ? undefined : register(watchers);
  };
}

function diskChange(event: FileEvent, kindOf: KindOf | undefined): DiskChange {
  const { uri, type } = event;
  if (type === FileChangeType.Deleted) return { uri, kind: "deleted" };
  return kindOf === undefined || isLikelyFile(event) ? { uri, kind: "changed" } : changeAt(uri, kindOf);
}

// It is not said whether that is a file or a folder now; a pipe is neither, whatever its name.
function changeAt(uri: string, kindOf: KindOf): DiskChange {
  const kind = kindOf(uri);
  if (kind === undefined) return { uri, kind: "deleted" };
  return { uri: kind === "folder" ? `${uri}/` : uri, kind: "changed" };
}

// Hardly ever has a folder come in its place. To look at thousands takes a while, in which others are answered.
function isLikelyFile({ uri, type }: FileEvent): boolean {
  return type === FileChangeType.Changed && isListedFile(baseName(uri));
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
  `**/{${[...packageFiles, ...fetchedFiles].join(",")}}`,
  "**/.gitignore",
  `**/{${environmentFiles.join(",")}}`,
  "**/.git/info/exclude",
];

export interface Bursts<Item> {
  readonly take: (items: readonly Item[]) => void;
  /** Applies what is waiting now. */
  readonly flush: () => void;
}

/**
 * Gives what comes first to `apply` at once, and what follows within a moment together at its end: a checkout of
 * thousands of files makes few snapshots.
 */
export function inBursts<Item>(apply: (items: readonly Item[]) => void): Bursts<Item> {
  let waiting: Item[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let momentMs = shortestMomentMs;
  const flush = () => {
    const items = waiting;
    waiting = [];
    if (items.length > 0) apply(items);
  };
  const end = () => {
    timer = undefined;
    // The longer a burst goes on, the more of it is taken together.
    momentMs = waiting.length === 0 ? shortestMomentMs : Math.min(momentMs * 2, longestMomentMs);
    if (waiting.length > 0) start();
  };
  const start = () => {
    timer = setTimeout(end, momentMs);
    flush();
  };
  return {
    take: items => {
      for (const item of items) waiting.push(item);
      if (timer === undefined) start();
    },
    flush,
  };
}

const shortestMomentMs = 50;
const longestMomentMs = 200;
