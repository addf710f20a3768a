// All messages of a call in order, as bytes: JSON is made of the rows that someone looks at. A long stream goes to a file
// beyond a bound, so that a server can flood us without filling the memory.
import { openSpillFile, type SpillFile } from "../node/spillFile.ts";
import type { PassedMessage } from "./runningCall.ts";

export interface TranscriptRow extends PassedMessage {
  readonly index: number;
}

export interface Transcript {
  readonly add: (message: PassedMessage) => void;
  /** Undefined beyond the end. */
  readonly row: (index: number) => TranscriptRow | undefined;
  /** The index of the `nth` row of a direction, from 0; undefined beyond the last. */
  readonly indexOf: (direction: PassedMessage["direction"], nth: number) => number | undefined;
  readonly length: () => number;
  readonly sent: () => number;
  readonly received: () => number;
  /** No more should be added: the reader is to be slowed down. */
  readonly isFull: () => boolean;
  readonly drop: () => void;
}

export interface TranscriptBounds {
  /** Bytes held in memory before they go to a file. */
  readonly memoryBytes: number;
  /** Bytes held at all. */
  readonly totalBytes: number;
  /** Messages held at all: an empty one has no bytes and still takes memory. */
  readonly rows: number;
}

const defaultBounds: TranscriptBounds = {
  memoryBytes: 32 * 1024 * 1024,
  totalBytes: 1024 * 1024 * 1024,
  rows: 10_000_000,
};

/** An empty transcript. */
export function createTranscript(bounds: TranscriptBounds = defaultBounds): Transcript {
  const directions: ("sent" | "received")[] = [];
  const times: number[] = [];
  const starts: number[] = [];
  /** Few messages are compressed. */
  const compressedSizes = new Map<number, number>();
  /** The rows of the direction in which fewer go, as a rule; the others lie between them. */
  const sentRows: number[] = [];
  let end = 0;
  /** Everything before this position is in the file, everything after it in `block`. */
  let spilled = 0;
  let block = new Uint8Array();
  let file: SpillFile | undefined;
  let isDiskFull = false;

  function makeRoom(length: number): void {
    const held = end - spilled;
    if (held > 0 && held + length > bounds.memoryBytes && !isDiskFull) spill(held);
    const needed = end - spilled + length;
    if (needed <= block.length) return;
    const larger = new Uint8Array(Math.max(needed, Math.min(block.length * 2, bounds.memoryBytes)));
    larger.set(block.subarray(0, end - spilled));
    block = larger;
  }

  function spill(held: number): void {
    try {
      file ??= openSpillFile();
      file.append(block.subarray(0, held));
      spilled = end;
    } catch (error) {
      if (!(error instanceof Error && "code" in error)) throw error;
      // What has come stays in memory, and no more is read.
      isDiskFull = true;
    }
  }

  function bytesAt(start: number, length: number): Uint8Array {
    if (start >= spilled) return block.slice(start - spilled, start - spilled + length);
    return file?.read(start, length) ?? new Uint8Array();
  }

  return {
    add: ({ direction, bytes, atMs, compressedSize }) => {
      makeRoom(bytes.length);
      block.set(bytes, end - spilled);
      if (compressedSize !== undefined) compressedSizes.set(directions.length, compressedSize);
      if (direction === "sent") sentRows.push(directions.length);
      directions.push(direction);
      times.push(atMs);
      starts.push(end);
      end += bytes.length;
    },
    indexOf: (direction, nth) => {
      if (direction === "sent") return sentRows[nth];
      const index = nth + sentBefore(sentRows, nth);
      return nth >= 0 && index < directions.length ? index : undefined;
    },
    row: index => {
      const direction = directions[index];
      const start = starts[index];
      if (direction === undefined || start === undefined) return undefined;
      const length = (starts[index + 1] ?? end) - start;
      const compressedSize = compressedSizes.get(index);
      return { index, direction, atMs: times[index] ?? 0, bytes: bytesAt(start, length), compressedSize };
    },
    length: () => directions.length,
    sent: () => sentRows.length,
    received: () => directions.length - sentRows.length,
    isFull: () => isDiskFull || end >= bounds.totalBytes || directions.length >= bounds.rows,
    drop: () => {
      file?.close();
      file = undefined;
      block = new Uint8Array();
      for (const column of [directions, times, starts, sentRows]) column.length = 0;
      compressedSizes.clear();
      end = 0;
      spilled = 0;
    },
  };
}

/** How many were sent before the `nth` that was received: the first so many sent rows have at most `nth` received ones above. */
function sentBefore(sentRows: readonly number[], nth: number): number {
  let low = 0;
  let high = sentRows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sentRows[middle] ?? 0) - middle <= nth) low = middle + 1;
    else high = middle;
  }
  return low;
}
