import type {
  ExtendNode,
  ExtensionsNode,
  FieldNode,
  GroupNode,
  MapFieldNode,
  MessageNode,
  OneofNode,
  OptionNode,
} from "../syntax/nodes.ts";
import { isScalarType } from "../syntax/scalarTypes.ts";
import { kept } from "../text/kept.ts";
import type {
  EnumDeclaration,
  FieldDeclaration,
  MessageDeclaration,
  OneofDeclaration,
  ScalarType,
} from "./declarations.ts";
import { declareEnum } from "./declareEnum.ts";
import {
  type Declaring,
  type DeclaringScope,
  joined,
  numberOf,
  optionsAmong,
  push,
  reservedAmong,
  take,
  takeType,
} from "./declaring.ts";
import { groupFieldName, jsonNameOf, mapEntryName, syntheticOneofName } from "./generatedNames.ts";
import { plainName } from "./plainOptions.ts";

type AnyField = FieldNode | MapFieldNode | GroupNode;

/** Declares a message, or the message of a group, with all that stands in it. */
export function declareMessage(
  declaring: Declaring,
  scope: DeclaringScope,
  node: MessageNode | GroupNode,
): MessageDeclaration | undefined {
  if (node.name === undefined) return undefined;
  const parts = messageParts();
  const message: Unfinished<MessageDeclaration> = {
    kind: "message",
    name: node.name.text,
    fullName: joined(scope.fullName, node.name.text),
    file: declaring.file,
    nameSpan: node.name,
    parent: scope.parent,
    node,
    ...parts,
    reserved: reservedAmong(node.members),
    options: optionsAmong(node.members),
    isMapEntry: false,
  };
  takeType(declaring, message);
  declareMembers(declaring, message, node, parts);
  message.fields = kept(parts.fields);
  message.oneofs = kept(parts.oneofs);
  message.messages = kept(parts.messages);
  message.enums = kept(parts.enums);
  message.extensions = kept(parts.extensions);
  message.extensionRanges = kept(parts.extensionRanges);
  return message;
}

type Unfinished<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** Declares the extensions of one `extend` block, and the messages of its groups, into `lists`. */
export function declareExtensions(
  declaring: Declaring,
  scope: DeclaringScope,
  extend: ExtendNode,
  lists: { readonly extensions: FieldDeclaration[]; readonly messages: MessageDeclaration[] },
): void {
  for (const node of extend.members) {
    const ownMessage = declareOwnMessage(declaring, scope, node);
    push(lists.messages, ownMessage);
    push(lists.extensions, declareField(declaring, scope, node, { extend, ownMessage }));
  }
}

interface MessageParts {
  readonly fields: FieldDeclaration[];
  readonly oneofs: OneofDeclaration[];
  readonly messages: MessageDeclaration[];
  readonly enums: EnumDeclaration[];
  readonly extensions: FieldDeclaration[];
  readonly extensionRanges: ExtensionsNode[];
}

function messageParts(): MessageParts {
  return { fields: [], oneofs: [], messages: [], enums: [], extensions: [], extensionRanges: [] };
}

function declareMembers(
  declaring: Declaring,
  message: MessageDeclaration,
  node: MessageNode | GroupNode,
  parts: MessageParts,
): void {
  const scope: DeclaringScope = { fullName: message.fullName, parent: message };
  const synthetic: OneofDeclaration[] = [];
  // Made on the first proto3 `optional`: most messages have none.
  let taken: Set<string> | undefined;
  for (const member of node.members) {
    switch (member.kind) {
      case "field":
      case "mapField":
      case "group": {
        const ownMessage = declareOwnMessage(declaring, scope, member);
        push(parts.messages, ownMessage);
        const own = member.kind === "field" && isProto3Optional(declaring, member) ? member.name : undefined;
        if (own === undefined) {
          push(parts.fields, declareField(declaring, scope, member, { ownMessage }));
          break;
        }
        taken ??= memberNames(node);
        const name = syntheticOneofName(own.text, taken);
        taken.add(name);
        const members: FieldDeclaration[] = [];
        const oneof = oneofDeclaration(message, { name, nameSpan: own, node: undefined, fields: members, options: [] });
        synthetic.push(oneof);
        push(members, declareField(declaring, scope, member, { oneof }));
        parts.fields.push(...members);
        break;
      }
      case "oneof":
        push(parts.oneofs, declareOneof(declaring, message, member, parts));
        break;
      case "message":
        push(parts.messages, declareMessage(declaring, scope, member));
        break;
      case "enum":
        push(parts.enums, declareEnum(declaring, scope, member));
        break;
      case "extend":
        declareExtensions(declaring, scope, member, parts);
        break;
      case "extensions":
        parts.extensionRanges.push(member);
        break;
    }
  }
  for (const oneof of synthetic) {
    parts.oneofs.push(oneof);
    take(declaring, oneof);
  }
}

function memberNames(node: MessageNode | GroupNode): Set<string> {
  const names: (string | undefined)[] = [];
  for (const member of node.members) {
    if (member.kind === "oneof") {
      names.push(member.name?.text);
      for (const inner of member.members) if (inner.kind !== "option") names.push(fieldName(inner));
    } else if (member.kind === "field" || member.kind === "mapField" || member.kind === "group") {
      names.push(fieldName(member));
    }
  }
  return new Set(names.filter(name => name !== undefined));
}

function declareOneof(
  declaring: Declaring,
  message: MessageDeclaration,
  node: OneofNode,
  parts: MessageParts,
): OneofDeclaration | undefined {
  const fields: FieldDeclaration[] = [];
  const options = optionsAmong(node.members);
  const { name } = node;
  const named = { name: name?.text ?? "", nameSpan: name ?? node.keyword };
  const oneof = oneofDeclaration(message, { ...named, node, fields, options });
  if (name !== undefined) take(declaring, oneof);
  const scope: DeclaringScope = { fullName: message.fullName, parent: message };
  for (const member of node.members) {
    if (member.kind === "option") continue;
    const ownMessage = declareOwnMessage(declaring, scope, member);
    push(parts.messages, ownMessage);
    push(fields, declareField(declaring, scope, member, { oneof, ownMessage }));
  }
  for (const field of fields) parts.fields.push(field);
  // The fields of one without a name are fields of the message all the same.
  return name === undefined ? undefined : oneof;
}

function oneofDeclaration(
  parent: MessageDeclaration,
  own: Pick<OneofDeclaration, "name" | "nameSpan" | "node" | "fields" | "options">,
): OneofDeclaration {
  return { kind: "oneof", ...own, fullName: joined(parent.fullName, own.name), file: parent.file, parent };
}

function declareOwnMessage(
  declaring: Declaring,
  scope: DeclaringScope,
  node: AnyField,
): MessageDeclaration | undefined {
  switch (node.kind) {
    case "field":
      return undefined;
    case "group":
      return declareMessage(declaring, scope, node);
    case "mapField":
      return declareMapEntry(declaring, scope, node);
  }
}

function declareMapEntry(
  declaring: Declaring,
  scope: DeclaringScope,
  node: MapFieldNode,
): MessageDeclaration | undefined {
  if (node.name === undefined) return undefined;
  const name = mapEntryName(node.name.text);
  const parts = messageParts();
  const entry: MessageDeclaration = {
    kind: "message",
    name,
    fullName: joined(scope.fullName, name),
    file: declaring.file,
    nameSpan: node.name,
    parent: scope.parent,
    node,
    ...parts,
    reserved: kept([]),
    options: kept([]),
    isMapEntry: true,
  };
  // Two map fields of one name clash as fields already.
  const earlier = declaring.byName.get(entry.fullName);
  const twin = earlier?.kind === "message" && earlier.isMapEntry && earlier.node.name?.text === node.name.text;
  if (!twin) takeType(declaring, entry);
  for (const side of ["key", "value"] as const) {
    const type = side === "key" ? node.mapType.key : node.mapType.value;
    const scalar = scalarOf(type?.text);
    parts.fields.push({
      kind: "field",
      name: side,
      fullName: joined(entry.fullName, side),
      file: declaring.file,
      nameSpan: node.name,
      parent: entry,
      node,
      number: side === "key" ? 1 : 2,
      label: "optional",
      scalar,
      typeName: scalar === undefined ? type : undefined,
      ownMessage: undefined,
      oneof: undefined,
      proto3Optional: false,
      extend: undefined,
      jsonName: side,
      jsonNameWritten: false,
      options: kept([]),
    });
  }
  return entry;
}

function declareField(
  declaring: Declaring,
  scope: DeclaringScope,
  node: AnyField,
  own: {
    readonly extend?: ExtendNode;
    readonly oneof?: OneofDeclaration;
    readonly ownMessage?: MessageDeclaration | undefined;
  },
): FieldDeclaration | undefined {
  const name = fieldName(node);
  if (node.name === undefined || name === undefined) return undefined;
  const type = node.kind === "field" ? node.type : undefined;
  const scalar = scalarOf(type?.text);
  const options = node.options?.options ?? kept([]);
  const jsonName = writtenJsonName(options);
  const field: FieldDeclaration = {
    kind: "field",
    name,
    fullName: joined(scope.fullName, name),
    file: declaring.file,
    nameSpan: node.name,
    parent: scope.parent,
    node,
    number: numberOf(declaring, node.number, "field"),
    label: node.kind === "mapField" ? "repeated" : node.label?.word,
    scalar,
    typeName: scalar === undefined ? type : undefined,
    ownMessage: own.ownMessage,
    oneof: own.oneof,
    proto3Optional: isProto3Optional(declaring, node),
    extend: own.extend,
    jsonName: jsonName ?? jsonNameOf(name),
    jsonNameWritten: jsonName !== undefined,
    options,
  };
  // A group that clashes does so by its message, which has been reported; one in lower case is reported for that.
  const clashingGroup =
    node.kind === "group" &&
    (declaring.byName.get(own.ownMessage?.fullName ?? "") !== own.ownMessage || name === own.ownMessage?.name);
  if (!clashingGroup) take(declaring, field);
  return field;
}

function fieldName(node: AnyField): string | undefined {
  return node.kind === "group" && node.name !== undefined ? groupFieldName(node.name.text) : node.name?.text;
}

function isProto3Optional(declaring: Declaring, node: AnyField): boolean {
  return declaring.file.syntax === "proto3" && node.kind !== "mapField" && node.label?.word === "optional";
}

function writtenJsonName(options: readonly OptionNode[]): string | undefined {
  for (const option of options) {
    if (plainName(option) === "json_name" && option.value?.kind === "string") return option.value.text;
  }
  return undefined;
}

function scalarOf(type: string | undefined): ScalarType | undefined {
  return type !== undefined && isScalarType(type) ? type : undefined;
}
