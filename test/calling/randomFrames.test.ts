// Servers that say frames at random, and break off at random: what is told of the call must hold against what the server
// has read.
import { afterEach, describe, expect, test } from "vitest";
import { frameFlags, frameTypes } from "../../server/src/calling/http2Frames.ts";
import { numbers } from "../fuzz/mutations.ts";
import { type FrameSender, frameServer, settingNumbers } from "./support/frameServer.ts";
import { echoRequest, performCall } from "./support/performCall.ts";
import { frame } from "./support/servers.ts";

const running: { stop: () => void }[] = [];
afterEach(() => {
  for (const server of running.splice(0)) server.stop();
});

/** What a server has read of the call, and said to it. */
interface Seen {
  headers: boolean;
  whole: boolean;
  refused: boolean;
}

type Step = (send: FrameSender, stream: number, seen: Seen) => void;

const answer = frame(Buffer.from([10, 1, 97]));
const ends = 4;
const steps: readonly Step[] = [
  (send, stream) => send.headers(stream),
  (send, stream) => send.frame(frameTypes.data, 0, stream, answer),
  (send, stream) => send.frame(frameTypes.data, 0, stream, answer.subarray(0, 4)),
  (send, stream) => send.frame(frameTypes.data, frameFlags.padded, stream, Buffer.from([2, ...answer, 0, 0])),
  (send, stream) => send.trailers(stream),
  (send, stream) => send.block(stream, ends, [[":status", "103"]]),
  (send, stream) => send.block(stream, ends | frameFlags.endStream, [[":status", "503"]]),
  (send, stream) => send.block(stream, ends | frameFlags.endStream, [["grpc-status", "5"]]),
  (send, stream) => send.frame(frameTypes.windowUpdate, 0, stream, Buffer.from([0, 0, 1, 0])),
  (send, stream) => send.reset(stream, 2),
  (send, stream) => send.reset(stream, 8),
  (send, stream, seen) => {
    seen.refused = true;
    send.reset(stream, 7);
  },
  (send, _, seen) => {
    seen.refused = true;
    send.goAway(0, 0);
  },
  (send, stream) => send.goAway(stream, 2),
  send => send.goAway(0x7fffffff, 0),
  send => send.frame(frameTypes.settings, 0, 0, Buffer.from([0, settingNumbers.initialWindowSize, 0, 0, 0, 3])),
  send => send.frame(6, 0, 0, Buffer.alloc(8)),
  send => send.frame(0x20, 0, 0, Buffer.alloc(3)),
  send => send.socket.write(Buffer.alloc(11, 255)),
];

describe.each(["Unary", "Both"])("%s", method => {
  test.each(Array.from({ length: 40 }, (_, at) => at + 1))("seed %d", async seed => {
    const below = numbers(seed * 7919);
    const chosen = Array.from({ length: below(5) }, () => steps[below(steps.length)]);
    const windows: Record<number, number>[] = [{}, { [settingNumbers.initialWindowSize]: below(8) }];
    const settings = windows[below(2)];
    // A request that does not fit the window has no end to wait for.
    const atHeaders = settings !== windows[0] || below(2) === 0;
    const breaks = below(2) === 0;
    const seen: Seen = { headers: false, whole: false, refused: false };
    let isAnswered = false;
    const server = await frameServer(({ type, flags, stream }, send) => {
      seen.headers ||= type === frameTypes.headers;
      seen.whole ||= type === frameTypes.data && (flags & frameFlags.endStream) !== 0;
      if (stream === 0 || isAnswered || !(atHeaders || seen.whole)) return;
      isAnswered = true;
      for (const step of chosen) step?.(send, stream, seen);
      if (breaks) send.socket.resetAndDestroy();
      else send.socket.end();
    }, settings);
    running.push(server);
    const { status } = await performCall(echoRequest(server.address, { method, deadlineMs: 20_000 }));
    const told = status.explanation ?? "";
    if (status.verdict === "not-sent") {
      expect(method === "Unary" ? seen.whole : seen.headers).toBe(false);
      expect(told).not.toMatch(/may have run|had begun to run/);
    }
    if (status.verdict === "refused") expect(seen.refused).toBe(true);
    if (status.verdict === "ran" || status.name === "OK") expect(seen.headers).toBe(true);
    if (status.verdict === "unknown" || status.verdict === "ran") expect(told).not.toMatch(/safe to send/);
    if (status.name !== "OK") expect(status.proof).not.toBe("");
    expect(Number.isInteger(status.number)).toBe(true);
  });
});
