// Calls to a server in Python's grpcio.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { echoRequest, entries, performCall } from "./support/performCall.ts";
import { needPython, type PythonServer, startPythonServer } from "./support/pythonServer.ts";

let server: PythonServer | undefined;
beforeEach(context => needPython(context));
afterEach(() => {
  server?.stop();
  server = undefined;
});
async function started(...options: string[]): Promise<PythonServer> {
  server = await startPythonServer(...options);
  return server;
}

test("all four kinds", async () => {
  const { address } = await started();
  expect((await performCall(echoRequest(address))).answers).toEqual([{ text: "hello" }]);
  expect((await performCall(echoRequest(address, { method: "Server" }))).answers).toEqual([
    { text: "hello" },
    { text: "hello" },
    { text: "hello" },
  ]);
  const messages = ['{"numbers": [1]}', '{"numbers": [2]}'];
  expect((await performCall(echoRequest(address, { method: "Client", messages }))).answers).toEqual([
    { numbers: ["1", "2"] },
  ]);
  const both = await performCall(echoRequest(address, { method: "Both", messages }));
  expect(both).toMatchObject({
    answers: [{ numbers: ["1"] }, { numbers: ["2"] }],
    status: { name: "OK", verdict: "ran" },
  });
});

test("headers, and binary trailers", async () => {
  const { address } = await started();
  const { last } = await performCall(echoRequest(address, { metadata: entries({ "x-headers": "1" }) }));
  expect(last.headers).toContainEqual({ key: "x-from", value: "python" });
  expect(last.trailers).toContainEqual({ key: "x-trailer-bin", value: "AP8=" });
});

test("compressed answers", async () => {
  const { address } = await started("--gzip");
  const messages = [JSON.stringify({ text: "a".repeat(10_000) })];
  expect((await performCall(echoRequest(address, { messages }))).answers).toEqual([{ text: "a".repeat(10_000) }]);
});

describe("failures", () => {
  test("`context.abort`", async () => {
    const { address } = await started();
    for (const headers of [{}, { "x-headers": "1" }]) {
      const { status } = await performCall(echoRequest(address, { metadata: entries({ abort: "1", ...headers }) }));
      expect(status).toMatchObject({ number: 6, name: "ALREADY_EXISTS", message: "already there", verdict: "ran" });
      expect(status.explanation).toBeUndefined();
    }
  });
  test("an exception in the method", async () => {
    const { address } = await started();
    const { status } = await performCall(echoRequest(address, { metadata: entries({ raise: "1" }) }));
    expect(status).toMatchObject({
      name: "UNKNOWN",
      message: expect.stringMatching(/a bug in the handler/),
      verdict: "ran",
    });
  });
  test("a method that the server does not have", async () => {
    const { address } = await started("--few");
    const { status } = await performCall(echoRequest(address, { method: "Both" }));
    expect(status).toMatchObject({
      name: "UNIMPLEMENTED",
      message: "Method not found!",
      verdict: "refused",
      explanation: expect.stringMatching(/does not offer `test.v1.Echo\/Both`/),
    });
  });
  test("a request that the server cannot read", async () => {
    const { address } = await started("--strict");
    const { status } = await performCall(echoRequest(address));
    expect(status).toMatchObject({ name: "INTERNAL", message: expect.stringMatching(/deserializing/) });
  });
  test("a deadline that passes while the method runs", async () => {
    const { address } = await started();
    const { status } = await performCall(echoRequest(address, { metadata: entries({ sleep: "2" }), deadlineMs: 300 }));
    expect(status).toMatchObject({ name: "DEADLINE_EXCEEDED", verdict: expect.stringMatching(/^(unknown|ran)$/) });
  });
  test("the server is killed while the method runs: nobody can tell whether it ran", async () => {
    const { address, kill } = await started();
    const { status } = await performCall(echoRequest(address, { metadata: entries({ sleep: "20" }) }), event => {
      if (event.sent === 1 && event.phase === "open") setTimeout(kill, 200);
    });
    expect(status).toMatchObject({
      name: "UNAVAILABLE",
      verdict: expect.stringMatching(/^(unknown|ran)$/),
      explanation: expect.stringMatching(/connection broke/),
    });
  });
});
