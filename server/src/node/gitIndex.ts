// What git's index knows of the files that are checked out: which content each had, and what the disk said of it then
// (gitformat-index). With it most of thousands of files need not be read to know that they are as they were.
import { statSync } from "node:fs";
import path from "node:path";
import { gitFolders } from "./gitFolders.ts";
import { fromDisk } from "./readFile.ts";
import { readBytes } from "./syncFiles.ts";

/** What the disk says of a file. */
export interface FileState {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly ino: number;
}

/** The id of the content of a file, by its path from the top with `/`; undefined where it may be another one by now. */
export type IdOfFile = (name: string, state: FileState) => string | undefined;

/** Reads the index of the repository at `top`. `idLength`: of ids in hexadecimal digits. */
export function idsInIndex(top: string, idLength: number): IdOfFile {
  const file = path.join(gitFolders(top)?.own ?? top, "index");
  const written = fromDisk(() => statSync(file, { throwIfNoEntry: false }));
  const content = written === undefined ? undefined : readBytes(file);
  if (written === undefined || content === undefined) return () => undefined;
  const entries = entriesIn(Buffer.from(content.buffer, content.byteOffset, content.length), idLength / 2);
  return (name, state) => {
    const entry = entries.get(name);
    if (entry === undefined || !isSame(entry, state)) return undefined;
    // What was written shortly before the index, or later, may have been written again and have the same times.
    const stepMs = entry.mtimeMs % 1000 === 0 ? 2000 : 100;
    return entry.mtimeMs + stepMs < written.mtimeMs ? entry.id : undefined;
  };
}

/** Whether the index of the repository at `top` has a file, by its path from there with `/`. */
export function isInIndex(top: string, name: string): boolean {
  const content = readBytes(path.join(gitFolders(top)?.own ?? top, "index"));
  if (content === undefined) return false;
  // Where ids are longer than those of SHA-1 nothing is found.
  return entriesIn(Buffer.from(content.buffer, content.byteOffset, content.length), 20).has(name);
}

interface Entry extends FileState {
  readonly id: string;
}

// The index keeps the lower half of what is longer than it has room for, and times to the nanosecond.
function isSame(entry: Entry, { size, mtimeMs, ctimeMs, ino }: FileState): boolean {
  const isTime = (one: number, other: number) => Math.abs(one - other) < microsecond;
  if (entry.size !== size % 2 ** 32 || entry.ino !== ino % 2 ** 32) return false;
  return isTime(entry.mtimeMs, mtimeMs) && isTime(entry.ctimeMs, ctimeMs);
}

const microsecond = 0.001;

/** What cannot be read is left out. */
function entriesIn(index: Buffer, idBytes: number): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  if (index.length < 12 || index.toString("latin1", 0, 4) !== "DIRC") return entries;
  const [version, count] = [index.readUInt32BE(4), index.readUInt32BE(8)];
  if (version < 2 || version > 4) return entries;
  let before = "";
  for (let at = 12, left = count; left > 0 && at + 40 + idBytes + 2 < index.length; left--) {
    const flags = index.readUInt16BE(at + 40 + idBytes);
    const isExtended = version > 2 && (flags & 0x4000) !== 0;
    let start = at + 40 + idBytes + (isExtended ? 4 : 2);
    let name = "";
    if (version === 4) {
      // Of the name before it what stays; the number of bytes that go, seven bits at a time, each more counting on.
      let removed = 0;
      for (let next = 0x80, first = true; (next & 0x80) !== 0 && start < index.length; first = false) {
        next = index[start++] ?? 0;
        removed = (first ? 0 : (removed + 1) * 128) + (next & 0x7f);
      }
      name = before.slice(0, Math.max(0, before.length - removed));
    }
    const end = index.indexOf(0, start);
    if (end < 0) break;
    name += index.toString("latin1", start, end);
    before = name;
    const isMerged = (flags & 0x3000) === 0;
    if (isMerged) entries.set(decoded(name), entryAt(index, at, idBytes));
    at = version === 4 ? end + 1 : at + Math.ceil((end + 1 - at) / 8) * 8;
  }
  return entries;
}

function decoded(name: string): string {
  return /^[\x20-\x7f]*$/.test(name) ? name : Buffer.from(name, "latin1").toString("utf8");
}

function entryAt(index: Buffer, at: number, idBytes: number): Entry {
  const timeAt = (place: number) => index.readUInt32BE(place) * 1000 + index.readUInt32BE(place + 4) / 1e6;
  return {
    ctimeMs: timeAt(at),
    mtimeMs: timeAt(at + 8),
    ino: index.readUInt32BE(at + 20),
    size: index.readUInt32BE(at + 36),
    id: index.toString("hex", at + 40, at + 40 + idBytes),
  };
}
