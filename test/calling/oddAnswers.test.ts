// Answers that break the protocol, or stretch it: what came of them is shown, and what is told agrees with the verdict.
import { afterEach, describe, expect, test } from "vitest";
import { frameFlags, frameTypes } from "../../server/src/calling/http2Frames.ts";
import type { CallRequest } from "../../server/src/protocol/call.ts";
import { type FrameSender, frameServer, type Headers, headerBlock } from "./support/frameServer.ts";
import { echoRequest, performCall } from "./support/performCall.ts";
import { frame, tcpServer } from "./support/servers.ts";

const running: { stop: () => void }[] = [];
afterEach(() => {
  for (const server of running.splice(0)) server.stop();
});

type Answer = (send: FrameSender, stream: number) => void;

/** How a call ends whose request `answer` answers when all of it is there. */
async function end(answer: Answer, changes: Partial<CallRequest> = {}) {
  const server = await frameServer(({ type, flags, stream }, send) => {
    if (type === frameTypes.data && (flags & frameFlags.endStream) !== 0) answer(send, stream);
  });
  running.push(server);
  return performCall(echoRequest(server.address, { deadlineMs: 20_000, ...changes }));
}

const endHeaders = 4;
const last = 5;
const grpc: Headers = [
  [":status", "200"],
  ["content-type", "application/grpc"],
];
const message = frame(Buffer.from([10, 1, 97]));
const trailersOnly =
  (...headers: Headers): Answer =>
  (send, stream) =>
    send.block(stream, last, [...grpc, ...headers]);

describe("no message is lost that came before a failure", () => {
  const many = Buffer.concat(Array.from({ length: 300 }, () => message));
  test.each<[string, Answer]>([
    ["a status", (send, stream) => send.block(stream, last, [["grpc-status", "13"]])],
    ["RST_STREAM", (send, stream) => send.reset(stream, 2)],
    ["GOAWAY", send => send.goAway(0, 2)],
    ["the end of the connection", send => send.socket.end()],
    [
      "a status, and bytes after it",
      (send, stream) => {
        send.block(stream, last, [["grpc-status", "13"]]);
        send.frame(frameTypes.data, 0, stream, many);
      },
    ],
  ])("%s", async (_, ending) => {
    const {
      status,
      answers,
      last: event,
    } = await end(
      (send, stream) => {
        send.socket.cork();
        send.headers(stream);
        send.frame(frameTypes.data, 0, stream, many);
        ending(send, stream);
        send.socket.uncork();
      },
      { method: "Server" },
    );
    expect(status).toMatchObject({ verdict: "ran", proof: expect.stringMatching(/^response headers came/) });
    expect(status.name).not.toBe("OK");
    expect(event.received).toBe(300);
    expect(answers).toHaveLength(300);
  });
});

describe("statuses", () => {
  test.each<[string, Headers, object]>([
    [
      "that gRPC does not define",
      [["grpc-status", "17"]],
      { number: 17, explanation: expect.stringMatching(/no status 17/) },
    ],
    [
      "that are no number",
      [
        ["grpc-status", "no"],
        ["grpc-message", "why"],
      ],
      { name: "UNKNOWN", message: "why", explanation: expect.stringMatching(/no number/) },
    ],
    [
      "that are two",
      [
        ["grpc-status", "0"],
        ["grpc-status", "5"],
      ],
      { name: "UNKNOWN", explanation: expect.stringMatching(/more than one/) },
    ],
    ["that are not there", [], { name: "UNKNOWN", explanation: expect.stringMatching(/without a status/) }],
    [
      "whose message is not all UTF-8",
      [
        ["grpc-status", "5"],
        ["grpc-message", "caf%C3%A9 %FF 50%"],
      ],
      { message: "café \uFFFD 50%" },
    ],
    [
      "whose message only looks encoded",
      [
        ["grpc-status", "5"],
        ["grpc-message", "50%25de %C3%A9"],
      ],
      { message: "50%de é" },
    ],
    [
      "that read like a proxy's",
      [
        ["grpc-status", "14"],
        [
          "grpc-message",
          "upstream connect error or disconnect/reset before headers. reset reason: connection termination",
        ],
      ],
      { verdict: "unknown" },
    ],
  ])("%s", async (_, headers, expected) => {
    const { status } = await end(trailersOnly(...headers));
    expect(status).toMatchObject({ verdict: "ran", ...expected });
  });
  test("without a content type", async () => {
    const { status } = await end((send, stream) =>
      send.block(stream, last, [
        [":status", "200"],
        ["grpc-status", "5"],
        ["grpc-message", "none"],
      ]),
    );
    expect(status).toMatchObject({ name: "NOT_FOUND", message: "none", verdict: "ran" });
  });
  test("of a method that is not there, in the way of Ruby", async () => {
    const { status } = await end((send, stream) => {
      send.headers(stream);
      send.block(stream, last, [["grpc-status", "12"]]);
    });
    expect(status).toMatchObject({
      name: "UNIMPLEMENTED",
      verdict: "unknown",
      explanation: expect.stringMatching(/does not offer `test.v1.Echo\/Unary`/),
    });
  });
  test("in trailers without any", async () => {
    const { status, answers } = await end((send, stream) => {
      send.headers(stream);
      send.frame(frameTypes.data, 0, stream, message);
      send.block(stream, last, [["x", "y"]]);
    });
    expect(status).toMatchObject({ verdict: "ran", explanation: expect.stringMatching(/without a status/) });
    expect(answers).toEqual([{ text: "a" }]);
  });
});

describe("an answer that is not sound HTTP/2 ends the call, long before its deadline", () => {
  const large = headerBlock([...grpc, ["x", "y".repeat(100_000)]]);
  const inParts: Answer = (send, stream) => {
    for (let at = 0; at < large.length; at += 16_000) {
      const isLast = at + 16_000 >= large.length;
      const type = at === 0 ? frameTypes.headers : frameTypes.continuation;
      send.frame(type, isLast ? endHeaders : 0, stream, large.subarray(at, at + 16_000));
    }
  };
  test.each<[string, Answer, RegExp, string]>([
    ["headers of 100 KB", inParts, /headers of the answer.*64 KB.*may have run/, "unknown"],
    [
      "trailers of 100 KB",
      (send, stream) => {
        send.headers(stream);
        inParts(send, stream);
      },
      /trailers of the answer.*64 KB/,
      "ran",
    ],
    [
      "300 headers",
      (send, stream) =>
        send.block(stream, endHeaders, [...grpc, ...Array.from({ length: 300 }, (_, at) => [`x-${at}`, "v"] as const)]),
      /128 of them.*may have run/,
      "unknown",
    ],
    [
      "headers that are none",
      (send, stream) => send.frame(frameTypes.headers, endHeaders, stream, Buffer.alloc(5, 255)),
      /headers of the answer are not sound/,
      "unknown",
    ],
    [
      "a header in capitals",
      (send, stream) => send.block(stream, endHeaders, [...grpc, ["X-Y", "z"]]),
      /not sound HTTP\/2 \(PROTOCOL_ERROR\).*may have run/,
      "unknown",
    ],
    [
      "DATA before headers",
      (send, stream) => send.frame(frameTypes.data, 0, stream, message),
      /PROTOCOL_ERROR.*may have run/,
      "unknown",
    ],
    [
      "a frame that is too long",
      (send, stream) => {
        send.headers(stream);
        send.frame(frameTypes.data, 0, stream, Buffer.alloc(200_000));
      },
      /FRAME_SIZE_ERROR/,
      "ran",
    ],
    [
      "more padding than frame",
      (send, stream) => {
        send.headers(stream);
        send.frame(frameTypes.data, frameFlags.padded, stream, Buffer.alloc(9, 200));
      },
      /PROTOCOL_ERROR/,
      "ran",
    ],
    [
      "settings that are none",
      send => send.frame(frameTypes.settings, 0, 0, Buffer.alloc(5)),
      /FRAME_SIZE_ERROR/,
      "unknown",
    ],
  ])("%s", async (_, answer, words, verdict) => {
    const { status } = await end(answer);
    expect(status).toMatchObject({ verdict, explanation: expect.stringMatching(words) });
    expect(status.name).not.toBe("DEADLINE_EXCEEDED");
  });
});

describe("what is told agrees with the verdict", () => {
  test.each<[string, Answer, string, RegExp]>([
    [
      "refused after headers",
      (send, stream) => {
        send.headers(stream);
        send.reset(stream, 7);
      },
      "ran",
      /had begun to run/,
    ],
    [
      "refused when the request was taken in, as from HAProxy of a server that broke off",
      (send, stream) => {
        send.frame(frameTypes.windowUpdate, 0, stream, Buffer.from([0, 0, 0, 12]));
        send.reset(stream, 7);
      },
      "unknown",
      /may have run/,
    ],
    [
      "refused after 103",
      (send, stream) => {
        send.block(stream, endHeaders, [[":status", "103"]]);
        send.reset(stream, 7);
      },
      "unknown",
      /may have run/,
    ],
    [
      "gone away before the stream, for an error",
      send => send.goAway(0, 2),
      "refused",
      /before running it \(INTERNAL_ERROR\).*safe/,
    ],
    [
      "gone away before the stream that it answers",
      (send, stream) => {
        send.socket.cork();
        send.goAway(0, 0);
        send.headers(stream);
        send.trailers(stream);
        send.socket.uncork();
      },
      "unknown",
      /may have run/,
    ],
    [
      "gone away after the stream, with words",
      (send, stream) => {
        send.frame(
          frameTypes.goAway,
          0,
          0,
          Buffer.from([0, 0, 0, stream, 0, 0, 0, 11, ...Buffer.from("too_many_pings")]),
        );
      },
      "unknown",
      /ENHANCE_YOUR_CALM: too_many_pings.*may have run/,
    ],
    [
      "sent elsewhere",
      (send, stream) =>
        send.block(stream, last, [
          [":status", "302"],
          ["location", "https://b.example"],
        ]),
      "unknown",
      /sends callers elsewhere/,
    ],
  ])("%s", async (_, answer, verdict, words) => {
    const { status } = await end(answer);
    expect(status).toMatchObject({ verdict, explanation: expect.stringMatching(words) });
    if (verdict !== "refused") expect(status.explanation).not.toMatch(/safe/);
  });
  test("two connections, of which the one that the call does not have says GOAWAY", async () => {
    let took = false;
    const silent = await frameServer(({ type, flags }) => {
      took ||= type === frameTypes.data && (flags & frameFlags.endStream) !== 0;
    });
    // Settings after the other connection is tried too; then that no call was looked at.
    const slow = await tcpServer(socket => {
      setTimeout(() => socket.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])), 290);
      setTimeout(() => socket.write(Buffer.from([0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])), 291);
    });
    running.push(silent, slow);
    const { status } = await performCall(echoRequest(`ipv4:${slow.address},${silent.address}`, { deadlineMs: 2000 }));
    if (took) expect(status.verdict).toBe("unknown");
    else expect(["refused", "not-sent"]).toContain(status.verdict);
  });
});

test("a call that a server finishes while it shuts down is not cut off", { timeout: 30_000 }, async () => {
  const { status, answers } = await end((send, stream) => {
    send.goAway(stream, 0);
    // Later than a connection is waited for.
    setTimeout(() => {
      send.headers(stream);
      send.frame(frameTypes.data, 0, stream, message);
      send.trailers(stream);
    }, 10_500);
  });
  expect(status.name).toBe("OK");
  expect(answers).toEqual([{ text: "a" }]);
});
