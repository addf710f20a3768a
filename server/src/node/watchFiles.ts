// Watching the disk for clients that do not: one watch for each folder that is walked or read from. Only what can be told
// of at once is: a disk that reports nothing (some that are reached over a network) is seen when a file is saved.
import { type FSWatcher, statSync, watch } from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { diskFiles, diskPath } from "./diskFiles.ts";
import { type DiskWalk, listDisk } from "./listDisk.ts";
import { fromDisk } from "./readFile.ts";

/** Of a folder that went, `deleted` stands for all in it; of one that came, `changed` with a slash at the uri's end. */
export interface WatchedChange {
  readonly uri: string;
  readonly kind: "changed" | "deleted";
}

export interface Watching {
  readonly onChange: (changes: readonly WatchedChange[]) => void;
  readonly log: (message: string) => void;
}

/** Files of the disk that tell when they change, as far as their folders were listed or they were read. */
export function watchedDiskFiles({ onChange, log }: Watching) {
  const watchers = new Map<string, FSWatcher>();
  const listed = new Set<string>();
  /** Paths of which something was told, and whether one may have come or gone there. */
  const touched = new Map<string, "came or went" | "changed">();
  let told = 0;
  let timer: NodeJS.Timeout | undefined;
  let isFull = false;

  function enter(folder: string): void {
    if (watchesBelow && [...watchers.keys()].some(top => folder.startsWith(join(top, sep)))) return;
    start(folder, folder, { recursive: watchesBelow }, (event, name) =>
      touch(name === null ? folder : join(folder, name), event === "rename" ? "came or went" : "changed"),
    );
  }

  /** A listed folder may itself go and come again, which is told by the one that it is in. */
  function enterAround(folder: string): void {
    if (dirname(folder) === folder) return;
    start(`around ${folder}`, dirname(folder), { recursive: false }, (_, name) => {
      if (name === basename(folder)) touch(folder, "came or went");
    });
  }

  function start(
    key: string,
    folder: string,
    { recursive }: { readonly recursive: boolean },
    take: (event: string, name: string | null) => void,
  ): void {
    if (isFull || watchers.has(key)) return;
    try {
      const watcher = watch(folder, { persistent: false, recursive }, take);
      watcher.on("error", () => leave(key));
      watchers.set(key, watcher);
    } catch (error) {
      if (!(error instanceof Error && "code" in error)) throw error;
      if (error.code !== "ENOSPC" && error.code !== "EMFILE") return;
      isFull = true;
      log(`the system lets no more than ${watchers.size} folders be watched: changes in others are seen with a save`);
    }
  }

  function isListed(path: string): boolean {
    return [...listed].some(folder => path.startsWith(join(folder, sep)));
  }

  function leave(folder: string): void {
    for (const [other, watcher] of watchers) {
      if (other !== folder && !other.startsWith(join(folder, sep))) continue;
      watcher.close();
      watchers.delete(other);
    }
  }

  function touch(path: string, how: "came or went" | "changed"): void {
    told++;
    if (touched.get(path) !== "came or went") touched.set(path, how);
    timer ??= setTimeout(tell, gatherMs);
  }

  function tell(): void {
    const isLost = told > mostTold;
    told = 0;
    // The system drops what is not fetched in time, without a word: then anything may have changed.
    if (isLost) touched.clear();
    const changes = isLost ? [...listed].map(anyChangeIn) : nextChanges();
    // Requests that came meanwhile go first.
    timer = touched.size === 0 ? undefined : setTimeout(tell, 0);
    onChange(changes);
  }

  /** What can be looked at in a slice of time. */
  function nextChanges(): readonly WatchedChange[] {
    const changes: WatchedChange[] = [];
    const endsAtMs = performance.now() + sliceMs;
    for (const [path, how] of touched) {
      touched.delete(path);
      const change = changeAt(path, how);
      if (change !== undefined) changes.push(change);
      if (performance.now() > endsAtMs) break;
    }
    return changes;
  }

  function changeAt(path: string, how: "came or went" | "changed"): WatchedChange | undefined {
    const found = fromDisk(() => statSync(path, { throwIfNoEntry: false }));
    if (found?.isFile() === true) return { uri: pathToFileURL(path).href, kind: "changed" };
    if (how === "changed") return undefined;
    // The watch is of what bore the name before.
    leave(path);
    if (found?.isDirectory() === true) return { uri: folderUri(path), kind: "changed" };
    return { uri: pathToFileURL(path).href, kind: "deleted" };
  }

  return {
    read: async (uri: string): Promise<Uint8Array | undefined> => {
      const path = diskPath(uri);
      const found = await diskFiles.read(uri);
      // What is not there may come, but not everywhere that one looks is a place to watch.
      if (path !== undefined && (found !== undefined || isListed(path))) enter(dirname(path));
      return found;
    },
    list: async (uri: string, walk: DiskWalk, below?: string): Promise<readonly string[]> => {
      const folder = diskPath(uri);
      if (folder === undefined) return [];
      listed.add(folder);
      enterAround(folder);
      return listDisk(folder, walk, { below, entering: enter });
    },
    close: (): void => {
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
      watchers.clear();
    },
  };
}

// A checkout touches files one after another: they are told of together.
const gatherMs = 30;

// What a request may wait for.
const sliceMs = 4;

// Linux keeps 16,384 events for a process by default.
const mostTold = 10_000;

// On Linux Node would watch every file below, each on its own, dependencies and all.
const watchesBelow = process.platform === "darwin" || process.platform === "win32";

function folderUri(folder: string): string {
  return pathToFileURL(join(folder, sep)).href;
}

function anyChangeIn(folder: string): WatchedChange {
  return { uri: folderUri(folder), kind: "changed" };
}
