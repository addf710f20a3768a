// Failures of which only the frames tell whether the call can have run: grpc-js says the same, or the wrong thing, of several.
import { afterEach, describe, expect, test } from "vitest";
import { createCallSessions } from "../../server/src/calling/callSessions.ts";
import { frameFlags, frameTypes } from "../../server/src/calling/http2Frames.ts";
import type { CallEvent, CallRequest, CallStatus } from "../../server/src/protocol/call.ts";
import { type FrameSender, frameServer, settingNumbers } from "./support/frameServer.ts";
import { echoRequest, performCall } from "./support/performCall.ts";
import { frame } from "./support/servers.ts";

const running: { stop: () => void }[] = [];
afterEach(() => {
  for (const server of running.splice(0)) server.stop();
});

type Answer = (send: FrameSender, stream: number) => void;

/** How a call ends whose request `answer` answers when all of it is there, or its headers are. */
async function end(
  answer: Answer,
  {
    at = "whole",
    settings = {},
    ...changes
  }: Partial<CallRequest> & { at?: "whole" | "headers"; settings?: object } = {},
) {
  const server = await frameServer(
    ({ type, flags, stream }, send) => {
      const isEnd = (flags & frameFlags.endStream) !== 0 && (type === frameTypes.data || type === frameTypes.headers);
      if (at === "whole" ? isEnd : type === frameTypes.headers) answer(send, stream);
    },
    settings as Record<number, number>,
  );
  running.push(server);
  return performCall(echoRequest(server.address, changes));
}

const nothing: Answer = () => undefined;
const long = JSON.stringify({ text: "x".repeat(100_000) });

describe("it cannot have run", () => {
  test("the server allows no streams", async () => {
    const settings = { [settingNumbers.maxConcurrentStreams]: 0 };
    const { status } = await end(nothing, { settings, deadlineMs: 1500 });
    expect(status).toMatchObject({
      name: "DEADLINE_EXCEEDED",
      verdict: "not-sent",
      proof: expect.stringMatching(/SETTINGS_MAX_CONCURRENT_STREAMS is 0/),
      explanation: expect.stringMatching(/let no call begin/),
    });
  });
  test.each([
    [0, /nothing of the message/],
    [20_000, /only 20000 bytes of the message/],
  ])("flow control lets %d bytes of the message through", async (window, proof) => {
    const settings = { [settingNumbers.initialWindowSize]: window };
    const { status, last } = await end(nothing, { settings, messages: [long], deadlineMs: 1500 });
    expect(status).toMatchObject({ verdict: "not-sent", proof: expect.stringMatching(proof) });
    expect(last.sent).toBe(0);
  });
  test.each([
    ["NO_ERROR", 0],
    ["INTERNAL_ERROR", 2],
    ["ENHANCE_YOUR_CALM", 11],
  ])("GOAWAY with %s before the stream", async (_, code) => {
    const { status } = await end(send => {
      send.goAway(0, code);
      send.socket.end();
    });
    expect(status).toMatchObject({
      verdict: "refused",
      proof: expect.stringMatching(/GOAWAY after stream 0.*stream 1/),
    });
  });
  test("REFUSED_STREAM", async () => {
    const { status } = await end((send, stream) => send.reset(stream, 7));
    expect(status).toMatchObject({ verdict: "refused", proof: expect.stringMatching(/REFUSED_STREAM/) });
  });
});

describe("nothing tells", () => {
  test.each([
    ["NO_ERROR", 0],
    ["PROTOCOL_ERROR", 1],
    ["INTERNAL_ERROR", 2],
    ["CANCEL", 8],
    ["ENHANCE_YOUR_CALM", 11],
    ["INADEQUATE_SECURITY", 12],
    ["HTTP_1_1_REQUIRED", 13],
  ])("RST_STREAM with %s", async (name, code) => {
    const { status } = await end((send, stream) => send.reset(stream, code));
    expect(status).toMatchObject({ verdict: "unknown", proof: expect.stringContaining(name) });
  });
  test("GOAWAY that takes the stream in, and the end of the connection", async () => {
    const { status } = await end((send, stream) => {
      send.goAway(stream, 0);
      send.socket.end();
    });
    expect(status).toMatchObject({ verdict: "unknown", proof: expect.stringMatching(/all of the request left/) });
  });
  test("the server is silent until the deadline", async () => {
    const { status } = await end(nothing, { deadlineMs: 1500 });
    expect(status).toMatchObject({ name: "DEADLINE_EXCEEDED", verdict: "unknown" });
  });
  test("flow control holds a client's stream back", async () => {
    const settings = { [settingNumbers.initialWindowSize]: 20 };
    const { status } = await end(nothing, { settings, method: "Client", messages: [long, long], deadlineMs: 1500 });
    expect(status).toMatchObject({ verdict: "unknown", proof: expect.stringMatching(/^0 messages left/) });
  });
  test("the connection ends when the headers are there and all may have come", async () => {
    const { status } = await end(send => send.socket.resetAndDestroy(), { at: "headers" });
    expect(["unknown", "not-sent"]).toContain(status.verdict);
    if (status.verdict === "not-sent") expect(status.proof).toMatch(/nothing of the message/);
  });
});

describe("it has run, at least in part", () => {
  test("REFUSED_STREAM after response headers", async () => {
    const { status } = await end((send, stream) => {
      send.headers(stream);
      send.reset(stream, 7);
    });
    expect(status).toMatchObject({ verdict: "ran" });
  });
  test("the connection breaks in the middle of the trailers", async () => {
    const { status, answers } = await end((send, stream) => {
      send.headers(stream);
      send.frame(frameTypes.data, 0, stream, frame(Buffer.from([10, 1, 97])));
      send.socket.end(Buffer.from([0, 0, 40, frameTypes.headers, 5, 0, 0, 0, stream, 1, 2, 3]));
    });
    expect(status).toMatchObject({ verdict: "ran" });
    expect(answers).toEqual([{ text: "a" }]);
  });
  test("an answer that is larger than what is taken", async () => {
    const { status } = await end((send, stream) => {
      send.headers(stream);
      send.frame(frameTypes.data, 0, stream, Buffer.from([0, 6, 0, 0, 0, 1]));
    });
    expect(status).toMatchObject({ name: "RESOURCE_EXHAUSTED", verdict: "ran" });
  });
  test("GOAWAY that takes the stream in, and then the answer", async () => {
    const { status, answers } = await end((send, stream) => {
      send.goAway(stream, 0);
      send.headers(stream);
      send.frame(frameTypes.data, 0, stream, frame(Buffer.from([10, 1, 97])));
      send.trailers(stream);
    });
    expect(status).toMatchObject({ name: "OK", verdict: "ran" });
    expect(answers).toEqual([{ text: "a" }]);
  });
});

describe("calls one after another over one connection", () => {
  /** Performs calls over the same channels. */
  function caller() {
    let told: (event: CallEvent) => void = () => undefined;
    const sessions = createCallSessions(event => {
      if (event.phase === "done") told(event);
    });
    running.push({ stop: sessions.closeAll });
    return (name: string, address: string) => {
      const ended = new Promise<CallStatus | undefined>(resolve => {
        told = event => resolve(event.status);
      });
      sessions.start(name, echoRequest(address));
      return { ended, cancel: () => sessions.cancel(name) };
    };
  }

  test("each is judged by its own frames", async () => {
    const streams: number[] = [];
    const server = await frameServer(({ type, flags, stream }, send) => {
      if (type !== frameTypes.data || (flags & frameFlags.endStream) === 0) return;
      streams.push(stream);
      if (streams.length === 2) send.reset(stream, 8);
      else if (streams.length === 4) send.reset(stream, 7);
      else {
        send.headers(stream);
        send.trailers(stream);
      }
    });
    running.push(server);
    const call = caller();
    expect(await call("first", server.address).ended).toMatchObject({ name: "OK", verdict: "ran" });
    expect(await call("second", server.address).ended).toMatchObject({ name: "CANCELLED", verdict: "unknown" });
    expect(await call("third", server.address).ended).toMatchObject({ name: "OK", verdict: "ran" });
    expect(await call("fourth", server.address).ended).toMatchObject({ name: "UNAVAILABLE", verdict: "refused" });
    // A reset makes the connection suspect: the call after it begins a new one.
    expect(streams).toEqual([1, 3, 1, 3]);
  });

  test("one that is cancelled at once has not left, if there was no connection yet", async () => {
    const server = await frameServer(() => undefined);
    running.push(server);
    const { ended, cancel } = caller()("only", server.address);
    cancel();
    expect(await ended).toMatchObject({ name: "CANCELLED", verdict: "not-sent" });
  });
});
