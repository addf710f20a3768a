import type { EnumDeclaration, MethodDeclaration } from "../link/declarations.ts";
import { importEdit } from "../link/importEdit.ts";
import type { LinkedFile } from "../link/linkedFile.ts";
import { nameFor } from "../link/scopes.ts";
import { wellKnownTypes } from "../link/wellKnownTypes.ts";
import { lowerSnake } from "../report/casing.ts";
import { preferred, replaceFix } from "../report/fix.ts";
import { type Fix, type Problem, problem } from "../report/problem.ts";
import type { MapType, MethodType, TypeName } from "../syntax/nodes.ts";
import type { Span } from "../text/span.ts";
import type { RpcSide } from "./rpcs.ts";

/** One side of an rpc that is not a message. */
export interface RpcPlace {
  readonly file: LinkedFile;
  readonly method: MethodDeclaration;
  readonly side: RpcSide;
  readonly node: MethodType;
}

const id = "rpc-type-not-message";

export function scalarAsRpcType(at: RpcPlace, scalar: string): Problem {
  const written = contentOf(at);
  const fields = labelled(at, fieldsOf(at, scalar));
  const what = `rpc \`${at.method.name}\` ${takes(at.side)} a message, not the scalar \`${scalar}\``;
  const wrapper = fields.length === 1 ? wrapperOf(scalar) : undefined;
  return problem(id, at.node.type ?? at.node, what, {
    help: `put it into a message: \`${messageText(nameOfMessage(at), fields, " ")}\``,
    fixes: [...wrap(at, written, fields), ...(wrapper === undefined ? [] : [useType(at, written, wrapper)])],
  });
}

export function enumAsRpcType(at: RpcPlace, type: TypeName, declaration: EnumDeclaration): Problem {
  const fields = labelled(at, [`${type.text} ${lowerSnake(declaration.name)}`]);
  const what = `rpc \`${at.method.name}\` ${takes(at.side)} a message, but \`${type.text}\` is an enum`;
  return problem(id, type, what, {
    help: `put it into a message: \`${messageText(nameOfMessage(at), fields, " ")}\``,
    related: [
      { source: declaration.file.parsed.source, span: declaration.nameSpan, message: "the enum is declared here" },
    ],
    fixes: wrap(at, type, fields),
  });
}

export function mapAsRpcType(at: RpcPlace, type: MapType): Problem {
  const text = at.file.declared.parsed.source.text.slice(type.start, type.end);
  const fields = [`${text} entries`];
  return problem(id, type, `rpc \`${at.method.name}\` ${takes(at.side)} a message, not a map`, {
    help: `put it into a message: \`${messageText(nameOfMessage(at), fields, " ")}\``,
    fixes: wrap(at, contentOf(at), fields),
  });
}

export function emptyRpcType(at: RpcPlace): Problem {
  const name = nameOfMessage(at);
  return problem(id, at.node, `rpc \`${at.method.name}\` ${takes(at.side)} a message, and none is named`, {
    help: `declare a message \`${name}\`, even an empty one: it can get fields later`,
    fixes: [...wrap(at, contentOf(at), []), useType(at, contentOf(at), "google.protobuf.Empty")],
  });
}

// In proto2 a field says that it may be absent.
function labelled(at: RpcPlace, fields: readonly string[]): readonly string[] {
  return at.file.declared.syntax === "proto2" ? fields.map(field => `optional ${field}`) : fields;
}

function takes(side: RpcSide): string {
  return side === "request" ? "takes" : "returns";
}

function nameOfMessage(at: RpcPlace): string {
  return `${at.method.name}${at.side === "request" ? "Request" : "Response"}`;
}

// What stands between the parentheses, `stream` left out.
function contentOf(at: RpcPlace): Span {
  const { text } = at.file.declared.parsed.source;
  const { node } = at;
  const start = node.type?.start ?? (node.stream === undefined ? node.start + 1 : node.stream.end);
  return { start, end: text[node.end - 1] === ")" ? node.end - 1 : (node.type?.end ?? node.end) };
}

// `string path, int32 mode` as fields; what has no name gets one.
function fieldsOf(at: RpcPlace, scalar: string): string[] {
  const content = contentOf(at);
  const parts = at.file.declared.parsed.source.text.slice(content.start, content.end).split(",");
  return parts.map((part, index) => {
    const match = /^\s*([\w.]+)(?:\s+([A-Za-z_]\w*))?\s*$/.exec(part);
    const name = match?.[2] ?? `${likelyName(at, scalar)}${index === 0 ? "" : index + 1}`;
    return `${match?.[1] ?? scalar} ${name}`;
  });
}

function likelyName(at: RpcPlace, scalar: string): string {
  if (scalar === "string" && at.side === "request" && /(Directory|Directories|Folder|File|Path)$/.test(at.method.name))
    return "path";
  if (/Id$/.test(at.method.name)) return "id";
  return "value";
}

// A message of that name that is there already is used as it is.
function wrap(at: RpcPlace, written: Span, fields: readonly string[]): Fix[] {
  const { declared } = at.file;
  const name = nameOfMessage(at);
  const existing = declared.byName.get(declared.packageName === "" ? name : `${declared.packageName}.${name}`);
  const space = at.node.stream !== undefined && at.node.type === undefined ? " " : "";
  const use = { span: written, newText: space + name };
  if (existing?.kind === "message") return [preferred({ title: `Use the message \`${name}\``, edits: [use] })];
  if (existing !== undefined) return [];
  const end = at.method.parent.node.end;
  const newText = `\n\n${messageText(name, fields, "\n")}`;
  const title = fields.length === 0 ? `Declare an empty message \`${name}\`` : `Put it into a new message \`${name}\``;
  return [preferred({ title, edits: [use, { span: { start: end, end }, newText }] })];
}

function messageText(name: string, fields: readonly string[], space: "\n" | " "): string {
  const indent = space === "\n" ? "\n  " : " ";
  const lines = fields.map((field, index) => `${indent}${field} = ${index + 1};`);
  return lines.length === 0 ? `message ${name} {}` : `message ${name} {${lines.join("")}${space}}`;
}

function useType(at: RpcPlace, written: Span, fullName: string): Fix {
  const name = nameFor(at.file.names, fullName, at.method.parent.fullName);
  const edit = importEdit(at.file.declared, wellKnownTypes[fullName] ?? "");
  const space = at.node.stream !== undefined && at.node.type === undefined ? " " : "";
  const use = replaceFix(`Use \`${name}\``, written, space + name);
  return edit === undefined ? use : { title: use.title, edits: [...use.edits, edit] };
}

function wrapperOf(scalar: string): string {
  return `google.protobuf.${wrappers[scalar] ?? "StringValue"}`;
}

const wrappers: Readonly<Record<string, string>> = {
  double: "DoubleValue",
  float: "FloatValue",
  int64: "Int64Value",
  uint64: "UInt64Value",
  int32: "Int32Value",
  uint32: "UInt32Value",
  bool: "BoolValue",
  string: "StringValue",
  bytes: "BytesValue",
  fixed32: "UInt32Value",
  fixed64: "UInt64Value",
  sfixed32: "Int32Value",
  sfixed64: "Int64Value",
  sint32: "Int32Value",
  sint64: "Int64Value",
};
