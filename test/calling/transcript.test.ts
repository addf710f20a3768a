import { expect, onTestFinished, test } from "vitest";
import type { PassedMessage } from "../../server/src/calling/runningCall.ts";
import { createTranscript } from "../../server/src/calling/transcript.ts";

function message(direction: PassedMessage["direction"], bytes: Uint8Array, atMs: number): PassedMessage {
  return { direction, bytes, atMs, compressedSize: undefined };
}

test("rows come back as they went in, from memory and from the file", () => {
  const transcript = createTranscript({ memoryBytes: 100, totalBytes: 1_000_000, rows: 1000 });
  const sizes = [0, 1, 40, 99, 0, 100, 250, 3, 60, 60, 0];
  const added = sizes.map((size, index) => new Uint8Array(size).fill(index + 1));
  for (const [index, bytes] of added.entries())
    transcript.add(message(index % 3 === 0 ? "sent" : "received", bytes, index * 10));
  expect([transcript.length(), transcript.sent(), transcript.received()]).toEqual([11, 4, 7]);
  for (const [index, bytes] of added.entries()) {
    expect(transcript.row(index)).toEqual({
      index,
      direction: index % 3 === 0 ? "sent" : "received",
      atMs: index * 10,
      bytes,
      compressedSize: undefined,
    });
  }
  expect(transcript.row(11)).toBeUndefined();
  expect(transcript.row(-1)).toBeUndefined();
  transcript.drop();
  expect(transcript.length()).toBe(0);
});

test("rows of one direction are found by their number", () => {
  const transcript = createTranscript();
  const directions = ["received", "sent", "sent", "received", "received", "sent", "received"] as const;
  for (const [index, direction] of directions.entries()) transcript.add(message(direction, new Uint8Array(1), index));
  const found = (direction: PassedMessage["direction"]) =>
    [-1, 0, 1, 2, 3, 4].map(nth => transcript.indexOf(direction, nth));
  expect(found("sent")).toEqual([undefined, 1, 2, 5, undefined, undefined]);
  expect(found("received")).toEqual([undefined, 0, 3, 4, 6, undefined]);
});

test("a transcript says when it is full", () => {
  const transcript = createTranscript({ memoryBytes: 10, totalBytes: 20, rows: 1000 });
  transcript.add(message("received", new Uint8Array(19), 0));
  expect(transcript.isFull()).toBe(false);
  transcript.add(message("received", new Uint8Array(1), 0));
  expect(transcript.isFull()).toBe(true);
  transcript.drop();
});

test("messages without bytes fill a transcript too", () => {
  const transcript = createTranscript({ memoryBytes: 10, totalBytes: 20, rows: 2 });
  transcript.add(message("received", new Uint8Array(), 0));
  expect(transcript.isFull()).toBe(false);
  transcript.add(message("received", new Uint8Array(), 0));
  expect(transcript.isFull()).toBe(true);
});

test("where nothing can be written to a file, messages stay in memory and no more are asked for", () => {
  const folder = process.env.TMPDIR;
  onTestFinished(() => {
    if (folder === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = folder;
  });
  process.env.TMPDIR = "/nowhere/at/all";
  const transcript = createTranscript({ memoryBytes: 10, totalBytes: 1000, rows: 1000 });
  for (let index = 0; index < 4; index += 1) transcript.add(message("received", new Uint8Array(8).fill(index), index));
  expect(transcript.isFull()).toBe(true);
  expect([0, 1, 2, 3].map(index => transcript.row(index)?.bytes[7])).toEqual([0, 1, 2, 3]);
});
