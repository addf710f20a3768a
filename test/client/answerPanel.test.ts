import { describe, expect, it } from "vitest";
import { answerHtml, newNonce } from "../../client/src/answerPanel/answerHtml.ts";
import { earlierAnswer } from "../../client/src/answerPanel/earlierAnswer.ts";
import { followLine } from "../../client/src/answerPanel/followLine.ts";
import { decideAfterCrash } from "../../client/src/crashes.ts";
import { createTranscript } from "../../client/webview/transcript.ts";
import { elapsedText, sizeText, verdictText } from "../../client/webview/words.ts";
import type { CallMessageRow, CallStatus } from "../../server/src/protocol/call.ts";

describe("the line of a request that was sent", () => {
  it("moves with edits above it, and not with those below", () => {
    expect(followLine(10, [{ from: 2, to: 2, newlines: 3 }])).toBe(13);
    expect(followLine(10, [{ from: 2, to: 6, newlines: 0 }])).toBe(6);
    expect(followLine(10, [{ from: 10, to: 10, newlines: 4 }])).toBe(10);
    expect(followLine(10, [{ from: 12, to: 14, newlines: 0 }])).toBe(10);
  });

  it("stays within a replacement that covers it", () => {
    expect(followLine(10, [{ from: 0, to: 40, newlines: 3 }])).toBe(3);
    expect(followLine(10, [{ from: 0, to: 40, newlines: 60 }])).toBe(10);
  });
});

describe("the answer before", () => {
  const sent = (call: string, line: number, changes: Partial<{ uri: string; method: string }> = {}) => ({
    started: { call, service: "s.S", method: changes.method ?? "M" },
    source: { uri: changes.uri ?? "file:///r.grpc", line },
  });
  const lines = ["### one", "GRPC a/s.S/M", "{}", "### two", "GRPC a/s.S/M", "{}"];

  it("is that of the same request, whichever of its lines was sent from", () => {
    const kept = [sent("1", 0), sent("2", 4), sent("3", 2), sent("4", 5)];
    expect(earlierAnswer(sent("4", 5), kept, lines)?.started.call).toBe("2");
    expect(earlierAnswer(sent("3", 2), kept, lines)?.started.call).toBe("1");
    expect(earlierAnswer(sent("1", 0), kept, lines)).toBeUndefined();
  });

  it("is none of another rpc or document, and any of the rpc where the document was closed", () => {
    const kept = [sent("1", 0, { method: "Other" }), sent("2", 0, { uri: "file:///other.grpc" }), sent("3", 1)];
    expect(earlierAnswer(sent("3", 1), kept, lines)).toBeUndefined();
    expect(earlierAnswer(sent("4", 5), [sent("1", 1), sent("4", 5)], undefined)?.started.call).toBe("1");
  });
});

describe("after a crash of the language server", () => {
  it("starts it again, tells the first time, and gives up on the fifth within three minutes", () => {
    const crashes: number[] = [];
    const decisions = [0, 1000, 2000, 3000, 4000].map(atMs => decideAfterCrash(crashes, atMs));
    expect(decisions).toEqual(["restart", "restart quietly", "restart quietly", "restart quietly", "give up"]);
    expect(decideAfterCrash(crashes, 600_000)).toBe("restart");
  });
});

describe("rows that the page holds", () => {
  const rows = (from: number, count: number): CallMessageRow[] =>
    Array.from({ length: count }, (_, i) => ({
      index: from + i,
      direction: "received",
      atMs: 0,
      size: 2,
      json: "{}",
      cut: false,
      notes: [],
    }));

  it("pulls what is in view and missing, one pull at a time", () => {
    const pulls: [number, number][] = [];
    const transcript = createTranscript((from, count) => pulls.push([from, count]));
    transcript.grow(1000);
    transcript.want(0, 40, 0);
    transcript.want(500, 540, 10);
    expect(pulls).toEqual([[0, 40]]);
    transcript.add({ from: 0, rows: rows(0, 40), total: 1000 });
    transcript.want(20, 60, 20);
    expect(pulls.at(-1)).toEqual([40, 20]);
  });

  it("asks again when an answer never came", () => {
    const pulls: [number, number][] = [];
    const transcript = createTranscript((from, count) => pulls.push([from, count]));
    transcript.grow(10);
    transcript.want(0, 10, 0);
    transcript.want(0, 10, 4000);
    transcript.want(0, 10, 6000);
    expect(pulls.length).toBe(2);
  });

  it("lets go of rows seen long ago", () => {
    const transcript = createTranscript(() => {});
    for (let from = 0; from < 10_000; from += 100) transcript.add({ from, rows: rows(from, 100), total: 10_000 });
    expect(transcript.row(0)).toBeUndefined();
    expect(transcript.row(9_999)?.index).toBe(9_999);
  });
});

describe("the page's words", () => {
  it("gives times and sizes in the unit that fits", () => {
    expect([0.42, 12.4, 999.4, 2412, 61_000, 185_000].map(elapsedText)).toEqual([
      "0.4 ms",
      "12 ms",
      "999 ms",
      "2.41 s",
      "1 min 01 s",
      "3 min 05 s",
    ]);
    expect([34, 1234, 3_400_000].map(sizeText)).toEqual(["34 B", "1.2 kB", "3.4 MB"]);
  });

  it("says of a failure whether the call can have run, and nothing of a success", () => {
    const status: CallStatus = { number: 14, name: "UNAVAILABLE", message: "", details: [], verdict: "unknown" };
    expect(verdictText(status)).toContain("may have run");
    expect(verdictText({ ...status, verdict: "ran" })).toContain("the server's own answer");
    expect(verdictText({ ...status, verdict: "ran", explanation: "you cancelled it" })).toBe(
      "The call ran, at least in part.",
    );
    expect(verdictText({ ...status, verdict: "not-sent" })).toContain("did not run");
    expect(verdictText({ ...status, number: 0, verdict: "ran" })).toBe("");
  });
});

describe("the page's frame", () => {
  it("allows its own script and style, and nothing else", () => {
    const html = answerHtml({ script: "s.js", style: "s.css", cspSource: "https://x", nonce: "n0" });
    expect(html).toContain(
      `content="default-src 'none'; style-src https://x; script-src 'nonce-n0'; base-uri 'none'; form-action 'none'"`,
    );
    expect(html).not.toContain("unsafe");
    expect(newNonce()).toMatch(/^[0-9a-f]{32}$/);
    expect(newNonce()).not.toBe(newNonce());
  });
});
