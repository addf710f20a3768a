// The example service's schema, made by the real protoc.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { descriptorSetOf } from "./schema.ts";

/** The import root of `directories/v1/directories.proto`. */
export const exampleProtoRoot = join(import.meta.dirname, "../../../examples/directories");

export const exampleProto = "directories/v1/directories.proto";

/** Its serialised `FileDescriptorSet`. */
export function exampleSchema(): Buffer {
  return descriptorSetOf({ [exampleProto]: readFileSync(join(exampleProtoRoot, exampleProto), "utf8") });
}
