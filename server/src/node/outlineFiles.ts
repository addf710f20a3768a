// Outlines of workspaces in files of the user's cache folder.
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { diskPath } from "./diskFiles.ts";
import { codeExtension } from "./keptCode.ts";
import { fromDisk } from "./readFile.ts";

// `node:fs/promises` takes ten milliseconds to load, which a hover would wait for while the index begins.
const close = promisify(fs.close);
const mkdir = promisify(fs.mkdir);
const open = promisify(fs.open);
const readdir = promisify(fs.readdir);
const readFile = promisify(fs.readFile);
const rename = promisify(fs.rename);
const rm = promisify(fs.rm);
const stat = promisify(fs.stat);
const utimes = promisify(fs.utimes);
const writeFile = promisify(fs.writeFile);

const leftOverMs = 3_600_000;

// A file may change once more within one tick of its file system's clock, or of that of a server.
const freshMs = 2000;

/**
 * Keeps outlines in `folder`, a file for each workspace folder; the shape of the workspace's `OutlineStore`. All of them
 * together take no more than `mostBytes`, and one no more than half of that.
 */
export function outlineFiles(folder: string, log: (message: string) => void, mostBytes = 256 * 1024 * 1024) {
  return {
    stamp: (uri: string): readonly [number, number, number] | undefined => {
      const place = diskPath(uri);
      const found = place === undefined ? undefined : fromDisk(() => fs.statSync(place, { throwIfNoEntry: false }));
      if (found === undefined || Date.now() - Math.max(found.mtimeMs, found.ctimeMs) < freshMs) return undefined;
      return [found.size, found.mtimeMs, found.ctimeMs];
    },
    digest: (content: string | Uint8Array): string => createHash("sha256").update(content).digest("base64"),
    read: async (folderUri: string): Promise<Uint8Array | undefined> => {
      const file = fileOf(folder, folderUri);
      const bytes = await orUndefined(readFile(file));
      // The time of the file is that of its last use.
      if (bytes !== undefined) await orUndefined(utimes(file, new Date(), new Date()));
      return bytes;
    },
    write: async (folderUri: string, pages: AsyncIterable<Uint8Array>): Promise<void> => {
      const file = fileOf(folder, folderUri);
      const unfinished = `${file}.${process.pid}`;
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writePages(unfinished, pages);
        const { size } = await stat(unfinished);
        if (size > mostBytes / 2) await rm(unfinished);
        else await rename(unfinished, file);
        await removeOldest(folder, mostBytes);
      } catch (error) {
        await orUndefined(rm(unfinished, { force: true }));
        log(`the index is not kept for the next start: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
  };
}

async function writePages(file: string, pages: AsyncIterable<Uint8Array>): Promise<void> {
  const opened = await open(file, "w", 0o600);
  try {
    // With an open file each goes behind the one before.
    for await (const page of pages) await writeFile(opened, page);
  } finally {
    await close(opened);
  }
}

const extension = ".outlines";

/** How the names of all files end that are kept in the folder. */
const kept = [extension, codeExtension];

function fileOf(folder: string, folderUri: string): string {
  const name = createHash("sha256").update(folderUri).digest("hex").slice(0, 32);
  return path.join(folder, name + extension);
}

/** Removes files, those first that were not used for the longest time, until the rest have no more than `most` bytes. */
async function removeOldest(folder: string, most: number): Promise<void> {
  const names = (await readdir(folder)).filter(name => kept.some(end => name.includes(end)));
  const found = await Promise.all(
    names.map(async name => {
      const file = path.join(folder, name);
      const { size = 0, mtimeMs = 0 } = (await orUndefined(stat(file))) ?? {};
      return { file, size, mtimeMs };
    }),
  );
  let sum = 0;
  for (const { file, size, mtimeMs } of found.sort((a, b) => b.mtimeMs - a.mtimeMs)) {
    sum += size;
    // Who was writing it has ended before it was whole.
    const isLeftOver = !kept.some(end => file.endsWith(end)) && Date.now() - mtimeMs > leftOverMs;
    if (sum > most || isLeftOver) await orUndefined(rm(file, { force: true }));
  }
}

/** Undefined where the disk refuses. */
async function orUndefined<Value>(asked: Promise<Value>): Promise<Value | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
}
