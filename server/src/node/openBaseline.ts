// The files of an earlier version: of a commit, another repository, a folder, an archive.
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Against } from "./against.ts";
import { archiveFiles } from "./archives.ts";
import { BaselineError } from "./baselineError.ts";
import { diskFiles, diskPath } from "./diskFiles.ts";
import { filesOfCommit, type PastFiles } from "./gitPast.ts";
import type { DiskWalk } from "./listDisk.ts";
import { filesOfLock, lockText } from "./lockFile.ts";
import { unpacked } from "./packed.ts";
import { pathKind, readBytes } from "./syncFiles.ts";
import { watchedDiskFiles } from "./watchFiles.ts";

/** An earlier version that is told by descriptors. */
export interface ImageBaseline {
  /** Of the image, not compressed any more. */
  readonly image: Uint8Array;
  readonly form: Extract<Against, { readonly kind: "image" }>["form"];
}

/** An earlier version that is told by a lock of protolock. */
export interface LockBaseline {
  /** Its text. */
  readonly lock: string;
  /** The version that the sources are which it tells, by its own paths. */
  readonly filesOf: (sources: ReadonlyMap<string, string>) => OpenBaseline;
}

/** An earlier version of a folder. Its files have the uris that they have now, or would have. */
export interface OpenBaseline {
  /** The folder that stands for the one asked about: the same, but of another folder as version that one. */
  readonly folderUri: string;
  readonly read: (uri: string) => Promise<Uint8Array | undefined>;
  readonly list: (folderUri: string, walk: DiskWalk) => Promise<readonly string[]>;
  /** Whether it has a file of its own: see `bytesAt`. */
  readonly has: (uri: string) => boolean;
  /** Uris of the files that are known to be different now, or gone; undefined where nobody has looked. */
  readonly changed: readonly string[] | undefined;
  /** Calls `onChange` when the files change, where they can; ends with the function that it gives. */
  readonly watch?: (onChange: () => void) => () => void;
}

/** A commit of a repository, the top of which is `top`. */
export interface Commit {
  readonly top: string;
  readonly commit: string;
}

type Pause = () => Promise<void>;

/** The commit of the repository that `folder` is in. */
export async function ownCommit(folder: string, { top, commit }: Commit, pause: Pause): Promise<OpenBaseline> {
  const past = await filesOfCommit(top, commit, { wanted: isWanted, pause });
  return { ...ofPast(folder, past), changed: [...past.contents.keys()].filter(isProto).map(uriOf) };
}

/** The commit of another repository; its folder `base` stands for `folder`. */
export async function otherCommit(
  folder: string,
  base: string,
  { commit: { top, commit }, pause }: { readonly commit: Commit; readonly pause: Pause },
): Promise<OpenBaseline> {
  const past = await filesOfCommit(top, commit, { wanted: isWanted, pause });
  const files = [...past.files].filter(file => isProto(file) && file.startsWith(path.join(base, path.sep)));
  if (files.length === 0) throw new BaselineError(`\`${base}\` holds no \`.proto\` file at ${commit.slice(0, 9)}`);
  const changed: string[] = [];
  for (const file of files) {
    const content = past.contents.get(file) ?? readBytes(file);
    const now = path.join(folder, path.relative(base, file));
    if (content !== undefined && !isContent(now, content)) changed.push(uriOf(now));
    await pause();
  }
  return { ...ofPast(base, past), changed };
}

/** The files of an archive, which stands for the folder that it holds. */
export function archiveBaseline(folder: string, asked: Extract<Against, { readonly kind: "archive" }>): OpenBaseline {
  const base = path.join(asked.file, asked.subfolder);
  const contents = new Map<string, Uint8Array>();
  const changed: string[] = [];
  for (const [name, content] of archiveFiles(asked.file, asked.form)) {
    const parts = name.split("/").slice(asked.strip);
    const file = path.join(asked.file, ...parts);
    if (parts.length === 0 || !isWanted(file)) continue;
    contents.set(file, content);
    const now = path.join(folder, path.relative(base, file));
    if (isProto(file) && !isContent(now, content)) changed.push(uriOf(now));
  }
  if (![...contents.keys()].some(isProto)) throw new BaselineError(`\`${asked.file}\` holds no \`.proto\` file`);
  return { ...ofPast(base, { contents, files: new Set(contents.keys()), folderLinks: new Map() }), changed };
}

/** @throws {BaselineError} when the lock `file` of protolock cannot be read; `filesOf` when none of its files is there. */
export function lockBaseline(folder: string, file: string): LockBaseline {
  return {
    lock: lockText(file),
    filesOf: sources => {
      const past = filesOfLock(file, sources, folder);
      return { ...ofPast(folder, past), changed: [...past.contents.keys()].map(uriOf) };
    },
  };
}

/** Another folder, as it is at any time. */
export function folderBaseline(folder: string): OpenBaseline {
  const listeners = new Set<() => void>();
  const files = watchedDiskFiles({
    onChange: changes => {
      if (changes.some(one => one.uri.endsWith("/") || isWanted(one.uri))) for (const tell of listeners) tell();
    },
    log: () => {},
  });
  return {
    folderUri: uriOf(folder),
    read: files.read,
    has: uri => pathKind(diskPath(uri) ?? "") === "file",
    list: files.list,
    changed: undefined,
    watch: onChange => {
      listeners.add(onChange);
      return () => {
        listeners.delete(onChange);
        files.close();
      };
    },
  };
}

/** @throws {BaselineError} when the file cannot be read. */
export function imageBaseline({
  file,
  form,
  compression,
}: Extract<Against, { readonly kind: "image" }>): ImageBaseline {
  const content = file === undefined ? undefined : readBytes(file);
  if (file === undefined || content === undefined) throw new BaselineError(`\`${file ?? "-"}\` cannot be read`);
  return { image: unpacked(content, compression, file), form };
}

function ofPast(folder: string, past: PastFiles): Omit<OpenBaseline, "changed"> {
  return {
    folderUri: uriOf(folder),
    read: async uri => bytesAt(past, uri),
    has: uri => hasFile(past, diskPath(uri) ?? ""),
    list: async (below, walk) => listed(past, below, walk),
  };
}

function hasFile({ files, folderLinks }: PastFiles, file: string): boolean {
  return files.has(file) || [...folderLinks.keys()].some(link => file.startsWith(path.join(link, path.sep)));
}

function isContent(file: string, content: Uint8Array): boolean {
  const now = readBytes(file);
  return now !== undefined && Buffer.compare(now, content) === 0;
}

function isProto(name: string): boolean {
  return name.endsWith(".proto");
}

// Of files that are no protos only those that say where imports lead.
function isWanted(name: string): boolean {
  return isProto(name) || configNames.has(name.slice(name.lastIndexOf("/") + 1));
}

const configNames: ReadonlySet<string> = new Set(["buf.yaml", "buf.work.yaml", "buf.lock"]);

// What that time did not have may be fetched or made by tools, and kept by nobody.
function bytesAt({ contents }: PastFiles, uri: string): Promise<Uint8Array | undefined> | Uint8Array | undefined {
  const file = diskPath(uri);
  return file === undefined ? undefined : (contents.get(file) ?? diskFiles.read(uri));
}

function listed({ files }: PastFiles, below: string, walk: DiskWalk): readonly string[] {
  const folder = diskPath(below);
  if (folder === undefined) return [];
  return [...files]
    .filter(file => {
      const relative = path.relative(folder, file).split(path.sep).join("/");
      if (relative.startsWith("../") || relative === ".." || path.isAbsolute(relative)) return false;
      if (!walk.isListed(path.basename(file))) return false;
      const folders = relative.split("/").slice(0, -1);
      return !folders.some((_, at) => walk.skips(folders.slice(0, at + 1).join("/"), "folder"));
    })
    .map(uriOf);
}

function uriOf(file: string): string {
  return pathToFileURL(file).href;
}
