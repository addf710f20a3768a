// How values of a field stand on the wire.

import type { EnumDeclaration, FieldDeclaration, MessageDeclaration, ScalarType } from "./declarations.ts";
import { featuresOf } from "./editionFeatures.ts";
import { isSetTrue, isTrue, plainName } from "./plainOptions.ts";

/** Whether the values of a repeated field of this type are written one after another in one field. */
export function isPacked(field: FieldDeclaration, type: ScalarType | EnumDeclaration): boolean {
  if (field.label !== "repeated" || type === "string" || type === "bytes") return false;
  return featuresOf(field).repeated_field_encoding === "PACKED";
}

/** Whether a message field is written between two tags, as a group is. */
export function isDelimited(field: FieldDeclaration): boolean {
  if (field.node.kind === "group") return true;
  return field.node.kind === "field" && featuresOf(field).message_encoding === "DELIMITED";
}

/** Whether a message is a message set, of which protoc writes the fields in a way of its own. */
export function isMessageSet(message: MessageDeclaration): boolean {
  return isSetTrue(message.options, "message_set_wire_format", message.file);
}

/** The number that `max` stands for in a message: that of message sets only where the option has its plain name. */
export function numberOfMax(message: MessageDeclaration): number {
  const isSet = message.options.some(one => plainName(one) === "message_set_wire_format" && isTrue(one));
  return isSet ? maxMessageSetNumber : maxFieldNumber;
}

export const maxFieldNumber = 536870911;
/** Numbers of extensions of a message set may be this large (protoc, `DescriptorBuilder::BuildExtensionRange`). */
export const maxMessageSetNumber = 2147483646;

/** Whether a field must be set. */
export function isRequired(field: FieldDeclaration): boolean {
  if (field.label !== undefined) return field.label === "required";
  if (field.file.syntax !== "editions" || field.oneof !== undefined) return false;
  return featuresOf(field).field_presence === "LEGACY_REQUIRED";
}

/** Whether a single field of a simple type is not written when it is zero; only for fields that are not repeated. */
export function hasImplicitPresence(field: FieldDeclaration): boolean {
  return field.extend === undefined && field.oneof === undefined && featuresOf(field).field_presence === "IMPLICIT";
}
