// Answers in Connect and gRPC-Web that no sound server gives, byte by byte.
import http from "node:http";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { echoRequest, type PerformedCall, performCall } from "./support/performCall.ts";
import { listen } from "./support/servers.ts";

const running: { stop: () => void }[] = [];
afterEach(() => {
  for (const server of running.splice(0)) server.stop();
});

// `text: "ok"`; and a text of 127 bytes of which two are there.
const sound = Buffer.from([10, 2, 111, 107]);
const cutShort = Buffer.from([10, 127, 111, 107]);
// A tag in two bytes where one would do, which a reader that writes again makes shorter.
const longTag = Buffer.from([0x8a, 0x00, 2, 111, 107]);

type Protocol = "connect" | "grpc-web";
type Headers = Record<string, string>;

function envelope(flags: number, content: Buffer): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt8(flags, 0);
  prefix.writeUInt32BE(content.length, 1);
  return Buffer.concat([prefix, content]);
}

function end(protocol: Protocol, flags = 0): Buffer {
  const [flag, text] = protocol === "connect" ? [2, "{}"] : [128, "grpc-status: 0\r\n"];
  const content = Buffer.from(text);
  return envelope(flag | flags, flags === 0 ? content : gzipSync(content));
}

async function answered(answer: (response: http.ServerResponse) => void, method: string, protocol: Protocol) {
  const listening = await listen(
    http.createServer((request, response) => request.resume().once("end", () => answer(response))),
  );
  running.push(listening);
  return performCall(echoRequest(listening.address, { protocol, method, maxAnswerBytes: 100_000 }));
}

function streamed(protocol: Protocol, parts: readonly Buffer[], headers: Headers = {}): Promise<PerformedCall> {
  const type = protocol === "connect" ? "application/connect+proto" : "application/grpc-web+proto";
  return answered(
    response => {
      response.writeHead(200, { "content-type": type, ...headers });
      // One byte at a time, so that nothing hangs on how they come.
      for (const byte of Buffer.concat(parts)) response.write(Buffer.of(byte));
      response.end();
    },
    "Server",
    protocol,
  );
}

function single(content: Buffer, headers: Headers = {}): Promise<PerformedCall> {
  return answered(
    response => response.writeHead(200, { "content-type": "application/proto", ...headers }).end(content),
    "Unary",
    "connect",
  );
}

const sizes = ({ page }: PerformedCall) => page.rows.filter(row => row.direction === "received").map(row => row.size);

describe.each(["connect", "grpc-web"] as const)("a stream in %s", protocol => {
  test("goes on after a message that is not sound, and shows that one too", async () => {
    const call = await streamed(protocol, [
      envelope(0, sound),
      envelope(0, cutShort),
      envelope(0, longTag),
      envelope(0, Buffer.alloc(0)),
      end(protocol),
    ]);
    expect(call.status).toMatchObject({ name: "OK", verdict: "ran" });
    expect(sizes(call)).toEqual([4, 4, 5, 0]);
    expect(call.answers[0]).toEqual({ text: "ok" });
    expect(call.page.rows[2]?.notes.length).toBeGreaterThan(0);
    expect(call.answers[2]).toEqual({ text: "ok" });
  });

  test("may be compressed in part, its end too", async () => {
    const headers = { [protocol === "connect" ? "connect-content-encoding" : "grpc-encoding"]: "gzip" };
    const parts = [envelope(1, gzipSync(sound)), envelope(0, cutShort), envelope(1, gzipSync(cutShort))];
    const call = await streamed(protocol, [...parts, end(protocol, 1)], headers);
    expect(call.status).toMatchObject({ name: "OK", verdict: "ran" });
    expect(sizes(call)).toEqual([4, 4, 4]);
  });

  test("keeps what came before a message that nobody can decompress", async () => {
    const call = await streamed(protocol, [envelope(0, sound), envelope(1, sound), end(protocol)]);
    expect(call.status).toMatchObject({ name: "INTERNAL", verdict: "ran" });
    expect(call.status.message).toMatch(/compressed, and no header says how/);
    expect(sizes(call)).toEqual([4]);
  });

  test("keeps what came before one that is too large when it is decompressed", async () => {
    const headers = { [protocol === "connect" ? "connect-content-encoding" : "grpc-encoding"]: "gzip" };
    const bomb = envelope(1, gzipSync(Buffer.alloc(50_000_000)));
    const call = await streamed(protocol, [envelope(0, sound), bomb, end(protocol)], headers);
    expect(call.status).toMatchObject({ name: "RESOURCE_EXHAUSTED", verdict: "ran" });
    expect(sizes(call)).toEqual([4]);
  });

  test("keeps what came where the end is missing, or in the middle of a message", async () => {
    for (const parts of [[envelope(0, sound)], [envelope(0, sound), envelope(0, sound).subarray(0, 7)]]) {
      const call = await streamed(protocol, parts);
      expect(call.status.number).not.toBe(0);
      expect(call.status.verdict).toBe("ran");
      expect(sizes(call)).toEqual([4]);
    }
  });
});

describe("a single answer in Connect", () => {
  test.each([
    ["plain", {}, cutShort],
    ["gzip", { "content-encoding": "gzip" }, gzipSync(cutShort)],
    ["identity", { "content-encoding": "identity" }, cutShort],
  ] as const)("is shown though it is not sound: %s", async (_, headers, content) => {
    const call = await single(content, headers);
    expect(call.status).toMatchObject({ name: "OK", verdict: "ran" });
    expect(sizes(call)).toEqual([4]);
  });

  test("says of which encoding it is where nobody asked for that", async () => {
    const call = await single(sound, { "content-encoding": "zstd" });
    expect(call.status).toMatchObject({ name: "INTERNAL", verdict: "ran" });
    expect(call.status.message).toMatch(/zstd/);
  });

  test("asks for no encoding that servers do not know", async () => {
    let asked: unknown;
    await answered(
      response => {
        asked = response.req.headers["accept-encoding"];
        response.writeHead(200, { "content-type": "application/proto" }).end(sound);
      },
      "Unary",
      "connect",
    );
    expect(asked).toBe("gzip,br");
  });
});
