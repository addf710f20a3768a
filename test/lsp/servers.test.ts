// Running servers through the language server: browsing them, and requests made with schemas that are not the editor's.
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { git } from "../support/git.ts";
import { type LanguageClient, languageClient } from "../support/languageClient.ts";
import { reflectingServer } from "../support/reflectingServer.ts";
import { tempFolder } from "../support/tempFolder.ts";

const shop = {
  "shop/v1/shop.proto": `syntax = "proto3"; package shop.v1; import "shop/v1/item.proto";
    service Orders { rpc Get(Item) returns (stream Item); }`,
  "shop/v1/item.proto": 'syntax = "proto3"; package shop.v1; message Item { int64 item_id = 1; }',
};

/** Sends the first request of a document; gives how it ended and what was sent and came, or why it was not sent. */
async function sent(client: LanguageClient, text: string, uri = "untitled:Request.grpc") {
  await client.open(uri, "grpc-request", text);
  const started = await client.request("protodial/call", { uri, line: 0 });
  if (started.kind === "refused") return started;
  const { status } = await client.event(started.call, event => event.phase === "done");
  const { rows } = await client.request("protodial/callMessages", { call: started.call, from: 0, count: 10 });
  return { status: status?.name, messages: rows.map(row => JSON.parse(row.json)) };
}

test("a server is browsed without any file: services, a request for a method, its files", async () => {
  const { address } = await reflectingServer(shop);
  const client = await languageClient(tempFolder());
  const told = await client.request("protodial/browseServer", { address });
  const orders = told.kind === "server" ? told.services.filter(one => one.name.startsWith("shop.")) : [];
  expect(orders).toEqual([
    {
      name: "shop.v1.Orders",
      health: "",
      differences: null,
      methods: [{ name: "Get", input: "shop.v1.Item", output: "shop.v1.Item", streaming: "server" }],
    },
  ]);
  const template = await client.request("protodial/serverTemplate", { address, method: "shop.v1.Orders/Get" });
  expect(template).toEqual({
    kind: "new",
    text: `### Get\n# @schema server\nGRPC ${address}/shop.v1.Orders/Get\n\n{\n  "itemId": "0"\n}\n`,
    line: 5,
    column: 13,
  });
  const { files } = await client.request("protodial/serverFiles", { address });
  expect(files.map(one => one.path).sort()).toEqual(["shop/v1/item.proto", "shop/v1/shop.proto"]);
});

test("a server that is not as the files here is told of with the differences, the unsaved ones too", async () => {
  const { address } = await reflectingServer(shop);
  const folder = tempFolder(shop);
  const client = await languageClient(folder);
  const differences = async () => {
    const told = await client.request("protodial/browseServer", { address });
    if (told.kind === "refused") return told.reason;
    return told.services.find(one => one.name === "shop.v1.Orders")?.differences?.map(one => one.text);
  };
  expect(await differences()).toEqual([]);
  const item = pathToFileURL(path.join(folder, "shop/v1/item.proto")).href;
  await client.open(item, "proto", shop["shop/v1/item.proto"].replace("int64 item_id = 1", "string item_id = 1"));
  expect(await differences()).toEqual(["`Item.item_id` (1) is `string` here and `int64` on the server"]);
});

test("a server that is not there, or tells nothing, is told in words", async () => {
  const client = await languageClient(tempFolder());
  expect(await client.request("protodial/browseServer", { address: "127.0.0.1:1" })).toEqual({
    kind: "refused",
    reason: expect.stringMatching(/^`127\.0\.0\.1:1` does not tell its schema: nothing listens/),
  });
  expect(await client.request("protodial/browseServer", { address: "nonsense" })).toEqual({
    kind: "refused",
    reason: expect.stringMatching(/no port/),
  });
  const method = { address: "127.0.0.1:1", method: "a.B/C" };
  expect(await client.request("protodial/serverTemplate", method)).toMatchObject({ kind: "refused" });
  expect(await client.request("protodial/serverFiles", { address: "127.0.0.1:1" })).toEqual({ files: [] });
});

test("`# @schema server` calls with what the server tells, where there is no file", async () => {
  const client = await languageClient(tempFolder());
  const { address } = await client.request("protodial/startExampleServer", { port: 0 });
  const request = (body: string) =>
    `# @schema server\nGRPC ${address}/directories.v1.Directories/MakeDirectory\n\n${body}\n`;
  expect(await sent(client, request('{ "path": "/new" }'))).toEqual({
    status: "OK",
    messages: [{ path: "/new" }, {}],
  });
  expect(await sent(client, request('{ "where": "/new" }'), "untitled:Other.grpc")).toMatchObject({
    kind: "refused",
    reason: expect.stringContaining("`where`"),
    line: 3,
  });
});

test("`# @schema <revision>` calls as the client that this was then", async () => {
  const directories = (field: string) => `syntax = "proto3"; package directories.v1;
    service Directories { rpc MakeDirectory(MakeDirectoryRequest) returns (MakeDirectoryResponse); }
    message MakeDirectoryRequest { string ${field} = 1; } message MakeDirectoryResponse {}`;
  const folder = tempFolder({ "directories/v1/directories.proto": directories("place") });
  git(folder, ["init", "-q"]);
  git(folder, ["add", "."]);
  git(folder, ["commit", "-qm", "first"]);
  git(folder, ["tag", "v1"]);
  const client = await languageClient(folder);
  const proto = pathToFileURL(path.join(folder, "directories/v1/directories.proto")).href;
  await client.open(proto, "proto", directories("path"));
  const { address } = await client.request("protodial/startExampleServer", { port: 0 });
  const request = (schema: string, body: string) =>
    `# @schema ${schema}\nGRPC ${address}/directories.v1.Directories/MakeDirectory\n\n${body}\n`;
  const uri = (name: string) => pathToFileURL(path.join(folder, name)).href;
  expect(await sent(client, request("v1", '{ "place": "/old" }'), uri("a.grpc"))).toEqual({
    status: "OK",
    messages: [{ place: "/old" }, {}],
  });
  expect(await sent(client, request("v1", '{ "path": "/old" }'), uri("b.grpc"))).toMatchObject({ kind: "refused" });
  expect(await sent(client, request("v9", '{ "path": "/old" }'), uri("c.grpc"))).toMatchObject({
    kind: "refused",
    reason: expect.stringContaining("`v9`"),
  });
});
