import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type CallWorker, createCallWorker } from "../../server/src/calling/callWorkerHandle.ts";
import type { CallEvent } from "../../server/src/protocol/call.ts";
import { type BuiltWorker, buildWorker } from "./support/builtWorker.ts";
import { type EchoServer, startEchoServer } from "./support/echoServer.ts";
import { exampleProtoRoot, exampleSchema } from "./support/example.ts";
import { echoRequest, entries } from "./support/performCall.ts";

let built: BuiltWorker;
let echo: EchoServer;
let address: string;
beforeAll(async () => {
  [built, echo] = await Promise.all([buildWorker(), startEchoServer()]);
  address = `127.0.0.1:${echo.port}`;
});
afterAll(() => {
  built.remove();
  echo.stop();
});

const workers: CallWorker[] = [];
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.dispose();
});

/** A worker whose events are kept by call, and the end of each call. */
function watched(workerFile: string = built.file) {
  const events = new Map<string, CallEvent[]>();
  const waiting = new Map<string, (event: CallEvent) => void>();
  const worker = createCallWorker({
    workerFile,
    onEvent: event => {
      events.set(event.call, [...(events.get(event.call) ?? []), event]);
      if (event.phase === "done") waiting.get(event.call)?.(event);
    },
  });
  workers.push(worker);
  const ended = (call: string): Promise<CallEvent> => {
    const last = events.get(call)?.at(-1);
    return last?.phase === "done" ? Promise.resolve(last) : new Promise(resolve => waiting.set(call, resolve));
  };
  return { worker, events, ended };
}

async function startedCall(worker: CallWorker, request: Parameters<CallWorker["start"]>[0]): Promise<string> {
  const start = await worker.start(request);
  if (start.kind === "refused") throw new Error(start.reason);
  return start.call;
}

test("a call runs in the thread and is told in events and pages", async () => {
  const { worker, events, ended } = watched();
  const start = await worker.start(echoRequest(address));
  expect(start).toMatchObject({ kind: "started", streaming: "unary" });
  if (start.kind === "refused") return;
  const last = await ended(start.call);
  expect(last).toMatchObject({
    call: start.call,
    phase: "done",
    sent: 1,
    received: 1,
    status: { name: "OK", verdict: "ran" },
  });
  expect(events.get(start.call)?.map(event => event.call)).not.toContain(undefined);
  const page = await worker.messages(start.call, 1, 10);
  expect(page).toMatchObject({
    from: 1,
    total: 2,
    rows: [{ index: 1, direction: "received", json: '{\n  "text": "hello"\n}', size: 7, cut: false, notes: [] }],
  });
});

test("a wrong request is refused, with the message it is about", async () => {
  const { worker } = watched();
  const start = await worker.start(echoRequest(address, { method: "Client", messages: ["{}", '{"txt": 1}'] }));
  expect(start).toEqual({ kind: "refused", reason: expect.stringMatching(/no field `txt`/), message: 1 });
});

test("cancel ends a stream that would never end; close forgets it", async () => {
  const { worker, ended } = watched();
  const call = await startedCall(
    worker,
    echoRequest(address, { metadata: entries({ wait: "forever" }), deadlineMs: 600_000 }),
  );
  worker.cancel(call);
  expect((await ended(call)).status).toMatchObject({ name: "CANCELLED" });
  worker.close(call);
  expect(await worker.messages(call, 0, 10)).toEqual({ from: 0, rows: [], total: 0 });
  expect(await worker.messageBody(call, 0)).toBe("");
});

test("closing a running call cancels it on the server", async () => {
  const { worker, ended } = watched();
  const call = await startedCall(
    worker,
    echoRequest(address, { metadata: entries({ wait: "forever" }), deadlineMs: 600_000 }),
  );
  worker.close(call);
  expect((await ended(call)).status?.name).toBe("CANCELLED");
});

test("a long message is cut in its row and whole on demand", async () => {
  const { worker, ended } = watched();
  const text = "é😀".repeat(50_000);
  const call = await startedCall(worker, echoRequest(address, { messages: [JSON.stringify({ text })] }));
  await ended(call);
  const { rows } = await worker.messages(call, 1, 1);
  expect(rows[0]).toMatchObject({ cut: true });
  expect(rows[0]?.json.length).toBeLessThanOrEqual(64 * 1024);
  // Not between the halves of a surrogate pair.
  expect(rows[0]?.json).not.toMatch(/[\ud800-\udbff]$/);
  expect(JSON.parse(await worker.messageBody(call, 1))).toEqual({ text });
});

test("a stream that stays open takes messages and its half-close, and says what it cannot take", async () => {
  const { worker, ended } = watched();
  const call = await startedCall(worker, echoRequest(address, { method: "Both", messages: [], staysOpen: true }));
  expect(await worker.send(call, '{"text": "a"}')).toEqual({ kind: "sent" });
  expect(await worker.send(call, '{"txt": "a"}')).toMatchObject({
    kind: "refused",
    reason: expect.stringMatching(/no field `txt`/),
  });
  expect(await worker.send(call, '{"text": "b"}')).toEqual({ kind: "sent" });
  worker.halfClose(call);
  expect(await worker.send(call, "{}")).toMatchObject({ kind: "refused", reason: expect.stringMatching(/no more/) });
  expect(await ended(call)).toMatchObject({ sent: 2, received: 2, takesMore: false, status: { name: "OK" } });
  const sent = await worker.messages(call, 1, 10, "sent");
  expect(sent).toMatchObject({ from: 1, total: 2, rows: [{ direction: "sent", json: '{\n  "text": "b"\n}' }] });
  worker.close(call);
  expect(await worker.send(call, "{}")).toMatchObject({ kind: "refused", reason: expect.stringMatching(/no longer/) });
});

test("a transcript is read whole as JSON lines, a page at a time", async () => {
  const { worker, ended } = watched();
  const messages = Array.from({ length: 40 }, (_, i) => JSON.stringify({ text: `${i}`.padEnd(20_000, ".") }));
  const call = await startedCall(worker, echoRequest(address, { method: "Both", messages }));
  await ended(call);
  const pages: string[] = [];
  for (let from = 0; ; ) {
    const page = await worker.lines(call, from);
    expect(page.total).toBe(80);
    if (page.next === from) break;
    pages.push(page.text);
    from = page.next;
  }
  expect(pages.length).toBeGreaterThan(2);
  const rows = pages
    .join("")
    .trimEnd()
    .split("\n")
    .map(line => JSON.parse(line));
  expect(rows.map(row => row.index)).toEqual(Array.from({ length: 80 }, (_, i) => i));
  for (const direction of ["sent", "received"]) {
    const texts = rows.filter(row => row.direction === direction).map(row => JSON.stringify(row.message));
    expect(texts).toEqual(messages);
  }
  expect(rows[0]).toMatchObject({ size: 20_004, atMs: expect.any(Number) });
});

test("a flood of 100,000 messages loses none, and the thread answers while it comes", { timeout: 60_000 }, async () => {
  const { worker, events, ended } = watched();
  const messages = [JSON.stringify({ text: "x".repeat(200) })];
  const call = await startedCall(
    worker,
    echoRequest(address, { method: "Server", messages, metadata: entries({ times: "100000" }), deadlineMs: 60_000 }),
  );
  const during = await worker.messages(call, 0, 1);
  expect(during.total).toBeLessThan(100_001);
  const last = await ended(call);
  expect(last).toMatchObject({ received: 100_000, rows: 100_001, status: { name: "OK" } });
  const page = await worker.messages(call, 99_990, 100);
  expect(page.rows).toHaveLength(11);
  expect(page.rows.at(-1)).toMatchObject({ index: 100_000, direction: "received", size: 203 });
  // At most twenty events a second, and the first and the last.
  expect(events.get(call)?.length).toBeLessThanOrEqual(2 + last.elapsedMs / 50);
});

describe("a thread that dies", () => {
  test("ends its calls with words, and the next call gets a new thread", async () => {
    const folder = mkdtempSync(join(tmpdir(), "protodial-crash-"));
    try {
      // Fails once after it has started a call, and is the real worker from then on.
      const file = join(folder, "worker.cjs");
      writeFileSync(
        file,
        `const { parentPort } = require("node:worker_threads");
         const fs = require("node:fs");
         const mark = ${JSON.stringify(join(folder, "crashed"))};
         if (fs.existsSync(mark)) require(${JSON.stringify(built.file)});
         else parentPort.on("message", message => {
           const { call } = message.question;
           parentPort.postMessage({ kind: "answer", id: message.id, answer: { kind: "start", start: { kind: "started", call, streaming: "unary" } } });
           fs.writeFileSync(mark, "");
           setTimeout(() => { throw new Error("out of luck"); }, 20);
         });`,
      );
      const { worker, ended } = watched(file);
      const lost = await startedCall(worker, echoRequest(address));
      expect(await ended(lost)).toMatchObject({
        phase: "done",
        status: {
          number: 13,
          name: "INTERNAL",
          message: expect.stringMatching(/out of luck/),
          verdict: "unknown",
          explanation: expect.any(String),
        },
      });
      const next = await startedCall(worker, echoRequest(address));
      expect(next).not.toBe(lost);
      expect((await ended(next)).status?.name).toBe("OK");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  test("rejects what was asked of it", async () => {
    const { worker } = watched(join(tmpdir(), "no-such-worker.js"));
    await expect(worker.start(echoRequest(address))).rejects.toThrow(/call worker/);
  });
});

test("disposing ends the calls, and asking a worker that never started is no error", async () => {
  const { worker, ended } = watched();
  await worker.dispose();
  expect(await worker.stopExampleServer()).toBe(false);
  expect(await worker.messages("none", 0, 1)).toEqual({ from: 0, rows: [], total: 0 });
  const call = await startedCall(worker, echoRequest(address, { metadata: entries({ wait: "forever" }) }));
  await worker.dispose();
  expect((await ended(call)).status?.name).toBe("INTERNAL");
});

test("the example server runs in the thread, once", async () => {
  const { worker, ended } = watched();
  const start = { protoRoot: exampleProtoRoot, schema: exampleSchema().toString("base64"), port: 0 };
  const [server, second] = await Promise.all([worker.startExampleServer(start), worker.startExampleServer(start)]);
  expect(second).toEqual(server);
  expect(await worker.startExampleServer(start)).toEqual(server);
  const call = await startedCall(worker, {
    ...echoRequest(server.address),
    schema: start.schema,
    service: "directories.v1.Directories",
    method: "ListDirectory",
    messages: ['{"path": "/"}'],
  });
  expect((await ended(call)).status?.name).toBe("OK");
  expect(await worker.stopExampleServer()).toBe(true);
  expect(await worker.stopExampleServer()).toBe(false);
});
