// The schema that a running server tells of itself, as the side to compare with.
import { fromBinary } from "@bufbuild/protobuf";
import { type FileDescriptorProto, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { warmChannels } from "../calling/channel.ts";
import { type ReflectionFailure, reflectService, reflectServices } from "../calling/reflection.ts";
import { UsageError } from "./usageError.ts";

/**
 * The files of all services that the server at `address` (`grpc://host:port`, `grpcs://…`) lists, with their imports.
 * @throws {UsageError} when it does not answer.
 */
export async function serverFiles(address: string): Promise<readonly FileDescriptorProto[]> {
  const channels = warmChannels();
  const source = { target: { address, tls: undefined }, metadata: [], deadlineMs: 30_000, channels };
  try {
    const listed = await reflectServices(source);
    if (listed.kind !== "services") throw new UsageError(whyNot(address, listed));
    const files = new Map<string, FileDescriptorProto>();
    for (const service of listed.services) {
      const found = await reflectService(source, service);
      // Some servers list what they do not describe.
      if (found.kind === "absent") continue;
      if (found.kind !== "schema") throw new UsageError(whyNot(address, found));
      for (const file of fromBinary(FileDescriptorSetSchema, found.set).file) files.set(file.name, file);
    }
    return [...files.values()];
  } finally {
    channels.closeAll();
  }
}

function whyNot(address: string, failure: ReflectionFailure): string {
  if (failure.kind !== "failed") return failure.message;
  const { name, message } = failure.status;
  return `${address} does not tell its schema: ${name}${message === "" ? "" : `: ${message}`}`;
}
