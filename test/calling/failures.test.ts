// The table of failures: what is told of each, and whether it is said to have run.
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ServerCredentials } from "@grpc/grpc-js";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startEchoServer } from "./support/echoServer.ts";
import { echoRequest, entries, performCall } from "./support/performCall.ts";
import {
  type Certificates,
  frame,
  goingAwayServer,
  http1Server,
  http2Server,
  makeCertificates,
  tcpServer,
  tlsServer,
} from "./support/servers.ts";

const running: { stop: () => void }[] = [];
afterEach(() => {
  for (const server of running.splice(0)) server.stop();
});
async function started<Server extends { stop: () => void }>(server: Promise<Server>): Promise<Server> {
  running.push(await server);
  return server;
}
const grpcHeaders = { ":status": 200, "content-type": "application/grpc+proto" };
const text = frame(Buffer.from([10, 1, 97]));

/** The address of a port where nobody listens. */
async function nobody(): Promise<string> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const bound = server.address();
  await new Promise(done => server.close(done));
  return `127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}`;
}

describe("no connection: it was not sent", () => {
  test("nobody listens", async () => {
    const address = await nobody();
    const { status, last } = await performCall(echoRequest(address));
    expect(status).toMatchObject({
      name: "UNAVAILABLE",
      verdict: "not-sent",
      explanation: `nothing listens on ${address}; start the server, or check the port`,
    });
    expect(last).toMatchObject({ sent: 0, received: 0, rows: 0 });
  });
  test("the name is not found", async () => {
    const { status } = await performCall(echoRequest("no-such-host.invalid:1", { deadlineMs: 20_000 }));
    expect(status).toMatchObject({
      name: "UNAVAILABLE",
      verdict: "not-sent",
      explanation: expect.stringMatching(/no host `no-such-host.invalid`/),
    });
  });
  test("the socket is missing", async () => {
    const { status } = await performCall(echoRequest("unix:/no/such.sock"));
    expect(status).toMatchObject({
      verdict: "not-sent",
      explanation: expect.stringMatching(/no socket at `\/no\/such.sock`/),
    });
  });
  test("the server is HTTP/1", async () => {
    const server = await started(http1Server());
    const { status } = await performCall(echoRequest(server.address));
    expect(status).toMatchObject({
      name: "UNAVAILABLE",
      verdict: "not-sent",
      explanation: expect.stringMatching(/HTTP\/1|web server|HTTP\/2/),
    });
  });
  test("the connection is closed at once", async () => {
    const server = await started(tcpServer(socket => socket.end()));
    const { status } = await performCall(echoRequest(server.address));
    expect(status).toMatchObject({
      verdict: "not-sent",
      explanation: expect.stringMatching(/closed the connection|HTTP\/2/),
    });
  });
  test("the connection is reset at once", async () => {
    const server = await started(tcpServer(socket => socket.resetAndDestroy()));
    const { status } = await performCall(echoRequest(server.address));
    expect(status).toMatchObject({
      verdict: "not-sent",
      explanation: expect.stringMatching(/closed the connection|HTTP\/2/),
    });
  });
  test("accepts and never speaks: the deadline ends it", async () => {
    const server = await started(tcpServer(() => undefined));
    const { status } = await performCall(echoRequest(server.address, { deadlineMs: 300 }));
    expect(status).toMatchObject({
      name: "DEADLINE_EXCEEDED",
      verdict: "not-sent",
      explanation: expect.stringMatching(/no connection .* within the deadline of 0.3 s.*was not sent/),
    });
  });
  test("accepts and never speaks: the connect timer ends it before a long deadline", { timeout: 20_000 }, async () => {
    const server = await started(tcpServer(() => undefined));
    const { status } = await performCall(echoRequest(server.address, { deadlineMs: 3_600_000 }));
    expect(status).toMatchObject({ name: "UNAVAILABLE", verdict: "not-sent", message: "no connection within 10 s" });
  });
  test("cancelled while connecting", async () => {
    const server = await started(tcpServer(() => undefined));
    const { status } = await performCall(echoRequest(server.address), (_, cancel) => cancel());
    expect(status).toMatchObject({
      name: "CANCELLED",
      verdict: "not-sent",
      explanation: "you cancelled the call before it was sent",
    });
  });
});

describe("TLS", () => {
  let made: Certificates;
  beforeAll(() => {
    made = makeCertificates();
  });
  const credentials = (options: { client?: boolean } = {}) =>
    ServerCredentials.createSsl(
      Buffer.from(made.ca),
      [{ cert_chain: Buffer.from(made.cert), private_key: Buffer.from(made.key) }],
      options.client === true,
    );

  test("with the authority's certificate the call goes through", async () => {
    const echo = await started(startEchoServer("127.0.0.1:0", credentials()));
    const { status, answers } = await performCall(echoRequest(`localhost:${echo.port}`, { tls: { ca: made.ca } }));
    expect(status.name).toBe("OK");
    expect(answers).toEqual([{ text: "hello" }]);
  });
  test("`https://` turns it on", async () => {
    const echo = await started(startEchoServer("127.0.0.1:0", credentials()));
    const { status } = await performCall(echoRequest(`https://localhost:${echo.port}`));
    expect(status).toMatchObject({
      name: "UNAVAILABLE",
      verdict: "not-sent",
      explanation: expect.stringMatching(/not signed by an authority this machine trusts.*`ca`.*`insecure`/),
    });
  });
  test("`insecure` accepts any certificate", async () => {
    const echo = await started(startEchoServer("127.0.0.1:0", credentials()));
    const { status } = await performCall(echoRequest(`127.0.0.1:${echo.port}`, { tls: { insecure: true } }));
    expect(status.name).toBe("OK");
  });
  test("a certificate for another name is told with its names, and `authority` mends it", async () => {
    const echo = await started(startEchoServer("127.0.0.1:0", credentials()));
    for (const spoken of [{}, { protocol: "connect" }] as const) {
      const wrong = await performCall(echoRequest(`127.0.0.1:${echo.port}`, { tls: { ca: made.ca }, ...spoken }));
      expect(wrong.status).toMatchObject({
        verdict: "not-sent",
        explanation: expect.stringMatching(/is not for this name, but for localhost; call it by a name in the/),
      });
    }
    const other = await performCall(
      echoRequest(`localhost:${echo.port}`, { tls: { ca: made.ca }, authority: "other.example" }),
    );
    expect(other.status.explanation).toMatch(/is not for this name, but for localhost; call it/);
    const right = await performCall(
      echoRequest(`127.0.0.1:${echo.port}`, { tls: { ca: made.ca }, authority: "localhost" }),
    );
    expect(right.status.name).toBe("OK");
  });
  test("a server that asks for a client certificate", async () => {
    const echo = await started(startEchoServer("127.0.0.1:0", credentials({ client: true })));
    const address = `localhost:${echo.port}`;
    const without = await performCall(echoRequest(address, { tls: { ca: made.ca } }));
    expect(without.status).toMatchObject({
      name: "UNAVAILABLE",
      verdict: "not-sent",
      explanation: expect.stringMatching(/client certificate/),
    });
    const given = await performCall(
      echoRequest(address, { tls: { ca: made.ca, cert: made.clientCert, key: made.clientKey } }),
    );
    expect(given.status.name).toBe("OK");
  });
  test("TLS on a plaintext server", async () => {
    const echo = await started(startEchoServer());
    const { status } = await performCall(echoRequest(`localhost:${echo.port}`, { tls: {} }));
    expect(status).toMatchObject({
      name: "UNAVAILABLE",
      verdict: "not-sent",
      explanation: expect.stringMatching(/[Tt]urn TLS off/),
    });
  });
  test("plaintext on a TLS server", async () => {
    const echo = await started(startEchoServer("127.0.0.1:0", credentials()));
    const { status } = await performCall(echoRequest(`localhost:${echo.port}`));
    expect(status).toMatchObject({
      name: "UNAVAILABLE",
      verdict: "not-sent",
      explanation: expect.stringMatching(/turn TLS on/),
    });
  });
  test("a TLS server without HTTP/2", async () => {
    const server = await started(tlsServer({ cert: made.cert, key: made.key, ALPNProtocols: ["http/1.1"] }));
    const { status } = await performCall(echoRequest(`localhost:${server.port}`, { tls: { ca: made.ca } }));
    expect(status).toMatchObject({ verdict: "not-sent", explanation: expect.stringMatching(/HTTP\/2|TLS handshake/) });
  });
  test("files that are no certificates are told before anything is sent", async () => {
    await expect(performCall(echoRequest("localhost:1", { tls: { ca: "nonsense" } }))).rejects.toThrow(
      /`ca` is not a certificate in PEM form/,
    );
    await expect(performCall(echoRequest("localhost:1", { tls: { cert: made.clientCert } }))).rejects.toThrow(
      /needs its private key/,
    );
    await expect(
      performCall(echoRequest("localhost:1", { tls: { cert: made.clientCert, key: made.cert } })),
    ).rejects.toThrow(/`key` is not a private key/);
    await expect(
      performCall(echoRequest("localhost:1", { tls: { cert: made.clientCert, key: made.key } })),
    ).rejects.toThrow(/cannot be used.*mismatch/i);
  });
});

describe("broken off after the request was sent", () => {
  const cases: [string, Parameters<typeof http2Server>[0], object][] = [
    [
      "the connection is dropped before an answer",
      (_, session) => session.destroy(),
      { name: "UNAVAILABLE", verdict: "unknown", explanation: expect.stringMatching(/may have run/) },
    ],
    [
      "the connection is reset before an answer",
      (_, session) => void session.socket.resetAndDestroy?.(),
      { verdict: "unknown" },
    ],
    [
      "the stream is reset with INTERNAL_ERROR",
      stream => stream.close(2),
      { name: "INTERNAL", verdict: "unknown", explanation: expect.stringMatching(/may have run/) },
    ],
    ["the stream is reset with CANCEL", stream => stream.close(8), { name: "CANCELLED", verdict: "unknown" }],
    [
      "the stream is refused",
      stream => stream.close(7),
      {
        name: "UNAVAILABLE",
        verdict: "refused",
        explanation: expect.stringMatching(/refused .* before running.*safe/),
      },
    ],
    [
      "the connection is dropped after headers",
      (stream, session) => {
        stream.respond(grpcHeaders, { waitForTrailers: true });
        setTimeout(() => session.destroy(), 50);
      },
      { verdict: "ran", explanation: expect.stringMatching(/had begun to run/) },
    ],
    [
      "the stream is refused after headers",
      stream => {
        stream.respond(grpcHeaders);
        setTimeout(() => stream.close(7), 50);
      },
      { verdict: "ran" },
    ],
    [
      "the answer ends without a status",
      stream => {
        stream.respond(grpcHeaders);
        stream.end(text);
      },
      { name: "INTERNAL", verdict: "ran", explanation: expect.stringMatching(/without a status/) },
    ],
  ];
  test.each(cases)("%s", async (_, answer, expected) => {
    const server = await started(http2Server(answer));
    const { status, last } = await performCall(echoRequest(server.address));
    expect(status).toMatchObject(expected);
    expect(last).toMatchObject({ phase: "done", sent: 1 });
  });
  test("the server goes away and has not taken the call", async () => {
    const server = await started(goingAwayServer());
    const { status } = await performCall(echoRequest(server.address));
    expect(status).toMatchObject({ name: "UNAVAILABLE", verdict: "refused" });
  });
  test("the deadline passes while the answer comes", async () => {
    const server = await started(http2Server(stream => stream.respond(grpcHeaders)));
    const { status } = await performCall(echoRequest(server.address, { deadlineMs: 1500 }));
    expect(status).toMatchObject({ name: "DEADLINE_EXCEEDED", verdict: "ran" });
  });
});

describe("answers that break the protocol are shown and judged", () => {
  const answering =
    (messages: readonly Buffer[], trailers: Record<string, string>): Parameters<typeof http2Server>[0] =>
    stream => {
      stream.respond(grpcHeaders, { waitForTrailers: true });
      stream.on("wantTrailers", () => stream.sendTrailers(trailers));
      for (const message of messages) stream.write(message);
      stream.end();
    };
  test("two messages for a unary method", async () => {
    const server = await started(http2Server(answering([text, text], { "grpc-status": "0" })));
    const { status, answers } = await performCall(echoRequest(server.address));
    expect(answers).toEqual([{ text: "a" }, { text: "a" }]);
    expect(status).toMatchObject({ name: "OK", verdict: "ran" });
  });
  test("no message and OK", async () => {
    const server = await started(http2Server(answering([], { "grpc-status": "0" })));
    const { status, answers } = await performCall(echoRequest(server.address));
    expect(answers).toEqual([]);
    expect(status).toMatchObject({ verdict: "ran" });
  });
  test("a message that is no such message", async () => {
    const server = await started(http2Server(answering([frame(Buffer.from([0x0a, 99]))], { "grpc-status": "0" })));
    const { status, page } = await performCall(echoRequest(server.address));
    expect(status.name).toBe("OK");
    expect(JSON.parse(page.rows[1]?.json ?? "")).toMatchObject({ "@error": expect.any(String), "@value": "CmM=" });
  });
  test("a compression that is not known", async () => {
    const server = await started(
      http2Server(stream => {
        stream.respond({ ...grpcHeaders, "grpc-encoding": "snappy" }, { waitForTrailers: true });
        stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
        const packed = Buffer.from(text);
        packed[0] = 1;
        stream.end(packed);
      }),
    );
    const { status } = await performCall(echoRequest(server.address));
    expect(status).toMatchObject({
      name: "INTERNAL",
      message: "the answer's compression is not supported",
      verdict: "ran",
    });
  });
  test("an HTML page with HTTP status 502", async () => {
    const server = await started(
      http2Server(stream => {
        stream.respond({ ":status": 502, "content-type": "text/html" });
        stream.end("<html>bad gateway</html>");
      }),
    );
    const { status } = await performCall(echoRequest(server.address));
    expect(status).toMatchObject({
      name: "UNAVAILABLE",
      verdict: "unknown",
      explanation: expect.stringMatching(/HTTP status 502.*could not be reached/),
    });
  });
  test("an HTML page with HTTP status 200", async () => {
    const server = await started(
      http2Server(stream => {
        stream.respond({ ":status": 200, "content-type": "text/html" });
        stream.end("<html>hello</html>");
      }),
    );
    const { status } = await performCall(echoRequest(server.address));
    expect(status).toMatchObject({
      verdict: "unknown",
      explanation: expect.stringMatching(/not a gRPC server.*text\/html/),
    });
  });
});

describe("a method that the server does not have", () => {
  test("grpc-js says so", async () => {
    const echo = await started(startEchoServer());
    echo.server.unregister("/test.v1.Echo/Unary");
    const { status } = await performCall(echoRequest(`127.0.0.1:${echo.port}`));
    expect(status).toMatchObject({
      number: 12,
      name: "UNIMPLEMENTED",
      verdict: "refused",
      explanation: expect.stringMatching(/does not offer `test.v1.Echo\/Unary`/),
    });
  });
  test("an empty text proves nothing", async () => {
    const echo = await started(startEchoServer());
    const { status } = await performCall(
      echoRequest(`127.0.0.1:${echo.port}`, { metadata: entries({ status: "12" }) }),
    );
    expect(status).toMatchObject({ name: "UNIMPLEMENTED", verdict: "unknown" });
  });
});

describe("other ways to a server", () => {
  test("IPv6", async context => {
    const server = await startEchoServer("[::1]:0").catch(() => undefined);
    if (server === undefined) return context.skip("this machine has no IPv6");
    running.push(server);
    const { status } = await performCall(echoRequest(`[::1]:${server.port}`));
    expect(status.name).toBe("OK");
  });
  describe("unix sockets", () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "protodial-socket-"));
    });
    afterAll(() => rmSync(folder, { recursive: true }));
    test.each(["unix:", "unix://"])("%s", async scheme => {
      const path = join(folder, "echo.sock");
      await started(startEchoServer(`unix:${path}`));
      const { status } = await performCall(echoRequest(`${scheme}${path}`));
      expect(status).toMatchObject({ name: "OK", verdict: "ran" });
    });
    test("a socket whose server has gone", async () => {
      const path = join(folder, "gone.sock");
      const code = `require("net").createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, "SIGKILL"))`;
      const { spawn } = await import("node:child_process");
      await once(spawn(process.execPath, ["-e", code]), "exit");
      const { status } = await performCall(echoRequest(`unix:${path}`));
      expect(status).toMatchObject({
        verdict: "not-sent",
        explanation: expect.stringMatching(/nothing listens on the socket/),
      });
    });
  });
});
