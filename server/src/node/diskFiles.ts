import { type Dirent, readFileSync, statSync } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Reads files of the disk by `file:` uri; the shape of the workspace's file system. */
export const diskFiles = {
  // Reading at once is several times cheaper than asking the thread pool, and a request waits for it anyway.
  read: async (uri: string): Promise<Uint8Array | undefined> => {
    const path = diskPath(uri);
    if (path === undefined || statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
    try {
      return readFileSync(path);
    } catch {
      // It went, or may not be read: as good as absent.
      return undefined;
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
