// The mock server as clients see it that are none of ours: grpc-js with proto-loader, Python's grpcio, buf curl.
import { execFile } from "node:child_process";
import { createServer } from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import {
  type Client,
  type ClientReadableStream,
  credentials,
  loadPackageDefinition,
  type ServiceError,
} from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { describe, expect, onTestFinished, test } from "vitest";
import { type MockRun, startMock } from "./support/mockCommand.ts";
import { needPython } from "./support/pythonServer.ts";

const run = promisify(execFile);
const buf = path.resolve(import.meta.dirname, "../../node_modules/.bin/buf");

const shop = `syntax = "proto3";
package shop.v1;
import "google/protobuf/timestamp.proto";
service Shop {
  rpc GetItem(GetItemRequest) returns (Item);
  rpc CreateItem(CreateItemRequest) returns (Item);
  rpc ListItems(ListItemsRequest) returns (ListItemsResponse);
  rpc WatchItems(ListItemsRequest) returns (stream Item);
  rpc Upload(stream Item) returns (Item);
  rpc Chat(stream Item) returns (stream Item);
}
message GetItemRequest { string id = 1; }
message CreateItemRequest { Item item = 1; }
message ListItemsRequest { string page_token = 1; }
message ListItemsResponse { repeated Item items = 1; string next_page_token = 2; }
enum Kind { KIND_UNSPECIFIED = 0; KIND_LAMP = 1; KIND_CHAIR = 2; }
message User { string name = 1; string email = 2; }
message Item {
  string id = 1;
  string name = 2;
  double price = 3;
  Kind kind = 4;
  google.protobuf.Timestamp created_at = 5;
  repeated string tags = 6;
  map<string, int64> stock = 7;
  oneof made_by { User person = 8; string company = 9; }
  Item part = 10;
  string image_url = 11;
}
`;

type Json = Record<string, unknown>;

function shopClient({ folder, address }: MockRun) {
  const definition = loadSync(path.join(folder, "shop.proto"), { enums: String, longs: String, oneofs: true });
  const { shop } = loadPackageDefinition(definition) as never as { shop: { v1: { Shop: typeof Client } } };
  const client = new shop.v1.Shop(address, credentials.createInsecure());
  onTestFinished(() => client.close());
  const methods = client as never as Record<string, (...args: unknown[]) => ClientReadableStream<Json>>;
  return {
    /** The answer, or the status where it is not OK. */
    unary: (method: string, request: Json): Promise<Json> =>
      new Promise(resolve => {
        methods[method]?.call(client, request, (error: ServiceError | null, answer: Json) =>
          resolve(
            error === null ? answer : { code: error.code, details: error.details, trailers: error.metadata.getMap() },
          ),
        );
      }),
    stream: (method: string, ...args: unknown[]) => {
      const stream = methods[method]?.call(client, ...args);
      if (stream === undefined) throw new Error(`no method ${method}`);
      return stream;
    },
  };
}

function answersOf(stream: ClientReadableStream<Json>): Promise<Json[]> {
  return new Promise((resolve, reject) => {
    const answers: Json[] = [];
    stream.on("data", answer => answers.push(answer));
    stream.on("error", reject);
    stream.on("end", () => resolve(answers));
  });
}

describe("made from the schema", () => {
  test("an answer is plausible, gives back what was asked for, and is the same each time", async () => {
    const client = shopClient(await startMock({ "shop.proto": shop }));
    const item = await client.unary("GetItem", { id: "lamp-7" });
    expect(item).toMatchObject({ id: "lamp-7", name: expect.stringMatching(/^[a-z]+ [a-z]+$/) });
    expect(["KIND_LAMP", "KIND_CHAIR"]).toContain(item.kind);
    expect(Number(item.price)).toBeGreaterThan(0);
    expect(String(item.imageUrl)).toMatch(/^https:\/\//);
    const { seconds } = Object(item.createdAt);
    expect(new Date(Number(seconds) * 1000).getUTCFullYear()).toBe(2024);
    expect(item.part ?? null).toBeNull();
    expect([item.person, item.company].filter(one => one !== undefined && one !== null)).toHaveLength(1);
    expect(await client.unary("GetItem", { id: "lamp-7" })).toEqual(item);
    expect(await client.unary("GetItem", { id: "lamp-8" })).not.toEqual({ ...item, id: "lamp-8" });
    expect(await client.unary("CreateItem", { item: { name: "mine", price: 3.5, company: "Works" } })).toMatchObject({
      name: "mine",
      price: 3.5,
      company: "Works",
      id: expect.stringMatching(/./),
    });
  });

  test("another seed gives other answers, and the same seed the same in another run", async () => {
    const asked = async (seed: string) => {
      const server = await startMock({ "shop.proto": shop }, ["--port", "0", "--seed", seed]);
      return shopClient(server).unary("GetItem", { id: "1" });
    };
    const first = await asked("5");
    expect(await asked("5")).toEqual(first);
    expect(await asked("6")).not.toEqual(first);
  });

  test("paging comes to an end, and a person's address is of their name", async () => {
    const client = shopClient(await startMock({ "shop.proto": shop }));
    const list = await client.unary("ListItems", {});
    const items: Json[] = Object(list.items);
    expect(items.length).toBeGreaterThanOrEqual(1);
    expect(items.length).toBeLessThanOrEqual(3);
    // What is empty is left out.
    expect(list.nextPageToken).toBeUndefined();
    const many = await Promise.all(["1", "2", "3", "4", "5", "6"].map(id => client.unary("GetItem", { id })));
    const people = many.flatMap(one => (one.person ? [Object(one.person)] : []));
    expect(people.length).toBeGreaterThan(0);
    for (const { name, email } of people)
      expect(email).toBe(`${String(name).toLowerCase().replace(" ", ".")}@example.com`);
  });

  test("all kinds of streams are answered", async () => {
    const server = await startMock({ "shop.proto": shop });
    const client = shopClient(server);
    expect(await answersOf(client.stream("WatchItems", {}))).toHaveLength(3);
    const uploaded = new Promise<Json>((resolve, reject) => {
      const upload = client.stream("Upload", (error: Error | null, answer: Json) =>
        error === null ? resolve(answer) : reject(error),
      ) as never as { write: (one: Json) => void; end: () => void };
      upload.write({ id: "1" });
      upload.write({ id: "2" });
      upload.end();
    });
    expect(await uploaded).toMatchObject({ id: "2" });
    const chat = client.stream("Chat") as ClientReadableStream<Json> & { write: (one: Json) => void; end: () => void };
    // Each is answered before the next is sent.
    const answered: unknown[] = [];
    await new Promise<void>(resolve => {
      chat.on("data", ({ id }) => {
        answered.push(id);
        if (answered.length === 3) chat.end();
        else chat.write({ id: String(answered.length) });
      });
      chat.on("end", resolve);
      chat.write({ id: "0" });
    });
    expect(answered).toEqual(["0", "1", "2"]);
    const told = await server.until(() => (server.calls().length === 3 ? server.calls() : undefined));
    expect(told.map(({ method, received, sent, status, from }) => [method, received, sent, status, from])).toEqual([
      ["shop.v1.Shop/WatchItems", 1, 3, "OK", "schema"],
      ["shop.v1.Shop/Upload", 2, 1, "OK", "schema"],
      ["shop.v1.Shop/Chat", 3, 3, "OK", "schema"],
    ]);
  });
});

const script = `{
  // Rules are tried from the top.
  "methods": {
    "shop.v1.Shop/GetItem": [
      { "match": { "id": "gone" },
        "status": { "code": "NOT_FOUND", "message": "no such item",
                    "details": [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "GONE" }] },
        "trailers": { "x-why": "gone" } },
      { "match": { "id": "drop" }, "fault": "drop-connection" },
      { "match": { "id": "turn" }, "replies": [{ "answer": { "id": "first" } }, { "status": 14 }, { "answer": { "id": "last" } }] },
    ],
    "shop.v1.Shop/WatchItems": { "answers": [{ "id": "a" }, { "id": "b" }], "delay": "1ms", "status": "ABORTED" },
    "shop.v1.Shop/CreateItem": { "match": { "item": { "kind": 2 } }, "answer": { "name": "a chair" } },
  },
}`;

describe("scripted", () => {
  test("rules match on fields, replies are taken in turn, failures have details and trailers", async () => {
    const server = await startMock({ "shop.proto": shop, "shop.mock.json": script });
    const client = shopClient(server);
    const gone = await client.unary("GetItem", { id: "gone" });
    expect(gone).toMatchObject({ code: 5, details: "no such item", trailers: { "x-why": "gone" } });
    expect(String(Object(gone.trailers)["grpc-status-details-bin"])).toContain("GONE");
    const turns: Json[] = [];
    for (let at = 0; at < 4; at++) turns.push(await client.unary("GetItem", { id: "turn" }));
    expect(turns.map(one => one.code ?? one.id)).toEqual(["first", 14, "last", "last"]);
    expect((await client.unary("GetItem", { id: "other" })).id).toBe("other");
    expect(await client.unary("CreateItem", { item: { kind: "KIND_CHAIR", name: "x" } })).toMatchObject({
      name: "a chair",
    });
    expect(await client.unary("CreateItem", { item: { kind: "KIND_LAMP", name: "x" } })).toMatchObject({ name: "x" });
    const watched: unknown[] = [];
    const failure = await new Promise<ServiceError>(resolve => {
      const stream = client.stream("WatchItems", {});
      stream.on("data", ({ id }) => watched.push(id));
      stream.on("error", error => resolve(error as ServiceError));
    });
    expect([watched, failure.code]).toEqual([["a", "b"], 10]);
    expect((await client.unary("GetItem", { id: "drop" })).code).toBe(14);
    const dropped = await server.until(() => server.calls().find(one => one.status === "DROPPED"));
    expect(dropped).toMatchObject({ from: "script", requests: [{ id: "drop" }] });
    expect((await client.unary("GetItem", { id: "after" })).id).toBe("after");
  });

  test("a mistake is told at its place, and the other rules count", async () => {
    const text = `{ "methods": {
      "shop.v1.Shop/GetItems": {},
      "shop.v1.Shop/GetItem": [
        { "answer": { "prize": 1 } },
        { "mach": {} },
        { "status": "MISSING" },
        { "answer": { "id": "sound" } }
      ]
    } }`;
    const server = await startMock({ "shop.proto": shop, "shop.mock.json": text });
    const lines = text.split("\n");
    const placeOf = (word: string, skip = 0) => {
      const line = lines.findIndex(one => one.includes(word));
      return `shop.mock.json:${line + 1}:${(lines[line] ?? "").indexOf(word) + 1 + skip}`;
    };
    const talk = await server.until(() => (server.talk().includes("MISSING") ? server.talk() : undefined));
    expect(talk).toContain(
      `${placeOf('"shop.v1.Shop/GetItems"')}: error: no method \`shop.v1.Shop/GetItems\` is served; did you mean \`shop.v1.Shop/GetItem\`?`,
    );
    expect(talk).toContain(
      `${placeOf('"prize"')}: error: \`prize\`: \`shop.v1.Item\` has no field \`prize\`; did you mean \`price\`?`,
    );
    expect(talk).toContain(`${placeOf('"mach"')}: error: a rule has no \`mach\`; did you mean \`match\`?`);
    expect(talk).toContain(`${placeOf('"MISSING"')}: error: \`MISSING\` is not a status`);
    expect(await shopClient(server).unary("GetItem", { id: "x" })).toMatchObject({ id: "sound" });
  });
});

describe("while it runs", () => {
  test("files on disk are followed, and of a broken one the last sound version counts", async () => {
    const server = await startMock({ "shop.proto": shop, "shop.mock.json": "{}" });
    const call = (request: string, method = "GetItem") =>
      run(buf, [
        // By reflection, which is to follow too.
        "curl",
        "--protocol",
        "grpc",
        "--http2-prior-knowledge",
        "-d",
        request,
        `http://${server.address}/shop.v1.Shop/${method}`,
      ]);
    expect((await call("{}")).stdout).not.toBe("");
    server.write("shop.mock.json", '{ "methods": { "shop.v1.Shop/GetItem": { "answer": { "id": "scripted" } } } }');
    const client = shopClient(server);
    await server.until(async () => ((await client.unary("GetItem", {})).id === "scripted" ? true : undefined));
    server.write("shop.proto", shop.replace("service Shop {", "service Shop { rpc Added(User) returns (User);"));
    await server.until(async () => {
      const added = await call('{"name": "Me"}', "Added").catch(() => undefined);
      return added?.stdout.includes('"Me"') === true ? true : undefined;
    });
    server.write("shop.proto", shop.replace("string name = 2;", "string name = 1;"));
    const talk = await server.until(() => (server.talk().includes("shop.proto:") ? server.talk() : undefined));
    expect(talk).toMatch(/shop\.proto:\d+:\d+: error: /);
    expect((await client.unary("GetItem", {})).id).toBe("scripted");
  });

  test("a running stream goes on when the schema changes", async () => {
    const server = await startMock({ "shop.proto": shop });
    const client = shopClient(server);
    const chat = client.stream("Chat") as ClientReadableStream<Json> & { write: (one: Json) => void; end: () => void };
    const next = () => new Promise<Json>(resolve => chat.once("data", resolve));
    const first = next();
    chat.write({ id: "before" });
    expect(await first).toMatchObject({ id: "before" });
    server.write(
      "shop.proto",
      shop.replace("rpc Chat(stream Item) returns (stream Item);", "rpc Other(Item) returns (Item);"),
    );
    // The method is gone for new calls.
    await server.until(async () => {
      const { code } = await new Promise<{ code: number }>(resolve => {
        const another = client.stream("Chat") as ClientReadableStream<Json> & { end: () => void };
        another.on("data", () => {});
        another.on("error", () => {});
        another.on("status", resolve);
        another.end();
      });
      return code === 12 ? true : undefined;
    });
    const second = next();
    chat.write({ id: "after" });
    expect(await second).toMatchObject({ id: "after" });
    const ended = new Promise(resolve => chat.once("end", resolve));
    chat.end();
    await ended;
  });

  test("a taken port is told, and the next free one is taken", async () => {
    const taken = createServer();
    const port = await new Promise<number>(resolve =>
      taken.listen(0, "127.0.0.1", () => resolve(Number(Object(taken.address()).port))),
    );
    onTestFinished(() => void taken.close());
    const server = await startMock({ "shop.proto": shop }, ["--port", String(port)]);
    expect(server.address).not.toBe(`localhost:${port}`);
    expect(server.talk()).toContain(`port ${port} is already in use; the mock server listens on ${server.address}`);
    expect(await server.stop()).toBe(0);
  });
});

describe("other clients", () => {
  test("buf curl finds services by reflection and calls them", async () => {
    const server = await startMock({ "shop.proto": shop });
    const curl = (...args: string[]) => run(buf, ["curl", "--http2-prior-knowledge", "--protocol", "grpc", ...args]);
    const { stdout: services } = await curl("--list-services", `http://${server.address}`);
    expect(services.split("\n")).toEqual(expect.arrayContaining(["shop.v1.Shop", "grpc.health.v1.Health"]));
    const { stdout } = await curl("-d", '{"id": "b-1"}', `http://${server.address}/shop.v1.Shop/GetItem`);
    expect(JSON.parse(stdout)).toMatchObject({ id: "b-1" });
    const { stdout: health } = await curl(
      "-d",
      '{"service": "shop.v1.Shop"}',
      `http://${server.address}/grpc.health.v1.Health/Check`,
    );
    expect(JSON.parse(health)).toEqual({ status: "SERVING" });
  });

  test("Python's grpcio calls and streams", async context => {
    needPython(context);
    const server = await startMock({ "shop.proto": shop });
    // Field 1 of both messages is the id.
    const program = `
import grpc, sys
with grpc.insecure_channel(sys.argv[1]) as channel:
    echo = channel.unary_unary("/shop.v1.Shop/GetItem")(b"\\x0a\\x02py")
    print(echo.startswith(b"\\x0a\\x02py"))
    print(len(list(channel.unary_stream("/shop.v1.Shop/WatchItems")(b""))))
    print([one[:4] for one in channel.stream_stream("/shop.v1.Shop/Chat")(iter([b"\\x0a\\x02p1", b"\\x0a\\x02p2"]))])
    try:
        channel.unary_unary("/shop.v1.Shop/None")(b"")
    except grpc.RpcError as error:
        print(error.code())
`;
    const { stdout } = await run("/usr/bin/python3", ["-c", program, server.address]);
    expect(stdout.trim().split("\n")).toEqual([
      "True",
      "3",
      "[b'\\n\\x02p1', b'\\n\\x02p2']",
      "StatusCode.UNIMPLEMENTED",
    ]);
  });
});
