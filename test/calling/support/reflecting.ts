// Servers whose reflection answers as a test says.
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { type FileDescriptorProto, FileDescriptorProtoSchema, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { Server, ServerCredentials, type ServerDuplexStream } from "@grpc/grpc-js";
import { onTestFinished } from "vitest";
import {
  type ReflectionRequest,
  type ReflectionResponse,
  type ReflectionVersion,
  reflectionProtocol,
} from "../../../server/src/calling/reflectionProtocol.ts";
import { descriptorSetOf } from "./schema.ts";

/** What a stream answers to a question; an error ends the stream with it. */
export type Answering = (request: ReflectionRequest) => ReflectionResponse | Error | undefined;

/** Serves reflection; `answering` is called for each stream, so that it may remember what that was told. Gives the address. */
export async function reflecting(version: ReflectionVersion, answering: () => Answering): Promise<string> {
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
  const serve = (stream: ServerDuplexStream<ReflectionRequest, ReflectionResponse>) => {
    const answer = answering();
    let hasDied = false;
    stream.on("data", (request: ReflectionRequest) => {
      if (hasDied) return;
      const told = answer(request);
      hasDied = told instanceof Error;
      if (told instanceof Error) stream.emit("error", told);
      else if (told !== undefined) stream.write(told);
    });
    stream.on("end", () => stream.end());
  };
  server.addService({ Info: method }, { Info: serve });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  onTestFinished(() => server.forceShutdown());
  return `127.0.0.1:${port}`;
}

/** The descriptors of files, without the well-known ones. */
export function filesOf(texts: Readonly<Record<string, string>>): FileDescriptorProto[] {
  const { file } = fromBinary(FileDescriptorSetSchema, descriptorSetOf(texts));
  return file.filter(one => !one.name.startsWith("google/protobuf/"));
}

export function answerOf(...files: readonly FileDescriptorProto[]): ReflectionResponse {
  const encoded = files.map(one => Buffer.from(toBinary(FileDescriptorProtoSchema, one)).toString("base64"));
  return { fileDescriptorResponse: { fileDescriptorProto: encoded } };
}

export function listOf(...services: readonly string[]): ReflectionResponse {
  return { listServicesResponse: { service: services.map(name => ({ name })) } };
}

export const notFound: ReflectionResponse = { errorResponse: { errorCode: 5, errorMessage: "not found" } };
