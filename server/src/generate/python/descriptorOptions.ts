// Options of descriptors, set again once the extensions are registered that custom options are made of.
import { type DescMessage, type MessageShape, toBinary } from "@bufbuild/protobuf";
import {
  type DescriptorProto,
  type EnumDescriptorProto,
  EnumOptionsSchema,
  EnumValueOptionsSchema,
  FieldOptionsSchema,
  type FileDescriptorProto,
  FileOptionsSchema,
  MessageOptionsSchema,
  MethodOptionsSchema,
  OneofOptionsSchema,
  ServiceOptionsSchema,
} from "@bufbuild/protobuf/wkt";
import type { Printer } from "../printer.ts";
import { octalEscaped } from "./escape.ts";
import { descriptorName, globalName } from "./names.ts";

/** Prints `_options` and `_serialized_options` of every descriptor that has options, in protoc's order. */
export function printOptions(print: Printer["print"], file: FileDescriptorProto): void {
  if (!printIfSet(print, "DESCRIPTOR", FileOptionsSchema, file.options)) print("DESCRIPTOR._options = None");
  for (const enumeration of file.enumType) inEnum(print, enumeration, []);
  for (const extension of file.extension) {
    printIfSet(print, globalName(extension.name), FieldOptionsSchema, extension.options);
  }
  for (const message of file.messageType) inMessage(print, message, []);
  for (const service of file.service) {
    const name = descriptorName([service.name]);
    printIfSet(print, name, ServiceOptionsSchema, service.options);
    for (const method of service.method) {
      printIfSet(print, `${name}.methods_by_name['${method.name}']`, MethodOptionsSchema, method.options);
    }
  }
}

function inMessage(print: Printer["print"], message: DescriptorProto, outer: readonly string[]): void {
  const names = [...outer, message.name];
  const name = descriptorName(names);
  for (const nested of message.nestedType) inMessage(print, nested, names);
  for (const oneof of message.oneofDecl) {
    printIfSet(print, `${name}.oneofs_by_name['${oneof.name}']`, OneofOptionsSchema, oneof.options);
  }
  for (const enumeration of message.enumType) inEnum(print, enumeration, names);
  for (const field of message.field) {
    printIfSet(print, `${name}.fields_by_name['${field.name}']`, FieldOptionsSchema, field.options);
  }
  for (const extension of message.extension) {
    printIfSet(print, `${name}.extensions_by_name['${extension.name}']`, FieldOptionsSchema, extension.options);
  }
  printIfSet(print, name, MessageOptionsSchema, message.options);
}

function inEnum(print: Printer["print"], enumeration: EnumDescriptorProto, outer: readonly string[]): void {
  const name = descriptorName([...outer, enumeration.name]);
  printIfSet(print, name, EnumOptionsSchema, enumeration.options);
  for (const value of enumeration.value) {
    printIfSet(print, `${name}.values_by_name["${value.name}"]`, EnumValueOptionsSchema, value.options);
  }
}

/** Whether there was anything to print: `{}` after an rpc makes options that hold nothing. */
function printIfSet<Schema extends DescMessage>(
  print: Printer["print"],
  descriptor: string,
  schema: Schema,
  options: MessageShape<Schema> | undefined,
): boolean {
  const bytes = options === undefined ? new Uint8Array() : toBinary(schema, options);
  if (bytes.length === 0) return false;
  print(`${descriptor}._options = None`);
  print(`${descriptor}._serialized_options = b'${octalEscaped(bytes)}'`);
  return true;
}
