import { readFileSync, statSync } from "node:fs";

/** What `look` gives, or undefined where the disk refuses: nothing is there, it may not be read, or it is no path at all. */
export function fromDisk<Value>(look: () => Value): Value | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
}

/** The bytes of a file, or of what a link leads to; undefined where there is none to be read. */
export function readRegularFile(path: string): Uint8Array | undefined {
  // A device or a pipe could go on for ever.
  return fromDisk(() =>
    statSync(path, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(path) : undefined,
  );
}
