import { describe, expect, it } from "vitest";
import { type HistoryEntry, readEntries, requestBlock, withEntry } from "../../client/src/history/entries.ts";

const entry: HistoryEntry = {
  atMs: 1,
  method: "a.S/M",
  address: "h:1",
  status: "OK",
  elapsedMs: 5,
  request: "### M\nGRPC h:1/a.S/M\n",
};

describe("the history of calls", () => {
  it("holds a request as it is written, from its own line of hashes to the next", () => {
    const text =
      "GRPC h:1/a.S/A\n\n{}\n\n### two\r\n# @tls\r\nGRPC h:1/a.S/B\r\nk: {{$secret K}}\r\n\r\n{}\n### three\nGRPC h:1/a.S/C";
    const two = "### two\n# @tls\nGRPC h:1/a.S/B\nk: {{$secret K}}\n\n{}\n";
    for (const line of [4, 6, 9]) expect(requestBlock(text, line)).toBe(two);
    expect(requestBlock(text, 0)).toBe("GRPC h:1/a.S/A\n\n{}\n");
    expect(requestBlock(text, 99)).toBe("### three\nGRPC h:1/a.S/C\n");
    expect(requestBlock("", 0)).toBe("");
  });

  it("has the newest first and ends somewhere", () => {
    let entries: readonly HistoryEntry[] = [];
    for (let at = 0; at < 250; at++) entries = withEntry(entries, { ...entry, atMs: at });
    expect(entries).toHaveLength(200);
    expect([entries[0]?.atMs, entries.at(-1)?.atMs]).toEqual([249, 50]);
    expect(withEntry([], { ...entry, request: "x".repeat(100_000) })).toEqual([]);
  });

  it("is read as far as it is sound", () => {
    expect(readEntries(JSON.stringify([entry]))).toEqual([entry]);
    expect(readEntries(JSON.stringify([5, null, { method: "x" }, entry]))).toEqual([entry]);
    for (const damaged of ["", "[{", "{}", "null"]) expect(readEntries(damaged)).toEqual([]);
  });
});
