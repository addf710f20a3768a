// The files of a commit, over the disk as it is.
import { createHash } from "node:crypto";
import path from "node:path";
import { commitsOf, GitError, readBlobs, repositoryTop, treeOf } from "../node/git.ts";
import { bufFiles } from "../workspace/bufYaml.ts";
import { isPackageFile } from "../workspace/importConfig.ts";
import { baseName } from "../workspace/uri.ts";
import { type Disk, pastDisk, presentDisk } from "./disk.ts";
import { UsageError } from "./usageError.ts";

/** The disk as a commit had it. */
export interface GitPast {
  readonly disk: Disk;
  /** The top folder of the repository, by which its paths begin. */
  readonly top: string;
  readonly commit: string;
  /** Whether a file of the commit, by its path on the disk, has the same content now. */
  readonly isSame: (file: string) => boolean;
}

/** The repository that a folder is in. @throws {UsageError} when there is none. */
export function repositoryOf(folder: string): string {
  const top = repositoryTop(folder);
  if (top === undefined)
    throw new UsageError(`\`${folder}\` is in no git repository: name a folder or an image to compare with`);
  return top;
}

/** Whether one of `revisions` exists; not where git cannot be asked. */
export async function hasRevision(top: string, revisions: readonly string[]): Promise<boolean> {
  try {
    return (await commitsOf(top, revisions)).some(one => one !== undefined);
  } catch (error) {
    if (error instanceof GitError) return false;
    throw error;
  }
}

/**
 * The disk as the first of `revisions` that exists in the repository at `top` had it; undefined where none does.
 * @throws {UsageError} when git cannot say, or lacks a content.
 */
export async function gitPast(top: string, revisions: readonly string[]): Promise<GitPast | undefined> {
  try {
    const commit = (await commitsOf(top, revisions)).find(one => one !== undefined);
    if (commit === undefined) return undefined;
    const { blobs } = await treeOf(top, commit, isRead);
    const changed = new Map<string, string>();
    const files = new Set<string>();
    for (const [name, id] of blobs) {
      const file = path.join(top, ...name.split("/"));
      files.add(file);
      if (!hasId(presentDisk.readBytes(file), id)) changed.set(file, id);
    }
    const read = await readBlobs(top, [...new Set(changed.values())]);
    const contents = new Map<string, Uint8Array>();
    for (const [file, id] of changed) {
      const content = read.get(id);
      if (content === undefined) throw new GitError(missing(path.relative(top, file), commit));
      contents.set(file, content);
    }
    const isSame = (file: string) => files.has(file) && !contents.has(file);
    return { disk: pastDisk({ contents, files }), top, commit, isSame };
  } catch (error) {
    if (error instanceof GitError) throw new UsageError(error.message);
    throw error;
  }
}

function missing(file: string, commit: string): string {
  return `the repository lacks \`${file}\` of ${commit.slice(0, 12)}, as a partial clone does: \`git fetch --refetch\` gets it`;
}

function isRead(name: string): boolean {
  return (
    name.endsWith(".proto") || bufFiles.includes(baseName(name)) || isPackageFile(name) || baseName(name) === "buf.lock"
  );
}

// The id of a content is the hash of it behind its kind and length. Where git makes line ends those of the machine,
// what is checked out is not what is stored.
function hasId(content: Uint8Array | undefined, id: string): boolean {
  if (content === undefined) return false;
  if (blobId(content, id.length) === id) return true;
  return (
    content.includes(13) &&
    blobId(Buffer.from(Buffer.from(content).toString("latin1").replaceAll("\r\n", "\n"), "latin1"), id.length) === id
  );
}

function blobId(content: Uint8Array, length: number): string {
  return createHash(length === 64 ? "sha256" : "sha1")
    .update(`blob ${content.length}\0`)
    .update(content)
    .digest("hex");
}
