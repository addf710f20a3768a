// Options with `retention = RETENTION_SOURCE` are for tools that read protos; protoc leaves them out of what generated
// code embeds (https://protobuf.dev/programming-guides/proto3/#option-retention). Custom options are unknown fields
// here, so the work is done on bytes.
import { type DescMessage, fromBinary, type Message, type MessageShape, toBinary } from "@bufbuild/protobuf";
import { BinaryReader, BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import {
  type DescriptorProto,
  type EnumDescriptorProto,
  EnumOptionsSchema,
  EnumValueOptionsSchema,
  ExtensionRangeOptionsSchema,
  type FieldDescriptorProto,
  FieldDescriptorProto_Type,
  FieldOptions_OptionRetention,
  FieldOptionsSchema,
  type FileDescriptorProto,
  FileOptionsSchema,
  file_google_protobuf_descriptor,
  MessageOptionsSchema,
  MethodOptionsSchema,
  OneofOptionsSchema,
  ServiceOptionsSchema,
} from "@bufbuild/protobuf/wkt";
import { typeIndex } from "./typeIndex.ts";

/** Takes the options that are kept in source only out of a file, which is changed, and given back. */
export type StripSourceOptions = (file: FileDescriptorProto) => FileDescriptorProto;

/** @param files all files of the schema: they declare the custom options */
export function sourceOptionStripper(files: readonly FileDescriptorProto[]): StripSourceOptions {
  const fields = fieldIndex(files);
  return file => {
    stripFile(file, fields);
    return file;
  };
}

/** The fields of a message type, by its name and their numbers, that are dropped or hold something that is. */
type FieldIndex = ReadonlyMap<string, ReadonlyMap<number, "dropped" | { readonly message: string }>>;

// Numbers in descriptor.proto, whose own options are not in every schema: settings of a `FeatureSet` that only checks
// read, and what `ExtensionRangeOptions` declares.
const dropped: readonly (readonly [string, readonly number[]])[] = [
  [".google.protobuf.FeatureSet", [7, 8, 9]],
  [".google.protobuf.ExtensionRangeOptions", [2, 3]],
];

function fieldIndex(files: readonly FileDescriptorProto[]): FieldIndex {
  const index = new Map<string, Map<number, "dropped" | { readonly message: string }>>();
  const note = (type: string, field: FieldDescriptorProto): void => {
    const isDropped = field.options?.retention === FieldOptions_OptionRetention.RETENTION_SOURCE;
    // Protoc does not look into groups.
    if (!isDropped && field.type !== FieldDescriptorProto_Type.MESSAGE) return;
    const known = index.get(type) ?? new Map<number, "dropped" | { readonly message: string }>();
    index.set(type, known.set(field.number, isDropped ? "dropped" : { message: field.typeName }));
  };
  const all = [file_google_protobuf_descriptor.proto, ...files];
  for (const [name, type] of typeIndex(all)) {
    if (type.kind === "enum") continue;
    for (const field of type.message.field) note(name, field);
    for (const extension of type.message.extension) note(extension.extendee, extension);
  }
  for (const extension of all.flatMap(file => file.extension)) note(extension.extendee, extension);
  for (const [type, numbers] of dropped) {
    const known = index.get(type) ?? new Map<number, "dropped" | { readonly message: string }>();
    for (const number of numbers) known.set(number, "dropped");
    index.set(type, known);
  }
  // Most options hold nothing that is dropped: what is left out here need not be looked at again.
  for (let before = -1, left = 0; before !== left; ) {
    before = left;
    left = 0;
    for (const [type, known] of index) {
      for (const [number, field] of known) {
        if (field !== "dropped" && !index.has(field.message)) known.delete(number);
      }
      if (known.size === 0) index.delete(type);
      left += known.size;
    }
  }
  return index;
}

function stripFile(file: FileDescriptorProto, fields: FieldIndex): void {
  strip(file, FileOptionsSchema, fields);
  for (const message of file.messageType) stripMessage(message, fields);
  for (const enumeration of file.enumType) stripEnum(enumeration, fields);
  for (const extension of file.extension) strip(extension, FieldOptionsSchema, fields);
  for (const service of file.service) {
    strip(service, ServiceOptionsSchema, fields);
    for (const method of service.method) strip(method, MethodOptionsSchema, fields);
  }
}

function stripMessage(message: DescriptorProto, fields: FieldIndex): void {
  strip(message, MessageOptionsSchema, fields);
  for (const field of [...message.field, ...message.extension]) strip(field, FieldOptionsSchema, fields);
  for (const oneof of message.oneofDecl) strip(oneof, OneofOptionsSchema, fields);
  for (const range of message.extensionRange) strip(range, ExtensionRangeOptionsSchema, fields);
  for (const enumeration of message.enumType) stripEnum(enumeration, fields);
  for (const nested of message.nestedType) stripMessage(nested, fields);
}

function stripEnum(enumeration: EnumDescriptorProto, fields: FieldIndex): void {
  strip(enumeration, EnumOptionsSchema, fields);
  for (const value of enumeration.value) strip(value, EnumValueOptionsSchema, fields);
}

/** Options that lose all they hold are gone; options that held nothing stay, as `{}` after an rpc makes them. */
function strip<Schema extends DescMessage>(
  owner: { options?: MessageShape<Schema> | undefined },
  schema: Schema,
  fields: FieldIndex,
): void {
  if (owner.options === undefined || !mayLose(owner.options, fields)) return;
  const before = toBinary(schema, owner.options);
  const after = strippedBytes(before, `.${schema.typeName}`, fields);
  if (after.length === before.length) return;
  owner.options = after.length === 0 ? undefined : fromBinary(schema, after);
}

function mayLose(options: Message, fields: FieldIndex): boolean {
  if (options.$typeName === ExtensionRangeOptionsSchema.typeName || "features" in options) return true;
  const known = fields.get(`.${options.$typeName}`);
  return options.$unknown?.some(field => known?.has(field.no) === true) === true;
}

function strippedBytes(bytes: Uint8Array, type: string, fields: FieldIndex): Uint8Array {
  const known = fields.get(type);
  if (known === undefined) return bytes;
  const reader = new BinaryReader(bytes);
  const writer = new BinaryWriter();
  while (reader.pos < reader.len) {
    const start = reader.pos;
    const [number, wireType] = reader.tag();
    const field = known.get(number);
    if (field !== undefined && field !== "dropped" && wireType === WireType.LengthDelimited) {
      writer.tag(number, wireType).bytes(strippedBytes(reader.bytes(), field.message, fields));
      continue;
    }
    reader.skip(wireType, number);
    if (field !== "dropped") writer.raw(bytes.subarray(start, reader.pos));
  }
  return writer.finish();
}
