// Whole servers by reflection, as servers really answer.
import { clone } from "@bufbuild/protobuf";
import { type FileDescriptorProto, FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import { expect, onTestFinished, test } from "vitest";
import { warmChannels } from "../../server/src/calling/channel.ts";
import { reflectServer } from "../../server/src/calling/reflection.ts";
import { serverFiles, serverServices } from "../../server/src/features/serverSchema.ts";
import { rebuildingServer } from "../support/reflectingServer.ts";
import { type Answering, answerOf, filesOf, listOf, notFound, reflecting } from "./support/reflecting.ts";
import { descriptorSetOf } from "./support/schema.ts";

const shop = {
  "shop/v1/shop.proto": `syntax = "proto3"; package shop.v1; import "shop/v1/item.proto"; import "common/money.proto";
    service Orders { rpc Get(Item) returns (stream Item); rpc Price(Item) returns (common.Money); }
    service Stock { rpc Watch(stream Item) returns (stream Item); }`,
  "shop/v1/item.proto": `syntax = "proto3"; package shop.v1; message Item { int64 item_id = 1; map<string, Item> parts = 2; optional string note = 3; }`,
  "common/money.proto": `syntax = "proto3"; package common; message Money { int64 units = 1; }`,
};

async function reflected(address: string) {
  const channels = warmChannels();
  onTestFinished(() => channels.closeAll());
  return reflectServer({ target: { address, tls: undefined }, metadata: [], deadlineMs: 10_000, channels });
}

/** Services with their methods, and the sources, which protoc has to accept. */
async function schemaOf(address: string) {
  const told = await reflected(address);
  if (told.kind !== "schema") throw new Error(JSON.stringify(told));
  const texts = Object.fromEntries(serverFiles(told.set).map(one => [one.path, one.content]));
  if (Object.keys(texts).length > 0) descriptorSetOf(texts);
  const services = serverServices(told.set, told.services).map(
    one => `${one.name}: ${one.methods.map(({ name, streaming }) => `${name} ${streaming}`).join(", ")}`,
  );
  return { ...told, texts, services };
}

/** By file name and by symbol, as a registry knows them. */
function finding(files: readonly FileDescriptorProto[], services: readonly string[]): Answering {
  return request => {
    if (request.listServices !== undefined) return listOf(...services);
    const wanted = request.fileContainingSymbol ?? "";
    const declares = (one: FileDescriptorProto) =>
      [...one.service, ...one.messageType].some(({ name }) => `${one.package}.${name}` === wanted);
    const found = files.find(one => one.name === request.fileByFilename || declares(one));
    return found === undefined ? notFound : answerOf(found);
  };
}

const bothServices = ["shop.v1.Orders: Get server, Price unary", "shop.v1.Stock: Watch bidirectional"];
const names = ["shop.v1.Orders", "shop.v1.Stock"];

test("each file only once in a stream, with all it imports", async () => {
  const files = filesOf(shop);
  const address = await reflecting("v1alpha", () => {
    const told = new Set<string>();
    return request => {
      if (request.listServices !== undefined) return listOf(...names);
      const news = files.filter(one => !told.has(one.name));
      for (const one of news) told.add(one.name);
      return answerOf(...(news.length > 0 ? news : files.slice(-1)));
    };
  });
  expect(await schemaOf(address)).toMatchObject({ services: bothServices, undescribed: [], missing: [] });
});

test("answers that repeat and accumulate the files of earlier ones", async () => {
  const files = filesOf(shop);
  const address = await reflecting("v1alpha", () => {
    const told: FileDescriptorProto[] = [];
    return request => {
      if (request.listServices !== undefined) return listOf(...names);
      told.push(...files);
      return answerOf(...told);
    };
  });
  const { services, texts } = await schemaOf(address);
  expect(services).toEqual(bothServices);
  expect(Object.keys(texts).sort()).toEqual(Object.keys(shop).sort());
});

test("a service that is listed, but not found, leaves the others", async () => {
  const files = filesOf(shop);
  const listed = ["grpc.health.v1.Health", ...names];
  const address = await reflecting("v1", () => finding(files, listed));
  expect(await schemaOf(address)).toMatchObject({ services: bothServices, undescribed: ["grpc.health.v1.Health"] });
});

test("a stream that dies of what it cannot answer is taken up again", async () => {
  const files = filesOf(shop);
  const find = finding(files, ["a.Gone", "b.Gone", ...names]);
  const address = await reflecting("v1", () => request => {
    const told = find(request);
    return told === notFound ? new Error("no such symbol") : told;
  });
  expect(await schemaOf(address)).toMatchObject({ services: bothServices, undescribed: ["a.Gone", "b.Gone"] });
});

test("a type that the server does not have takes its method with it, and is told", async () => {
  const files = filesOf(shop).filter(one => one.package !== "common");
  const address = await reflecting("v1", () => finding(files, names));
  expect(await schemaOf(address)).toMatchObject({
    services: ["shop.v1.Orders: Get server", "shop.v1.Stock: Watch bidirectional"],
    missing: ["common.Money"],
  });
});

test("names with a dot before them, and no JSON names", async () => {
  const files = filesOf(shop).map(one => {
    const bare = clone(FileDescriptorProtoSchema, one);
    for (const message of bare.messageType) for (const field of message.field) field.jsonName = "";
    return bare;
  });
  const address = await reflecting("v1", () =>
    finding(
      files,
      names.map(one => `.${one}`),
    ),
  );
  const { services, texts } = await schemaOf(address);
  expect(services).toEqual(bothServices);
  expect(texts["shop/v1/item.proto"]).toContain("  int64 item_id = 1;\n  map<string, Item> parts = 2;\n");
});

test("made-up file names that lead elsewhere are put below the folder", async () => {
  const files = filesOf(shop).map(one => {
    const name = (path: string) => path.replace(/^shop\/v1\//, "../../etc/").replace(/^common\//, "C:\\windows\\");
    return { ...clone(FileDescriptorProtoSchema, one), name: name(one.name), dependency: one.dependency.map(name) };
  });
  const address = await reflecting("v1", () => finding(files, names));
  const { texts, services } = await schemaOf(address);
  expect(Object.keys(texts).sort()).toEqual(["C_/windows/money.proto", "etc/item.proto", "etc/shop.proto"]);
  expect(services).toEqual(bothServices);
});

test("what @grpc/reflection rebuilds: one made-up file for each package", async () => {
  const { address } = await rebuildingServer(shop, { keepCase: true });
  const { services, texts } = await schemaOf(address);
  expect(services).toEqual(bothServices);
  expect(Object.keys(texts).sort()).toEqual(["common.proto", "shop_v1.proto"]);
  expect(texts["shop_v1.proto"]).toContain("map<string, Item> parts = 2;");
  expect(texts["shop_v1.proto"]).toContain("optional string note = 3;");
});

test("a server without reflection, and none", async () => {
  const address = await reflecting("v1", () => () => Object.assign(new Error("no"), { code: 12 }));
  expect(await reflected(address)).toEqual({ kind: "absent", message: expect.stringMatching(/does not offer/) });
  expect(await reflected("127.0.0.1:1")).toMatchObject({ kind: "failed", status: { name: "UNAVAILABLE" } });
});
