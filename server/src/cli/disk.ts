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
 * The disk with the files of another time over it, and without what `isAbsent` says was not there. A folder has what it had
 * then; what is asked for by its name alone (an import of what is fetched or made by tools, and kept by nobody) is found
 * where it is now.
 */
export function pastDisk(past: PastFiles, isAbsent: (file: string) => boolean = () => false): Disk {
  const { contents, files } = past;
  const folders = new Set<string>();
  for (const file of files) {
    for (let at = path.dirname(file); !folders.has(at); at = path.dirname(at)) folders.add(at);
  }
  return {
    pathKind: asked => {
      const file = behindLinks(asked, past);
      if (files.has(file)) return "file";
      return folders.has(file) ? "folder" : isAbsent(file) ? undefined : pathKind(file);
    },
    readBytes: asked => {
      const file = behindLinks(asked, past);
      return contents.get(file) ?? readBytes(file);
    },
    readText: asked => {
      const file = behindLinks(asked, past);
      const bytes = contents.get(file);
      return bytes === undefined ? readText(file) : textOf(bytes);
    },
    folderFiles: folder => pastFolder(folder, past),
  };
}

/** Where a path led through links to folders. */
export function behindLinks(file: string, { folderLinks }: Pick<PastFiles, "folderLinks">): string {
  for (const [link, target] of folderLinks) {
    if (file === link || file.startsWith(link + path.sep)) return target + file.slice(link.length);
  }
  return file;
}

// As on the disk of now, a link is followed once, to what does not stand in the folder itself.
function pastFolder(asked: string, past: PastFiles): FolderFiles {
  const folder = behindLinks(asked, past);
  const found = protosBelow(folder, past).map(file => asked + file.slice(folder.length));
  const walked = [folder];
  for (const [link, target] of past.folderLinks) {
    if (!isBelow(folder, link) || walked.some(one => isBelow(one, target) || isBelow(target, one))) continue;
    walked.push(target);
    found.push(...protosBelow(target, past).map(file => link + file.slice(target.length)));
  }
  return { files: found.sort(), unreadable: [] };
}

function isBelow(folder: string, file: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}

function protosBelow(folder: string, { files }: PastFiles): readonly string[] {
  return [...files].filter(file => {
    if (!isBelow(folder, file) || !file.endsWith(".proto")) return false;
    return !path.relative(folder, file).split(path.sep).slice(0, -1).some(isSkippedFolder);
  });
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
