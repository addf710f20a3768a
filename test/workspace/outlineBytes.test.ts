// Outlines as bytes: the same come back, and from where bytes are damaged none.
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { sourceFile } from "../../server/src/compiler/text/sourceFile.ts";
import {
  type KeptFile,
  type KeptOutline,
  keptOutlines,
  outlinePages,
} from "../../server/src/workspace/outlineBytes.ts";
import { outlineOfText } from "../../server/src/workspace/outlineText.ts";

function kept(text: string, stamp: KeptOutline["stamp"]): KeptOutline {
  return { stamp, digest: `digest of ${text.length}`, outline: outlineOfText(sourceFile("a.proto", text)) };
}

const outlines: readonly KeptFile[] = [
  [
    "a/b.proto",
    kept('package p;\nimport public "é.proto";\nmessage M { M m = 1; }\nenum E { Z = 0; }\n', [90, 1.5, 2e12]),
  ],
  ["ü \u{1f600}.proto", kept('import "a/b.proto";\nservice S { rpc R(p.M) returns (p.M); }\n', undefined)],
  ["empty.proto", kept("", [0, 0, 0])],
];

function bytesOf(files: readonly KeptFile[], version = "1.0"): Uint8Array {
  return Buffer.concat([...outlinePages(files, version)]);
}

function columnsOf(files: readonly KeptFile[]) {
  return files.map(([at, { stamp, digest, outline }]) => ({ at, stamp, digest, ...outline.columns }));
}

function columnsIn(bytes: Uint8Array, version = "1.0") {
  return columnsOf([...keptOutlines(bytes, version)].flat());
}

describe("outlines put into bytes", () => {
  test("come back as they were", () => {
    expect(columnsIn(bytesOf(outlines))).toEqual(columnsOf(outlines));
    expect(columnsIn(bytesOf([]))).toEqual([]);
  });

  test("come back from any place in memory", () => {
    const bytes = bytesOf(outlines);
    const moved = new Uint8Array(bytes.length + 3);
    moved.set(bytes, 3);
    expect(columnsIn(moved.subarray(3))).toEqual(columnsOf(outlines));
  });

  test("come back for a large file and for many", () => {
    const text = readFileSync(
      path.resolve("node_modules/google-proto-files/google/container/v1/cluster_service.proto"),
    );
    const one = kept(text.toString(), [1, 2, 3]);
    const many = Array.from(
      { length: 1000 },
      (_, at): KeptFile => [`${at}.proto`, at === 500 ? one : kept(`message M${at} {}`, undefined)],
    );
    expect(columnsIn(bytesOf(many))).toEqual(columnsOf(many));
  });

  test("do not come back in another version", () => {
    expect(columnsIn(bytesOf(outlines), "1.1")).toEqual([]);
  });

  test("do not come back where any bit is another, or any part lacks", () => {
    const bytes = bytesOf(outlines);
    for (let at = 0; at < bytes.length; at++) {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      expect(columnsIn(changed), `byte ${at}`).toEqual([]);
      expect(columnsIn(bytes.slice(0, at)), `${at} bytes`).toEqual([]);
    }
  });

  test("come back up to where they are damaged", () => {
    const many = Array.from({ length: 450 }, (_, at): KeptFile => [`${at}.proto`, kept(`enum E${at} {}`, [at, 1, 2])]);
    const bytes = bytesOf(many);
    const all = columnsOf(many);
    const counts = new Set<number>();
    for (let at = 0; at < bytes.length; at += 997) {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 255;
      for (const damaged of [changed, bytes.slice(0, at)]) {
        const found = columnsIn(damaged);
        expect(found, `byte ${at}`).toEqual(all.slice(0, found.length));
        expect(found.length).toBeLessThan(all.length);
        counts.add(found.length);
      }
    }
    expect(counts.size).toBeGreaterThan(2);
    const twice = Buffer.concat([bytes, Buffer.from("more")]);
    expect(columnsIn(twice)).toEqual(all);
  });

  test("do not come back where counts lie, though the sum is right", () => {
    const bytes = bytesOf(outlines);
    const head = { words: 3, files: 4, rows: 5, names: 6, json: 7 };
    // The lengths of single files stand behind three stamps.
    const lengths = Array.from({ length: 12 }, (_, at) => (32 + 3 * 24) / 4 + at);
    for (const index of [...Object.values(head), ...lengths]) {
      for (const lie of [0x7fffffff, -1, -0x80000000, 0, 4, 1 << 20]) {
        const words = new Int32Array(Uint8Array.from(bytes).buffer);
        if (words[index] === lie) continue;
        words[index] = lie;
        words[2] = checksum(words);
        expect(columnsIn(new Uint8Array(words.buffer)), `${index}: ${lie}`).toEqual([]);
      }
    }
  });

  test("do not come back from what is something else", () => {
    for (const other of ["", "x", "not an index\n".repeat(100), "\0".repeat(4096)])
      expect(columnsIn(new TextEncoder().encode(other))).toEqual([]);
  });
});

// As `outlinePages` has it, so that bytes can be made that are wrong in one thing alone.
function checksum(words: Int32Array): number {
  let sum = 0;
  for (const [at, word] of words.entries()) if (at !== 2) sum = Math.imul(sum ^ word ^ (sum >>> 15), 0x01000193);
  return sum;
}
