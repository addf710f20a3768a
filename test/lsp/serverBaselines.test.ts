// A running server as the version that an edited file is compared with.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import type { Diagnostic } from "vscode-languageserver-types";
import type { FolderBaseline } from "../../server/src/protocol/requests.ts";
import { protodial } from "../support/commandLine.ts";
import { type LanguageClient, languageClient } from "../support/languageClient.ts";
import { rebuildingServer, reflectingServer } from "../support/reflectingServer.ts";
import { tempFolder } from "../support/tempFolder.ts";

const shop = `syntax = "proto3";

package shop.v1;

option go_package = "example.com/shop";

import "shop/v1/item.proto";

service Shop {
  rpc Buy(Item) returns (Receipt);
}

message Receipt {
  map<string, Item> by_name = 1;
  optional int32 total_amount = 2;
  oneof paid_by {
    string card_number = 3;
    bool cash = 4;
  }
}
`;

const item = `syntax = "proto3";

package shop.v1;

message Item {
  string display_name = 1 [json_name = "title"];
  int32 amount = 2;
  reserved 5 to 7;
}

enum Size {
  SIZE_UNSPECIFIED = 0;
  SIZE_LARGE = 1;
}
`;

const files = { "shop/v1/shop.proto": shop, "shop/v1/item.proto": item };

function folderOf(texts: Readonly<Record<string, string>>, below = ""): string {
  const folder = tempFolder();
  for (const [name, text] of Object.entries(texts)) {
    const file = path.join(folder, below, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}

function uriIn(folder: string, name: string): string {
  return pathToFileURL(path.join(folder, name)).href;
}

function comparing(folder: string, against: string, behaviour = {}): Promise<LanguageClient> {
  return languageClient(folder, { settings: { breaking: { against } } }, behaviour);
}

/** Waits for what the client is told of the only folder. */
function told(client: LanguageClient, wanted: (state: FolderBaseline) => boolean): Promise<FolderBaseline> {
  return new Promise(resolve => {
    client.connection.onNotification("protodial/baselines", ({ folders }: { folders: readonly FolderBaseline[] }) => {
      const [state] = folders;
      if (state !== undefined && wanted(state)) resolve(state);
    });
  });
}

async function rules(client: LanguageClient, uri: string, expected: readonly string[]): Promise<void> {
  const isRule = ({ code }: Diagnostic) => /^[A-Z_0-9]+$/.test(String(code));
  await client.diagnostics(uri, found => {
    const codes = found.filter(isRule).map(one => String(one.code));
    return JSON.stringify(codes.sort()) === JSON.stringify([...expected].sort());
  });
}

/** The rules of all that the folder breaks. */
async function all(client: LanguageClient, folder: string): Promise<readonly string[]> {
  const { packages } = await client.request("protodial/breakingChanges", { folderUri: pathToFileURL(folder).href });
  return packages.flatMap(one => one.changes.map(change => change.rule));
}

it("marks what an edit breaks of what runs, and takes it back", async () => {
  const { address } = await reflectingServer(files);
  const folder = folderOf(files);
  const client = await comparing(folder, `grpc://${address}`);
  const state = await told(client, one => one.state === "read");
  expect(state).toMatchObject({ kind: "server", words: address });
  expect(state).not.toHaveProperty("problem");
  expect(state.detail).toContain("`shop.v1.Shop`");
  expect(await all(client, folder)).toEqual([]);
  const uri = uriIn(folder, "shop/v1/item.proto");
  await client.open(uri, "proto", item.replace("int32 amount", "string amount").replace("  SIZE_LARGE = 1;\n", ""));
  await rules(client, uri, ["ENUM_VALUE_NO_DELETE", "FIELD_SAME_TYPE"]);
  await client.change(uri, item);
  await rules(client, uri, []);
});

it("finds the files by what they declare where the server was built from another folder", async () => {
  const { address } = await reflectingServer(files);
  const texts = Object.entries(files).map(([name, text]) => [
    name.replace("shop/v1/", "contract/"),
    text.replace("shop/v1/item", "contract/item"),
  ]);
  const folder = folderOf(Object.fromEntries(texts));
  const client = await comparing(folder, `grpc://${address}`);
  await told(client, one => one.state === "read");
  expect(await all(client, folder)).toEqual([]);
  const uri = uriIn(folder, "contract/item.proto");
  await client.open(uri, "proto", item.replace("int32 amount", "string amount"));
  await rules(client, uri, ["FIELD_SAME_TYPE"]);
});

it("does not take options that only generated code shows for what a server tells", async () => {
  const managed = shop.replace("example.com/shop", "example.com/gen/shop").replace("service", "service");
  const { address } = await reflectingServer({ ...files, "shop/v1/shop.proto": managed });
  const folder = folderOf(files);
  const client = await comparing(folder, `grpc://${address}`);
  await told(client, one => one.state === "read");
  expect(await all(client, folder)).toEqual([]);
});

it.each([{ keepCase: true }, { keepCase: false }])(
  "raises no false alarm over what a server in Node has lost of its schema: %o",
  async options => {
    const { address } = await rebuildingServer(files, options);
    const folder = folderOf(files);
    const client = await comparing(folder, `grpc://${address}`);
    await told(client, one => one.state === "read");
    expect(await all(client, folder)).toEqual([]);
    const ofItem = uriIn(folder, "shop/v1/item.proto");
    await client.open(ofItem, "proto", item.replace("int32 amount", "string amount"));
    await rules(client, ofItem, ["FIELD_SAME_TYPE"]);
    const ofShop = uriIn(folder, "shop/v1/shop.proto");
    const edited = shop
      .replace("map<string, Item>", "map<string, Receipt>")
      .replace("returns (Receipt)", "returns (stream Receipt)")
      .replace("bool cash", "bool money");
    await client.open(ofShop, "proto", edited);
    await rules(client, ofShop, ["FIELD_SAME_NAME", "FIELD_SAME_TYPE", "RPC_SAME_SERVER_STREAMING"]);
  },
);

it("says of a server that is gone, compares with what it told last, and with what it tells when it is back", async () => {
  const first = await reflectingServer(files);
  const folder = folderOf(files);
  const client = await comparing(folder, `grpc://${first.address}`);
  const uri = uriIn(folder, "shop/v1/item.proto");
  const edited = item.replace("int32 amount", "string amount");
  await client.open(uri, "proto", edited);
  await rules(client, uri, ["FIELD_SAME_TYPE"]);
  const old = told(client, one => one.state === "old");
  first.stop();
  expect(await old).toMatchObject({
    words: first.address,
    problem: expect.stringContaining("does not tell its schema"),
  });
  await client.change(uri, edited.replace("display_name", "name_shown"));
  await rules(client, uri, ["FIELD_SAME_NAME", "FIELD_SAME_TYPE"]);
  const back = told(client, one => one.state === "read");
  await reflectingServer({ ...files, "shop/v1/item.proto": edited }, first.port);
  await back;
  await rules(client, uri, ["FIELD_SAME_NAME"]);
});

it("says why there is nothing to compare with, and asks again when it is told to", async () => {
  const folder = folderOf(files);
  const { port, stop } = await reflectingServer(files);
  stop();
  const client = await comparing(folder, `grpc://127.0.0.1:${port}`);
  const failed = await told(client, one => one.state === "failed");
  expect(failed.problem).toContain(`\`grpc://127.0.0.1:${port}\` does not tell its schema`);
  await reflectingServer(files, port);
  const read = told(client, one => one.state === "read");
  await client.request("protodial/refreshBaseline", { folderUri: pathToFileURL(folder).href });
  expect((await read).words).toBe(`127.0.0.1:${port}`);
});

it("asks before it connects to another machine, and connects only where that is allowed", async () => {
  const { port } = await reflectingServer(files);
  // Every address of this machine, which is more than itself.
  const against = `grpc://0.0.0.0:${port}`;
  const folder = folderOf(files);
  const questions: string[] = [];
  const answers = (choice: number) => ({
    answers: {
      "window/showMessageRequest": ({ message, actions }: { message: string; actions: readonly object[] }) => {
        questions.push(message);
        return actions[choice];
      },
    },
  });
  const refused = await comparing(folder, against, answers(1));
  const state = await told(refused, one => one.state === "failed");
  expect(state.problem).toContain("was not allowed");
  expect(questions).toEqual([expect.stringContaining(against)]);
  const allowed = await comparing(folder, against, answers(0));
  expect((await told(allowed, one => one.state === "read")).words).toBe(`0.0.0.0:${port}`);
});

it("connects to nothing where the folder is not trusted", async () => {
  const { address } = await reflectingServer(files);
  const folder = folderOf(files);
  const client = await languageClient(folder, {
    trusted: false,
    settings: { breaking: { against: `grpc://${address}` } },
  });
  const uri = uriIn(folder, "shop/v1/item.proto");
  await client.open(uri, "proto", item.replace("int32 amount = 2", "string amount = 0"));
  await client.diagnostics(uri, found => found.length > 0);
  await client.request("protodial/refreshBaseline", { folderUri: pathToFileURL(folder).href });
  expect(await all(client, folder)).toEqual([]);
});

it("is compared with in the same way on the command line", async () => {
  const folder = folderOf({
    "shop/v1/shop.proto": shop.replace("rpc Buy", "rpc Sell"),
    "shop/v1/item.proto": item.replace("  int32 amount = 2;\n", ""),
  });
  for (const server of [await reflectingServer(files), await rebuildingServer(files, { keepCase: false })]) {
    const ran = await protodial(["breaking", "--against", `grpc://${server.address}`, "--format", "json"], {
      cwd: folder,
    });
    const types = ran.stdout
      .trimEnd()
      .split("\n")
      .map(line => JSON.parse(line).type);
    expect([ran.code, types.sort()]).toEqual([1, ["FIELD_NO_DELETE", "RPC_NO_DELETE"]]);
  }
});
