// Tells when what `protodial.breaking.against` names may be another version: a commit, a fetch, a file that is written anew.
import { type FSWatcher, watch } from "node:fs";
import path from "node:path";
import { diskPath } from "./diskFiles.ts";
import { repositoryTop } from "./git.ts";
import { gitFolders } from "./gitFolders.ts";
import { pathKind } from "./syncFiles.ts";

/** A folder and what in it tells; nothing below it. */
interface Watched {
  readonly folder: string;
  readonly tells: (name: string) => boolean;
}

/** Watches what `against` means for a folder. Ends with the function that it gives. */
export function watchBaseline(folderUri: string, against: string, onChange: () => void): () => void {
  const folder = diskPath(folderUri);
  if (folder === undefined) return () => {};
  const watchers = new Map<string, FSWatcher>();
  let waiting: NodeJS.Timeout | undefined;

  function start(): void {
    for (const { folder: watched, tells } of watchedFor(folder ?? "", against)) {
      // Folders come: `refs/remotes` with the first fetch.
      if (watchers.has(watched) || pathKind(watched) !== "folder") continue;
      const watcher = watch(watched, { persistent: false }, (_, name) => {
        if (name !== null && tells(name)) tell();
      });
      const end = () => {
        watcher.close();
        watchers.delete(watched);
      };
      watcher.on("error", end);
      watchers.set(watched, watcher);
    }
  }

  // Git writes several files for one thing that it does, and a large file comes in pieces.
  function tell(): void {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      start();
      onChange();
    }, gatherMs);
    waiting.unref();
  }

  start();
  return () => {
    clearTimeout(waiting);
    for (const watcher of watchers.values()) watcher.close();
    watchers.clear();
  };
}

const gatherMs = 200;

function watchedFor(folder: string, against: string): readonly Watched[] {
  const [name = "", options] = against.split("#");
  const file = path.resolve(folder, name);
  const kind = name === "" ? undefined : pathKind(file);
  if (kind === "folder" || path.basename(file) === ".git") {
    // That of a folder is told by the folder itself, once it is read.
    const top = path.basename(file) === ".git" ? path.dirname(file) : file;
    return options === undefined && top === file ? [] : ofRepository(top, namedIn(options ?? ""));
  }
  // An image that is not there may come.
  const ofFile = name.includes(".") ? [{ folder: path.dirname(file), tells: isNamed(path.basename(file)) }] : [];
  const top = repositoryTop(folder);
  return kind === "file" || top === undefined ? ofFile : [...ofFile, ...ofRepository(top, [name])];
}

function ofRepository(top: string, revisions: readonly string[]): readonly Watched[] {
  const folders = gitFolders(top);
  if (folders === undefined) return [];
  const { own, shared } = folders;
  const refs = new Set(["heads", "tags", "remotes/origin"]);
  // Of a branch `team/work` the file lies deeper.
  for (const name of revisions.filter(one => /^[\w./-]+$/.test(one) && !one.includes("..")))
    for (const kind of ["heads", "tags", "remotes", "remotes/origin"]) refs.add(path.posix.dirname(`${kind}/${name}`));
  return [
    // The index is written all the time.
    { folder: own, tells: isNamed("HEAD", "ORIG_HEAD", "FETCH_HEAD", "COMMIT_EDITMSG", "packed-refs", "shallow") },
    { folder: path.join(own, "logs"), tells: isNamed("HEAD") },
    ...(own === shared ? [] : [{ folder: shared, tells: isNamed("packed-refs", "shallow") }]),
    ...[...refs].map(one => ({ folder: path.join(shared, "refs", one), tells: isWritten })),
    { folder: path.join(shared, "reftable"), tells: isWritten },
  ];
}

function namedIn(options: string): readonly string[] {
  return options.split(",").map(one => one.slice(one.indexOf("=") + 1));
}

function isNamed(...names: readonly string[]): (name: string) => boolean {
  return name => names.includes(name);
}

// What is being written is renamed when it is whole.
function isWritten(name: string): boolean {
  return !name.endsWith(".lock");
}
