import type {
  DescriptorProto,
  EnumDescriptorProto,
  FieldDescriptorProto,
  FileDescriptorProto,
} from "@bufbuild/protobuf/wkt";

/** A message or enum of a schema, by the names of what it is nested in. */
export type IndexedType = IndexedMessage | IndexedEnum;

export interface IndexedMessage {
  readonly kind: "message";
  readonly file: FileDescriptorProto;
  /** From the outermost message to its own name. */
  readonly names: readonly string[];
  readonly message: DescriptorProto;
}

export interface IndexedEnum {
  readonly kind: "enum";
  readonly file: FileDescriptorProto;
  readonly names: readonly string[];
  readonly enumeration: EnumDescriptorProto;
}

/** All messages and enums of a schema by the name that fields use, `.pkg.Outer.Inner`. */
export type TypeIndex = ReadonlyMap<string, IndexedType>;

export function typeIndex(files: readonly FileDescriptorProto[]): TypeIndex {
  const types = new Map<string, IndexedType>();
  for (const file of files) {
    const scope = file.package === "" ? "" : `.${file.package}`;
    for (const enumeration of file.enumType) addEnum(types, file, scope, [], enumeration);
    for (const message of file.messageType) addMessage(types, file, scope, [], message);
  }
  return types;
}

/** The map entry that a map field is a list of; undefined for any other field. */
export function mapEntryOf(field: FieldDescriptorProto, types: TypeIndex): DescriptorProto | undefined {
  const type = field.typeName === "" ? undefined : types.get(field.typeName);
  return type?.kind === "message" && type.message.options?.mapEntry === true ? type.message : undefined;
}

function addMessage(
  types: Map<string, IndexedType>,
  file: FileDescriptorProto,
  scope: string,
  outer: readonly string[],
  message: DescriptorProto,
): void {
  const names = [...outer, message.name];
  types.set(`${scope}.${names.join(".")}`, { kind: "message", file, names, message });
  for (const enumeration of message.enumType) addEnum(types, file, scope, names, enumeration);
  for (const nested of message.nestedType) addMessage(types, file, scope, names, nested);
}

function addEnum(
  types: Map<string, IndexedType>,
  file: FileDescriptorProto,
  scope: string,
  outer: readonly string[],
  enumeration: EnumDescriptorProto,
): void {
  const names = [...outer, enumeration.name];
  types.set(`${scope}.${names.join(".")}`, { kind: "enum", file, names, enumeration });
}
