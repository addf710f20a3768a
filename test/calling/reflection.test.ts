import { clone, create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { type FileDescriptorProto, FileDescriptorProtoSchema, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { Server, ServerCredentials, type ServerDuplexStream } from "@grpc/grpc-js";
import { afterEach, describe, expect, test } from "vitest";
import { type Channels, warmChannels } from "../../server/src/calling/channel.ts";
import { reflectService, reflectServices } from "../../server/src/calling/reflection.ts";
import {
  type ReflectionRequest,
  type ReflectionResponse,
  reflectionProtocol,
} from "../../server/src/calling/reflectionProtocol.ts";
import { addReflection } from "../../server/src/calling/reflectionService.ts";
import { findMethod, readSchema } from "../../server/src/calling/schema.ts";
import { startEchoServer } from "./support/echoServer.ts";
import { echoRequest, performCall } from "./support/performCall.ts";
import { descriptorSetOf, echoProto } from "./support/schema.ts";

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

const echoFiles = (): FileDescriptorProto[] => fromBinary(FileDescriptorSetSchema, descriptorSetOf(echoProto)).file;

/** A server that answers reflection as `answer` says, in one version only. */
async function reflecting(
  version: "v1" | "v1alpha",
  answer: (request: ReflectionRequest) => ReflectionResponse,
  seen: string[] = [],
): Promise<string> {
  const protocol = reflectionProtocol(version);
  const server = new Server();
  const method = {
    path: protocol.path,
    requestStream: true,
    responseStream: true,
    requestSerialize: protocol.writeRequest,
    requestDeserialize: protocol.readRequest,
    responseSerialize: protocol.writeResponse,
    responseDeserialize: protocol.readResponse,
  };
  server.addService(
    { Info: method },
    {
      Info: (stream: ServerDuplexStream<ReflectionRequest, ReflectionResponse>) => {
        seen.push(String(stream.metadata.get("authorization")[0]));
        stream.on("data", (request: ReflectionRequest) => stream.write(answer(request)));
        stream.on("end", () => stream.end());
      },
    },
  );
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  stops.push(() => server.forceShutdown());
  return `127.0.0.1:${port}`;
}

function source(address: string, channels: Channels = warmChannels()) {
  stops.push(() => channels.closeAll());
  return {
    target: { address, tls: undefined },
    metadata: [{ key: "authorization", value: "Bearer x" }],
    deadlineMs: 5000,
    channels,
  };
}

const encoded = (file: FileDescriptorProto) =>
  Buffer.from(toBinary(FileDescriptorProtoSchema, file)).toString("base64");
const files = (...all: FileDescriptorProto[]): ReflectionResponse => ({
  fileDescriptorResponse: { fileDescriptorProto: all.map(encoded) },
});
const notFound: ReflectionResponse = { errorResponse: { errorCode: 5, errorMessage: "not found" } };

/** Reflects `test.v1.Echo` and says which fields its `Item` has. */
async function itemFields(address: string): Promise<readonly string[]> {
  const reflected = await reflectService(source(address), "test.v1.Echo");
  if (reflected.kind !== "schema") throw new Error(JSON.stringify(reflected));
  const schema = readSchema(reflected.set);
  if (schema.kind === "wrong") throw new Error(schema.message);
  const found = findMethod(schema.registry, "test.v1.Echo", "Unary");
  if (found.kind === "wrong") throw new Error(found.message);
  return found.method.input.fields.map(field => field.jsonName);
}

const allFields = [
  "text",
  "bigNumber",
  "count",
  "data",
  "color",
  "any",
  "at",
  "within",
  "free",
  "wrapped",
  "numbers",
  "items",
  "ratio",
  "mask",
  "left",
  "right",
  "list",
  "value",
];

describe("our own service", () => {
  test("gives the real descriptors, in both versions, its own included", async () => {
    const echo = await startEchoServer();
    stops.push(echo.stop);
    addReflection(echo.server, echoFiles());
    const address = `127.0.0.1:${echo.port}`;
    expect(await reflectServices(source(address))).toEqual({
      kind: "services",
      services: ["grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection", "test.v1.Echo"],
    });
    const reflected = await reflectService(source(address), "test.v1.Echo");
    expect(reflected).toMatchObject({ kind: "schema", missing: [] });
    if (reflected.kind !== "schema") return;
    const call = await performCall({ ...echoRequest(address), schema: Buffer.from(reflected.set).toString("base64") });
    expect(call.answers).toEqual([{ text: "hello" }]);
  });
  test("answers each kind of question, and says what it does not know", async () => {
    const echo = await startEchoServer();
    stops.push(echo.stop);
    const set = descriptorSetOf({
      "a.proto":
        'syntax = "proto2"; package a; import "b.proto"; message M { extensions 10 to 20; } extend M { optional b.N n = 12; } service S { rpc R(M) returns (M); }',
      "b.proto": 'syntax = "proto3"; package b; message N {}',
    });
    addReflection(echo.server, fromBinary(FileDescriptorSetSchema, set).file);
    const address = `127.0.0.1:${echo.port}`;
    const schema = Buffer.from(
      toBinary(
        FileDescriptorSetSchema,
        create(FileDescriptorSetSchema, { file: [reflectionProtocol("v1alpha").file] }),
      ),
    ).toString("base64");
    const questions: ReflectionRequest[] = [
      { fileContainingSymbol: "a.S.R" },
      { fileByFilename: "b.proto" },
      { fileContainingExtension: { containingType: "a.M", extensionNumber: 12 } },
      { allExtensionNumbersOfType: "a.M" },
      { fileContainingSymbol: "a.Nope" },
    ];
    const { answers, status } = await performCall({
      ...echoRequest(address),
      schema,
      service: "grpc.reflection.v1alpha.ServerReflection",
      method: "ServerReflectionInfo",
      messages: questions.map(question => JSON.stringify(question)),
    });
    expect(status.name).toBe("OK");
    const names = answers.map(answer =>
      ((answer as ReflectionResponse).fileDescriptorResponse?.fileDescriptorProto ?? []).map(
        one => fromBinary(FileDescriptorProtoSchema, Buffer.from(one, "base64")).name,
      ),
    );
    expect(names).toEqual([["a.proto", "b.proto"], ["b.proto"], ["a.proto", "b.proto"], [], []]);
    expect(answers[3]).toMatchObject({ allExtensionNumbersResponse: { baseTypeName: "a.M", extensionNumber: [12] } });
    expect(answers[4]).toMatchObject({
      originalRequest: questions[4],
      errorResponse: { errorCode: 5, errorMessage: "symbol a.Nope is not known here" },
    });
  });
});

describe("servers as they are", () => {
  test("only v1alpha, and the metadata of the call goes along", async () => {
    const seen: string[] = [];
    const address = await reflecting("v1alpha", () => files(...echoFiles()), seen);
    expect(await itemFields(address)).toEqual(allFields);
    expect(new Set(seen)).toEqual(new Set(["Bearer x"]));
  });
  test("one file an answer, imports asked for by name, no JSON names", async () => {
    const all = echoFiles().map(file => {
      const bare = clone(FileDescriptorProtoSchema, file);
      for (const message of bare.messageType) for (const field of message.field) field.jsonName = "";
      return bare;
    });
    const address = await reflecting("v1", request => {
      const asked = all.find(
        file =>
          file.name === request.fileByFilename ||
          (request.fileContainingSymbol === "test.v1.Echo" && file.package === "test.v1"),
      );
      return asked === undefined ? notFound : files(asked);
    });
    expect(await itemFields(address)).toEqual(allFields);
  });
  test("well-known files that the server does not have", async () => {
    const own = echoFiles().filter(file => file.package === "test.v1");
    const address = await reflecting("v1", request =>
      request.fileContainingSymbol === "test.v1.Echo" ? files(...own) : notFound,
    );
    expect(await itemFields(address)).toEqual(allFields);
  });
  test("invented file names, no imports and relative type names", async () => {
    const [own] = echoFiles().filter(file => file.package === "test.v1");
    if (own === undefined) throw new Error("no file");
    const mangled = clone(FileDescriptorProtoSchema, own);
    mangled.name = "test_v1.proto";
    mangled.dependency = [];
    for (const message of mangled.messageType) {
      for (const field of [...message.field, ...message.nestedType.flatMap(nested => nested.field)])
        field.typeName = field.typeName.replace(/^\.(test\.v1\.)?/, "");
    }
    for (const method of mangled.service[0]?.method ?? []) {
      method.inputType = "Item";
      method.outputType = "Item";
    }
    mangled.extension.push(
      create(FileDescriptorProtoSchema, {
        extension: [
          { name: ".ed.p2.my_opt", number: 50000, extendee: ".google.protobuf.FieldOptions", type: 9, label: 1 },
        ],
      }).extension[0] as never,
    );
    const address = await reflecting("v1", request =>
      request.fileContainingSymbol === "test.v1.Echo" ? files(mangled) : notFound,
    );
    expect(await itemFields(address)).toEqual(allFields);
  });
  test("a type that is nowhere takes only its field with it", async () => {
    const all = echoFiles();
    const item = all.find(file => file.package === "test.v1")?.messageType[0];
    const right = item?.field.find(field => field.name === "right");
    if (right === undefined) throw new Error("no field");
    right.typeName = ".test.v1.Lost";
    const address = await reflecting("v1", request =>
      request.fileContainingSymbol === "test.v1.Echo" ? files(...all) : notFound,
    );
    const reflected = await reflectService(source(address), "test.v1.Echo");
    expect(reflected).toMatchObject({ kind: "schema", missing: ["test.v1.Lost"] });
    expect(await itemFields(address)).toEqual(allFields.filter(name => name !== "right"));
  });
  test("a service that is listed but not described", async () => {
    const address = await reflecting("v1", request =>
      request.listServices === undefined ? notFound : { listServicesResponse: { service: [{ name: "test.v1.Echo" }] } },
    );
    expect(await reflectService(source(address), "test.v1.Echo")).toEqual({
      kind: "absent",
      message: "the server lists `test.v1.Echo` but does not describe it: not found",
    });
    expect(await reflectService(source(address), "test.v1.Nope")).toEqual({
      kind: "absent",
      message: "the server has no service `test.v1.Nope`; it has `test.v1.Echo`",
    });
  });
  test("no reflection at all", async () => {
    const echo = await startEchoServer();
    stops.push(echo.stop);
    expect(await reflectService(source(`127.0.0.1:${echo.port}`), "test.v1.Echo")).toEqual({
      kind: "absent",
      message: expect.stringMatching(/does not offer reflection.*\.proto/),
    });
  });
  test("no server at all", async () => {
    expect(await reflectService(source("127.0.0.1:1"), "test.v1.Echo")).toMatchObject({
      kind: "failed",
      status: { name: "UNAVAILABLE", verdict: "not-sent" },
    });
    expect(await reflectService(source("nonsense"), "test.v1.Echo")).toMatchObject({
      kind: "wrong",
      message: expect.stringMatching(/no port/),
    });
  });
});

test("a server whose every file imports another one is not asked for ever", async () => {
  let count = 0;
  const endless = (name: string) => create(FileDescriptorProtoSchema, { name, dependency: [`${++count}.proto`] });
  const address = await reflecting("v1", request =>
    request.fileByFilename === undefined
      ? files(...echoFiles().map(file => ({ ...file, dependency: [...file.dependency, "first.proto"] })))
      : files(endless(request.fileByFilename)),
  );
  const reflected = await reflectService({ ...source(address), deadlineMs: 60_000 }, "test.v1.Echo");
  expect(reflected).toMatchObject({ kind: "schema" });
  expect(count).toBeGreaterThan(1);
});
