import { describe, expect, it, onTestFinished } from "vitest";
import type { CodeLens } from "vscode-languageserver-types";
import { type EchoServer, startEchoServer } from "../calling/support/echoServer.ts";
import { echoProto } from "../calling/support/schema.ts";
import { type LanguageClient, languageClient } from "../support/languageClient.ts";
import { tempFolder } from "../support/tempFolder.ts";

const lensCommands = [
  "protodial.sendRequest",
  "protodial.openStream",
  "protodial.sendMessage",
  "protodial.halfCloseCall",
  "protodial.cancelCall",
] as const;

const uri = "untitled:Streams.grpc";

interface Opened {
  readonly client: LanguageClient;
  readonly echo: EchoServer;
  readonly target: string;
  /** How often the server had lenses asked for again. */
  readonly refreshed: () => number;
}

async function opened(): Promise<Opened> {
  const echo = await startEchoServer();
  onTestFinished(() => echo.stop());
  let refreshes = 0;
  const client = await languageClient(
    tempFolder(echoProto),
    { lensCommands },
    {
      capabilities: { workspace: { codeLens: { refreshSupport: true } } },
      answers: {
        "workspace/codeLens/refresh": () => {
          refreshes += 1;
          return null;
        },
      },
    },
  );
  return { client, echo, target: `127.0.0.1:${echo.port}/test.v1.Echo`, refreshed: () => refreshes };
}

async function openedStream(client: LanguageClient, line: number, document = uri): Promise<string> {
  const started = await client.request("protodial/call", { uri: document, line, staysOpen: true });
  if (started.kind === "refused") throw new Error(started.reason);
  return started.call;
}

/** `line title` of each lens. */
async function lenses(client: LanguageClient): Promise<string[]> {
  const found: CodeLens[] = await client.connection.sendRequest("textDocument/codeLens", { textDocument: { uri } });
  return found.map(one => `${one.range.start.line} ${one.command?.title}`);
}

async function texts(client: LanguageClient, call: string, direction: "sent" | "received"): Promise<string[]> {
  const { rows } = await client.request("protodial/callMessages", { call, from: 0, count: 100 });
  return rows.filter(row => row.direction === direction).map(row => JSON.parse(row.json).text);
}

const at = (line: number, character = 0) => ({ uri, line, character });

describe("a stream that stays open", () => {
  it("takes messages one by one as the document has them, each with a lens of its own", async () => {
    const { client, target, refreshed } = await opened();
    const text = `### Chat\nGRPC ${target}/Both\n\n{ "text": "a" }\n{ "text": "b" }\n`;
    await client.open(uri, "grpc-request", text);
    expect(await lenses(client)).toEqual(["1 ▶ Send all", "1 Open stream"]);
    const call = await openedStream(client, 3);
    expect(await lenses(client)).toEqual(["1 Half-close", "1 Cancel", "3 ▶ Send", "4 ▶ Send"]);
    expect(refreshed()).toBe(1);

    expect(await client.request("protodial/sendMessage", at(4))).toEqual({ kind: "sent", call });
    await client.event(call, event => event.received === 1);
    // Lines come above, another message is being written, and the first is another one now.
    const edited = `### New\nGRPC h:1/x.Y/Z\n\n### Chat\n# a comment\nGRPC ${target}/Both\n\n{ "text": "changed" }\n{ "text": "b" }\n{ "te\n`;
    await client.change(uri, edited);
    expect(await lenses(client)).toContain("7 ▶ Send");
    expect(await client.request("protodial/sendMessage", at(7, 5))).toEqual({ kind: "sent", call });
    const echoed = await client.event(call, event => event.received === 2);
    expect(echoed).toMatchObject({ phase: "open", takesMore: true });
    expect(await texts(client, call, "received")).toEqual(["b", "changed"]);

    await client.request("protodial/halfCloseCall", { call });
    const done = await client.event(call, event => event.phase === "done");
    expect(done).toMatchObject({ sent: 2, received: 2, takesMore: false, status: { name: "OK" } });
    expect(await lenses(client)).toContain("5 Open stream");
    expect(await client.request("protodial/sendMessage", at(7))).toEqual({
      kind: "over",
      call,
      reason: "the stream has ended with OK",
    });
    await client.request("protodial/closeCall", { call });
    expect(await client.request("protodial/sendMessage", at(7))).toEqual({ kind: "none" });
  });

  it("takes the next message again and again, in the order of the clicks", async () => {
    const { client, target } = await opened();
    await client.open(uri, "grpc-request", `GRPC ${target}/Client\n\n{"text":"a"} {"text":"b"}\n{"text":"c"}\n`);
    const call = await openedStream(client, 0);
    const sent = await Promise.all([1, 2, 3].map(() => client.request("protodial/sendMessage", { call })));
    expect(sent.map(one => one.kind)).toEqual(["sent", "sent", "sent"]);
    expect(await client.request("protodial/sendMessage", at(0))).toEqual({
      kind: "refused",
      reason: "every message of the request was sent; write the next one below them, or half-close the stream",
    });
    await client.change(uri, `GRPC ${target}/Client\n\n{"text":"a"} {"text":"b"}\n{"text":"c"}\n{"text":"d"}\n`);
    // Asked for together: the last message still goes before the end.
    const [last] = await Promise.all([
      client.request("protodial/sendMessage", { call }),
      client.request("protodial/halfCloseCall", { call }),
    ]);
    expect(last).toEqual({ kind: "sent", call });
    await client.event(call, event => event.phase === "done");
    expect(await texts(client, call, "sent")).toEqual(["a", "b", "c", "d"]);
  });

  it("says what is wrong with a message, on its line, and goes on", async () => {
    const { client, target } = await opened();
    await client.open(uri, "grpc-request", `GRPC ${target}/Both\n\n{"txt":"a"}\n{"text":"b"}\n`);
    const call = await openedStream(client, 0);
    expect(await client.request("protodial/sendMessage", at(2))).toEqual({
      kind: "refused",
      reason: "`test.v1.Item` has no field `txt`",
      uri,
      line: 2,
    });
    expect(await client.request("protodial/sendMessage", at(3))).toEqual({ kind: "sent", call });
    await client.event(call, event => event.received === 1);
    expect(await texts(client, call, "sent")).toEqual(["b"]);
  });

  it("stands beside others of its document, and each takes the messages of its own request", async () => {
    const { client, target } = await opened();
    const one = `### One\nGRPC ${target}/Both\n\n{"text":"1"}\n`;
    const two = `### Two\nGRPC ${target}/Both\n\n{"text":"2"}\n`;
    await client.open(uri, "grpc-request", one + two);
    const calls = [await openedStream(client, 1), await openedStream(client, 5)];
    await client.request("protodial/sendMessage", at(7));
    await client.request("protodial/sendMessage", at(3));
    for (const [index, call] of calls.entries()) {
      await client.event(call, event => event.received === 1);
      expect(await texts(client, call, "received")).toEqual([`${index + 1}`]);
    }
    await client.request("protodial/cancelCall", { call: calls[0] ?? "" });
    await client.event(calls[0] ?? "", event => event.phase === "done");
    expect(await lenses(client)).toEqual(["1 ▶ Send all", "1 Open stream", "5 Half-close", "5 Cancel", "7 ▶ Send"]);
  });

  it("goes on when its document is closed, and is found again when that is opened", async () => {
    const { client, target } = await opened();
    const text = `GRPC ${target}/Both\n\n{"text":"a"}\n`;
    await client.open(uri, "grpc-request", text);
    const call = await openedStream(client, 0);
    await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
    expect(await client.request("protodial/sendMessage", { call })).toEqual({
      kind: "refused",
      reason: "the request that this stream was opened from is closed or gone",
    });
    await client.open(uri, "grpc-request", `### Later\n${text}`);
    expect(await client.request("protodial/sendMessage", at(3))).toEqual({ kind: "sent", call });
    await client.event(call, event => event.received === 1);
  });

  it("is not opened where the rpc takes one message", async () => {
    const { client, target, echo } = await opened();
    await client.open(uri, "grpc-request", `GRPC ${target}/Server\n\n{"text":"a"}\n`);
    expect(await client.request("protodial/call", { uri, line: 0, staysOpen: true })).toEqual({
      kind: "refused",
      reason: "`Server` takes one message, so send the request",
      line: 0,
    });
    expect(echo.calls).toEqual([]);
  });
});
