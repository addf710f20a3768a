import {
  type DescriptorProto,
  type FieldDescriptorProto,
  type FileDescriptorProto,
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
} from "@bufbuild/protobuf/wkt";
import { mapEntryOf } from "../typeIndex.ts";
import { importStatement, needsImportlib } from "./imports.ts";
import { isKeyword, moduleName } from "./names.ts";
import type { PythonScope } from "./pb2.ts";

/** The names under which a stub knows other modules: the last part of the module, `_x_pb2`. */
export interface ModuleAliases {
  /** Alias and path of each import, in order; a file that is reached twice is imported twice, as by protoc. */
  readonly imports: readonly (readonly [alias: string, path: string])[];
  readonly of: (path: string) => string;
}

/** Imports of a stub: each dependency, followed by what it imports publicly. */
export function moduleAliases(file: FileDescriptorProto, scope: PythonScope): ModuleAliases {
  const imports: (readonly [string, string])[] = [];
  const byPath = new Map<string, string>();
  const taken = new Set<string>();
  const add = (path: string): void => {
    let alias = lastPart(path);
    while (taken.has(alias)) alias += "_1";
    taken.add(alias);
    byPath.set(path, alias);
    imports.push([alias, path]);
  };
  for (const path of file.dependency) {
    add(path);
    const dependency = scope.files.get(path);
    for (const index of dependency?.publicDependency ?? []) {
      const publicPath = dependency?.dependency[index];
      if (publicPath !== undefined) add(publicPath);
    }
  }
  return { imports, of: path => byPath.get(path) ?? lastPart(path) };
}

/** The import statements of a stub, up to `typing`. */
export function importLines(file: FileDescriptorProto, scope: PythonScope, aliases: ModuleAliases): readonly string[] {
  const used = new Set<Used>();
  if (file.enumType.length > 0) used.add("enum");
  if (file.messageType.length > 0) used.add("message");
  for (const message of file.messageType) noteMessage(used, message, scope);

  const lines: string[] = [];
  if (used.has("datetime")) lines.push("import datetime", "");
  if (aliases.imports.some(([, path]) => needsImportlib(path))) lines.push("import importlib");
  for (const [alias, path] of aliases.imports) lines.push(importStatement(path, alias, file, scope.style));
  if (used.has("repeated")) lines.push("from google.protobuf.internal import containers as _containers");
  if (used.has("enum")) lines.push("from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper");
  if (used.has("extendable")) lines.push("from google.protobuf.internal import python_message as _python_message");
  lines.push("from google.protobuf import descriptor as _descriptor");
  if (used.has("message")) lines.push("from google.protobuf import message as _message");
  if (file.options?.pyGenericServices === true && file.service.length > 0) {
    lines.push("from google.protobuf import service as _service");
  }
  const abstract = [...(used.has("iterable") ? ["Iterable"] : []), ...(used.has("mapping") ? ["Mapping"] : [])];
  if (abstract.length > 0) lines.push(`from collections.abc import ${abstract.map(renamed).join(", ")}`);
  const typing = ["ClassVar", ...(used.has("optional") ? ["Optional"] : []), ...(used.has("union") ? ["Union"] : [])];
  lines.push(`from typing import ${typing.map(renamed).join(", ")}`);
  return lines;
}

type Used = "datetime" | "enum" | "extendable" | "iterable" | "mapping" | "message" | "optional" | "repeated" | "union";

function noteMessage(used: Set<Used>, message: DescriptorProto, scope: PythonScope): void {
  if (message.extensionRange.length > 0) used.add("extendable");
  if (message.enumType.length > 0) used.add("enum");
  for (const field of message.field) {
    if (!isKeyword(field.name)) noteField(used, field, scope);
  }
  for (const nested of message.nestedType) noteMessage(used, nested, scope);
}

function noteField(used: Set<Used>, field: FieldDescriptorProto, scope: PythonScope): void {
  used.add("optional");
  const entry = mapEntryOf(field, scope.types);
  const value = entry?.field[1] ?? field;
  const isMessage = value.type === Type.MESSAGE || value.type === Type.GROUP;
  if (field.label === Label.REPEATED) used.add("repeated");
  if (field.label === Label.REPEATED && entry === undefined) used.add("iterable");
  if (isMessage || value.type === Type.ENUM) used.add("union");
  if (isMessage || entry !== undefined) used.add("mapping");
  if (value.typeName === ".google.protobuf.Timestamp" || value.typeName === ".google.protobuf.Duration") {
    used.add("datetime");
  }
}

function lastPart(path: string): string {
  return `_${moduleName(path).split(".").at(-1)}`;
}

function renamed(name: string): string {
  return `${name} as _${name}`;
}
