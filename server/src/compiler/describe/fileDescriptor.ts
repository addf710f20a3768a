// A linked file → the bytes of its `google.protobuf.FileDescriptorProto`, field by field in the order of the numbers,
// equal to what protoc writes.
import type {
  DeclaredFile,
  EnumDeclaration,
  FieldDeclaration,
  MessageDeclaration,
  MethodDeclaration,
  OneofDeclaration,
  ScalarType,
  ServiceDeclaration,
} from "../link/declarations.ts";
import type { InterpretedOptions } from "../link/interpretedOptions.ts";
import type { LinkedFile } from "../link/linkedFile.ts";
import { interpretOptions } from "../link/options.ts";
import { numberOfMax } from "../link/wireForm.ts";
import {
  type ExtensionsNode,
  integerOf,
  type RangeNode,
  type ReservedNode,
  type TypeName,
  type Word,
} from "../syntax/nodes.ts";
import { bytesOf } from "../text/looseUtf8.ts";
import { BinaryWriter } from "./binaryWriter.ts";
import { defaultValueText } from "./defaultValue.ts";
import { writeSourceInfo } from "./sourceInfo.ts";

export interface FileDescriptorOptions {
  /** Whether `source_code_info` (places and comments) is written. */
  readonly sourceInfo: "with" | "without";
  /**
   * `all`: `json_name` on every field, as protoc gives it to plugins and to files. `written`: only where it is written,
   * never on extensions, as protoc gives it to its own generators.
   */
  readonly jsonNames: "all" | "written";
  /** The linked `google/protobuf/descriptor.proto`, which says what options there are; without it they are left out. */
  readonly optionTypes?: LinkedFile | undefined;
}

/** The serialised `FileDescriptorProto` of `file`. What is broken or unresolved is left out. */
export function fileDescriptor(file: LinkedFile, options: FileDescriptorOptions): Uint8Array {
  scratch.clear();
  writeFileDescriptor(scratch, file, options);
  return scratch.finish();
}

// Whole corpora are described file by file, so the memory is used again.
const scratch = new BinaryWriter(1 << 16);

/** Writes the fields of the `FileDescriptorProto` of `file` into `writer`. */
export function writeFileDescriptor(writer: BinaryWriter, file: LinkedFile, options: FileDescriptorOptions): void {
  const { declared } = file;
  const interpreted = interpretOptions(file, options.optionTypes);
  const writing: Writing = { writer, file, interpreted, jsonNames: options.jsonNames };
  writer.text(1, declared.path);
  if (declared.packageName !== "") writer.text(2, declared.packageName);
  const plain = file.imports.filter(one => one.modifier !== "option");
  for (const one of plain) writer.text(3, one.path);
  for (const message of declared.messages) writeMessage(writing, 4, message);
  for (const one of declared.enums) writeEnum(writing, 5, one);
  for (const service of declared.services) writeService(writing, service);
  for (const extension of declared.extensions) writeField(writing, 7, extension);
  writeOptions(writing, 8, declared);
  if (options.sourceInfo === "with") {
    const mark = writer.open(9);
    writeSourceInfo(writer, declared.parsed, interpreted);
    writer.close(mark);
  }
  for (const [index, one] of plain.entries()) if (one.modifier === "public") writer.integer(10, index);
  for (const [index, one] of plain.entries()) if (one.modifier === "weak") writer.integer(11, index);
  if (declared.syntax !== "proto2") writer.text(12, declared.syntax);
  if (declared.syntax === "editions") writer.integer(14, declared.edition);
  for (const one of file.imports) if (one.modifier === "option") writer.text(15, one.path);
}

interface Writing {
  readonly writer: BinaryWriter;
  readonly file: LinkedFile;
  readonly interpreted: InterpretedOptions;
  readonly jsonNames: "all" | "written";
}

function writeMessage(writing: Writing, field: number, message: MessageDeclaration): void {
  const { writer } = writing;
  const mark = writer.open(field);
  writer.text(1, message.name);
  for (const one of message.fields) writeField(writing, 2, one);
  for (const one of message.messages) writeMessage(writing, 3, one);
  for (const one of message.enums) writeEnum(writing, 4, one);
  const max = numberOfMax(message) + 1;
  for (const one of message.extensionRanges) writeExtensionRanges(writing, one, max);
  for (const one of message.extensions) writeField(writing, 6, one);
  if (message.isMapEntry) writer.raw(mapEntryOptions);
  else writeOptions(writing, 7, message);
  for (const one of message.oneofs) writeOneof(writing, one);
  for (const one of message.reserved) {
    for (const range of one.ranges) writeRange(writer, 9, range.from, { to: exclusiveEnd(range, max) });
  }
  writeReservedNames(writer, 10, message.reserved);
  if (message.node.kind === "message") writeVisibility(writer, 11, message.node.visibility);
  writer.close(mark);
}

const maxInt32 = 2147483647;

// `options { map_entry: true }`
const mapEntryOptions = Uint8Array.of(0x3a, 2, 0x38, 1);

function writeField(writing: Writing, field: number, declaration: FieldDeclaration): void {
  const { writer, file } = writing;
  const mark = writer.open(field);
  writer.text(1, declaration.name);
  if (declaration.extend !== undefined) writeTypeName(writing, 2, declaration.extend.extendee);
  if (declaration.number !== undefined) writer.integer(3, declaration.number);
  writer.integer(4, labelNumbers[declaration.label ?? "optional"]);
  if (declaration.scalar !== undefined) {
    writer.integer(5, scalarNumbers[declaration.scalar]);
  } else if (declaration.ownMessage !== undefined) {
    writer.integer(5, declaration.node.kind === "group" ? groupType : messageType);
    writer.typeName(6, declaration.ownMessage.fullName);
  } else if (declaration.typeName !== undefined) {
    const type = file.types.get(declaration.typeName);
    if (type !== undefined) {
      writer.integer(5, type.kind === "enum" ? enumType : messageType);
      writer.typeName(6, type.fullName);
    }
  }
  const isEntryMember = declaration.parent?.isMapEntry === true && declaration.extend === undefined;
  if (declaration.options.length > 0 && !isEntryMember) {
    const text = defaultValueText(declaration);
    if (text !== undefined) writer.latin1(7, text);
  }
  writeOptions(writing, 8, declaration);
  if (declaration.oneof !== undefined) writer.integer(9, declaration.oneof.parent.oneofs.indexOf(declaration.oneof));
  if (writing.jsonNames === "all" || (declaration.jsonNameWritten && declaration.extend === undefined)) {
    if (declaration.jsonNameWritten) writer.latin1(10, bytesOf(declaration.jsonName));
    else writer.text(10, declaration.jsonName);
  }
  if (declaration.proto3Optional) writer.integer(17, 1);
  writer.close(mark);
}

const groupType = 10;
const messageType = 11;
const enumType = 14;

const labelNumbers = { optional: 1, required: 2, repeated: 3 } as const;

const scalarNumbers: Readonly<Record<ScalarType, number>> = {
  double: 1,
  float: 2,
  int64: 3,
  uint64: 4,
  int32: 5,
  fixed64: 6,
  fixed32: 7,
  bool: 8,
  string: 9,
  bytes: 12,
  uint32: 13,
  sfixed32: 15,
  sfixed64: 16,
  sint32: 17,
  sint64: 18,
};

function writeOneof(writing: Writing, oneof: OneofDeclaration): void {
  const { writer } = writing;
  const mark = writer.open(8);
  writer.text(1, oneof.name);
  writeOptions(writing, 2, oneof);
  writer.close(mark);
}

// The options of an `extensions` statement are those of each of its ranges.
function writeExtensionRanges(writing: Writing, node: ExtensionsNode, max: number): void {
  for (const range of node.ranges) {
    writeRange(writing.writer, 5, range.from, {
      to: exclusiveEnd(range, max),
      options: writing.interpreted.bytesOf(node),
    });
  }
}

function writeRange(
  writer: BinaryWriter,
  field: number,
  from: RangeNode["from"],
  rest: { readonly to: number; readonly options?: Uint8Array | undefined },
): void {
  const mark = writer.open(field);
  writer.integer(1, Number(integerOf(from)));
  writer.integer(2, rest.to);
  if (rest.options !== undefined) writer.bytes(3, rest.options);
  writer.close(mark);
}

function exclusiveEnd(range: RangeNode, max: number): number {
  if (range.to === undefined) return Number(integerOf(range.from)) + 1;
  return range.to.kind === "word" ? max : Number(integerOf(range.to)) + 1;
}

function writeReservedNames(writer: BinaryWriter, field: number, reserved: readonly ReservedNode[]): void {
  for (const one of reserved) {
    for (const name of one.names) {
      if (name.kind === "name") writer.text(field, name.text);
      else writer.latin1(field, name.bytes);
    }
  }
}

function writeVisibility(writer: BinaryWriter, field: number, word: Word<"export" | "local"> | undefined): void {
  if (word !== undefined) writer.integer(field, word.word === "local" ? 1 : 2);
}

function writeEnum(writing: Writing, field: number, declaration: EnumDeclaration): void {
  const { writer } = writing;
  const mark = writer.open(field);
  writer.text(1, declaration.name);
  for (const value of declaration.values) {
    const valueMark = writer.open(2);
    writer.text(1, value.name);
    if (value.number !== undefined) writer.integer(2, value.number);
    writeOptions(writing, 3, value);
    writer.close(valueMark);
  }
  writeOptions(writing, 3, declaration);
  for (const one of declaration.reserved) {
    // Unlike those of messages, these ranges keep their last number.
    for (const range of one.ranges) writeRange(writer, 4, range.from, { to: inclusiveEnd(range) });
  }
  writeReservedNames(writer, 5, declaration.reserved);
  writeVisibility(writer, 6, declaration.node.visibility);
  writer.close(mark);
}

function inclusiveEnd(range: RangeNode): number {
  if (range.to === undefined) return Number(integerOf(range.from));
  return range.to.kind === "word" ? maxInt32 : Number(integerOf(range.to));
}

function writeService(writing: Writing, service: ServiceDeclaration): void {
  const { writer } = writing;
  const mark = writer.open(6);
  writer.text(1, service.name);
  for (const method of service.methods) writeMethod(writing, method);
  writeOptions(writing, 3, service);
  writer.close(mark);
}

function writeMethod(writing: Writing, method: MethodDeclaration): void {
  const { writer } = writing;
  const mark = writer.open(2);
  writer.text(1, method.name);
  if (method.input?.type?.kind === "typeName") writeTypeName(writing, 2, method.input.type);
  if (method.output?.type?.kind === "typeName") writeTypeName(writing, 3, method.output.type);
  // A braced body makes protoc write the options message even when it is empty.
  const options = writing.interpreted.bytesOf(method);
  if (options !== undefined) writer.bytes(4, options);
  else if (method.node.body !== undefined) writer.bytes(4, new Uint8Array(0));
  if (method.clientStreaming) writer.integer(5, 1);
  if (method.serverStreaming) writer.integer(6, 1);
  writer.close(mark);
}

function writeTypeName(writing: Writing, field: number, name: TypeName | undefined): void {
  const type = name === undefined ? undefined : writing.file.types.get(name);
  if (type !== undefined) writing.writer.typeName(field, type.fullName);
}

function writeOptions(
  writing: Writing,
  field: number,
  owner:
    | DeclaredFile
    | MessageDeclaration
    | FieldDeclaration
    | OneofDeclaration
    | EnumDeclaration
    | EnumDeclaration["values"][number]
    | ServiceDeclaration,
): void {
  const bytes = writing.interpreted.bytesOf(owner);
  if (bytes !== undefined) writing.writer.bytes(field, bytes);
}
