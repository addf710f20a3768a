// `x_pb2.pyi`, types for editors and checkers, in the form of protobuf 35. What Python cannot write (a field called
// `from`) has no declaration; a class called so is declared as `from_`, for the fields that are of its type.
import {
  type DescriptorProto,
  type EnumDescriptorProto,
  type FieldDescriptorProto,
  type FileDescriptorProto,
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
} from "@bufbuild/protobuf/wkt";
import { createPrinter, type Printer } from "../printer.ts";
import { mapEntryOf } from "../typeIndex.ts";
import { importedModule } from "./imports.ts";
import { isKeyword, moduleName } from "./names.ts";
import type { PythonScope } from "./pb2.ts";
import { importLines, type ModuleAliases, moduleAliases } from "./pyiImports.ts";

/** The text of `x_pb2.pyi`. */
export function messagesStub(file: FileDescriptorProto, scope: PythonScope): string {
  const printer = createPrinter("    ");
  const { print } = printer;
  const aliases = moduleAliases(file, scope);
  const writer: Writer = { ...printer, file, scope, aliases };
  print(...importLines(file, scope, aliases));
  for (const dependency of publicDependencies(file, scope)) {
    const module = importedModule(dependency.name, file, scope.style);
    if (module.split(".").some(isKeyword)) continue;
    for (const { name } of [...dependency.messageType, ...dependency.enumType]) {
      if (!isKeyword(name)) print(`from ${module} import ${name} as ${name}`);
    }
  }
  print("", "DESCRIPTOR: _descriptor.FileDescriptor");
  for (const dependency of publicDependencies(file, scope)) {
    printExtensions(print, dependency.extension);
    for (const enumeration of dependency.enumType) printValues(writer, enumeration, [], "module", dependency);
  }
  for (const enumeration of file.enumType) {
    print("");
    printEnum(writer, enumeration, []);
  }
  for (const enumeration of file.enumType) printValues(writer, enumeration, [], "module", file);
  printExtensions(print, file.extension);
  for (const message of file.messageType) {
    print("");
    printMessage(writer, message, []);
  }
  if (file.options?.pyGenericServices === true) {
    for (const { name } of file.service) {
      if (isKeyword(name)) continue;
      print("", `class ${name}(_service.service): ...`, "", `class ${name}_Stub(${name}): ...`);
    }
  }
  return printer.text();
}

interface Writer extends Printer {
  readonly file: FileDescriptorProto;
  readonly scope: PythonScope;
  readonly aliases: ModuleAliases;
}

function publicDependencies(file: FileDescriptorProto, scope: PythonScope): readonly FileDescriptorProto[] {
  return file.publicDependency
    .map(index => scope.files.get(file.dependency[index] ?? ""))
    .filter(dependency => dependency !== undefined);
}

function printEnum(writer: Writer, enumeration: EnumDescriptorProto, outer: readonly string[]): void {
  writer.print(`class ${stubName(enumeration.name)}(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):`);
  writer.indent(() => {
    writer.print("__slots__ = ()");
    printValues(writer, enumeration, outer, "class", writer.file);
  });
}

function printValues(
  { print, file, aliases }: Writer,
  enumeration: EnumDescriptorProto,
  outer: readonly string[],
  place: "class" | "module",
  declaredIn: FileDescriptorProto,
): void {
  const type = typeExpression([...outer, enumeration.name], declaredIn, file, aliases);
  for (const { name } of enumeration.value) {
    if (!isKeyword(name)) print(`${name}: ${place === "class" ? `_ClassVar[${type}]` : type}`);
  }
}

function printExtensions(print: Printer["print"], extensions: readonly FieldDescriptorProto[]): void {
  for (const { name } of extensions) {
    print(`${upperCase(name)}_FIELD_NUMBER: _ClassVar[int]`);
    if (!isKeyword(name)) print(`${name}: _descriptor.FieldDescriptor`);
  }
}

function printMessage(writer: Writer, message: DescriptorProto, outer: readonly string[]): void {
  const { print, indent } = writer;
  const names = [...outer, message.name];
  const fields = message.field.filter(field => !isKeyword(field.name));
  print(`class ${stubName(message.name)}(_message.Message):`);
  indent(() => {
    const slots = fields.map(field => `"${field.name}"`);
    print(`__slots__ = (${slots.join(", ")}${slots.length === 1 ? "," : ""})`);
    if (message.extensionRange.length > 0) print("Extensions: _python_message._ExtensionDict");
    for (const enumeration of message.enumType) {
      printEnum(writer, enumeration, names);
      printValues(writer, enumeration, names, "module", writer.file);
    }
    for (const nested of message.nestedType) printMessage(writer, nested, names);
    printExtensions(print, message.extension);
    for (const field of message.field) print(`${upperCase(field.name)}_FIELD_NUMBER: _ClassVar[int]`);
    for (const field of fields) print(`${field.name}: ${attributeType(writer, field, names)}`);
    print(initializer(writer, message, names));
  });
}

function initializer(writer: Writer, message: DescriptorProto, names: readonly string[]): string {
  let self = "self";
  while (message.field.some(field => field.name === self)) self += "_";
  const fields = message.field.filter(field => !isKeyword(field.name));
  const parameters = fields.map(field => `, ${field.name}: _Optional[${argumentType(writer, field, names)}] = ...`);
  const rest = fields.length < message.field.length ? ", **kwargs" : "";
  return `def __init__(${self}${parameters.join("")}${rest}) -> None: ...`;
}

function attributeType(writer: Writer, field: FieldDescriptorProto, names: readonly string[]): string {
  const entry = mapEntryOf(field, writer.scope.types);
  if (entry !== undefined) {
    const [key, value] = entryTypes(writer, entry, names);
    return `_containers.${entry.field[1]?.type === Type.MESSAGE ? "MessageMap" : "ScalarMap"}[${key}, ${value}]`;
  }
  const type = valueType(writer, field, names);
  if (field.label !== Label.REPEATED) return type;
  return `_containers.${isMessage(field) ? "RepeatedCompositeFieldContainer" : "RepeatedScalarFieldContainer"}[${type}]`;
}

function argumentType(writer: Writer, field: FieldDescriptorProto, names: readonly string[]): string {
  const entry = mapEntryOf(field, writer.scope.types);
  if (entry !== undefined) return `_Mapping[${entryTypes(writer, entry, names).join(", ")}]`;
  const type = valueType(writer, field, names);
  const one = isMessage(field)
    ? `_Union[${nativeType(field)}${type}, _Mapping]`
    : field.type === Type.ENUM
      ? `_Union[${type}, str]`
      : type;
  return field.label === Label.REPEATED ? `_Iterable[${one}]` : one;
}

function entryTypes(writer: Writer, entry: DescriptorProto, names: readonly string[]): readonly [string, string] {
  const [key, value] = entry.field;
  return [
    key === undefined ? "str" : valueType(writer, key, names),
    value === undefined ? "str" : valueType(writer, value, names),
  ];
}

/** The type of one value of a field that stands in the message `names`. */
function valueType({ scope, file, aliases }: Writer, field: FieldDescriptorProto, names: readonly string[]): string {
  switch (field.type) {
    case Type.DOUBLE:
    case Type.FLOAT:
      return "float";
    case Type.BOOL:
      return "bool";
    case Type.STRING:
      return "str";
    case Type.BYTES:
      return "bytes";
    case Type.MESSAGE:
    case Type.GROUP:
    case Type.ENUM: {
      const type = scope.types.get(field.typeName);
      if (type === undefined) return "_message.Message";
      const name = typeExpression(type.names, type.file, file, aliases);
      // Inside a nested class of the same name the bare name would mean that class.
      return type.kind === "message" && names.length > 1 && name === names.at(-1)
        ? `${moduleName(file.name)}.${name}`
        : name;
    }
    default:
      return "int";
  }
}

function typeExpression(
  names: readonly string[],
  declaredIn: FileDescriptorProto,
  file: FileDescriptorProto,
  aliases: ModuleAliases,
): string {
  const name = names.map(stubName).join(".");
  return declaredIn.name === file.name ? name : `${aliases.of(declaredIn.name)}.${name}`;
}

function stubName(name: string): string {
  return isKeyword(name) ? `${name}_` : name;
}

// The runtime takes Python's own values for these two.
function nativeType(field: FieldDescriptorProto): string {
  if (field.typeName === ".google.protobuf.Timestamp") return "datetime.datetime, ";
  if (field.typeName === ".google.protobuf.Duration") return "datetime.timedelta, ";
  return "";
}

function isMessage(field: FieldDescriptorProto): boolean {
  return field.type === Type.MESSAGE || field.type === Type.GROUP;
}

function upperCase(name: string): string {
  return name.replace(/[a-z]/g, letter => letter.toUpperCase());
}
