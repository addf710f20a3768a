// A file that was read as a descriptor, as the shapes that are compared. Descriptors come from any compiler and from
// servers: JSON names may be missing, names of types relative, options unknown.
import { toBinary } from "@bufbuild/protobuf";
import { type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import {
  type DescriptorProto,
  type EnumDescriptorProto,
  type FileDescriptorProto,
  FileOptionsSchema,
  type MethodDescriptorProto,
  MethodOptions_IdempotencyLevel,
  MethodOptionsSchema,
  type ServiceDescriptorProto,
} from "@bufbuild/protobuf/wkt";
import { type DescriptorFeatures, featuresOfFile, withFeatures } from "./descriptorFeatures.ts";
import { httpBindings } from "./httpBinding.ts";
import { type DescriptorScope, fieldShapeOf, fullNameIn, isSynthetic, typeNameOf } from "./shapeOfDescriptorField.ts";
import {
  type EnumShape,
  type EnumValueShape,
  type FieldShape,
  type FileOptionName,
  type FileShape,
  fileOptionNames,
  type MessageShape,
  type MethodShape,
  type NumberRange,
  type OneofShape,
  type ServiceShape,
} from "./shapes.ts";

/** The shapes of a descriptor. `path`: what the file is paired by, where that is not its own name. */
export function shapeOfDescriptor(descriptor: FileDescriptorProto, path: string = descriptor.name): FileShape {
  const messages: MessageShape[] = [];
  const enums: EnumShape[] = [];
  const services: ServiceShape[] = [];
  const extensions: FieldShape[] = [];
  const { syntax } = descriptor;
  const file: FileShape = {
    kind: "file",
    path,
    packageName: descriptor.package,
    syntax: syntax === "proto3" || syntax === "editions" ? syntax : "proto2",
    options: fileOptions(descriptor),
    messages,
    enums,
    services,
    extensions,
    linked: undefined,
    described: descriptor.sourceCodeInfo === undefined ? undefined : descriptor,
  };
  const scope: DescriptorScope = { file, descriptor, features: featuresOfFile(descriptor), parent: undefined };
  for (const one of descriptor.enumType) enums.push(enumShape(scope, one));
  for (const one of descriptor.extension) extensions.push(fieldShapeOf(scope, one));
  for (const one of descriptor.service) services.push(serviceShape(scope, one));
  for (const one of descriptor.messageType) addMessage(scope, one);
  return file;

  function addMessage(around: DescriptorScope, one: DescriptorProto): void {
    const within = messageScope(around, one);
    messages.push(within.parent);
    for (const inner of one.enumType) enums.push(enumShape(within, inner));
    for (const inner of one.extension) extensions.push(fieldShapeOf(within, inner));
    for (const inner of one.nestedType) addMessage(within, inner);
  }
}

function fileOptions({ options }: FileDescriptorProto): ReadonlyMap<FileOptionName, string | boolean> {
  const found = new Map<FileOptionName, string | boolean>();
  if (options === undefined) return found;
  const set: ReflectMessage = reflect(FileOptionsSchema, options);
  for (const name of fileOptionNames) {
    const field = set.fields.find(one => one.name === name);
    if (field === undefined || !set.isSet(field)) continue;
    const value: unknown = set.get(field);
    if (typeof value === "string" || typeof value === "boolean") found.set(name, value);
    else if (field.fieldKind === "enum" && typeof value === "number")
      found.set(name, field.enum.value[value]?.name ?? `${value}`);
  }
  return found;
}

function messageScope(scope: DescriptorScope, descriptor: DescriptorProto): DescriptorScope & { parent: MessageShape } {
  const { options } = descriptor;
  const features = withFeatures(scope.features, options?.features);
  const fields: FieldShape[] = [];
  const oneofs: OneofShape[] = [];
  const shape: MessageShape = {
    kind: "message",
    ...named(scope, descriptor.name),
    parent: scope.parent,
    isMapEntry: options?.mapEntry === true,
    fields,
    oneofs,
    reserved: { ranges: descriptor.reservedRange.map(halfOpen), names: descriptor.reservedName },
    extensionRanges: descriptor.extensionRange.map(halfOpen),
    jsonFormat: features.json_format,
    noStandardDescriptorAccessor: options?.noStandardDescriptorAccessor === true,
  };
  const within = { ...scope, features, parent: shape };
  for (const one of descriptor.field) fields.push(fieldShapeOf(within, one, descriptor));
  for (const [index, { name }] of descriptor.oneofDecl.entries()) {
    if (isSynthetic(descriptor, index)) continue;
    oneofs.push({ kind: "oneof", ...named(within, name), parent: shape });
  }
  return within;
}

function named(scope: DescriptorScope, name: string) {
  return { fullName: fullNameIn(scope, name), name, file: scope.file, declaration: undefined };
}

// In a message the end is not part of a range.
function halfOpen({ start, end }: { readonly start: number; readonly end: number }): NumberRange {
  return { from: start, to: end - 1 };
}

function enumShape(scope: DescriptorScope, descriptor: EnumDescriptorProto): EnumShape {
  const features: DescriptorFeatures = withFeatures(scope.features, descriptor.options?.features);
  const values: EnumValueShape[] = [];
  const shape: EnumShape = {
    kind: "enum",
    ...named(scope, descriptor.name),
    parent: scope.parent,
    values,
    type: features.enum_type,
    jsonFormat: features.json_format,
    reserved: {
      ranges: descriptor.reservedRange.map(({ start, end }) => ({ from: start, to: end })),
      names: descriptor.reservedName,
    },
  };
  for (const { name, number, options } of descriptor.value) {
    // Values are siblings of their enum.
    const deprecated = options?.deprecated === true;
    values.push({ kind: "enumValue", ...named(scope, name), parent: shape, number, deprecated });
  }
  return shape;
}

function serviceShape(scope: DescriptorScope, descriptor: ServiceDescriptorProto): ServiceShape {
  const methods: MethodShape[] = [];
  const shape: ServiceShape = { kind: "service", ...named(scope, descriptor.name), methods };
  for (const one of descriptor.method) methods.push(methodShape(scope, one, shape));
  return shape;
}

function methodShape(scope: DescriptorScope, descriptor: MethodDescriptorProto, parent: ServiceShape): MethodShape {
  const { options } = descriptor;
  return {
    kind: "method",
    name: descriptor.name,
    fullName: `${parent.fullName}.${descriptor.name}`,
    file: scope.file,
    declaration: undefined,
    parent,
    input: typeNameOf(descriptor.inputType),
    output: typeNameOf(descriptor.outputType),
    clientStreaming: descriptor.clientStreaming,
    serverStreaming: descriptor.serverStreaming,
    idempotencyLevel: levels[options?.idempotencyLevel ?? 0] ?? "IDEMPOTENCY_UNKNOWN",
    deprecated: options?.deprecated === true,
    http: options === undefined ? [] : httpBindings(toBinary(MethodOptionsSchema, options)),
  };
}

const levels: Readonly<Record<number, MethodShape["idempotencyLevel"]>> = {
  [MethodOptions_IdempotencyLevel.NO_SIDE_EFFECTS]: "NO_SIDE_EFFECTS",
  [MethodOptions_IdempotencyLevel.IDEMPOTENT]: "IDEMPOTENT",
};
