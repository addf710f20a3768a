// The `.proto` files of a folder, as the editor lists them.
import { fileURLToPath, pathToFileURL } from "node:url";
import { type DiskWalk, walkDisk } from "../node/listDisk.ts";
import { isSkippedFolder } from "../workspace/folderNames.ts";
import { FolderRules } from "../workspace/folderRules.ts";
import { baseName, normalUri } from "../workspace/uri.ts";
import type { AskedFiles } from "./askedFiles.ts";

export interface FolderFiles {
  /** Sorted. */
  readonly files: readonly string[];
  /** Folders that may not be read. */
  readonly unreadable: readonly string[];
}

/** Paths of the `.proto` files below a folder. What tools put there is left out in any case. */
export function folderFiles(folder: string, ignored: AskedFiles["ignored"]): FolderFiles {
  const unreadable: string[] = [];
  const steps = walkDisk(folder, ignored === "taken" ? allButTools : new FolderRules([]), {
    unreadable: one => unreadable.push(one),
  });
  // Nothing else waits.
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return {
    files: step.value
      .map(uri => fileURLToPath(uri))
      .filter(isProto)
      .sort(),
    unreadable,
  };
}

const allButTools: DiskWalk = {
  isListed: isProto,
  skips: (path, kind) => kind === "folder" && isSkippedFolder(baseName(path)),
  beginRepository: () => {},
  link: () => {},
  add: () => {},
};

/** Whether a file is one to compile, by its name. */
function isProto(name: string): boolean {
  return name.endsWith(".proto");
}

/** The uri of a path on the disk. */
export function fileUri(file: string): string {
  return normalUri(pathToFileURL(file).href);
}
