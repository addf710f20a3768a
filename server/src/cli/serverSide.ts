// The schema that a running server tells of itself, as the side to compare with.
import { fromBinary } from "@bufbuild/protobuf";
import { type FileDescriptorProto, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { warmChannels } from "../calling/channel.ts";
import { serverSchema } from "../calling/serverSchema.ts";
import { UsageError } from "./usageError.ts";

/**
 * The files of all services that the server at `address` (`grpc://host:port`, `grpcs://…`) lists, with their imports.
 * @throws {UsageError} when it does not answer.
 */
export async function serverFiles(address: string): Promise<readonly FileDescriptorProto[]> {
  const channels = warmChannels();
  try {
    const told = await serverSchema({ address, deadlineMs: 30_000, channels });
    if (told.kind === "failed") throw new UsageError(told.message);
    return fromBinary(FileDescriptorSetSchema, told.set).file;
  } finally {
    channels.closeAll();
  }
}
