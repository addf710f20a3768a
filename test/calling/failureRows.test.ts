// The rest of the table of failures: what real processes, proxies and dying connections do. In rounds, for what depends on
// which of two events comes first must come out the same each time.
import { once } from "node:events";
import net from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createCallSessions } from "../../server/src/calling/callSessions.ts";
import { frameFlags, frameTypes } from "../../server/src/calling/http2Frames.ts";
import type { CallEvent, CallStatus } from "../../server/src/protocol/call.ts";
import { startEchoServer } from "./support/echoServer.ts";
import { frameServer } from "./support/frameServer.ts";
import { echoRequest, entries, performCall } from "./support/performCall.ts";
import { needPython, startPythonServer } from "./support/pythonServer.ts";
import { type Certificates, frame, http2Server, listen, makeCertificates, tlsServer } from "./support/servers.ts";

const rounds = Number(process.env.PROTODIAL_ROUNDS ?? 3);
const running: { stop: () => void }[] = [];
afterEach(() => {
  for (const server of running.splice(0)) server.stop();
});

/** Calls one after another over the same channels. */
function caller() {
  let told: (event: CallEvent) => void = () => undefined;
  const sessions = createCallSessions(event => {
    if (event.phase === "done") told(event);
  });
  running.push({ stop: sessions.closeAll });
  let count = 0;
  return (...request: Parameters<typeof echoRequest>): Promise<CallStatus | undefined> => {
    count += 1;
    const ended = new Promise<CallStatus | undefined>(resolve => {
      told = event => resolve(event.status);
    });
    const start = sessions.start(`${count}`, echoRequest(...request));
    if (start.kind === "refused") throw new Error(start.reason);
    return ended;
  };
}

describe("a connection that was open from before", () => {
  test.each(["FIN", "RST"])(
    "ends with %s, unseen, just before the call",
    { timeout: 30_000 + 3000 * rounds },
    async how => {
      for (let round = 0; round < rounds; round += 1) {
        const echo = await startEchoServer();
        const sockets: net.Socket[] = [];
        const front = net.createServer(socket => {
          sockets.push(socket.on("error", () => undefined));
          const back = net.connect(echo.port, "127.0.0.1").on("error", () => undefined);
          socket.pipe(back).pipe(socket);
        });
        const { address, stop } = await listen(front);
        const call = caller();
        expect((await call(address))?.name).toBe("OK");
        for (const socket of sockets) how === "RST" ? socket.resetAndDestroy() : socket.destroy();
        // In the same turn of the event loop: this side has not read the end yet.
        const status = await call(address);
        // What the kernel took of a request for a connection that was gone, nobody can tell from one that was not.
        if (status?.name !== "OK") expect(["not-sent", "unknown"]).toContain(status?.verdict);
        expect(echo.calls).toHaveLength(status?.name === "OK" ? 2 : 1);
        stop();
        echo.stop();
      }
    },
  );
});

describe("HTTP answers of something that is no gRPC server", () => {
  test.each([
    [400, "INTERNAL", /HTTP status 400/],
    [401, "UNAUTHENTICATED", /asks for other credentials/],
    [403, "PERMISSION_DENIED", /asks for other credentials/],
    [404, "UNIMPLEMENTED", /does not know this path/],
    [413, "UNKNOWN", /larger than it takes/],
    [429, "UNAVAILABLE", /no more calls for now/],
    [503, "UNAVAILABLE", /could not be reached/],
    [504, "UNAVAILABLE", /may have run the call/],
    [418, "UNKNOWN", /HTTP status 418/],
  ])("%d", async (httpStatus, name, words) => {
    for (let round = 0; round < rounds; round += 1) {
      const server = await http2Server(stream => {
        stream.respond({ ":status": httpStatus, "content-type": "text/html" });
        stream.end("<html>no</html>");
      });
      const { status } = await performCall(echoRequest(server.address));
      server.stop();
      expect(status).toMatchObject({ name, verdict: "unknown", explanation: expect.stringMatching(words) });
      expect(status.proof).toContain(`HTTP status ${httpStatus}`);
    }
  });
});

describe("response headers came, so it ran, whatever follows", () => {
  test.each([0, 1, 2, 3, 8, 11, 12, 13])("RST_STREAM with code %d", async code => {
    for (let round = 0; round < rounds; round += 1) {
      const server = await frameServer(({ type, flags, stream }, send) => {
        if (type !== frameTypes.data || (flags & frameFlags.endStream) === 0) return;
        send.headers(stream);
        send.reset(stream, code);
      });
      const { status } = await performCall(echoRequest(server.address));
      server.stop();
      expect(status).toMatchObject({ verdict: "ran", proof: expect.stringMatching(/^response headers came/) });
      expect(status.name).not.toBe("OK");
    }
  });
  test.each(["FIN", "RST"])("a message, then %s", async how => {
    for (let round = 0; round < rounds; round += 1) {
      let breakOff: () => void = () => undefined;
      const server = await frameServer(({ type, flags, stream }, send) => {
        if (type !== frameTypes.data || (flags & frameFlags.endStream) === 0) return;
        send.headers(stream);
        send.frame(frameTypes.data, 0, stream, frame(Buffer.from([10, 1, 97])));
        breakOff = () => (how === "RST" ? send.socket.resetAndDestroy() : send.socket.end());
      });
      // A reset that overtakes the message makes the kernel drop it.
      const { status, answers } = await performCall(echoRequest(server.address), ({ received }) => {
        if (received === 1) breakOff();
      });
      server.stop();
      expect(answers).toEqual([{ text: "a" }]);
      expect(status).toMatchObject({ verdict: "ran", explanation: expect.stringMatching(/had begun to run/) });
    }
  });
});

describe("a real process", () => {
  const sleeping = entries({ silent: "1", sleep: "30" });
  beforeEach(context => needPython(context));

  test.each(["SIGKILL", "SIGTERM"] as const)("ended by %s while the method runs", async signal => {
    const server = await startPythonServer();
    running.push(server);
    const { status } = await performCall(echoRequest(server.address, { metadata: sleeping }), event => {
      if (event.sent === 1 && event.phase === "open") setTimeout(() => server.kill(signal), 200);
    });
    expect(status).toMatchObject({ name: "UNAVAILABLE", verdict: "unknown" });
    expect(status.explanation).toMatch(/may have run it/);
  });

  test("that is stopped takes the call when it goes on, after its deadline", async () => {
    const server = await startPythonServer();
    running.push(server);
    const call = caller();
    expect((await call(server.address))?.name).toBe("OK");
    server.kill("SIGSTOP");
    // All of its threads have to hear of it.
    await wait(200);
    const status = await call(server.address, { deadlineMs: 1500 });
    server.kill("SIGCONT");
    expect(status).toMatchObject({ name: "DEADLINE_EXCEEDED", verdict: "unknown" });
    expect(status?.proof).toMatch(/^all of the request left/);
  });
});

describe("the server's own status", () => {
  test("the request is larger than it takes", async () => {
    const server = new Server({ "grpc.max_receive_message_length": 1000 });
    const asIs = (bytes: Buffer) => bytes;
    const method = { path: "/test.v1.Echo/Unary", requestStream: false, responseStream: false };
    const serialize = { requestSerialize: asIs, requestDeserialize: asIs, responseSerialize: asIs };
    server.addService(
      { Unary: { ...method, ...serialize, responseDeserialize: asIs } },
      { Unary: (_: unknown, done: (error: null, answer: Buffer) => void) => done(null, Buffer.alloc(0)) },
    );
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
    running.push({ stop: () => server.forceShutdown() });
    const messages = [JSON.stringify({ text: "x".repeat(2000) })];
    const { status } = await performCall(echoRequest(`127.0.0.1:${port}`, { messages }));
    expect(status).toMatchObject({
      name: "RESOURCE_EXHAUSTED",
      verdict: "unknown",
      proof: expect.stringMatching(/found it too large/),
      explanation: expect.stringMatching(/request is larger than the server accepts/),
    });
  });
});

describe("the way to the server", () => {
  let made: Certificates;
  beforeAll(() => {
    made = makeCertificates();
  });

  test("nothing listens, but one port off something does", async () => {
    for (let round = 0; round < rounds; round += 1) {
      const [free, taken] = await neighbours();
      const { status } = await performCall(echoRequest(`127.0.0.1:${free}`));
      taken.close();
      expect(status).toMatchObject({ verdict: "not-sent" });
      expect(status.explanation).toContain(`something does on port ${free + 1}`);
    }
  });

  test("a name for the certificate apart from the authority, and authorities in a bundle", async () => {
    const credentials = ServerCredentials.createSsl(null, [
      { cert_chain: Buffer.from(made.cert), private_key: Buffer.from(made.key) },
    ]);
    const echo = await startEchoServer("127.0.0.1:0", credentials);
    running.push(echo);
    const ca = `# two of them\n${makeCertificates().ca}\n${made.ca}`;
    const address = `127.0.0.1:${echo.port}`;
    const { status } = await performCall(
      echoRequest(address, { tls: { ca, serverName: "localhost" }, authority: "api.example" }),
    );
    expect(status.name).toBe("OK");
    const wrong = await performCall(echoRequest(address, { tls: { ca, serverName: "api.example" } }));
    expect(wrong.status.explanation).toMatch(/not for this name, but for localhost/);
  });

  test("a server with TLS of another age", async () => {
    const options = { cert: made.cert, key: made.key, minVersion: "TLSv1.1", maxVersion: "TLSv1.1" } as const;
    const server = await tlsServer({ ...options, ciphers: "DEFAULT@SECLEVEL=0" });
    running.push(server);
    const { status } = await performCall(echoRequest(`localhost:${server.port}`, { tls: { ca: made.ca } }));
    expect(status).toMatchObject({ verdict: "not-sent", explanation: expect.stringMatching(/TLS/) });
  });
});

describe("how messages pass", () => {
  test("compressed on their way, where the request says so", async () => {
    const echo = await startEchoServer();
    running.push(echo);
    const text = "x".repeat(10_000);
    const address = `127.0.0.1:${echo.port}`;
    const messages = [JSON.stringify({ text })];
    const { answers, page, last } = await performCall(echoRequest(address, { messages, compression: "gzip" }));
    expect(answers).toEqual([{ text }]);
    expect(page.rows[0]?.compressedSize).toBeLessThan(1000);
    expect(last.timing?.sentBytes).toBeLessThan(1000);
    expect(`${echo.calls[0]?.get("user-agent")[0]}`).toMatch(/^protodial\/\S+ /);
  });

  test("no larger than the request says", async () => {
    const echo = await startEchoServer();
    running.push(echo);
    const messages = [JSON.stringify({ text: "x".repeat(10_000) })];
    const address = `127.0.0.1:${echo.port}`;
    const { status } = await performCall(echoRequest(address, { messages, maxAnswerBytes: 4096 }));
    expect(status).toMatchObject({ name: "RESOURCE_EXHAUSTED", verdict: "ran" });
    expect(status.explanation).toMatch(/\(4 KB\)/);
    expect((await performCall(echoRequest(address, { messages }))).status.name).toBe("OK");
  });
});

/** A port where nothing listens, and what listens on the one above it. */
async function neighbours(): Promise<[number, net.Server]> {
  for (;;) {
    const low = net.createServer().listen(0, "127.0.0.1");
    await once(low, "listening");
    const bound = low.address();
    const port = typeof bound === "object" && bound !== null ? bound.port : 0;
    const high = net.createServer(socket => socket.destroy());
    const isTaken = await new Promise<boolean>(resolve => {
      high.once("error", () => resolve(false)).once("listening", () => resolve(true));
      high.listen(port + 1, "127.0.0.1");
    });
    low.close();
    await once(low, "close");
    if (isTaken) return [port, high];
    await wait(1);
  }
}
