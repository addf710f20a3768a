// A folder of generated files: what is there already, and writing what is not.
import { mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathKind } from "./syncFiles.ts";

/** A file to write, by its path below the folder. */
export interface OutputFile {
  readonly path: string;
  readonly content: string;
  /** What stands there already is left alone. */
  readonly keepExisting?: true;
}

export interface OutputChange {
  readonly file: OutputFile;
  readonly kind: "new" | "changed" | "unchanged";
}

/** Compares files with those below `folder`, which need not exist. */
export function outputChanges(folder: string, files: readonly OutputFile[]): readonly OutputChange[] {
  return files.map(file => {
    const target = path.join(folder, file.path);
    if (pathKind(target) === undefined) return { file, kind: "new" };
    const same = file.keepExisting === true || readFileSync(target).equals(Buffer.from(file.content, "utf8"));
    return { file, kind: same ? "unchanged" : "changed" };
  });
}

/** Why the file cannot be written below `folder`: it leads out of it, through a link, or something else is in its place. */
export function whyNotWritable(folder: string, file: OutputFile): string | undefined {
  const target = path.resolve(folder, file.path);
  if (!isBelow(path.resolve(folder), target)) return `\`${file.path}\` leads out of the output folder`;
  if (pathKind(target) === "folder") return `\`${file.path}\` is a folder`;
  const folderKind = pathKind(folder);
  if (folderKind === undefined) return undefined;
  if (folderKind !== "folder") return "the output folder is a file";
  for (let parent = target; ; parent = path.dirname(parent)) {
    const kind = pathKind(parent);
    if (kind === undefined) continue;
    if (parent !== target && kind !== "folder") return `\`${path.relative(folder, parent)}\` is a file, not a folder`;
    const inside = isBelow(realpathSync(folder), realpathSync(parent));
    return inside ? undefined : `\`${file.path}\` leads out of the output folder through a link`;
  }
}

/**
 * Writes files below `folder`: first all of them beside their places, then, when that went well, each to its place.
 * @throws what the disk says, with nothing written, when a file cannot be written.
 */
export function writeOutput(folder: string, files: readonly OutputFile[]): void {
  const written: { readonly temporary: string; readonly target: string }[] = [];
  try {
    for (const file of files) {
      const target = path.join(folder, file.path);
      const temporary = `${target}.${process.pid}.new`;
      mkdirSync(path.dirname(target), { recursive: true });
      written.push({ temporary, target });
      // A link that waits under this name is not followed.
      writeFileSync(temporary, file.content, { flag: "wx" });
    }
    for (const { temporary, target } of written) renameSync(temporary, target);
  } catch (error) {
    for (const { temporary } of written) rmSync(temporary, { force: true });
    throw error;
  }
}

function isBelow(folder: string, target: string): boolean {
  const relative = path.relative(folder, target);
  const leadsUp = relative === ".." || relative.startsWith(`..${path.sep}`);
  return !leadsUp && !path.isAbsolute(relative);
}
