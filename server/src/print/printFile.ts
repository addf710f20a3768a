// A `.proto` file from its descriptor: what protoc makes of the text is the descriptor again. Comments are not printed.

import {
  Edition,
  type FileDescriptorProto,
  FileOptionsSchema,
  type MethodDescriptorProto,
  MethodOptionsSchema,
  type ServiceDescriptorProto,
  ServiceOptionsSchema,
} from "@bufbuild/protobuf/wkt";
import { joined } from "../compiler/link/declaring.ts";
import { block, type Printing, quoted, spaced } from "./lines.ts";
import { enumLines } from "./printEnum.ts";
import { declarations } from "./printMessage.ts";
import { optionStatements } from "./printOptions.ts";
import { typeNames } from "./typeNames.ts";

/**
 * The texts of files that belong together, by their paths; type names in them have to be full ones. Custom options that
 * `types` does not know are told in comments.
 */
export function printFiles(
  files: readonly FileDescriptorProto[],
  types: Printing["types"],
): ReadonlyMap<string, string> {
  const names = typeNames(files);
  return new Map(files.map(file => [file.name, printFile(file, { syntax: syntaxOf(file), names, types })]));
}

function printFile(file: FileDescriptorProto, print: Printing): string {
  const scope = file.package;
  const { messageType: nestedType, extension } = file;
  return `${spaced([
    [syntaxLine(file)],
    scope === "" ? [] : [`package ${scope};`],
    importLines(file),
    optionStatements(print, scope, FileOptionsSchema, file.options),
    ...file.service.map(one => serviceLines(print, scope, one)),
    ...declarations(print, scope, { field: [], oneofDecl: [], nestedType, extension }),
    ...file.enumType.map(one => enumLines(print, scope, one)),
  ]).join("\n")}\n`;
}

function syntaxOf({ syntax }: FileDescriptorProto): Printing["syntax"] {
  return syntax === "editions" || syntax === "proto3" ? syntax : "proto2";
}

function syntaxLine(file: FileDescriptorProto): string {
  if (syntaxOf(file) !== "editions") return `syntax = "${syntaxOf(file)}";`;
  return `edition = "${(Edition[file.edition] ?? "2023").replace("EDITION_", "")}";`;
}

function importLines(file: FileDescriptorProto): string[] {
  const kind = (at: number) => {
    if (file.publicDependency.includes(at)) return "public ";
    return file.weakDependency.includes(at) ? "weak " : "";
  };
  return [
    ...file.dependency.map((path, at) => `import ${kind(at)}${quoted(path)};`),
    ...file.optionDependency.map(path => `import option ${quoted(path)};`),
  ];
}

function serviceLines(print: Printing, outer: string, service: ServiceDescriptorProto): string[] {
  const scope = joined(outer, service.name);
  const options = optionStatements(print, scope, ServiceOptionsSchema, service.options);
  return block(`service ${service.name}`, [
    ...options,
    ...(options.length > 0 && service.method.length > 0 ? [""] : []),
    ...service.method.flatMap(one => methodLines(print, scope, one)),
  ]);
}

function methodLines(print: Printing, outer: string, method: MethodDescriptorProto): string[] {
  const scope = joined(outer, method.name);
  const side = (type: string, isStream: boolean) =>
    `(${isStream ? "stream " : ""}${print.names.shortName(type, scope)})`;
  const head = `rpc ${method.name}${side(method.inputType, method.clientStreaming)} returns ${side(method.outputType, method.serverStreaming)}`;
  const options = optionStatements(print, scope, MethodOptionsSchema, method.options);
  return method.options === undefined ? [`${head};`] : block(head, options);
}
