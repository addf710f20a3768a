// Descriptors that a server has not from protoc but rebuilt from a parsed schema, as servers on @grpc/proto-loader do: a
// file for each package with a made-up name, all of it proto3, map entries and synthetic oneofs unmarked.
import type { DescriptorProto, FieldDescriptorProto, FileDescriptorProto } from "@bufbuild/protobuf/wkt";

/** The files as protoc would have them, as far as that can be told; undefined where they are sound as they are. */
export function rebuiltFiles(files: readonly FileDescriptorProto[]): readonly FileDescriptorProto[] | undefined {
  const own = files.filter(one => !one.name.startsWith("google/protobuf/"));
  if (own.length === 0 || !own.every(isMadeUp)) return undefined;
  return files.map(file => ({ ...file, messageType: file.messageType.map(one => soundMessage(one)) }));
}

/** Whether descriptors of a server are rebuilt ones, which do not tell all. */
export function areRebuilt(files: readonly FileDescriptorProto[]): boolean {
  return rebuiltFiles(files) !== undefined;
}

function isMadeUp(file: FileDescriptorProto): boolean {
  const name = file.package === "" ? "root" : file.package.replaceAll(".", "_");
  return file.name === `${name}.proto` && file.syntax === "proto3" && !file.messageType.some(isOfProtoc);
}

// What only protoc writes.
function isOfProtoc(message: DescriptorProto): boolean {
  const isMarked = (field: FieldDescriptorProto) => field.jsonName !== "" || field.proto3Optional;
  const isEntry = (one: DescriptorProto) => one.options?.mapEntry === true && one.name.endsWith("Entry");
  return message.field.some(isMarked) || message.nestedType.some(one => isEntry(one) || isOfProtoc(one));
}

function soundMessage(message: DescriptorProto): DescriptorProto {
  const names = entryNames(message);
  return {
    ...message,
    field: message.field.map(one => soundField(one, message, names)),
    nestedType: message.nestedType.map(one => ({ ...soundMessage(one), name: names.get(one.name) ?? one.name })),
  };
}

// What protoc calls the entries of maps, by what they are called here.
function entryNames({ field, nestedType }: DescriptorProto): ReadonlyMap<string, string> {
  const entries = new Set(nestedType.filter(one => one.options?.mapEntry === true).map(one => one.name));
  return new Map(
    field.flatMap(({ name, typeName }) => {
      const type = typeName.slice(typeName.lastIndexOf(".") + 1);
      return entries.has(type) ? [[type, `${capitalised(name)}Entry`] as const] : [];
    }),
  );
}

function capitalised(name: string): string {
  return name.replace(/(?:^|_+)([^_])/g, (_, letter: string) => letter.toUpperCase()).replaceAll("_", "");
}

function soundField(
  field: FieldDescriptorProto,
  { name, oneofDecl }: DescriptorProto,
  entries: ReadonlyMap<string, string>,
): FieldDescriptorProto {
  const [, around = "", type = ""] = /^(.*?)([^.]*)$/.exec(field.typeName) ?? [];
  const entry = around.endsWith(`${name}.`) ? entries.get(type) : undefined;
  const oneof = Object.hasOwn(field, "oneofIndex") ? oneofDecl[field.oneofIndex]?.name : undefined;
  return {
    ...field,
    ...(entry === undefined ? {} : { typeName: around + entry }),
    ...(oneof === `_${field.name}` ? { proto3Optional: true } : {}),
  };
}
