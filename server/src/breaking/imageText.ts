// A descriptor image as text: for a file that people keep, and read the changes of.
import { createFileRegistry, fromBinary, type Registry, toJson } from "@bufbuild/protobuf";
import { type FileDescriptorSet, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";

/**
 * A serialised `FileDescriptorSet` as ProtoJSON, a line for each thing in it: the same set gives the same text, with its
 * files in the order of their names.
 */
export function imageText(set: Uint8Array): string {
  const types = registryOf(fromBinary(FileDescriptorSetSchema, set));
  // Options that are extensions are read with what the set itself says of them.
  const read = fromBinary(FileDescriptorSetSchema, set);
  read.file.sort((one, other) => (one.name < other.name ? -1 : 1));
  return `${JSON.stringify(toJson(FileDescriptorSetSchema, read, types === undefined ? {} : { registry: types }), null, 2)}\n`;
}

function registryOf(set: FileDescriptorSet): Registry | undefined {
  try {
    return createFileRegistry(set);
  } catch {
    // A set without its imports is one, of which no custom option is known.
    return undefined;
  }
}
