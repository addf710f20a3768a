// What a command reads: the disk, or the disk as it was at another time.
import path from "node:path";
import type { PastFiles } from "../node/gitPast.ts";
import { pathKind, readBytes, readText } from "../node/syncFiles.ts";
import { isSkippedFolder } from "../workspace/folderNames.ts";
import { type FolderFiles, folderFiles } from "./folderFiles.ts";

/** Where files are read from. All paths are absolute. */
export interface Disk {
  readonly pathKind: typeof pathKind;
  readonly readBytes: typeof readBytes;
  readonly readText: typeof readText;
  readonly folderFiles: typeof folderFiles;
}

/** The disk as it is. */
export const presentDisk: Disk = { pathKind, readBytes, readText, folderFiles };

/**
 * The disk with the files of another time over it, and without what `isAbsent` says was not there. A folder has what it had then; what is asked for by its name alone
 * (an import of what is fetched or made by tools, and kept by nobody) is found where it is now.
 */
export function pastDisk({ contents, files }: PastFiles, isAbsent: (file: string) => boolean = () => false): Disk {
  const folders = new Set<string>();
  for (const file of files) {
    for (let at = path.dirname(file); !folders.has(at); at = path.dirname(at)) folders.add(at);
  }
  const bytesOf = (file: string) => contents.get(file) ?? readBytes(file);
  return {
    pathKind: file =>
      files.has(file) ? "file" : folders.has(file) ? "folder" : isAbsent(file) ? undefined : pathKind(file),
    readBytes: bytesOf,
    readText: file => {
      const bytes = contents.get(file);
      return bytes === undefined ? readText(file) : textOf(bytes);
    },
    folderFiles: folder => pastFolder(folder, files),
  };
}

function pastFolder(folder: string, files: ReadonlySet<string>): FolderFiles {
  const isPart = (file: string) => {
    const below = path.relative(folder, file);
    if (below.startsWith("..") || path.isAbsolute(below) || !below.endsWith(".proto")) return false;
    return !below.split(path.sep).slice(0, -1).some(isSkippedFolder);
  };
  return { files: [...files].filter(isPart).sort(), unreadable: [] };
}

// Bytes that are no UTF-8 stay bytes, as the disk's do.
function textOf(bytes: Uint8Array): string | Uint8Array {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return bytes;
    throw error;
  }
}
