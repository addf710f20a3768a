// Descriptors as servers' reflection really gives them, made sound: relative type names, invented file names, empty
// dependency lists and types that are nowhere. What cannot be put right is left out, so that the rest can be called.
import { clone } from "@bufbuild/protobuf";
import {
  type DescriptorProto,
  type FieldDescriptorProto,
  type FileDescriptorProto,
  FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import { wellKnownFileOf } from "./wellKnownFiles.ts";

export interface RepairedDescriptors {
  /** In no order; every dependency is among them. */
  readonly files: readonly FileDescriptorProto[];
  /** Full names (no leading dot) of types that are referred to and declared nowhere. */
  readonly missing: readonly string[];
}

/** Puts descriptors right; the given ones are not changed. */
export function repairDescriptors(given: readonly FileDescriptorProto[]): RepairedDescriptors {
  const files = given.map(file => clone(FileDescriptorProtoSchema, file));
  const declaring = new Map<string, FileDescriptorProto>();
  for (const file of files) for (const name of typeNames(file)) declaring.set(name, file);
  const missing = new Set<string>();

  function resolve(reference: string, scope: string, file: FileDescriptorProto, used: Set<string>): string | undefined {
    const name = reference.startsWith(".") ? reference.slice(1) : nameInScope(reference, scope, declaring);
    let declarer = declaring.get(name);
    if (declarer === undefined) {
      declarer = wellKnownFileOf(name);
      if (declarer === undefined) {
        missing.add(name);
        return undefined;
      }
      files.push(declarer);
      for (const type of typeNames(declarer)) declaring.set(type, declarer);
    }
    if (declarer !== file) used.add(declarer.name);
    return `.${name}`;
  }

  const known = new Set(files.map(one => one.name));
  // Well-known files are pushed while this goes on, and need no repair themselves.
  for (const file of files.slice()) {
    const used = new Set<string>();
    const resolved = (reference: string, scope: string) => resolve(reference, scope, file, used);
    file.extension = file.extension.filter(extension => keepField(extension, file.package, resolved));
    for (const message of file.messageType) repairMessage(message, joined(file.package, message.name), resolved);
    for (const service of file.service) {
      service.method = service.method.filter(method => {
        const scope = joined(file.package, service.name);
        const [input, output] = [resolved(method.inputType, scope), resolved(method.outputType, scope)];
        if (input === undefined || output === undefined) return false;
        method.inputType = input;
        method.outputType = output;
        return true;
      });
    }
    keepImports(file, used, known);
  }
  return { files, missing: [...missing] };
}

/** What a file imports of the files that there are: options may need what no type refers to. */
function keepImports(file: FileDescriptorProto, used: ReadonlySet<string>, known: ReadonlySet<string>): void {
  const isThere = (name: string) => name !== file.name && (known.has(name) || used.has(name));
  const marked = (indices: readonly number[]) => new Set(indices.map(at => file.dependency[at]));
  const [shared, weak] = [marked(file.publicDependency), marked(file.weakDependency)];
  const kept = file.dependency.filter(isThere);
  file.dependency = [...new Set([...kept, ...used])];
  file.publicDependency = file.dependency.flatMap((name, at) => (shared.has(name) ? [at] : []));
  file.weakDependency = file.dependency.flatMap((name, at) => (weak.has(name) ? [at] : []));
  file.optionDependency = file.optionDependency.filter(isThere);
}

type Resolve = (reference: string, scope: string) => string | undefined;

function repairMessage(message: DescriptorProto, scope: string, resolved: Resolve): void {
  const kept = message.field.filter(field => keepField(field, scope, resolved));
  if (kept.length < message.field.length) dropEmptyOneofs(message, kept);
  message.field = kept;
  message.extension = message.extension.filter(extension => keepField(extension, scope, resolved));
  for (const nested of message.nestedType) repairMessage(nested, joined(scope, nested.name), resolved);
}

/** A field that is left out shows as an unknown field when it comes. A dot in a name is a mangled custom option. */
function keepField(field: FieldDescriptorProto, scope: string, resolved: Resolve): boolean {
  if (field.name.includes(".")) return false;
  if (field.extendee !== "") {
    const extendee = resolved(field.extendee, scope);
    if (extendee === undefined) return false;
    field.extendee = extendee;
  }
  if (field.typeName === "") return true;
  const type = resolved(field.typeName, scope);
  if (type === undefined) return false;
  field.typeName = type;
  return true;
}

function dropEmptyOneofs(message: DescriptorProto, kept: readonly FieldDescriptorProto[]): void {
  const used = message.oneofDecl.map((_, index) =>
    kept.some(field => field.oneofIndex === index && Object.hasOwn(field, "oneofIndex")),
  );
  const newIndex = used.map((isUsed, index) => (isUsed ? used.slice(0, index).filter(Boolean).length : -1));
  message.oneofDecl = message.oneofDecl.filter((_, index) => used[index]);
  for (const field of kept) {
    if (Object.hasOwn(field, "oneofIndex")) field.oneofIndex = newIndex[field.oneofIndex] ?? field.oneofIndex;
  }
}

/** protobuf's scoping: from the innermost scope outwards. */
function nameInScope(reference: string, scope: string, declaring: ReadonlyMap<string, FileDescriptorProto>): string {
  for (let around = scope; ; around = around.slice(0, Math.max(0, around.lastIndexOf(".")))) {
    const name = joined(around, reference);
    if (declaring.has(name) || wellKnownFileOf(name) !== undefined || around === "") return name;
  }
}

/** Full names of a file's messages and enums. */
function typeNames(file: FileDescriptorProto): string[] {
  const within = (message: DescriptorProto, scope: string): string[] => {
    const name = joined(scope, message.name);
    return [
      name,
      ...message.enumType.map(one => joined(name, one.name)),
      ...message.nestedType.flatMap(nested => within(nested, name)),
    ];
  };
  return [
    ...file.messageType.flatMap(message => within(message, file.package)),
    ...file.enumType.map(one => joined(file.package, one.name)),
  ];
}

function joined(scope: string, name: string): string {
  return scope === "" ? name : `${scope}.${name}`;
}
