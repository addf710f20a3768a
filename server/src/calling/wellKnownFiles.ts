// The well-known types as descriptors, for schemas that come without them.
import { createRegistry, type DescFile, type Registry } from "@bufbuild/protobuf";
import {
  type FileDescriptorProto,
  file_google_protobuf_any,
  file_google_protobuf_api,
  file_google_protobuf_descriptor,
  file_google_protobuf_duration,
  file_google_protobuf_empty,
  file_google_protobuf_field_mask,
  file_google_protobuf_source_context,
  file_google_protobuf_struct,
  file_google_protobuf_timestamp,
  file_google_protobuf_type,
  file_google_protobuf_wrappers,
} from "@bufbuild/protobuf/wkt";

const files: readonly DescFile[] = [
  file_google_protobuf_any,
  file_google_protobuf_api,
  file_google_protobuf_descriptor,
  file_google_protobuf_duration,
  file_google_protobuf_empty,
  file_google_protobuf_field_mask,
  file_google_protobuf_source_context,
  file_google_protobuf_struct,
  file_google_protobuf_timestamp,
  file_google_protobuf_type,
  file_google_protobuf_wrappers,
];

/** The descriptor of `google/protobuf/….proto`; undefined for any other path. */
export function wellKnownFile(path: string): FileDescriptorProto | undefined {
  return files.find(file => file.proto.name === path)?.proto;
}

let types: Registry | undefined;

/** All well-known messages and enums. */
export function wellKnownTypes(): Registry {
  types ??= createRegistry(...files);
  return types;
}

/** The well-known file that declares a type, by its full name. */
export function wellKnownFileOf(typeName: string): FileDescriptorProto | undefined {
  const type = typeName.startsWith("google.protobuf.") ? wellKnownTypes().get(typeName) : undefined;
  return type === undefined || type.kind === "extension" ? undefined : type.file.proto;
}
