// Whether git tracks a file, from what it keeps on disk; git itself is not started.
import { realpathSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { gitFolders } from "./gitFolders.ts";
import { isInIndex } from "./gitIndex.ts";
import { fromDisk } from "./readFile.ts";

/** Whether git tracks the file at a `file:` uri; false where it is in no repository, or what git knows cannot be read. */
export function isTracked(uri: string): boolean {
  if (!uri.startsWith("file:")) return false;
  const file = fromDisk(() => realpathSync(fileURLToPath(uri)));
  if (file === undefined) return false;
  for (let top = dirname(file); ; top = dirname(top)) {
    const git = gitFolders(top);
    if (git !== undefined && git.own !== top) {
      return isInIndexNow(top, join(git.own, "index"), relative(top, file).split(sep).join("/"));
    }
    if (top === dirname(top)) return false;
  }
}

interface Looked {
  readonly index: string;
  /** Of the index: its time and size. */
  readonly state: string;
  readonly name: string;
  readonly isThere: boolean;
}

// A file is asked for again with each edit of it, and an index may have megabytes.
let last: Looked | undefined;

function isInIndexNow(top: string, index: string, name: string): boolean {
  const found = fromDisk(() => statSync(index, { throwIfNoEntry: false }));
  if (found === undefined) return false;
  const state = `${found.mtimeMs} ${found.size}`;
  if (last?.index !== index || last.state !== state || last.name !== name) {
    last = { index, state, name, isThere: isInIndex(top, name) };
  }
  return last.isThere;
}
