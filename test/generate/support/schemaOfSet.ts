import { clone, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  type DescriptorProto,
  type FieldDescriptorProto,
  type FileDescriptorProto,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import type { Schema } from "../../../server/src/generate/generator.ts";
import { sourceOptionStripper } from "../../../server/src/generate/sourceRetention.ts";

/**
 * A schema of a serialised `FileDescriptorSet` that protoc wrote (dependencies first, with source info where comments are
 * wanted). A `json_name` that was written but equals the derived one is taken for derived: a set cannot tell.
 */
export function schemaOfSet(set: Uint8Array, targets: readonly string[]): Schema {
  const files = fromBinary(FileDescriptorSetSchema, set).file;
  const stripped = sourceOptionStripper(files);
  const byPath = new Map(files.map(file => [file.name, file]));
  return {
    files,
    targets,
    bundled: [],
    embedded: path => {
      const file = byPath.get(path);
      return file === undefined ? undefined : toBinary(FileDescriptorProtoSchema, stripped(asEmbedded(file)));
    },
  };
}

function asEmbedded(file: FileDescriptorProto): FileDescriptorProto {
  const bare = clone(FileDescriptorProtoSchema, file);
  bare.sourceCodeInfo = undefined;
  bare.extension.forEach(clearJsonName);
  bare.messageType.forEach(clearJsonNames);
  return bare;
}

function clearJsonNames(message: DescriptorProto): void {
  for (const field of message.field) if (field.jsonName === derivedJsonName(field.name)) clearJsonName(field);
  message.extension.forEach(clearJsonName);
  message.nestedType.forEach(clearJsonNames);
}

function clearJsonName(field: FieldDescriptorProto): void {
  field.jsonName = "";
  // A field of proto2 is set or not, whatever its value.
  Reflect.deleteProperty(field, "jsonName");
}

// https://protobuf.dev/programming-guides/json/: underscores go, the letter after one is a capital.
function derivedJsonName(name: string): string {
  return name.replace(/_+([^_]?)/g, (_, letter: string) => letter.replace(/[a-z]/, small => small.toUpperCase()));
}
