// Where the bytes of each descriptor lie in the file's: the pure Python runtime copies descriptors from there.
import { type DescMessage, type MessageShape, toBinary } from "@bufbuild/protobuf";
import {
  type DescriptorProto,
  DescriptorProtoSchema,
  type EnumDescriptorProto,
  EnumDescriptorProtoSchema,
  type FileDescriptorProto,
  ServiceDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import type { Printer } from "../printer.ts";
import { descriptorName } from "./names.ts";

/** Prints `_serialized_start` and `_serialized_end` of every enum, message and service. @param bytes of `file` */
export function printSerializedPlaces(print: Printer["print"], file: FileDescriptorProto, bytes: Uint8Array): void {
  const whole = byteString(bytes);
  // Protoc takes the first place where the bytes occur, which may belong to an equal descriptor: so do we.
  const place = <Schema extends DescMessage>(
    names: readonly string[],
    schema: Schema,
    proto: MessageShape<Schema>,
  ): void => {
    const part = byteString(toBinary(schema, proto));
    const start = whole.indexOf(part);
    print(`${descriptorName(names)}._serialized_start=${start}`);
    print(`${descriptorName(names)}._serialized_end=${start + part.length}`);
  };
  const placeEnum = (outer: readonly string[], enumeration: EnumDescriptorProto): void =>
    place([...outer, enumeration.name], EnumDescriptorProtoSchema, enumeration);
  const placeMessage = (outer: readonly string[], message: DescriptorProto): void => {
    const names = [...outer, message.name];
    place(names, DescriptorProtoSchema, message);
    for (const nested of message.nestedType) placeMessage(names, nested);
    for (const enumeration of message.enumType) placeEnum(names, enumeration);
  };

  for (const enumeration of file.enumType) placeEnum([], enumeration);
  for (const message of file.messageType) placeMessage([], message);
  for (const service of file.service) place([service.name], ServiceDescriptorProtoSchema, service);
}

// One character for each byte: searching a string is native, searching bytes for bytes is not.
function byteString(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += 8192) {
    parts.push(String.fromCharCode(...bytes.subarray(start, start + 8192)));
  }
  return parts.join("");
}
