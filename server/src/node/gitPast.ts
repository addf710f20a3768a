// The files of a commit beside those of the disk.
import { createHash } from "node:crypto";
import path from "node:path";
import { GitError, lacking, readBlobs, treeOf } from "./git.ts";
import { readBytes } from "./syncFiles.ts";

/** The files that a commit had; paths are absolute. */
export interface PastFiles {
  readonly files: ReadonlySet<string>;
  /** Contents of those that are not the same on disk now. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

export interface Reading {
  /** Which paths, from the top of the repository, are read. */
  readonly wanted: (path: string) => boolean;
  /** Called after each file. */
  readonly pause?: () => Promise<void>;
}

/**
 * The files of a commit of the repository at `top`.
 * @throws {GitError} when git cannot be asked, or lacks a content.
 */
export async function filesOfCommit(
  top: string,
  commit: string,
  { wanted, pause = () => Promise.resolve() }: Reading,
): Promise<PastFiles> {
  const blobs = await treeOf(top, commit, wanted);
  const files = new Set<string>();
  const changed = new Map<string, string>();
  for (const [name, id] of blobs) {
    const file = path.join(top, ...name.split("/"));
    files.add(file);
    if (!hasId(readBytes(file), id)) changed.set(file, id);
    await pause();
  }
  const read = await readBlobs(top, [...new Set(changed.values())]);
  const contents = new Map<string, Uint8Array>();
  for (const [file, id] of changed) {
    const content = read.get(id);
    if (content === undefined) throw new GitError(missing(path.relative(top, file), commit));
    contents.set(file, content);
  }
  return { files, contents };
}

function missing(file: string, commit: string): string {
  return lacking(`\`${file}\` of ${commit.slice(0, 12)}`);
}

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
