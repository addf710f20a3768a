// The disk as the command line reads it: in one go, where nothing else waits.
import { isAscii, isUtf8 } from "node:buffer";
import { closeSync, openSync, readFileSync, readSync, statSync, writevSync } from "node:fs";

/**
 * What stands at a path; a link counts as what it leads to, a pipe or a device is neither. Where nobody can look (no
 * right, no path) there is nothing.
 */
export function pathKind(file: string): "file" | "folder" | "other" | undefined {
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    return found.isFile() ? "file" : found.isDirectory() ? "folder" : "other";
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

/** A file's text; its bytes where they are not UTF-8; undefined where it is missing or cannot be read. */
export function readText(file: string): string | Uint8Array | undefined {
  let handle: number | undefined;
  try {
    handle = openSync(file, "r");
    const length = readAll(handle);
    const bytes = memory.subarray(0, length);
    if (isAscii(bytes)) return bytes.toString("latin1");
    return isUtf8(bytes) ? bytes.toString("utf8") : Uint8Array.from(bytes);
  } catch (error) {
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

// Thousands of files are read one after another, each into the same memory.
let memory = Buffer.allocUnsafeSlow(1 << 18);

function readAll(handle: number): number {
  let length = 0;
  for (;;) {
    if (length === memory.length) memory = Buffer.concat([memory], length * 2);
    const count = readSync(handle, memory, length, memory.length - length, null);
    if (count === 0) return length;
    length += count;
  }
}

/** Writes `parts` one after another as the file `file`. */
export function writeParts(file: string, parts: readonly Uint8Array[]): void {
  const handle = openSync(file, "w");
  try {
    // The kernel takes no more than 1024 of them at once, and may take less of what it is given.
    for (let at = 0; at < parts.length; at += 512) writeAll(handle, parts.slice(at, at + 512));
  } finally {
    closeSync(handle);
  }
}

function writeAll(handle: number, parts: readonly Uint8Array[]): void {
  let rest = parts.filter(part => part.length > 0);
  while (rest.length > 0) {
    let written = writevSync(handle, rest);
    const left: Uint8Array[] = [];
    for (const part of rest) {
      const taken = Math.min(written, part.length);
      written -= taken;
      if (taken < part.length) left.push(part.subarray(taken));
    }
    rest = left;
  }
}
