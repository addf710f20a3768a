import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type DiskWalk, listDisk } from "./listDisk.ts";
import { fromDisk, readRegularFile } from "./readFile.ts";

/** Reads files of the disk by `file:` uri; the shape of the workspace's file system. */
export const diskFiles = {
  // Reading at once is several times cheaper than asking the thread pool, and a request waits for it anyway.
  read: async (uri: string): Promise<Uint8Array | undefined> => {
    const path = diskPath(uri);
    return path === undefined ? undefined : readRegularFile(path);
  },
  list: async (folderUri: string, walk: DiskWalk, below?: string): Promise<readonly string[]> => {
    const folder = diskPath(folderUri);
    return folder === undefined ? [] : listDisk(folder, walk, { below });
  },
};

/** What stands at a `file:` uri; a link counts as what it leads to. A pipe or a device is nothing. */
export function diskKind(uri: string): "file" | "folder" | undefined {
  const path = diskPath(uri);
  const found = path === undefined ? undefined : fromDisk(() => statSync(path, { throwIfNoEntry: false }));
  if (found?.isFile() === true) return "file";
  return found?.isDirectory() === true ? "folder" : undefined;
}

/** The path of a `file:` uri; undefined for one that names nothing on this disk. */
export function diskPath(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  const [, plain] = (process.platform === "win32" ? undefined : plainUri.exec(uri)) ?? [];
  if (plain !== undefined) return plain;
  try {
    return fileURLToPath(uri);
  } catch {
    // A uri with a host, or an encoded slash.
    return undefined;
  }
}

// Nothing to decode, no `.` and no `..`: to take such a uri apart takes as long as to look at the file.
const plainUri = /^file:\/\/((?:\/[\w@-][\w@.-]*)+)$/;
