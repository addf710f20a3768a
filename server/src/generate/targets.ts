import type { FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import type { Schema } from "./generator.ts";

/** The files to generate for. Those of `google/protobuf` come with every runtime and are left out. */
export function generatedProtos(schema: Schema): readonly FileDescriptorProto[] {
  const targets = new Set(schema.targets);
  return schema.files.filter(file => targets.has(file.name) && !file.name.startsWith("google/protobuf/"));
}
