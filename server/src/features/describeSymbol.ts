// How a declaration is written in one place: hover, completion and outlines say the same of it.
import type { Declaration, FieldDeclaration, MethodDeclaration } from "../compiler/link/declarations.ts";
import type { LinkedFile } from "../compiler/link/linkedFile.ts";
import { isSetTrue } from "../compiler/link/plainOptions.ts";
import type { MethodType } from "../compiler/syntax/nodes.ts";
import { docComment } from "./docComment.ts";

/** A declaration as one line (or a short body) of proto text. `linked`: the file that declares it. */
export function signature(declaration: Declaration, linked: LinkedFile | undefined): string {
  switch (declaration.kind) {
    case "message":
      return `message ${declaration.fullName}`;
    case "enum":
      return `enum ${declaration.fullName}`;
    case "enumValue":
      return `${declaration.name} = ${declaration.number ?? "?"};  // in enum ${declaration.parent.fullName}`;
    case "service":
      return `service ${declaration.fullName}`;
    case "oneof":
      return `oneof ${declaration.name}  // in message ${declaration.parent.fullName}`;
    case "method":
      return methodSignature(declaration, linked);
    case "field":
      return fieldSignature(declaration, linked);
  }
}

/** The comment that belongs to a declaration, as Markdown. */
export function documentation(declaration: Declaration): string | undefined {
  return declaration.node === undefined ? undefined : docComment(declaration.file.parsed, declaration.node);
}

/** Whether a declaration says `deprecated = true`. */
export function isDeprecated(declaration: Declaration): boolean {
  return isSetTrue(declaration.options, "deprecated", declaration.file);
}

/** The type of a field as one would write it with full names. */
export function fieldType(field: FieldDeclaration, linked: LinkedFile | undefined): string {
  const { node } = field;
  if (node.kind === "group") return field.ownMessage?.fullName ?? "group";
  if (node.kind === "mapField") {
    const entry = field.ownMessage;
    const [key, value] = entry?.fields ?? [];
    const part = (one: FieldDeclaration | undefined): string => (one === undefined ? "?" : plainType(one, linked));
    return field.parent?.isMapEntry === true ? plainType(field, linked) : `map<${part(key)}, ${part(value)}>`;
  }
  return plainType(field, linked);
}

function plainType(field: FieldDeclaration, linked: LinkedFile | undefined): string {
  if (field.scalar !== undefined) return field.scalar;
  if (field.typeName === undefined) return "?";
  return linked?.types.get(field.typeName)?.fullName ?? field.typeName.text;
}

function fieldSignature(field: FieldDeclaration, linked: LinkedFile | undefined): string {
  const label = field.label === undefined || field.node.kind === "mapField" ? "" : `${field.label} `;
  const line = `${label}${fieldType(field, linked)} ${field.name} = ${field.number ?? "?"};`;
  if (field.extend !== undefined) {
    const extendee = field.extend.extendee;
    const target = extendee === undefined ? "?" : (linked?.types.get(extendee)?.fullName ?? extendee.text);
    return `extend ${target} {\n  ${line}  // ${field.fullName}\n}`;
  }
  const place = field.oneof?.node === undefined ? "" : `, oneof ${field.oneof.name}`;
  return `${line}  // in message ${field.parent?.fullName ?? "?"}${place}`;
}

function methodSignature(method: MethodDeclaration, linked: LinkedFile | undefined): string {
  const input = methodSide(method.input, linked);
  const output = methodSide(method.output, linked);
  return `rpc ${method.name}(${input}) returns (${output});  // in service ${method.parent.fullName}`;
}

function methodSide(side: MethodType | undefined, linked: LinkedFile | undefined): string {
  const type = side?.type;
  const stream = side?.stream === undefined ? "" : "stream ";
  if (type?.kind !== "typeName") return `${stream}?`;
  return `${stream}${linked?.types.get(type)?.fullName ?? type.text}`;
}
