import { type Dirent, readFileSync, statSync } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Reads files of the disk by `file:` uri; the shape of the workspace's file system. */
export const diskFiles = {
  // Reading at once is several times cheaper than asking the thread pool, and a request waits for it anyway.
  read: async (uri: string): Promise<Uint8Array | undefined> => {
    const path = diskPath(uri);
    if (path === undefined) return undefined;
    try {
      // A device or a pipe could go on for ever.
      return statSync(path, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(path) : undefined;
    } catch (error) {
      // It is not there, may not be read, or is no path at all (too long, with a NUL): as good as absent.
      if (error instanceof Error && "code" in error) return undefined;
      throw error;
    }
  },
  list: async (folderUri: string): Promise<readonly string[]> => {
    const folder = diskPath(folderUri);
    const found: string[] = [];
    if (folder !== undefined) await walk(folder, new Set(), found);
    return found.map(path => pathToFileURL(path).href);
  },
};

function diskPath(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    // A uri with a host, or an encoded slash: nothing on this disk.
    return undefined;
  }
}

async function walk(folder: string, seen: Set<string>, found: string[]): Promise<void> {
  const real = await realpath(folder).catch(() => undefined);
  if (real === undefined || seen.has(real)) return;
  seen.add(real);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const folders: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const kind = entry.isSymbolicLink() ? await linkedKind(path) : kindOf(entry);
    if (kind === "folder" && !isSkipped(entry.name)) folders.push(path);
    if (kind === "file" && isWanted(entry.name)) found.push(path);
  }
  await Promise.all(folders.map(path => walk(path, seen, found)));
}

function kindOf(entry: Dirent): "folder" | "file" | undefined {
  if (entry.isDirectory()) return "folder";
  return entry.isFile() ? "file" : undefined;
}

async function linkedKind(path: string): Promise<"folder" | "file" | undefined> {
  const target = await stat(path).catch(() => undefined);
  if (target?.isDirectory() === true) return "folder";
  return target?.isFile() === true ? "file" : undefined;
}

function isSkipped(name: string): boolean {
  return name.startsWith(".") || name === "node_modules" || name === "__pycache__" || name.startsWith("bazel-");
}

function isWanted(name: string): boolean {
  return /\.(proto|grpc)$/.test(name) || /^buf(\.work)?\.yaml$/.test(name);
}
