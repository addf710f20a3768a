// The tree of a file → `google.protobuf.SourceCodeInfo`, with the locations in the order in which protoc's parser makes
// them: a declaration before its parts, the parts in the order of the text, and some oddities that tools rely on.

import { scalarTypes } from "../link/declarations.ts";
import type { InterpretedOptions } from "../link/interpretedOptions.ts";
import { isPseudoOption } from "../link/pseudoOptions.ts";
import type {
  EnumNode,
  ExtendNode,
  ExtensionsNode,
  FieldNode,
  FileNode,
  GroupNode,
  ImportNode,
  MapFieldNode,
  MessageMember,
  MessageNode,
  MethodNode,
  MethodType,
  OneofNode,
  ServiceNode,
} from "../syntax/nodes.ts";
import type { ParsedFile } from "../syntax/parsedFile.ts";
import type { Span } from "../text/span.ts";
import type { BinaryWriter } from "./binaryWriter.ts";
import {
  part,
  statement,
  type Writing,
  writeOption,
  writeOptionStatement,
  writeRange,
  writeReserved,
} from "./locationParts.ts";
import { LocationWriter } from "./locationWriter.ts";

/** Writes the locations of `parsed` into `writer`. An option's place bears the path to where its value went. */
export function writeSourceInfo(writer: BinaryWriter, parsed: ParsedFile, interpreted: InterpretedOptions): void {
  const out = new LocationWriter(writer, parsed);
  out.root();
  writeFile({ out, interpreted }, parsed.tree);
}

/** Elements of a message (or file) written so far, by list: what comes next gets this index. */
interface Counts {
  /** Field number of the list of messages declared here: `message_type` of a file, `nested_type` of a message. */
  readonly messageList: number;
  messages: number;
  enums: number;
  fields: number;
  extensions: number;
  oneofs: number;
  extensionRanges: number;
  reserved: { ranges: number; names: number };
}

function counts(messageList: number): Counts {
  return {
    messageList,
    messages: 0,
    enums: 0,
    fields: 0,
    extensions: 0,
    oneofs: 0,
    extensionRanges: 0,
    reserved: { ranges: 0, names: 0 },
  };
}

function writeFile(writing: Writing, tree: FileNode): void {
  const { out } = writing;
  const count = counts(4);
  let services = 0;
  const imports = { plain: 0, public: 0, weak: 0, option: 0 };
  for (const member of tree.members) {
    out.emptyStatements(member.start);
    switch (member.kind) {
      case "syntax":
        statement(writing, 12, member);
        break;
      case "package":
        statement(writing, 2, member);
        break;
      case "import":
        writeImport(writing, member, imports);
        break;
      case "option":
        writeOptionStatement(writing, 8, member);
        break;
      case "message":
        writeMessage(writing, 4, count.messages++, member);
        break;
      case "enum":
        writeEnum(writing, 5, count.enums++, member);
        break;
      case "extend":
        writeExtend(writing, 7, member, count);
        break;
      case "service":
        writeService(writing, services++, member);
        break;
    }
  }
}

function writeImport(
  { out }: Writing,
  node: ImportNode,
  imports: { plain: number; public: number; weak: number; option: number },
): void {
  const kind = node.modifier?.word;
  const around = kind === "option" ? out.enter(15, imports.option++) : out.enter(3, imports.plain++);
  out.declaration(node.start, node.end, node.end);
  out.leave(around);
  if (node.modifier === undefined || kind === "option") return;
  if (kind === "public") out.enter(10, imports.public++);
  else out.enter(11, imports.weak++);
  out.plain(node.modifier.start, node.modifier.end);
  out.leave(around);
}

function writeMessage(writing: Writing, list: number, index: number, node: MessageNode): void {
  const { out } = writing;
  const around = out.enter(list, index);
  // `export` and `local` stand outside of the declaration.
  out.declaration(node.keyword.start, node.end, (node.body?.start ?? node.end - 1) + 1);
  part(writing, 1, node.name);
  writeMessageBody(writing, node);
  out.leave(around);
}

function writeMessageBody(writing: Writing, node: MessageNode | GroupNode): void {
  const { out } = writing;
  const count = counts(3);
  for (const member of node.members) {
    out.emptyStatements(member.start);
    writeMessageMember(writing, member, count);
  }
  out.closeBody(node.end);
}

function writeMessageMember(writing: Writing, member: MessageMember, count: Counts): void {
  switch (member.kind) {
    case "field":
    case "mapField":
    case "group":
      writeField(writing, { list: 2, index: count.fields++ }, member, count);
      break;
    case "oneof":
      writeOneof(writing, member, count);
      break;
    case "message":
      writeMessage(writing, 3, count.messages++, member);
      break;
    case "enum":
      writeEnum(writing, 4, count.enums++, member);
      break;
    case "extend":
      writeExtend(writing, 6, member, count);
      break;
    case "extensions":
      writeExtensions(writing, member, count);
      break;
    case "reserved":
      writeReserved(writing, { ranges: 9, names: 10 }, member, count.reserved);
      break;
    case "option":
      writeOptionStatement(writing, 7, member);
      break;
  }
}

type AnyField = FieldNode | MapFieldNode | GroupNode;

/** `extendee`: of an extension, which has it as its first part. */
function writeField(
  writing: Writing,
  at: { readonly list: number; readonly index: number; readonly extendee?: Span | undefined },
  node: AnyField,
  count: Counts,
): void {
  const { out } = writing;
  const around = out.enter(at.list, at.index);
  // A group's comments belong to its message.
  if (node.kind === "group") out.plain(node.start, node.end);
  else out.declaration(node.start, node.end, node.end);
  part(writing, 2, at.extendee);
  part(writing, 4, node.label);
  if (node.kind === "group") part(writing, 5, node.keyword);
  else if (node.kind === "mapField") part(writing, 6, node.mapType);
  else part(writing, scalars.has(node.type?.text ?? "") ? 5 : 6, node.type);
  part(writing, 1, node.name);
  part(writing, 3, node.number);
  if (node.options !== undefined) {
    part(writing, 8, node.options);
    for (const option of node.options.options) {
      if (isPseudoOption(option, "default")) {
        part(writing, 7, option.value);
      } else if (isPseudoOption(option, "json_name")) {
        part(writing, 10, option);
        part(writing, 10, option.value);
      } else {
        writeOption(writing, 8, option);
      }
    }
  }
  out.leave(around);
  if (node.kind === "mapField") count.messages++;
  if (node.kind !== "group") return;
  // A group is a field and a message in one, so that their locations overlap.
  const message = count.messages++;
  out.enter(count.messageList, message);
  out.declaration(node.start, node.end, (node.body?.start ?? node.end - 1) + 1);
  part(writing, 1, node.name);
  out.leave(around);
  out.enter(at.list, at.index);
  part(writing, 6, node.name);
  out.leave(around);
  out.enter(count.messageList, message);
  writeMessageBody(writing, node);
  out.leave(around);
}

const scalars: ReadonlySet<string> = new Set(scalarTypes);

function writeOneof(writing: Writing, node: OneofNode, count: Counts): void {
  const { out } = writing;
  const index = count.oneofs++;
  const around = out.enter(8, index);
  out.declaration(node.start, node.end, (node.body?.start ?? node.end - 1) + 1);
  part(writing, 1, node.name);
  out.leave(around);
  for (const member of node.members) {
    if (member.kind === "option") {
      out.enter(8, index);
      writeOptionStatement(writing, 2, member);
      out.leave(around);
    } else {
      writeField(writing, { list: 2, index: count.fields++ }, member, count);
    }
  }
  out.closeBody(node.end);
}

function writeExtend(writing: Writing, list: number, node: ExtendNode, count: Counts): void {
  const { out } = writing;
  const around = out.enter(list);
  out.declaration(node.start, node.end, (node.body?.start ?? node.end - 1) + 1);
  out.leave(around);
  for (const member of node.members) {
    writeField(writing, { list, index: count.extensions++, extendee: node.extendee }, member, count);
  }
  out.closeBody(node.end);
}

function writeExtensions(writing: Writing, node: ExtensionsNode, count: Counts): void {
  const { out } = writing;
  const around = out.enter(5);
  out.declaration(node.start, node.end, node.end);
  const first = count.extensionRanges;
  for (const range of node.ranges) writeRange(writing, count.extensionRanges++, range);
  // Each range gets the options with locations of its own.
  for (let index = first; index < count.extensionRanges; index++) {
    if (node.options === undefined) break;
    const list = out.enter(index);
    part(writing, 3, node.options);
    for (const option of node.options.options) writeOption(writing, 3, option);
    out.leave(list);
  }
  out.leave(around);
}

function writeEnum(writing: Writing, list: number, index: number, node: EnumNode): void {
  const { out } = writing;
  let values = 0;
  let value = 0;
  const reserved = { ranges: 0, names: 0 };
  const around = out.enter(list, index);
  out.declaration(node.keyword.start, node.end, (node.body?.start ?? node.end - 1) + 1);
  part(writing, 1, node.name);
  for (const member of node.members) {
    out.emptyStatements(member.start);
    switch (member.kind) {
      case "option":
        writeOptionStatement(writing, 3, member);
        break;
      case "reserved":
        writeReserved(writing, { ranges: 4, names: 5 }, member, reserved);
        break;
      case "enumValue":
        value = out.enter(2, values++);
        out.declaration(member.start, member.end, member.end);
        part(writing, 1, member.name);
        part(writing, 2, member.number);
        part(writing, 3, member.options);
        for (const option of member.options?.options ?? []) writeOption(writing, 3, option);
        out.leave(value);
        break;
    }
  }
  out.closeBody(node.end);
  out.leave(around);
}

function writeService(writing: Writing, index: number, node: ServiceNode): void {
  const { out } = writing;
  let methods = 0;
  const around = out.enter(6, index);
  out.declaration(node.start, node.end, (node.body?.start ?? node.end - 1) + 1);
  part(writing, 1, node.name);
  for (const member of node.members) {
    out.emptyStatements(member.start);
    if (member.kind === "option") {
      writeOptionStatement(writing, 3, member);
      continue;
    }
    const service = out.enter(2, methods++);
    writeMethod(writing, member);
    out.leave(service);
  }
  out.closeBody(node.end);
  out.leave(around);
}

function writeMethod(writing: Writing, node: MethodNode): void {
  const { out } = writing;
  out.declaration(node.start, node.end, node.body === undefined ? node.end : node.body.start + 1);
  part(writing, 1, node.name);
  writeMethodType(writing, { stream: 5, type: 2 }, node.input);
  writeMethodType(writing, { stream: 6, type: 3 }, node.output);
  if (node.body === undefined) return;
  for (const option of node.members) {
    out.emptyStatements(option.start);
    writeOptionStatement(writing, 4, option);
  }
  out.closeBody(node.end);
}

function writeMethodType(
  writing: Writing,
  fields: { readonly stream: number; readonly type: number },
  node: MethodType | undefined,
): void {
  part(writing, fields.stream, node?.stream);
  part(writing, fields.type, node?.type);
}
