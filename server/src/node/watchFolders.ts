// Folders whose files are followed while a command or a mock server runs.
import { type FSWatcher, watch } from "node:fs";

export interface WatchedFolders {
  /** These and no others from now on. One that is not there is left out. */
  readonly set: (folders: readonly string[]) => void;
  readonly close: () => void;
}

// Editors save in several steps, and a checkout touches files one after another.
const gatherMs = 60;

/** Tells that something in the folders may have changed, at most once a few hundredths of a second. */
export function watchFolders(onChange: () => void): WatchedFolders {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;

  function touch(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      onChange();
    }, gatherMs);
  }

  function leave(folder: string): void {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  }

  function enter(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, touch);
      // The folder itself has gone.
      watcher.on("error", () => leave(folder));
      watchers.set(folder, watcher);
    } catch (error) {
      if (!(error instanceof Error && "code" in error)) throw error;
    }
  }

  return {
    set: folders => {
      for (const folder of watchers.keys()) if (!folders.includes(folder)) leave(folder);
      for (const folder of folders) if (!watchers.has(folder)) enter(folder);
    },
    close: () => {
      clearTimeout(timer);
      for (const folder of [...watchers.keys()]) leave(folder);
    },
  };
}
