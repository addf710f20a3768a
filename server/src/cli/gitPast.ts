// The files of a commit, over the disk as it is.
import path from "node:path";
import { commitsOf, GitError, repositoryTop, type UsualBase, usualBase } from "../node/git.ts";
import { filesOfCommit } from "../node/gitPast.ts";
import { bufFiles } from "../workspace/bufYaml.ts";
import { isConfigFile } from "../workspace/importConfig.ts";
import { behindLinks, type Disk, pastDisk } from "./disk.ts";
import { UsageError } from "./usageError.ts";

/** The disk as a commit had it. */
export interface GitPast {
  readonly disk: Disk;
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

/**
 * Where the work in a repository began.
 * @throws {UsageError} when there is no commit, or git cannot say.
 */
export async function usualBaseOf(top: string): Promise<UsualBase> {
  const base = await usualBase(top).catch(told);
  if (base === undefined) throw new UsageError("the repository has no commit to compare with");
  return base;
}

function told(error: unknown): never {
  throw error instanceof GitError ? new UsageError(error.message) : error;
}

/** The commits that revisions name; none where git cannot be asked. */
export async function revisionsOf(top: string, revisions: readonly string[]): Promise<readonly (string | undefined)[]> {
  try {
    return await commitsOf(top, revisions);
  } catch (error) {
    if (error instanceof GitError) return [];
    throw error;
  }
}

/**
 * The disk as the first of `revisions` that exists in the repository at `top` had it; undefined where none does.
 * @throws {UsageError} when git cannot say, or lacks a content.
 */
export async function gitPast(
  top: string,
  revisions: readonly string[],
  submodules: "read" | "if there" | "left out" = "if there",
): Promise<GitPast | undefined> {
  try {
    const commit = (await commitsOf(top, revisions)).find(one => one !== undefined);
    if (commit === undefined) return undefined;
    const past = await filesOfCommit(top, commit, { wanted: isRead, submodules });
    const isSame = (file: string) =>
      past.files.has(file) && !past.contents.has(file) && behindLinks(file, past) === file;
    // Where modules are is part of a version; what tools fetch or make is not.
    const isAbsent = (file: string) =>
      bufFiles.includes(path.basename(file)) && isIn(top, file) && !past.files.has(file);
    return { disk: pastDisk(past, isAbsent), commit, isSame };
  } catch (error) {
    if (error instanceof GitError) throw new UsageError(error.message);
    throw error;
  }
}

function isIn(top: string, file: string): boolean {
  return !path.relative(top, file).startsWith("..");
}

function isRead(name: string): boolean {
  return name.endsWith(".proto") || isConfigFile(name);
}
