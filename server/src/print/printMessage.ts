// Messages with all that is in them, and what files and messages both declare.

import { isFieldSet, ScalarType } from "@bufbuild/protobuf";
import {
  type DescriptorProto,
  ExtensionRangeOptionsSchema,
  type FieldDescriptorProto,
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FieldDescriptorProtoSchema,
  FieldOptionsSchema,
  MessageOptionsSchema,
  type OneofDescriptorProto,
  OneofOptionsSchema,
} from "@bufbuild/protobuf/wkt";
import { joined } from "../compiler/link/declaring.ts";
import {
  block,
  indented,
  type Printing,
  quoted,
  rangeText,
  reservedLines,
  spaced,
  statement,
  visibilityWord,
} from "./lines.ts";
import { enumLines } from "./printEnum.ts";
import { optionStatements, optionsInBrackets } from "./printOptions.ts";

/** What a file or a message declares, but for its enums. */
export type Holder = Pick<DescriptorProto, "field" | "oneofDecl" | "nestedType" | "extension">;

/** What stands together: a field, or all of a oneof, or extensions of one message beside each other. */
interface Unit {
  readonly fields: readonly FieldDescriptorProto[];
  readonly lines: (ownMessage: OwnMessage) => string[];
}

/** The message that a field declares itself: of a group, or the entry of a map. */
type OwnMessage = (field: FieldDescriptorProto) => DescriptorProto | undefined;

/**
 * Messages, fields and extensions in blocks, in an order that keeps the order of each of them. Where a field declares a
 * message, the messages before that one have to stand before the field.
 */
export function declarations(print: Printing, scope: string, holder: Holder): string[][] {
  const byName = new Map(holder.nestedType.map(one => [`.${joined(scope, one.name)}`, one]));
  const ownMessage: OwnMessage = field => {
    const named = byName.get(field.typeName);
    const isOwn = isGroup(print, field) ? named?.name.toLowerCase() === field.name : named?.options?.mapEntry === true;
    return isOwn ? named : undefined;
  };
  const lists = [fieldUnits(print, scope, holder), extensionUnits(print, scope, holder)].map(units => ({
    units,
    at: 0,
  }));
  const unitOf = new Map<DescriptorProto, { readonly list: (typeof lists)[number]; readonly unit: Unit }>();
  for (const list of lists) {
    for (const unit of list.units) {
      for (const own of unit.fields.map(ownMessage)) if (own !== undefined) unitOf.set(own, { list, unit });
    }
  }
  const parts: string[][] = [];
  let nextMessage = 0;

  const printMessages = (end: number) => {
    while (nextMessage < end) {
      const message = holder.nestedType[nextMessage];
      nextMessage += 1;
      if (message === undefined) continue;
      const owner = unitOf.get(message);
      if (owner === undefined) parts.push(messageLines(print, scope, message));
      else printUnits(owner.list, owner.list.units.indexOf(owner.unit) + 1);
    }
  };
  const printUnits = (list: (typeof lists)[number], end: number) => {
    const lines: string[] = [];
    while (list.at < end) {
      const unit = list.units[list.at];
      list.at += 1;
      if (unit === undefined) continue;
      const own = unit.fields.map(ownMessage).filter(one => one !== undefined);
      const before = own[0] === undefined ? 0 : holder.nestedType.indexOf(own[0]);
      if (before > nextMessage) parts.push(lines.splice(0));
      printMessages(before);
      nextMessage = Math.max(nextMessage, before + own.length);
      lines.push(...unit.lines(ownMessage));
    }
    parts.push(lines);
  };
  for (const list of lists) printUnits(list, list.units.length);
  printMessages(holder.nestedType.length);
  return parts;
}

function fieldUnits(print: Printing, scope: string, holder: Holder): Unit[] {
  const units: Unit[] = [];
  const seen = new Set<OneofDescriptorProto>();
  for (const field of holder.field) {
    const oneof = oneofOf(field, holder);
    if (oneof === undefined) {
      units.push({
        fields: [field],
        lines: own => fieldLines(print, scope, field, { own: own(field), isMember: false }),
      });
    } else if (!seen.has(oneof)) {
      seen.add(oneof);
      const fields = holder.field.filter(one => oneofOf(one, holder) === oneof);
      units.push({
        fields,
        lines: own =>
          block(`oneof ${oneof.name}`, [
            ...optionStatements(print, joined(scope, oneof.name), OneofOptionsSchema, oneof.options),
            ...fields.flatMap(one => fieldLines(print, scope, one, { own: own(one), isMember: true })),
          ]),
      });
    }
  }
  return units;
}

function oneofOf(field: FieldDescriptorProto, { oneofDecl }: Holder): OneofDescriptorProto | undefined {
  if (field.proto3Optional || !isFieldSet(field, FieldDescriptorProtoSchema.field.oneofIndex)) return undefined;
  return oneofDecl[field.oneofIndex];
}

function extensionUnits(print: Printing, scope: string, { extension }: Holder): Unit[] {
  const runs: FieldDescriptorProto[][] = [];
  for (const one of extension) {
    const last = runs.at(-1);
    if (last?.[0]?.extendee === one.extendee) last.push(one);
    else runs.push([one]);
  }
  return runs.map(fields => ({
    fields,
    lines: own =>
      block(`extend ${print.names.shortName(fields[0]?.extendee ?? "", scope)}`, [
        ...fields.flatMap(one => fieldLines(print, scope, one, { own: own(one), isMember: false })),
      ]),
  }));
}

function messageLines(print: Printing, outer: string, message: DescriptorProto): string[] {
  const head = `${visibilityWord(message.visibility)}message ${message.name}`;
  return block(head, messageBody(print, joined(outer, message.name), message));
}

function messageBody(print: Printing, scope: string, message: DescriptorProto): string[] {
  const ranges = message.reservedRange.map(({ start, end }) => ({ start, last: end - 1 }));
  return spaced([
    optionStatements(print, scope, MessageOptionsSchema, message.options, ["map_entry"]),
    reservedLines(print, ranges, message.reservedName),
    message.extensionRange.flatMap(({ start, end, options }) =>
      statement(
        `extensions ${rangeText({ start, last: end - 1 })}`,
        optionsInBrackets(print, scope, ExtensionRangeOptionsSchema, options),
      ),
    ),
    ...message.enumType.map(one => enumLines(print, scope, one)),
    ...declarations(print, scope, message),
  ]);
}

function fieldLines(
  print: Printing,
  scope: string,
  field: FieldDescriptorProto,
  { own, isMember }: { readonly own: DescriptorProto | undefined; readonly isMember: boolean },
): string[] {
  const options = optionsInBrackets(print, joined(scope, field.name), FieldOptionsSchema, field.options, [
    ...defaultOf(field),
    ...jsonNameOf(field),
  ]);
  const label = isMember ? "" : labelOf(print, field);
  if (own !== undefined && !isGroup(print, field)) {
    const [key, value] = own.field;
    const entry = joined(scope, own.name);
    const of = (one: FieldDescriptorProto | undefined) => (one === undefined ? "string" : typeText(print, entry, one));
    return statement(`map<${of(key)}, ${of(value)}> ${field.name} = ${field.number}`, options);
  }
  if (own === undefined)
    return statement(`${label}${typeText(print, scope, field)} ${field.name} = ${field.number}`, options);
  const body = messageBody(print, joined(scope, own.name), own);
  const head = `${label}group ${own.name} = ${field.number}${options}`;
  return [...`${head} {`.split("\n"), ...indented(body), "}"];
}

function isGroup({ syntax }: Printing, { type }: FieldDescriptorProto): boolean {
  return type === FieldDescriptorProto_Type.GROUP && syntax === "proto2";
}

function labelOf({ syntax }: Printing, { label, proto3Optional }: FieldDescriptorProto): string {
  if (label === FieldDescriptorProto_Label.REPEATED) return "repeated ";
  if (proto3Optional) return "optional ";
  if (syntax !== "proto2") return "";
  return label === FieldDescriptorProto_Label.REQUIRED ? "required " : "optional ";
}

function typeText({ names }: Printing, scope: string, { type, typeName }: FieldDescriptorProto): string {
  if (typeName !== "") return names.shortName(typeName, scope);
  return (ScalarType[type] ?? "").toLowerCase();
}

function defaultOf(field: FieldDescriptorProto): string[] {
  if (!isFieldSet(field, FieldDescriptorProtoSchema.field.defaultValue)) return [];
  const { type, defaultValue } = field;
  // That of `bytes` is escaped in the descriptor already.
  if (type === FieldDescriptorProto_Type.BYTES) return [`default = "${defaultValue}"`];
  return [`default = ${type === FieldDescriptorProto_Type.STRING ? quoted(defaultValue) : defaultValue}`];
}

function jsonNameOf({ name, jsonName, extendee }: FieldDescriptorProto): string[] {
  // Extensions have none that could be written.
  if (jsonName === "" || extendee !== "" || jsonName === usualJsonName(name)) return [];
  return [`json_name = ${quoted(jsonName)}`];
}

function usualJsonName(name: string): string {
  return name.replace(/_+([^_])?/g, (_, letter: string | undefined) => (letter ?? "").toUpperCase());
}
