// Outlines as bytes: the same come back, and from damaged bytes none.
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { sourceFile } from "../../server/src/compiler/text/sourceFile.ts";
import { type KeptOutline, keptOutlines, outlineBytes } from "../../server/src/workspace/outlineBytes.ts";
import { outlineOfText } from "../../server/src/workspace/outlineText.ts";

const pause = async () => {};

function kept(text: string, stamp: KeptOutline["stamp"]): KeptOutline {
  return { stamp, digest: `digest of ${text.length}`, outline: outlineOfText(sourceFile("a.proto", text)) };
}

const outlines = new Map([
  [
    "a/b.proto",
    kept('package p;\nimport public "é.proto";\nmessage M { M m = 1; }\nenum E { Z = 0; }\n', [90, 1.5, 2e12]),
  ],
  ["ü \u{1f600}.proto", kept('import "a/b.proto";\nservice S { rpc R(p.M) returns (p.M); }\n', undefined)],
  ["empty.proto", kept("", [0, 0, 0])],
]);

function columnsOf(found: ReadonlyMap<string, KeptOutline> | undefined) {
  return [...(found ?? [])].map(([at, { stamp, digest, outline }]) => ({ at, stamp, digest, ...outline.columns }));
}

describe("outlines put into bytes", () => {
  test("come back as they were", async () => {
    const bytes = await outlineBytes(outlines, "1.0", pause);
    expect(columnsOf(await keptOutlines(bytes, "1.0", pause))).toEqual(columnsOf(outlines));
    const none = await outlineBytes(new Map(), "1.0", pause);
    expect(columnsOf(await keptOutlines(none, "1.0", pause))).toEqual([]);
  });

  test("come back from any place in memory", async () => {
    const bytes = await outlineBytes(outlines, "1.0", pause);
    const moved = new Uint8Array(bytes.length + 3);
    moved.set(bytes, 3);
    expect(columnsOf(await keptOutlines(moved.subarray(3), "1.0", pause))).toEqual(columnsOf(outlines));
  });

  test("come back for a large file and for many", async () => {
    const text = readFileSync(
      path.resolve("node_modules/google-proto-files/google/container/v1/cluster_service.proto"),
    );
    const one = kept(text.toString(), [1, 2, 3]);
    const many = new Map(
      Array.from({ length: 1000 }, (_, at) => [`${at}.proto`, at === 500 ? one : kept(`message M${at} {}`, undefined)]),
    );
    const bytes = await outlineBytes(many, "1.0", pause);
    expect(columnsOf(await keptOutlines(bytes, "1.0", pause))).toEqual(columnsOf(many));
  });

  test("do not come back in another version", async () => {
    const bytes = await outlineBytes(outlines, "1.0", pause);
    expect(await keptOutlines(bytes, "1.1", pause)).toBeUndefined();
  });

  test("do not come back where any bit is another, or any part lacks", async () => {
    const bytes = await outlineBytes(outlines, "1.0", pause);
    for (let at = 0; at < bytes.length; at++) {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      // The eighth integer says nothing, and is seen all the same.
      expect(await keptOutlines(changed, "1.0", pause), `byte ${at}`).toBeUndefined();
      expect(await keptOutlines(bytes.slice(0, at), "1.0", pause), `${at} bytes`).toBeUndefined();
    }
  });

  test("do not come back where counts lie, though the sum is right", async () => {
    const bytes = await outlineBytes(outlines, "1.0", pause);
    const head = { files: 3, rows: 4, names: 5, json: 6 };
    for (const index of Object.values(head)) {
      for (const lie of [0x7fffffff, -1, 0, 4, 1 << 20]) {
        const words = new Int32Array(bytes.slice().buffer);
        if (words[index] === lie) continue;
        words[index] = lie;
        words[2] = checksum(words);
        expect(await keptOutlines(new Uint8Array(words.buffer), "1.0", pause), `${index}: ${lie}`).toBeUndefined();
      }
    }
    // The lengths of single files, which stand behind three stamps.
    const lengths = (32 + 3 * 24) / 4;
    for (let at = lengths; at < lengths + 12; at++) {
      for (const lie of [0x7fffffff, -1, 1 << 20]) {
        const words = new Int32Array(bytes.slice().buffer);
        words[at] = lie;
        words[2] = checksum(words);
        expect(await keptOutlines(new Uint8Array(words.buffer), "1.0", pause), `${at}: ${lie}`).toBeUndefined();
      }
    }
  });

  test("do not come back from what is something else", async () => {
    for (const other of ["", "x", "not an index\n".repeat(100), "\0".repeat(4096)])
      expect(await keptOutlines(new TextEncoder().encode(other), "1.0", pause)).toBeUndefined();
  });
});

// As `outlineBytes` has it, so that bytes can be made that are wrong in one thing alone.
function checksum(words: Int32Array): number {
  let sum = 0;
  for (const [at, word] of words.entries()) if (at !== 2) sum = Math.imul(sum ^ word ^ (sum >>> 15), 0x01000193);
  return sum;
}
