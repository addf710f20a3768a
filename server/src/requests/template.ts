import type {
  FieldDeclaration,
  MessageDeclaration,
  MethodDeclaration,
  ScalarType,
} from "../compiler/link/declarations.ts";
import type { LinkedFile } from "../compiler/link/linkedFile.ts";
import { fieldComment } from "./fieldComment.ts";
import { type FieldShape, isList, jsonKey, type SchemaView, schemaView, type ValueShape } from "./schemaView.ts";
import { wellKnown } from "./wellKnownTypes.ts";

/** A new request document. */
export interface RequestTemplate {
  readonly text: string;
  /** Where the cursor belongs: inside the first value. */
  readonly offset: number;
}

/** Fields of messages deeper than this, or past this many lines, are left to completion. */
const deepest = 4;
const mostLines = 120;
const longestComment = 72;

/**
 * Writes a request for `method`, declared in `file`, to be sent to `target` (an address, or a placeholder). Its body has
 * every field of the request type with a value to start from; of a oneof, the first member.
 */
export function requestTemplate(method: MethodDeclaration, file: LinkedFile, target: string): RequestTemplate {
  const view = schemaView(file);
  const input = view.input(method);
  const message = input === undefined ? "{}" : new BodyWriter(view).message(input);
  const head = `### ${method.name}\nGRPC ${target}/${method.parent.fullName}/${method.name}\n\n`;
  const body = method.clientStreaming ? `${message}\n\n${message}\n` : `${message}\n`;
  return { text: head + body, offset: head.length + firstValue(body) };
}

/** A message with a value to start from in every field. */
export function sampleMessage(view: SchemaView, message: MessageDeclaration): string {
  return new BodyWriter(view).message(message);
}

/** A value to start from of a shape; a message or map is empty. */
export function sampleOf(view: SchemaView, shape: FieldShape): string {
  if (shape.kind === "map") return "{}";
  if (shape.kind === "message" && wellKnown(shape.message.fullName) === undefined) return "{}";
  return new BodyWriter(view).value(shape);
}

/** A value to start from in a field, written as JSON on one line where it fits; `indent` is that of its line. */
export function sampleValue(view: SchemaView, field: FieldDeclaration, indent: string): string {
  return new BodyWriter(view).field(field, indent, []);
}

class BodyWriter {
  #lines = 0;

  constructor(readonly view: SchemaView) {}

  message(message: MessageDeclaration): string {
    return this.#messageValue(message, "", []);
  }

  value(shape: ValueShape): string {
    return this.#value(shape, "", []) ?? "null";
  }

  field(field: FieldDeclaration, indent: string, outer: readonly MessageDeclaration[]): string {
    const shape = this.view.shapeOf(field);
    if (shape.kind === "map") {
      const value = this.#value(shape.value, `${indent}  `, outer);
      return value === undefined ? "{}" : `{\n${indent}  ${JSON.stringify(sampleKey(shape.key))}: ${value}\n${indent}}`;
    }
    if (!isList(field)) return this.#value(shape, indent, outer) ?? "null";
    const value = this.#value(shape, indent, outer);
    return value === undefined ? "[]" : `[${value}]`;
  }

  /** Undefined for what is nested too deep to write. */
  #value(shape: ValueShape, indent: string, outer: readonly MessageDeclaration[]): string | undefined {
    switch (shape.kind) {
      case "scalar":
        return sampleScalar(shape.scalar);
      case "enum": {
        if (shape.declaration.fullName === "google.protobuf.NullValue") return "null";
        const { values } = shape.declaration;
        return JSON.stringify((values.find(one => one.number !== 0) ?? values[0])?.name ?? 0);
      }
      case "message": {
        const isTooDeep = outer.includes(shape.message) || outer.length >= deepest || this.#lines > mostLines;
        if (isTooDeep && wellKnown(shape.message.fullName) === undefined) return undefined;
        return this.#messageValue(shape.message, indent, outer);
      }
      case "unknown":
        return undefined;
    }
  }

  #messageValue(message: MessageDeclaration, indent: string, outer: readonly MessageDeclaration[]): string {
    const form = wellKnown(message.fullName);
    switch (form?.kind) {
      case "wrapper":
        return sampleScalar(form.scalar);
      case "timestamp":
        return '"2026-01-01T00:00:00Z"';
      case "duration":
        return '"0s"';
      case "fieldMask":
        return '""';
      case "struct":
        return "{}";
      case "value":
        return "null";
      case "listValue":
        return "[]";
      case "any":
        return '{ "@type": "type.googleapis.com/google.protobuf.Empty" }';
      case undefined:
        return this.#object(message, indent, outer);
    }
  }

  #object(message: MessageDeclaration, indent: string, outer: readonly MessageDeclaration[]): string {
    const inner = `${indent}  `;
    const fields = message.fields.filter(one => !isLaterMember(one));
    if (fields.length === 0) return "{}";
    const lines = fields.map((field, index) => {
      this.#lines++;
      const value = this.field(field, inner, [...outer, message]);
      const comma = index < fields.length - 1 ? "," : "";
      const note = noteOn(field);
      const [first = "", ...rest] = value.split("\n");
      // The note stands on the line of the key: behind the value where that is one line, else behind its bracket.
      const noted = rest.length === 0 ? `${first}${comma}${note}` : [`${first}${note}`, ...rest].join("\n") + comma;
      return `${inner}${JSON.stringify(jsonKey(field))}: ${noted}`;
    });
    return `{\n${lines.join("\n")}\n${indent}}`;
  }
}

function noteOn(field: FieldDeclaration): string {
  const others = isMember(field) ? field.oneof.fields.slice(1).map(one => `"${jsonKey(one)}"`) : [];
  if (others.length > 0) {
    const note = `or ${others.join(", ")}`;
    return note.length <= longestComment ? ` // ${note}` : ` // or another of \`${field.oneof?.name}\``;
  }
  const comment = fieldComment(field);
  return comment === "" || comment.includes("\n") || comment.length > longestComment ? "" : ` // ${comment}`;
}

function isMember(
  field: FieldDeclaration,
): field is FieldDeclaration & { oneof: NonNullable<FieldDeclaration["oneof"]> } {
  return field.oneof?.node !== undefined;
}

function isLaterMember(field: FieldDeclaration): boolean {
  return isMember(field) && field.oneof.fields[0] !== field;
}

function sampleScalar(scalar: ScalarType): string {
  switch (scalar) {
    case "string":
    case "bytes":
      return '""';
    case "bool":
      return "false";
    case "int64":
    case "uint64":
    case "sint64":
    case "fixed64":
    case "sfixed64":
      return '"0"';
    default:
      return "0";
  }
}

/** A key to start from in a map. */
export function sampleKey(key: ScalarType): string {
  if (key === "string") return "key";
  return key === "bool" ? "true" : "0";
}

function firstValue(body: string): number {
  const value = /: *("|\[?"|\[?\{?)/.exec(body);
  return value === null ? 1 : value.index + value[0].length;
}
