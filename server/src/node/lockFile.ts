// The files that a lock of protolock tells of, beside those of the disk.
import path from "node:path";
import { BaselineError } from "./baselineError.ts";
import type { PastFiles } from "./gitPast.ts";
import { fromDisk } from "./readFile.ts";
import { pathKind, readBytes } from "./syncFiles.ts";

/**
 * The text of a lock.
 * @throws {BaselineError} when it cannot be read.
 */
export function lockText(file: string): string {
  const bytes = readBytes(file);
  if (bytes === undefined) throw new BaselineError(`\`${file}\` cannot be read`);
  return new TextDecoder().decode(bytes);
}

/**
 * The files whose `sources` the lock `file` tells, for who compares `folder` with it. Its paths are from its own folder or
 * from the one that is compared, wherever there are more such files.
 * @throws {BaselineError} when all of them lead out of there.
 */
export function filesOfLock(file: string, sources: ReadonlyMap<string, string>, folder: string): PastFiles {
  const names = [...sources.keys()].filter(isInside);
  if (names.length === 0) throw new BaselineError(`\`${file}\` tells of no file below its folder`);
  const there = (root: string) => names.filter(name => pathKind(path.join(root, name)) === "file").length;
  const own = path.dirname(file);
  const root = there(folder) > there(own) ? folder : own;
  const contents = new Map<string, Uint8Array>();
  const files = new Set<string>();
  for (const name of names) {
    const at = path.join(root, name);
    contents.set(at, new TextEncoder().encode(sources.get(name)));
    files.add(at);
    for (const config of configsAbove(at, folder)) files.add(config);
  }
  return { files, contents, folderLinks: new Map() };
}

function isInside(name: string): boolean {
  return !path.isAbsolute(name) && !name.split(/[\\/]/).includes("..");
}

// Where imports lead is told by files that a lock does not keep: those of now.
function configsAbove(file: string, folder: string): readonly string[] {
  const found: string[] = [];
  for (let at = path.dirname(file); at === folder || at.startsWith(folder + path.sep); at = path.dirname(at)) {
    for (const name of configNames) {
      const config = path.join(at, name);
      if (fromDisk(() => pathKind(config)) === "file") found.push(config);
    }
  }
  return found;
}

const configNames: readonly string[] = ["buf.yaml", "buf.work.yaml", "buf.lock"];
