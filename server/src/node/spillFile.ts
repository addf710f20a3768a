// A temporary file for what memory should not hold.
import { closeSync, mkdtempSync, openSync, readSync, rmSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Bytes put away in order; gone when it is closed. */
export interface SpillFile {
  /** Writes at the end. Throws when the disk is full. */
  readonly append: (bytes: Uint8Array) => void;
  /** `length` bytes from `position`. */
  readonly read: (position: number, length: number) => Uint8Array;
  readonly close: () => void;
}

/** Opens one that only this user can read. Its name is removed at once where the system allows, so that a crash leaves nothing. */
export function openSpillFile(): SpillFile {
  const path = join(mkdtempSync(join(tmpdir(), "protodial-")), "messages");
  const file = openSync(path, "wx+", 0o600);
  if (process.platform !== "win32") {
    unlinkSync(path);
    rmSync(dirname(path), { recursive: true });
  }
  let end = 0;
  return {
    append: bytes => {
      let written = 0;
      while (written < bytes.length) written += writeSync(file, bytes, written, bytes.length - written, end + written);
      end += written;
    },
    read: (position, length) => {
      const bytes = new Uint8Array(length);
      let filled = 0;
      while (filled < length) {
        const count = readSync(file, bytes, filled, length - filled, position + filled);
        if (count === 0) break;
        filled += count;
      }
      return bytes.subarray(0, filled);
    },
    close: () => {
      closeSync(file);
      if (process.platform === "win32") rmSync(dirname(path), { recursive: true, force: true });
    },
  };
}
