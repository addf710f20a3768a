// A folder that is served to strangers: no path leads out of it.
import { rmSync } from "node:fs";
import { lstat, mkdir, mkdtemp, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type MadeDirectory = { kind: "made" } | { kind: "exists" } | Refusal;
export type ListedDirectory = { kind: "entries"; entries: readonly DirectoryEntry[] } | Refusal;

export interface DirectoryEntry {
  readonly name: string;
  readonly isDirectory: boolean;
}

/** `missing`: the path, or what it lies in, is not there. `invalid`: it leads out of the folder or is no path. */
export type Refusal = { kind: "missing" | "invalid" | "not-a-directory"; reason: string };

/** A fresh folder below the system's one for temporary files, with something in it to list. Its path has no symbolic link. */
export async function freshFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "protodial-directories-")));
  await mkdir(join(folder, "directory"));
  await writeFile(join(folder, "readme.txt"), "Protodial's example server keeps its directories here.\n");
  return folder;
}

/**
 * Removes a folder that `freshFolder` made when this process ends, however it ends by itself. A worker thread must leave
 * this to its main thread: a thread that is terminated gets no last word.
 */
export function removeFolderAtExit(folder: string): void {
  if (doomed.size === 0)
    process.once("exit", () => doomed.forEach(one => void rmSync(one, { recursive: true, force: true })));
  doomed.add(folder);
}

const doomed = new Set<string>();

/** Removes a folder that `freshFolder` made, with all in it. */
export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** Makes one directory below `root`; its parent must be there. `path` is taken below the root, with or without a `/` before it. */
export async function makeDirectory(root: string, path: string): Promise<MadeDirectory> {
  const parts = partsOf(path);
  if (!Array.isArray(parts)) return parts;
  const name = parts.at(-1);
  if (name === undefined) return path === "" ? { kind: "invalid", reason: "the path is empty" } : { kind: "exists" };
  const parent = await walk(root, parts.slice(0, -1));
  if (typeof parent !== "string") return parent;
  try {
    await mkdir(join(parent, name));
    return { kind: "made" };
  } catch (error) {
    if (isCode(error, "EEXIST")) return { kind: "exists" };
    if (isCode(error, "ENAMETOOLONG")) return { kind: "invalid", reason: "the name is too long" };
    throw error;
  }
}

/** What lies in a directory below `root`, by name; `""` and `/` are the root itself. */
export async function listDirectory(root: string, path: string): Promise<ListedDirectory> {
  const parts = partsOf(path);
  if (!Array.isArray(parts)) return parts;
  const folder = await walk(root, parts);
  if (typeof folder !== "string") return folder;
  const found = await readdir(folder, { withFileTypes: true });
  const entries = found.map(one => ({ name: one.name, isDirectory: one.isDirectory() }));
  return { kind: "entries", entries: entries.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

function partsOf(path: string): string[] | Refusal {
  // A backslash separates on Windows, where a colon names a drive or a stream; a NUL ends a path in the system's calls.
  if (/[\\\0]/.test(path) || (process.platform === "win32" && path.includes(":"))) {
    return { kind: "invalid", reason: "the path has a character that no path here has" };
  }
  const parts = path.split("/").filter(part => part !== "" && part !== ".");
  return parts.includes("..") ? { kind: "invalid", reason: "`..` is not allowed in a path" } : parts;
}

/** Follows no symbolic link: one could lead out of the root. */
async function walk(root: string, parts: readonly string[]): Promise<string | Refusal> {
  let at = root;
  for (const [index, part] of parts.entries()) {
    at = join(at, part);
    const shown = `/${parts.slice(0, index + 1).join("/")}`;
    try {
      const found = await lstat(at);
      if (found.isSymbolicLink())
        return { kind: "invalid", reason: `${shown} is a symbolic link, which is not followed` };
      if (!found.isDirectory()) return { kind: "not-a-directory", reason: `${shown} is not a directory` };
    } catch (error) {
      if (isCode(error, "ENOENT")) return { kind: "missing", reason: `${shown} does not exist` };
      if (isCode(error, "ENAMETOOLONG")) return { kind: "invalid", reason: "the name is too long" };
      throw error;
    }
  }
  return at;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
