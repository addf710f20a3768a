// `{ field: value … }` → the content of a message, by the rules of protobuf's text format as protoc reads options.

import { BinaryWriter, WireType } from "../describe/binaryWriter.ts";
import type { Problem } from "../report/problem.ts";
import type { ListValue, MessageValue, MessageValueField, OptionValue } from "../syntax/nodes.ts";
import { missingToken } from "../syntax/syntaxProblems.ts";
import type { FieldDeclaration, MessageDeclaration } from "./declarations.ts";
import { encodedContent, type OptionContent, type OptionEntry, type Payload, writePayload } from "./optionContent.ts";
import { extendeeOf, fieldNamed, lookUpInMessage, type OptionContext, typeOf } from "./optionContext.ts";
import {
  anyMisplaced,
  anyTypeUnknown,
  extensionUnknownInValue,
  fieldSetTwice,
  fieldUnknownInValue,
  oneofSetTwice,
  requiredFieldsMissing,
  wrongExtendee,
} from "./optionProblems.ts";
import { checkText, encodeScalar } from "./optionScalars.ts";
import { checkTargets } from "./optionTargets.ts";
import { listForSingularField, messageExpected } from "./optionValueProblems.ts";
import { hasImplicitPresence, isDelimited, isMessageSet, isPacked, isRequired } from "./wireForm.ts";

/** The content of `value` as a `message`. What is wrong in it is reported and left out. */
export function messageContent(
  context: OptionContext,
  message: MessageDeclaration,
  value: MessageValue,
): OptionContent {
  const reading: Reading = { context, message, entries: [], packed: new Map(), set: new Map() };
  for (const field of value.fields) readField(reading, field);
  if (message.isMapEntry) addEntryDefaults(reading);
  for (const [field, payloads] of reading.packed) reading.entries.push(packedEntry(field, payloads));
  const missing = message.fields.filter(field => isRequired(field) && !reading.set.has(field));
  const opening = { start: value.start, end: value.start + 1 };
  if (missing.length > 0) context.report(requiredFieldsMissing(opening, message, missing));
  return { entries: reading.entries };
}

interface Reading {
  readonly context: OptionContext;
  readonly message: MessageDeclaration;
  readonly entries: OptionEntry[];
  /** Values of packed fields, which become one entry each. */
  readonly packed: Map<FieldDeclaration, Payload[]>;
  /** Where each field was set first. */
  readonly set: Map<FieldDeclaration, MessageValueField>;
}

function readField(reading: Reading, node: MessageValueField): void {
  if (node.name.kind === "anyName") {
    readAny(reading, node);
    return;
  }
  const field = fieldOf(reading, node);
  if (field === undefined || node.value === undefined || !checkSetOnce(reading, field, node)) return;
  checkTargets(reading.context, field, node.name);
  if (node.value.kind !== "list") {
    readValue(reading, field, node.value);
  } else if (field.label === "repeated") {
    if (!node.colon && node.value.elements.length === 0) checkMessages(reading.context, field, node.value);
    for (const element of node.value.elements) readValue(reading, field, element);
  } else {
    reading.context.report(listForSingularField(node.value, field));
  }
}

// `field []` without a colon, which only messages may do without.
function checkMessages(context: OptionContext, field: FieldDeclaration, list: ListValue): void {
  const type = typeOf(context, field);
  const isMessage = typeof type === "object" && type.kind === "message";
  if (type !== undefined && !isMessage) context.report(colonMissing(list));
}

function colonMissing(list: ListValue): Problem {
  const at = { start: list.start, end: list.start + 1 };
  return missingToken(at, ":", "between the field and its value", "[");
}

function fieldOf({ context, message }: Reading, node: MessageValueField): FieldDeclaration | undefined {
  const { name } = node;
  if (name.kind === "fieldName") {
    const field = fieldNamed(message, name.text) ?? groupNamed(context, message, name.text);
    if (field !== undefined) context.meanings.set(name, field);
    else if (!isReserved(message, name.text)) context.report(fieldUnknownInValue(name, message));
    // Reserved names may stay in old values; their content is passed over.
    else if (!node.colon && node.value?.kind === "list") context.report(colonMissing(node.value));
    return field;
  }
  const found = lookUpInMessage(context, name.text, message);
  const extension = found?.kind === "message" ? messageSetItem(context, message, found) : found;
  // The full name of a field is as good as that of an extension.
  if (extension?.kind === "field" && extension.extend === undefined && extension.parent === message) {
    context.meanings.set(name, extension);
    return extension;
  }
  if (extension?.kind !== "field" || extension.extend === undefined) {
    context.report(extensionUnknownInValue(context.file, name, found));
    return undefined;
  }
  const extendee = extendeeOf(context, extension);
  if (extendee !== message) {
    if (extendee !== undefined) context.report(wrongExtendee(name, extension, extendee, message));
    return undefined;
  }
  context.meanings.set(name, extension);
  return extension;
}

// A group goes by the name of its message.
function groupNamed(context: OptionContext, message: MessageDeclaration, name: string): FieldDeclaration | undefined {
  const field = fieldNamed(message, name.toLowerCase());
  if (field === undefined || !isDelimited(field)) return undefined;
  const type = typeOf(context, field);
  return typeof type === "object" && type.name === name && type.parent === message ? field : undefined;
}

function isReserved(message: MessageDeclaration, name: string): boolean {
  return message.reserved.some(one => one.names.some(reserved => reserved.text === name));
}

// An item of a message set may be named by its message, where that declares the extension.
function messageSetItem(
  context: OptionContext,
  message: MessageDeclaration,
  item: MessageDeclaration,
): FieldDeclaration | undefined {
  if (!isMessageSet(message)) return undefined;
  return item.extensions.find(one => extendeeOf(context, one) === message && typeOf(context, one) === item);
}

function checkSetOnce(reading: Reading, field: FieldDeclaration, node: MessageValueField): boolean {
  const { context, set } = reading;
  if (field.label === "repeated") {
    if (!set.has(field)) set.set(field, node);
    return true;
  }
  const earlier = set.get(field);
  if (earlier !== undefined) {
    context.report(fieldSetTwice(context.file, node.name, earlier.name));
    return false;
  }
  const { oneof } = field;
  if (oneof?.node !== undefined) {
    for (const [other, place] of set) {
      if (other.oneof !== oneof) continue;
      context.report(oneofSetTwice(context.file, node.name, place.name, oneof));
      return false;
    }
  }
  set.set(field, node);
  return true;
}

function readValue(reading: Reading, field: FieldDeclaration, value: OptionValue): void {
  const { context, entries, packed } = reading;
  const type = typeOf(context, field);
  const number = field.number;
  if (type === undefined || number === undefined) return;
  if (typeof type === "object" && type.kind === "message") {
    if (value.kind !== "messageValue") {
      context.report(messageExpected(value, field, type));
      return;
    }
    const kind = isMessageSet(reading.message) ? "messageSetItem" : isDelimited(field) ? "group" : "message";
    entries.push({ kind, number, isSorted: true, content: messageContent(context, type, value) });
    return;
  }
  checkText(context, field, type, value);
  const scalar = encodeScalar(context, field, type, value, "text");
  if (scalar === undefined) return;
  if (field.label === "repeated") {
    if (!isPacked(field, type)) entries.push({ kind: "scalar", number, isSorted: true, ...scalar });
    else packed.set(field, [...(packed.get(field) ?? []), scalar.payload]);
    return;
  }
  // Without presence, a zero is as good as nothing, so that protoc lets it be set once more.
  if (scalar.isZero && !reading.message.isMapEntry && hasImplicitPresence(field)) {
    reading.set.delete(field);
    return;
  }
  entries.push({ kind: "scalar", number, isSorted: true, ...scalar });
}

function packedEntry(field: FieldDeclaration, payloads: readonly Payload[]): OptionEntry {
  const writer = new BinaryWriter(64);
  for (const one of payloads) writePayload(writer, one);
  return delimited(field.number ?? 0, writer.finish());
}

// An entry of a map always has its key and its value.
function addEntryDefaults({ context, message, entries, set }: Reading): void {
  for (const field of message.fields) {
    const type = typeOf(context, field);
    const number = field.number;
    if (set.has(field) || type === undefined || number === undefined) continue;
    if (typeof type === "object" && type.kind === "message") {
      entries.push({ kind: "message", number, isSorted: true, content: { entries: [] } });
      continue;
    }
    const wireType = typeof type === "string" ? (zeroWireTypes[type] ?? WireType.Varint) : WireType.Varint;
    const length = wireType === WireType.Fixed32 ? 4 : wireType === WireType.Fixed64 ? 8 : 1;
    entries.push({ kind: "scalar", number, isSorted: true, wireType, payload: new Uint8Array(length) });
  }
}

const zeroWireTypes: Readonly<Record<string, WireType>> = {
  string: WireType.Delimited,
  bytes: WireType.Delimited,
  float: WireType.Fixed32,
  fixed32: WireType.Fixed32,
  sfixed32: WireType.Fixed32,
  double: WireType.Fixed64,
  fixed64: WireType.Fixed64,
  sfixed64: WireType.Fixed64,
};

// `[type.googleapis.com/pkg.Type] { … }`: the message is encoded into the value of the Any.
function readAny(reading: Reading, node: MessageValueField): void {
  const { context, message, entries, set } = reading;
  const { name } = node;
  const url = fieldNamed(message, "type_url");
  const bytes = fieldNamed(message, "value");
  if (message.fullName !== "google.protobuf.Any" || url === undefined || bytes === undefined) {
    context.report(anyMisplaced(name, message));
    return;
  }
  const earlier = set.get(url) ?? set.get(bytes);
  if (earlier !== undefined) {
    context.report(fieldSetTwice(context.file, name, earlier.name));
    return;
  }
  set.set(url, node);
  // Extensions are looked up in what `import option` brings too, but not the types of such messages.
  const { names } = context.file;
  const known = [names.own, ...names.others].map(file => file.byName.get(name.text)).find(one => one !== undefined);
  const isKnownDomain = name.domain === "type.googleapis.com" || name.domain === "type.googleprod.com";
  if (known?.kind !== "message" || !isKnownDomain) {
    context.report(anyTypeUnknown(context.file, name, isKnownDomain ? known : undefined));
    return;
  }
  context.meanings.set(name, known);
  if (node.value?.kind !== "messageValue") {
    if (node.value !== undefined) context.report(messageExpected(node.value, bytes, known));
    return;
  }
  const content = encodedContent(messageContent(context, known, node.value));
  entries.push(delimited(1, new TextEncoder().encode(`${name.domain}/${known.fullName}`)));
  if (content.length === 0) return;
  set.set(bytes, node);
  entries.push(delimited(2, content));
}

function delimited(number: number, bytes: Uint8Array): OptionEntry {
  const writer = new BinaryWriter(bytes.length + 8);
  writer.varint(bytes.length);
  writer.raw(bytes);
  return { kind: "scalar", number, isSorted: true, wireType: WireType.Delimited, payload: writer.finish() };
}
