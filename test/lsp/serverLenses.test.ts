// What running servers are known to be, above services; before a request is sent to them; and after they do not have it.
import { type AddressInfo, createServer } from "node:net";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Server, ServerWritableStream } from "@grpc/grpc-js";
import { HealthImplementation } from "grpc-health-check";
import { expect, onTestFinished, test } from "vitest";
import type { CodeLens } from "vscode-languageserver-types";
import type { InitializationOptions } from "../../server/src/protocol/settings.ts";
import { type ClientBehaviour, type LanguageClient, languageClient } from "../support/languageClient.ts";
import { rebuildingServer, reflectingServer } from "../support/reflectingServer.ts";
import { tempFolder } from "../support/tempFolder.ts";

const file = "shop/v1/shop.proto";
const shop = (item: string, rpcs = "rpc Get(Item) returns (Item);") => ({
  [file]: `syntax = "proto3"; package shop.v1;\nservice Orders { ${rpcs} }\nmessage Item { ${item} }\n`,
});
const plainItem = "int64 item_id = 1; string name = 2;";

/** Answers `Get` with what it was sent. */
function answersGet(server: Server): void {
  const bytes = (given: Buffer) => given;
  const serializers = {
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
  };
  const get = { path: "/shop.v1.Orders/Get", requestStream: false as const, responseStream: true as const };
  server.addService(
    { Get: { ...get, ...serializers } },
    {
      Get: (call: ServerWritableStream<Buffer, Buffer>) => {
        call.write(call.request);
        call.end();
      },
    },
  );
}

interface Editor extends LanguageClient {
  readonly uri: string;
  /** Waits until the lenses above the service are these. */
  readonly titles: (wanted: readonly string[]) => Promise<void>;
  /** Sends a request; gives how it ended, or why it was not sent. */
  readonly sent: (text: string, name?: string) => Promise<unknown>;
}

async function editor(
  files: Readonly<Record<string, string>>,
  answers: ClientBehaviour["answers"] = {},
  settings: InitializationOptions["settings"] = {},
): Promise<Editor> {
  let refreshed = () => {};
  const folder = tempFolder(files);
  const client = await languageClient(
    folder,
    { lensCommands: ["protodial.showServer", "protodial.callMethod"], confirmsCalls: true, settings },
    {
      capabilities: { workspace: { codeLens: { refreshSupport: true } } },
      answers: {
        "workspace/codeLens/refresh": () => {
          refreshed();
          return null;
        },
        ...answers,
      },
    },
  );
  const uri = pathToFileURL(path.join(folder, file)).href;
  await client.open(uri, "proto", files[file] ?? "");
  const titlesNow = async () => {
    const lenses = await client.connection.sendRequest<CodeLens[]>("textDocument/codeLens", { textDocument: { uri } });
    return lenses.flatMap(({ command }) => (command?.command === "protodial.showServer" ? [command.title] : []));
  };
  return {
    ...client,
    uri,
    titles: async wanted => {
      for (;;) {
        const next = new Promise<void>(resolve => {
          refreshed = resolve;
        });
        if (JSON.stringify(await titlesNow()) === JSON.stringify(wanted)) return;
        await next;
      }
    },
    sent: async (text, name = "Request.grpc") => {
      const document = `untitled:${name}`;
      await client.open(document, "grpc-request", text);
      const started = await client.request("protodial/call", { uri: document, line: 0 });
      if (started.kind === "refused") return started;
      const { status: ended } = await client.event(started.call, event => event.phase === "done");
      return ended;
    },
  };
}

const request = (address: string, body = "{}", method = "Get") =>
  `GRPC ${address}/shop.v1.Orders/${method}\n\n${body}\n`;

test("a server that was called is told above the service: its health as it changes, differences as they are typed", async () => {
  const health = new HealthImplementation({ "": "SERVING", "shop.v1.Orders": "SERVING" });
  const { address } = await reflectingServer(shop(plainItem), 0, server => {
    answersGet(server);
    health.addToServer(server);
  });
  const { uri, titles, sent, change } = await editor(shop(plainItem));
  await titles([]);
  expect(await sent(request(address))).toMatchObject({ name: "OK" });
  await titles([`${address} · serving · no differences`]);
  await change(uri, shop("string item_id = 1; string name = 2; bool fresh = 3;")[file] ?? "");
  await titles([`${address} · serving · 2 differences`]);
  health.setStatus("shop.v1.Orders", "NOT_SERVING");
  await titles([`${address} · not serving · 2 differences`]);
});

test("a server that ends is told, and asked again when it is back with another schema", async () => {
  const first = await reflectingServer(shop(plainItem), 0, answersGet);
  const { address, port } = first;
  const { titles, sent } = await editor(shop(plainItem));
  await sent(request(address));
  await titles([`${address} · running · no differences`]);
  first.stop();
  await titles([`${address} · not reached`]);
  await reflectingServer(shop(`${plainItem} bool more = 3;`), port, answersGet);
  await titles([`${address} · running · 1 difference`]);
});

test("a server may end while its health is watched", async () => {
  const health = new HealthImplementation({ "": "SERVING", "shop.v1.Orders": "SERVING" });
  let end: () => Promise<unknown> = () => Promise.resolve();
  const { address } = await reflectingServer(shop(plainItem), 0, server => {
    answersGet(server);
    health.addToServer(server);
    end = () => new Promise(resolve => server.tryShutdown(resolve));
  });
  const { titles, sent } = await editor(shop(plainItem));
  await sent(request(address));
  await titles([`${address} · serving · no differences`]);
  expect(await end()).toBeUndefined();
  await titles([`${address} · not reached`]);
});

test.each([{ keepCase: true }, { keepCase: false }])(
  "what a server in Node has lost of its schema is no difference: %o",
  async ({ keepCase }) => {
    const text = `syntax = "proto3"; package shop.v1; import "google/protobuf/timestamp.proto"; import "google/protobuf/any.proto";
      service Orders { rpc Get(Item) returns (Item); }
      message Item {
        message Inner { Kind kind_of = 1; }
        enum Kind { KIND_UNKNOWN = 0; KIND_NEW = 1; }
        int64 item_id = 1; map<string, Inner> by_name = 2; repeated Inner all_of = 3; optional string full_name = 4;
        oneof choice { string text_of = 5; Kind kind = 6; } google.protobuf.Timestamp made_at = 7; google.protobuf.Any any = 8;
        bytes raw = 9; repeated sint32 numbers = 10; map<int32, google.protobuf.Timestamp> times = 11;
      }`;
    const { address } = await rebuildingServer({ [file]: text }, { keepCase });
    const { titles, sent } = await editor({ [file]: text });
    await sent(request(address));
    await titles([`${address} · running · no differences`]);
  },
);

test("the lens leads to the differences with their places, and to both sides of each", async () => {
  const { address } = await reflectingServer(shop("int64 item_id = 1; bool gone = 4;"), 0, answersGet);
  const { uri, titles, sent, request: ask } = await editor(shop(plainItem));
  await sent(request(address));
  await titles([`${address} · running · 2 differences`]);
  const told = await ask("protodial/serverOfService", { address, service: "shop.v1.Orders", uri });
  expect(told).toMatchObject({ state: "running", listed: true, methods: [{ name: "Get", streaming: "unary" }] });
  const { differences } = told ?? {};
  expect(differences).toMatchObject([
    { kind: "data", text: "`Item.name` (2) is not on the server", uri, range: { start: { line: 2, character: 41 } } },
    { kind: "added", text: "the server also has `Item.gone` (4)", uri, range: { start: { line: 2, character: 8 } } },
  ]);
  const [first] = differences ?? [];
  if (first === undefined) throw new Error("no difference");
  const both = await ask("protodial/compareWithServer", { address, uri, names: first.names });
  expect(both?.here.text.split("\n")[both.here.line]).toContain("string name = 2;");
  expect(both?.there.text.split("\n")[both.there.line]).toContain("message Item {");
  expect(both?.there.text).toContain("bool gone = 4;");
  // All else is printed in the same way.
  const lines = (text = "") => text.split("\n");
  expect(lines(both?.here.text).filter(line => !lines(both?.there.text).includes(line))).toEqual([
    "  string name = 2;",
  ]);
});

test("a service that the server has in another package is told with the one that it has", async () => {
  const { address } = await reflectingServer({
    "shop.proto":
      'syntax = "proto3"; package shop.v2; service Orders { rpc Get(Item) returns (Item); } message Item {}',
  });
  const { uri, titles, sent, request: ask } = await editor(shop(plainItem));
  expect(await sent(request(address))).toMatchObject({
    name: "UNIMPLEMENTED",
    explanation: "the server has no service `shop.v1.Orders`, but `shop.v2.Orders` with `Get`; check the package",
    nearest: "shop.v2.Orders/Get",
  });
  await titles([`${address} · running · does not list this service`]);
  const told = await ask("protodial/serverOfService", { address, service: "shop.v1.Orders", uri });
  expect(told).toMatchObject({ listed: false, alike: ["shop.v2.Orders"], differences: null });
});

test("after UNIMPLEMENTED the methods that the server has are told, and one that it has and does not carry out", async () => {
  const { address } = await reflectingServer(shop(plainItem, "rpc GetItem(Item) returns (Item);"));
  const { sent } = await editor(
    shop(plainItem, "rpc GetItems(Item) returns (Item); rpc GetItem(Item) returns (Item);"),
  );
  expect(await sent(request(address, "{}", "GetItems"))).toMatchObject({
    name: "UNIMPLEMENTED",
    explanation: "the server has `shop.v1.Orders`, but not `GetItems`; did you mean `GetItem`? it has `GetItem`",
    nearest: "shop.v1.Orders/GetItem",
  });
  expect(await sent(request(address, "{}", "GetItem"), "Other.grpc")).toMatchObject({
    explanation: "the server declares `shop.v1.Orders/GetItem`, and answers itself that it is not implemented",
  });
});

test("a request that loses what it sets is asked about before it is sent; one that does not is sent", async () => {
  const { address } = await reflectingServer(shop("int64 item_id = 1; bool more = 7;"), 0, answersGet);
  const asked: unknown[] = [];
  let answer = "cancel";
  const { titles, sent, diagnostics } = await editor(shop(plainItem), {
    "protodial/mayDiffer": (question: unknown) => {
      asked.push(question);
      return { answer };
    },
  });
  await sent(request(address), "First.grpc");
  await titles([`${address} · running · 2 differences`]);
  expect(await sent(request(address, '{ "itemId": "1" }'), "Harmless.grpc")).toMatchObject({ name: "OK" });
  expect(asked).toEqual([]);

  const loses = request(address, '{ "itemId": "1", "name": "n" }');
  expect(await sent(loses, "Loses.grpc")).toMatchObject({ kind: "refused", decided: true });
  const text = "it has no field `Item.name` (2), and does not see what is set here";
  expect(asked).toMatchObject([
    { address, method: "shop.v1.Orders/Get", objections: [text], hasMethod: true, mends: false },
  ]);
  const [warned] = await diagnostics("untitled:Loses.grpc", found => found.some(one => one.severity === 2));
  expect(warned).toMatchObject({
    message: expect.stringContaining(`\`${address}\`: ${text}`),
    range: { start: { line: 2, character: 17 }, end: { line: 2, character: 23 } },
  });

  answer = "send";
  expect(await sent(loses, "Again.grpc")).toMatchObject({ name: "OK" });
  expect(await sent(loses, "Decided.grpc")).toMatchObject({ name: "OK" });
  expect(asked).toHaveLength(2);
});

test("a call to an rpc of another streaming kind is sent as the server has it", async () => {
  const { address } = await reflectingServer(shop(plainItem, "rpc Get(Item) returns (stream Item);"), 0, answersGet);
  const asked: { objections: readonly string[]; mends: boolean }[] = [];
  const { titles, sent } = await editor(shop(plainItem), {
    "protodial/mayDiffer": (question: (typeof asked)[number]) => {
      asked.push(question);
      return { answer: "server" };
    },
  });
  await sent(request(address), "First.grpc");
  await titles([`${address} · running · 1 difference`]);
  expect(await sent(request(address, '{ "name": "n" }'), "Kind.grpc")).toMatchObject({ name: "OK" });
  const text = "`Get` does not stream here and streams its answers on the server";
  expect(asked).toMatchObject([{ objections: [text], mends: true }]);
});

test("a call to an rpc that the server does not have is asked about, with the one that it has", async () => {
  const { address } = await reflectingServer(shop(plainItem, "rpc Get(Item) returns (Item);"), 0, answersGet);
  const asked: unknown[] = [];
  const { titles, sent } = await editor(
    shop(plainItem, "rpc Get(Item) returns (Item); rpc Gets(Item) returns (Item);"),
    {
      "protodial/mayDiffer": (question: unknown) => {
        asked.push(question);
        return { answer: "send" };
      },
    },
  );
  await sent(request(address), "First.grpc");
  await titles([`${address} · running · 1 difference`]);
  expect(await sent(request(address, "{}", "Gets"), "Gone.grpc")).toMatchObject({ name: "UNIMPLEMENTED" });
  const objections = ["`Gets` is not on the server; it has `Get`"];
  expect(asked).toMatchObject([{ objections, hasMethod: false, mends: false }]);
});

test("the health of a server is checked where that is asked for", async () => {
  const health = new HealthImplementation({ "": "SERVING", "shop.v1.Orders": "NOT_SERVING" });
  const { address } = await reflectingServer(shop(plainItem), 0, server => health.addToServer(server));
  const { request: ask } = await editor({});
  expect(await ask("protodial/checkHealth", { address })).toMatchObject({
    kind: "health",
    words: "serving",
    isServing: true,
    services: expect.arrayContaining([{ name: "shop.v1.Orders", words: "not serving" }]),
  });
  expect(await ask("protodial/checkHealth", { address: "127.0.0.1:1" })).toMatchObject({
    kind: "refused",
    reason: expect.stringContaining("nothing listens"),
  });
});

test("nothing is asked of a server that was only named", async () => {
  let connections = 0;
  const listening = createServer(socket => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>(resolve => listening.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void listening.close());
  const { port } = listening.address() as AddressInfo;
  const address = `127.0.0.1:${port}`;
  const { titles, open, diagnostics } = await editor(shop(plainItem));
  await open("untitled:Named.grpc", "grpc-request", request(address, '{ "no": 1 }'));
  await diagnostics("untitled:Named.grpc", found => found.length > 0);
  await titles([]);
  expect(connections).toBe(0);
});

test("the server that the settings name is told above what it serves, and above nothing else", async () => {
  const { address } = await reflectingServer(shop(plainItem));
  const files = { ...shop(plainItem), "other.proto": 'syntax = "proto3"; service Other {}' };
  const { titles } = await editor(files, {}, { target: address });
  await titles([`${address} · running · no differences`]);
  const { titles: others } = await editor({ [file]: files["other.proto"] }, {}, { target: address });
  await others([]);
});
