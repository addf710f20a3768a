import { isFieldSet } from "@bufbuild/protobuf";
import {
  type DescriptorProto,
  type FieldDescriptorProto,
  FieldDescriptorProtoSchema,
  FieldOptions_CType,
  FieldOptions_JSType,
  FieldOptionsSchema,
  type FileDescriptorProto,
  FieldDescriptorProto_Label as Label,
  type OneofDescriptorProto,
  FieldDescriptorProto_Type as Type,
} from "@bufbuild/protobuf/wkt";
import { jsonNameOf } from "../compiler/link/generatedNames.ts";
import { bytesOf } from "../compiler/text/looseUtf8.ts";
import { type DescriptorFeatures, editionOf, withFeatures } from "./descriptorFeatures.ts";
import { defaultCppStringType } from "./shapeOfLinkedField.ts";
import type { FieldKind, FieldShape, FileShape, MessageShape } from "./shapes.ts";

/** What a part of a descriptor stands in. */
export interface DescriptorScope {
  readonly file: FileShape;
  readonly descriptor: FileDescriptorProto;
  /** Those of the message, or of the file. */
  readonly features: DescriptorFeatures;
  readonly parent: MessageShape | undefined;
}

/** The full name of something called `name`. */
export function fullNameIn({ file, parent }: Pick<DescriptorScope, "file" | "parent">, name: string): string {
  const scope = parent?.fullName ?? file.packageName;
  return scope === "" ? name : `${scope}.${name}`;
}

/** The name of a type as descriptors refer to it, without the leading dot. */
export function typeNameOf(reference: string): string {
  return reference.startsWith(".") ? reference.slice(1) : reference;
}

/** Whether a oneof was made for a proto3 `optional` field. */
export function isSynthetic(message: DescriptorProto, index: number): boolean {
  return message.field.some(one => one.proto3Optional && isFieldSet(one, field.oneofIndex) && one.oneofIndex === index);
}

/** The shape of a field, or of an extension. `message`: what the field is a field of; undefined of an extension. */
export function fieldShapeOf(
  scope: DescriptorScope,
  descriptor: FieldDescriptorProto,
  message?: DescriptorProto,
): FieldShape {
  const { name } = descriptor;
  const oneof = oneofOf(descriptor, message);
  const features = featuresOf(scope, descriptor, oneof);
  const isMap = message !== undefined && isMapField(scope, descriptor, message);
  const type = isMap ? "message" : typeOf(scope, descriptor, features);
  const isNamed = isMessage(type) || type === "enum";
  return {
    kind: "field",
    fullName: fullNameIn(scope, name),
    name,
    file: scope.file,
    declaration: undefined,
    parent: scope.parent,
    number: descriptor.number,
    type,
    typeName: isNamed ? typeNameOf(descriptor.typeName) : undefined,
    cardinality: isMap ? "map" : cardinalityOf(descriptor, type, features),
    requiredLabel: descriptor.label === Label.REQUIRED,
    jsonName: isFieldSet(descriptor, field.jsonName) ? descriptor.jsonName : jsonNameOf(name),
    oneof: oneof?.name,
    defaultValue: isFieldSet(descriptor, field.defaultValue) ? bytesOf(descriptor.defaultValue) : undefined,
    jstype: jstypes[descriptor.options?.jstype ?? 0] ?? "JS_NORMAL",
    cppStringType: cppStringTypeOf(scope, descriptor, features),
    utf8Validation: features.utf8_validation,
    javaUtf8Validation: type === "string" && checksInJava(scope, features) ? "VERIFY" : "DEFAULT",
    packed: descriptor.label === Label.REPEATED && isNumber(type) && features.repeated_field_encoding === "PACKED",
    deprecated: descriptor.options?.deprecated === true,
    extendee: message === undefined ? typeNameOf(descriptor.extendee) : undefined,
  };
}

const { field } = FieldDescriptorProtoSchema;

function oneofOf(descriptor: FieldDescriptorProto, message: DescriptorProto | undefined) {
  if (message === undefined || !isFieldSet(descriptor, field.oneofIndex)) return undefined;
  return isSynthetic(message, descriptor.oneofIndex) ? undefined : message.oneofDecl[descriptor.oneofIndex];
}

function featuresOf(
  scope: DescriptorScope,
  { label, type, proto3Optional, options }: FieldDescriptorProto,
  oneof: OneofDescriptorProto | undefined,
): DescriptorFeatures {
  const features = withFeatures(withFeatures(scope.features, oneof?.options?.features), options?.features);
  // What proto2 and proto3 say without features.
  const isPackedSet = options !== undefined && isFieldSet(options, FieldOptionsSchema.field.packed);
  if (label !== Label.REQUIRED && !proto3Optional && type !== Type.GROUP && !isPackedSet) return features;
  return {
    ...features,
    ...(label === Label.REQUIRED && { field_presence: "LEGACY_REQUIRED" }),
    ...(proto3Optional && { field_presence: "EXPLICIT" }),
    ...(type === Type.GROUP && { message_encoding: "DELIMITED" }),
    ...(isPackedSet && { repeated_field_encoding: options.packed ? "PACKED" : "EXPANDED" }),
  };
}

function isMapField(scope: DescriptorScope, { label, typeName }: FieldDescriptorProto, message: DescriptorProto) {
  if (label !== Label.REPEATED) return false;
  return message.nestedType.some(({ name, options }) => {
    if (options?.mapEntry !== true) return false;
    const fullName = `.${fullNameIn(scope, name)}`;
    return typeName.startsWith(".") ? typeName === fullName : fullName.endsWith(`.${typeName}`);
  });
}

function typeOf(
  { parent }: DescriptorScope,
  { type }: FieldDescriptorProto,
  features: DescriptorFeatures,
): FieldKind | undefined {
  const kind = kinds[type];
  const isDelimited = kind === "message" && features.message_encoding === "DELIMITED" && parent?.isMapEntry !== true;
  return isDelimited ? "group" : kind;
}

const kinds: Readonly<Partial<Record<Type, FieldKind>>> = {
  [Type.DOUBLE]: "double",
  [Type.FLOAT]: "float",
  [Type.INT64]: "int64",
  [Type.UINT64]: "uint64",
  [Type.INT32]: "int32",
  [Type.FIXED64]: "fixed64",
  [Type.FIXED32]: "fixed32",
  [Type.BOOL]: "bool",
  [Type.STRING]: "string",
  [Type.GROUP]: "group",
  [Type.MESSAGE]: "message",
  [Type.BYTES]: "bytes",
  [Type.UINT32]: "uint32",
  [Type.ENUM]: "enum",
  [Type.SFIXED32]: "sfixed32",
  [Type.SFIXED64]: "sfixed64",
  [Type.SINT32]: "sint32",
  [Type.SINT64]: "sint64",
};

function isMessage(type: FieldKind | undefined): boolean {
  return type === "message" || type === "group";
}

function isNumber(type: FieldKind | undefined): boolean {
  return type !== undefined && !isMessage(type) && type !== "string" && type !== "bytes";
}

function cardinalityOf(
  descriptor: FieldDescriptorProto,
  type: FieldKind | undefined,
  { field_presence }: DescriptorFeatures,
): FieldShape["cardinality"] {
  if (descriptor.label === Label.REPEATED) return "repeated";
  const isAlone = descriptor.extendee === "" && !isFieldSet(descriptor, field.oneofIndex);
  if (isAlone && field_presence === "LEGACY_REQUIRED") return "required";
  return isAlone && field_presence === "IMPLICIT" && !isMessage(type) ? "implicit" : "explicit";
}

const jstypes: Readonly<Record<number, FieldShape["jstype"]>> = {
  [FieldOptions_JSType.JS_STRING]: "JS_STRING",
  [FieldOptions_JSType.JS_NUMBER]: "JS_NUMBER",
};

const ctypes: Readonly<Partial<Record<FieldOptions_CType, FieldShape["cppStringType"]>>> = {
  [FieldOptions_CType.STRING]: "STRING",
  [FieldOptions_CType.CORD]: "CORD",
  [FieldOptions_CType.STRING_PIECE]: "STRING_PIECE",
};

function cppStringTypeOf(
  { descriptor, parent }: DescriptorScope,
  { type, options }: FieldDescriptorProto,
  { cppStringType }: DescriptorFeatures,
): FieldShape["cppStringType"] {
  if ((type !== Type.STRING && type !== Type.BYTES) || parent?.isMapEntry === true) return "STRING";
  const isSet = options !== undefined && isFieldSet(options, FieldOptionsSchema.field.ctype);
  const written = isSet ? ctypes[options.ctype] : undefined;
  return written ?? cppStringType ?? defaultCppStringType(editionOf(descriptor));
}

function checksInJava({ descriptor }: DescriptorScope, features: DescriptorFeatures): boolean {
  const { utf8_validation, javaUtf8Validation } = features;
  return (
    javaUtf8Validation === "VERIFY" || utf8_validation === "VERIFY" || descriptor.options?.javaStringCheckUtf8 === true
  );
}
