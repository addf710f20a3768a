// Real servers that tell their schema by reflection, and answer nothing else.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { clearField, fromBinary } from "@bufbuild/protobuf";
import { type DescriptorProto, FieldDescriptorProtoSchema, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { ReflectionService } from "@grpc/reflection";
import { onTestFinished } from "vitest";
import { addReflection } from "../../server/src/calling/reflectionService.ts";
import { descriptorSetOf } from "../calling/support/schema.ts";
import { tempFolder } from "./tempFolder.ts";

type Files = Readonly<Record<string, string>>;

export interface ReflectingServer {
  /** `127.0.0.1:port` */
  readonly address: string;
  readonly port: number;
  readonly stop: () => void;
}

/**
 * Serves `files` (import path → text) as protoc's descriptors, with the JSON names alone that are written, as servers in Python and C++
 * have them. `port`: 0 for any. `more` adds what else it does.
 */
export function reflectingServer(
  files: Files,
  port = 0,
  more: (server: Server) => void = () => {},
): Promise<ReflectingServer> {
  const { file } = fromBinary(FileDescriptorSetSchema, descriptorSetOf(files));
  for (const one of file) for (const message of one.messageType) dropJsonNames(message);
  const server = new Server();
  addReflection(server, file);
  more(server);
  return started(server, port);
}

/** Serves `files` as servers in Node do, from what @grpc/proto-loader has parsed. */
export function rebuildingServer(
  files: Files,
  { keepCase }: { readonly keepCase: boolean },
): Promise<ReflectingServer> {
  const folder = tempFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  const server = new Server();
  new ReflectionService(loadSync(Object.keys(files), { includeDirs: [folder], keepCase })).addToServer(server);
  return started(server, 0);
}

function dropJsonNames(message: DescriptorProto): void {
  for (const field of message.field) if (field.jsonName === derived(field.name)) clearField(field, jsonName);
  for (const one of message.nestedType) dropJsonNames(one);
}

const jsonName = FieldDescriptorProtoSchema.field.jsonName;

function derived(name: string): string {
  return name.replace(/_+([a-z])?/g, (_, letter: string | undefined) => (letter ?? "").toUpperCase());
}

async function started(server: Server, wanted: number): Promise<ReflectingServer> {
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync(`127.0.0.1:${wanted}`, ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  const stop = () => server.forceShutdown();
  onTestFinished(stop);
  return { address: `127.0.0.1:${port}`, port, stop };
}
