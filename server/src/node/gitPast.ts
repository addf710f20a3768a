// The files of a commit beside those of the disk.
import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import path from "node:path";
import { commitsOf, GitError, lacking, readBlobs, treeOf } from "./git.ts";
import { gitFolders } from "./gitFolders.ts";
import { type FileState, idsInIndex } from "./gitIndex.ts";
import { fromDisk } from "./readFile.ts";
import { readBytes } from "./syncFiles.ts";

/** The files that a commit had; paths are absolute. */
export interface PastFiles {
  readonly files: ReadonlySet<string>;
  /** Contents of those that are not the same on disk now. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
  /** Folders that were links, and where these led: what is there is told of by that name alone. */
  readonly folderLinks: ReadonlyMap<string, string>;
}

export interface Reading {
  /** Which paths, from the top of the repository, are read. */
  readonly wanted: (path: string) => boolean;
  /** What becomes of submodules: `if there` are those that are checked out. */
  readonly submodules?: "read" | "if there" | "left out";
  /** Called after each file. */
  readonly pause?: () => Promise<void>;
}

/**
 * The files of a commit of the repository at `top`.
 * @throws {GitError} when git cannot be asked, or lacks a content.
 */
export async function filesOfCommit(top: string, commit: string, reading: Reading): Promise<PastFiles> {
  const { wanted, submodules = "if there", pause = () => Promise.resolve() } = reading;
  const tree = await treeOf(top, commit, wanted);
  // Git tells paths without detours; with thousands of them nothing is looked for in each.
  const prefix = path.join(top, path.sep);
  const inTop = (name: string) => prefix + (path.sep === "/" ? name : name.replaceAll("/", path.sep));
  const files = new Set<string>();
  const changed = new Map<string, string>();
  const [someId = ""] = tree.blobs.values();
  const idOf = idsInIndex(top, someId.length);
  for (const [name, id] of tree.blobs) {
    const file = inTop(name);
    files.add(file);
    if (!holds(file, id, state => idOf(name, state))) changed.set(file, id);
    await pause();
  }
  const read = await readBlobs(top, [...new Set(changed.values())]);
  const contents = new Map<string, Uint8Array>();
  for (const [file, id] of changed) {
    const content = read.get(id);
    if (content === undefined) throw new GitError(missing(path.relative(top, file), commit));
    contents.set(file, behindPointer(content, top, path.relative(top, file)));
  }
  const folderLinks = new Map([...tree.folderLinks].map(([link, target]) => [inTop(link), inTop(target)]));
  for (const [name, id] of tree.submodules) {
    const past = submodules === "left out" ? undefined : await filesOfSubmodule(inTop(name), id, reading);
    for (const file of past?.files ?? []) files.add(file);
    for (const [file, content] of past?.contents ?? []) contents.set(file, content);
    for (const [link, target] of past?.folderLinks ?? []) folderLinks.set(link, target);
  }
  return { files, contents, folderLinks };
}

async function filesOfSubmodule(folder: string, commit: string, reading: Reading): Promise<PastFiles | undefined> {
  const isThere = gitFolders(folder) !== undefined && (await commitsOf(folder, [commit]))[0] !== undefined;
  if (isThere) return filesOfCommit(folder, commit, reading);
  if (reading.submodules !== "read") return undefined;
  throw new GitError(
    `the submodule \`${folder}\` lacks ${commit.slice(0, 12)}: \`git submodule update --init\`, or \`git fetch\` in it, gets it`,
  );
}

// Git LFS keeps a pointer where the file was, and the content beside the objects.
function behindPointer(content: Uint8Array, top: string, name: string): Uint8Array {
  if (content.length > 1024) return content;
  const pointer = /^version https:\/\/git-lfs\.github\.com\/spec\/v1\n(?:.*\n)*oid sha256:([0-9a-f]{64})\n/;
  const [, id] = pointer.exec(new TextDecoder().decode(content)) ?? [];
  if (id === undefined) return content;
  const kept = path.join(gitFolders(top)?.shared ?? top, "lfs/objects", id.slice(0, 2), id.slice(2, 4), id);
  const found = readBytes(kept);
  if (found !== undefined) return found;
  throw new GitError(`\`${name}\` is kept by Git LFS, and not here in that version: \`git lfs fetch --all\` gets it`);
}

function missing(file: string, commit: string): string {
  return lacking(`\`${file}\` of ${commit.slice(0, 12)}`);
}

// Whether a file of the disk has the content of an id. With the next commit most files and most ids are the same.
function holds(file: string, id: string, checkedOut: (state: FileState) => string | undefined): boolean {
  const status = fromDisk(() => statSync(file, { throwIfNoEntry: false }));
  if (status === undefined) return false;
  const known = checkedOut(status);
  if (known !== undefined) return known === id;
  const { size, mtimeMs, ctimeMs, ino } = status;
  const state = `${id} ${size} ${mtimeMs} ${ctimeMs} ${ino}`;
  if (held.get(file) === state) return true;
  if (!hasId(readBytes(file), id)) return false;
  // What was written just now may be written again, and have the same times.
  if (Date.now() - Math.max(mtimeMs, ctimeMs) > restMs) held.set(file, state);
  return true;
}

const held = new Map<string, string>();
const restMs = 2000;

// The id of a content is the hash of it behind its kind and length. Where git makes line ends those of the machine,
// what is checked out is not what is stored.
function hasId(content: Uint8Array | undefined, id: string): boolean {
  if (content === undefined) return false;
  if (blobId(content, id.length) === id) return true;
  return content.includes(13) && blobId(withPlainLineEnds(content), id.length) === id;
}

function blobId(content: Uint8Array, length: number): string {
  return createHash(length === 64 ? "sha256" : "sha1")
    .update(`blob ${content.length}\0`)
    .update(content)
    .digest("hex");
}

function withPlainLineEnds(content: Uint8Array): Uint8Array {
  return Buffer.from(Buffer.from(content).toString("latin1").replaceAll("\r\n", "\n"), "latin1");
}
