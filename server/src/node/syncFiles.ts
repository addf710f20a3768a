// The disk as the command line reads it: in one go, where nothing else waits.
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

/** What stands at a path; a link counts as what it leads to. Where nobody can look (no right, no path) there is nothing. */
export function pathKind(file: string): "file" | "folder" | undefined {
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found?.isDirectory()) return "folder";
    return found === undefined ? undefined : "file";
  } catch (error) {
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
}

/** A file's bytes, or undefined where it is missing or cannot be read. */
export function readBytes(file: string): Uint8Array | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
}

/** Paths of the files below a folder for which `wanted` holds, sorted; folders named by `skipped` are not entered. */
export function filesBelow(
  folder: string,
  wanted: (name: string) => boolean,
  skipped: (name: string) => boolean,
): readonly string[] {
  const found: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    const kind = entry.isSymbolicLink() ? linkedKind(full) : entry.isDirectory() ? "folder" : "file";
    if (kind === "folder" && !entry.isSymbolicLink()) {
      if (!skipped(entry.name)) found.push(...filesBelow(full, wanted, skipped));
    } else if (kind === "file" && wanted(entry.name)) {
      found.push(full);
    }
  }
  return found.sort();
}

// Links to folders are not followed: they may lead round in a circle.
function linkedKind(full: string): "file" | "folder" | undefined {
  return pathKind(full);
}
