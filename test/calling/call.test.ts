import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { prepareCall, startCall } from "../../server/src/calling/call.ts";
import { warmChannels } from "../../server/src/calling/channel.ts";
import { readSchema } from "../../server/src/calling/schema.ts";
import type { CallStatus } from "../../server/src/protocol/call.ts";
import { type EchoServer, startEchoServer } from "./support/echoServer.ts";
import { echoRequest, entries, performCall } from "./support/performCall.ts";

let echo: EchoServer;
let address: string;
beforeAll(async () => {
  echo = await startEchoServer();
  address = `127.0.0.1:${echo.port}`;
});
afterAll(() => echo.stop());

describe("the four kinds of method", () => {
  test("unary", async () => {
    const call = await performCall(echoRequest(address, { messages: ['{"text": "é漢😀"}'] }));
    expect(call.status).toMatchObject({ number: 0, name: "OK", verdict: "ran", details: [] });
    expect(call.status.explanation).toBeUndefined();
    expect(call.answers).toEqual([{ text: "é漢😀" }]);
    expect(call.page.rows.map(row => [row.index, row.direction, row.cut])).toEqual([
      [0, "sent", false],
      [1, "received", false],
    ]);
    expect(call.last).toMatchObject({ phase: "done", sent: 1, received: 1, rows: 2 });
    expect(call.last.elapsedMs).toBeGreaterThan(0);
  });
  test("client streaming sends every message in order", async () => {
    const call = await performCall(
      echoRequest(address, {
        method: "Client",
        messages: ['{"numbers": [1]}', '{"numbers": [2]}', '{"numbers": [3]}'],
      }),
    );
    expect(call.answers).toEqual([{ numbers: ["1", "2", "3"] }]);
    expect(call.last).toMatchObject({ sent: 3, received: 1 });
  });
  test("client streaming may send nothing at all", async () => {
    const call = await performCall(echoRequest(address, { method: "Client", messages: [] }));
    expect(call.answers).toEqual([{}]);
  });
  test("server streaming", async () => {
    const call = await performCall(echoRequest(address, { method: "Server", metadata: entries({ times: "5" }) }));
    expect(call.answers).toEqual(Array.from({ length: 5 }, () => ({ text: "hello" })));
    expect(call.status.name).toBe("OK");
  });
  test("both directions", async () => {
    const call = await performCall(
      echoRequest(address, { method: "Both", messages: ['{"count": 1}', '{"count": 2}'] }),
    );
    expect(call.answers).toEqual([{ count: 1 }, { count: 2 }]);
  });
});

test("metadata goes out and comes back, binary values in base64", async () => {
  const call = await performCall(
    echoRequest(address, {
      metadata: [
        ...entries({ "x-echo": "one", "X-Upper": "two", "x-bytes-bin": "AAH/" }),
        { key: "x-echo", value: "again" },
      ],
    }),
  );
  const expected = entries({ "x-upper": "two", "x-bytes-bin": "AAH/" });
  expect(call.last.headers).toEqual(expect.arrayContaining([...expected, { key: "x-echo", value: "one, again" }]));
  expect(call.last.trailers).toEqual(expect.arrayContaining(expected));
});

test("a status of the server is told by name, with its details decoded", async () => {
  // google.rpc.Status { code: 5, details: [BadRequest { field_violations: [{ field: "path", description: "no" }] }, { type_url: "x.example/a.B", value: 01 }] }
  const badRequest = field(1, Buffer.concat([field(1, Buffer.from("path")), field(2, Buffer.from("no"))]));
  const any = (url: string, value: Buffer) => field(3, Buffer.concat([field(1, Buffer.from(url)), field(2, value)]));
  const details = Buffer.concat([
    Buffer.from([8, 5]),
    any("type.googleapis.com/google.rpc.BadRequest", badRequest),
    any("x.example/a.B", Buffer.from([1])),
  ]);
  const metadata = entries({
    status: "5",
    "status-message": "no such directory",
    "status-details-bin": details.toString("base64"),
  });
  const call = await performCall(echoRequest(address, { metadata }));
  expect(call.status).toMatchObject({ number: 5, name: "NOT_FOUND", message: "no such directory", verdict: "ran" });
  expect(call.status.explanation).toBeUndefined();
  expect(call.status.details.map(one => JSON.parse(one))).toEqual([
    { "@type": "type.googleapis.com/google.rpc.BadRequest", fieldViolations: [{ field: "path", description: "no" }] },
    { "@type": "x.example/a.B", "@value": "AQ==" },
  ]);
});

test("a number that gRPC does not define passes through", async () => {
  const call = await performCall(echoRequest(address, { metadata: entries({ status: "99" }) }));
  expect(call.status).toMatchObject({ number: 99, name: "CODE_99", verdict: "ran" });
});

test("a server's message that reads like a transport failure is not taken for one", async () => {
  for (const headers of [{}, { "x-echo": "headers first" }]) {
    const metadata = entries({ status: "14", "status-message": "connect ECONNREFUSED 10.0.0.1:5432", ...headers });
    const { status } = await performCall(echoRequest(address, { metadata }));
    expect(status).toMatchObject({ name: "UNAVAILABLE", verdict: "ran" });
    expect(status.explanation).toBeUndefined();
  }
});

test("what was sent is shown as it was understood", async () => {
  const call = await performCall(
    echoRequest(address, { messages: ['{ /* as a number */ "big_number": 9007199254740993 }'] }),
  );
  expect(call.page.rows.map(row => JSON.parse(row.json))).toEqual([
    { bigNumber: "9007199254740993" },
    { bigNumber: "9007199254740993" },
  ]);
});

test("a deadline ends a call that is not answered, and it may have run", async () => {
  const { status, last } = await performCall(
    echoRequest(address, { metadata: entries({ wait: "forever" }), deadlineMs: 1500 }),
  );
  expect(status).toMatchObject({ number: 4, name: "DEADLINE_EXCEEDED", verdict: "unknown" });
  expect(status.explanation).toMatch(/did not answer within the deadline of 1.5 s.*@deadline/);
  expect(last).toMatchObject({ sent: 1, received: 0 });
});

test("a stream that is not read on ends with its deadline, and nothing that came is lost", async () => {
  const request = echoRequest(address, {
    method: "Server",
    metadata: entries({ times: "1000000000" }),
    deadlineMs: 500,
  });
  const prepared = prepareCall(request, readSchema(Buffer.from(request.schema, "base64")));
  if (prepared.kind === "refused") throw new Error(prepared.reason);
  const channels = warmChannels();
  let received = 0;
  const status = await new Promise<CallStatus>((resolve, reject) => {
    const started = startCall(prepared.call, channels, {
      opened: () => undefined,
      headers: () => undefined,
      message: ({ direction }) => {
        if (direction === "sent") return;
        received += 1;
        if (received === 5 && started.kind === "running") started.call.pause();
      },
      done: resolve,
    });
    if (started.kind === "refused") reject(new Error(started.reason));
  });
  channels.closeAll();
  expect(status).toMatchObject({ name: "DEADLINE_EXCEEDED", verdict: "ran" });
  expect(received).toBeGreaterThanOrEqual(5);
});

test("cancel ends a call at any time", async () => {
  const call = await performCall(
    echoRequest(address, { metadata: entries({ wait: "forever" }), deadlineMs: 60_000 }),
    (event, cancel) => {
      if (event.phase === "open") cancel();
    },
  );
  expect(call.status).toMatchObject({ number: 1, name: "CANCELLED", verdict: "unknown" });
  expect(call.status.explanation).toMatch(/cancelled.*may have run/);
  const atOnce = await performCall(echoRequest("127.0.0.1:9", { deadlineMs: 60_000 }), (_, cancel) => cancel());
  expect(atOnce.status.verdict).toBe("not-sent");
});

describe("a request that is not in order is refused before anything is sent", () => {
  const cases: [string, Parameters<typeof echoRequest>[1], RegExp][] = [
    [
      "a method that the schema does not have",
      { method: "Unry" },
      /`test.v1.Echo` has no method `Unry`; it has `Unary`, `Client`/,
    ],
    [
      "a service that the schema does not have",
      { service: "test.v1.Ehco" },
      /no service `test.v1.Ehco`; it has `test.v1.Echo`/,
    ],
    ["two messages to a unary method", { messages: ["{}", "{}"] }, /takes one message, and there are 2/],
    ["a wrong message", { messages: ['{"text": 5}'] }, /`text`: expected a string/],
    ["a reserved metadata key", { metadata: entries({ "grpc-timeout": "1S" }) }, /set by the deadline/],
    ["metadata that is not ASCII", { metadata: entries({ name: "é" }) }, /not printable ASCII/],
    ["binary metadata that is not base64", { metadata: entries({ "a-bin": "%%" }) }, /must be base64/],
    ["a schema that is none", { schema: "AAAA" }, /not a descriptor set|cannot be used|no service/],
  ];
  test.each(cases)("%s", async (_, changes, reason) => {
    const before = echo.calls.length;
    await expect(performCall(echoRequest(address, changes))).rejects.toThrow(reason);
    expect(echo.calls.length).toBe(before);
  });
});

function field(number: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([number * 8 + 2, value.length]), value]);
}
