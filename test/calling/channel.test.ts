import { once } from "node:events";
import http2 from "node:http2";
import net from "node:net";
import { setTimeout } from "node:timers/promises";
import { connectivityState } from "@grpc/grpc-js";
import { afterEach, expect, test } from "vitest";
import { createCallSessions } from "../../server/src/calling/callSessions.ts";
import { type Channels, warmChannels } from "../../server/src/calling/channel.ts";
import type { CallEvent, CallStatus } from "../../server/src/protocol/call.ts";
import { startEchoServer } from "./support/echoServer.ts";
import { echoRequest } from "./support/performCall.ts";
import { frame, listen } from "./support/servers.ts";

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** Calls one after another over the same channels. */
function caller(channels = warmChannels()) {
  const waiting = new Map<string, (event: CallEvent) => void>();
  const sessions = createCallSessions(event => {
    if (event.phase === "done") waiting.get(event.call)?.(event);
  }, channels);
  stops.push(() => sessions.closeAll());
  let count = 0;
  return (...request: Parameters<typeof echoRequest>): Promise<CallStatus | undefined> => {
    count += 1;
    const call = `${count}`;
    const ended = new Promise<CallStatus | undefined>(resolve => waiting.set(call, event => resolve(event.status)));
    const start = sessions.start(call, echoRequest(...request));
    if (start.kind === "refused") throw new Error(start.reason);
    return ended;
  };
}

test("the second call goes over the connection of the first", async () => {
  const echo = await startEchoServer();
  stops.push(echo.stop);
  let connections = 0;
  const front = net.createServer(socket => {
    connections += 1;
    socket.on("error", () => undefined);
    const back = net.connect(echo.port, "127.0.0.1").on("error", () => undefined);
    socket.pipe(back).pipe(socket);
  });
  const { address, stop } = await listen(front);
  stops.push(stop);
  const call = caller();
  for (let i = 0; i < 3; i += 1) expect((await call(address))?.name).toBe("OK");
  // A status that the server sent is no reason for a new connection.
  expect((await call(address, { metadata: [{ key: "status", value: "5" }] }))?.name).toBe("NOT_FOUND");
  expect((await call(address))?.name).toBe("OK");
  expect(connections).toBe(1);
});

test("an idle connection is closed after its time", async () => {
  const echo = await startEchoServer();
  stops.push(echo.stop);
  const front = net.createServer(socket => {
    socket.on("error", () => undefined);
    const back = net.connect(echo.port, "127.0.0.1").on("error", () => undefined);
    socket.pipe(back).pipe(socket);
  });
  const closed = new Promise<void>(resolve => front.on("connection", socket => socket.on("close", () => resolve())));
  const { address, stop } = await listen(front);
  stops.push(stop);
  expect((await caller(warmChannels(50))(address))?.name).toBe("OK");
  await closed;
});

test("a call works at once after the server has come up, without back-off from the failure before", async () => {
  const probe = net.createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const bound = probe.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : 0;
  await new Promise(done => probe.close(done));
  const call = caller();
  expect((await call(`127.0.0.1:${port}`))?.name).toBe("UNAVAILABLE");
  const echo = await startEchoServer(`127.0.0.1:${port}`);
  stops.push(echo.stop);
  expect((await call(`127.0.0.1:${port}`))?.name).toBe("OK");
});

test("a call after the server was restarted finds the new one", async () => {
  const before = await startEchoServer();
  const address = `127.0.0.1:${before.port}`;
  const channels = warmChannels();
  const call = caller(channels);
  expect((await call(address))?.name).toBe("OK");
  before.stop();
  await disconnected(channels, address);
  const after = await startEchoServer(address);
  stops.push(after.stop);
  expect((await call(address))?.name).toBe("OK");
  expect(after.calls).toHaveLength(1);
});

test("a call that is cut off leaves the others on its channel alone", async () => {
  const echo = await startEchoServer();
  stops.push(echo.stop);
  const address = `127.0.0.1:${echo.port}`;
  const call = caller();
  const waiting = [{ key: "wait", value: "forever" }];
  const slow = call(address, { metadata: waiting, deadlineMs: 1500 });
  expect(await call(address, { metadata: waiting, deadlineMs: 100 })).toMatchObject({ name: "DEADLINE_EXCEEDED" });
  expect((await call(address))?.name).toBe("OK");
  expect(await slow).toMatchObject({ name: "DEADLINE_EXCEEDED", message: expect.stringMatching(/^Deadline exceeded/) });
});

/** Waits until the client has seen that its connection is gone, as it has when a person sends the next request. */
async function disconnected(channels: Channels, address: string): Promise<void> {
  const taken = channels.take({ address, tls: undefined });
  if (taken.kind === "wrong") throw new Error(taken.message);
  const { client, release } = taken.channel;
  while (client.getChannel().getConnectivityState(false) === connectivityState.READY) await setTimeout(5);
  release("sound");
}

test("a refused stream is sent once: no hidden second attempt", async () => {
  let attempts = 0;
  const server = http2.createServer();
  server.on("sessionError", () => undefined);
  server.on("stream", stream => {
    attempts += 1;
    stream.on("error", () => undefined);
    if (attempts === 1) return stream.close(http2.constants.NGHTTP2_REFUSED_STREAM);
    stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
    stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
    stream.end(frame(Buffer.alloc(0)));
  });
  const { address, stop } = await listen(server);
  stops.push(stop);
  const call = caller();
  expect(await call(address)).toMatchObject({ name: "UNAVAILABLE", verdict: "refused" });
  expect(attempts).toBe(1);
  expect((await call(address))?.name).toBe("OK");
});

test("a proxy of the environment is not asked", async () => {
  const echo = await startEchoServer();
  stops.push(echo.stop);
  let asked = 0;
  const { address: proxy, stop } = await listen(
    net.createServer(socket => {
      asked += 1;
      socket.destroy();
    }),
  );
  stops.push(stop);
  const before = process.env.http_proxy;
  process.env.http_proxy = `http://${proxy}`;
  try {
    expect((await caller()(`127.0.0.1:${echo.port}`))?.name).toBe("OK");
  } finally {
    if (before === undefined) delete process.env.http_proxy;
    else process.env.http_proxy = before;
  }
  expect(asked).toBe(0);
});
