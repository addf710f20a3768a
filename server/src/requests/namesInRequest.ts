// Every name in a request that stands for something of the schema.
import type { Declaration, FieldDeclaration, MessageDeclaration } from "../compiler/link/declarations.ts";
import type { Span } from "../compiler/text/span.ts";
import { anyTypeName, type BodySchema, fieldNamed } from "./checkBody.ts";
import type { JsonMember, JsonNode, JsonObject, JsonString } from "./json/jsonNodes.ts";
import { maskedMessages } from "./maskedMessages.ts";
import type { Request } from "./requestDocument.ts";
import type { FoundRpc } from "./rpcLookup.ts";
import { isList, type ValueShape } from "./schemaView.ts";
import { wellKnown } from "./wellKnownTypes.ts";

/** `span` is the text of the name, without quotes; of a full name, its last part. */
export interface NameInRequest {
  readonly declaration: Declaration;
  readonly span: Span;
}

/** The names in a request that calls `rpc`, in the order of the text. */
export function namesInRequest(request: Request, rpc: FoundRpc, schema: BodySchema): NameInRequest[] {
  const names: NameInRequest[] = [];
  const { line } = request;
  if (line !== undefined) {
    names.push(...lastParts(rpc.method.parent, line.service, schema.text));
    names.push({ declaration: rpc.method, span: { start: line.method.start, end: line.method.end } });
  }
  const input = rpc.view.input(rpc.method);
  if (input !== undefined) for (const node of request.messages) inMessage(node, input, { ...schema, names });
  return names;
}

interface Search extends BodySchema {
  readonly names: NameInRequest[];
  readonly around?: MessageDeclaration;
}

function inMessage(node: JsonNode, message: MessageDeclaration, search: Search): void {
  const form = wellKnown(message.fullName);
  if (form?.kind === "fieldMask" && node.kind === "string") inMask(node, search);
  if (node.kind !== "object") return;
  if (form?.kind === "any") inAny(node, search);
  else if (form === undefined) inObject(node.members, message, search);
}

function inAny(node: JsonObject, search: Search): void {
  const type = anyTypeName(node);
  const found = type === undefined ? undefined : search.types.find(type.name);
  if (type === undefined || found === undefined) return;
  const inner = innerText(type.value, search.text);
  if (inner !== undefined) {
    const slash = search.text.lastIndexOf("/", inner.end - 1);
    const start = Math.max(inner.start, slash + 1);
    search.names.push(...lastParts(found.message, { start, end: inner.end }, search.text));
  }
  const members = node.members.filter(one => one.key.value !== "@type");
  if (wellKnown(found.message.fullName) === undefined) {
    inObject(members, found.message, { ...search, view: found.view });
  }
}

function inObject(members: readonly JsonMember[], message: MessageDeclaration, search: Search): void {
  for (const { key, value } of members) {
    const field = fieldNamed(message, key.value, search.view);
    if (field === undefined) continue;
    const span = innerText(key, search.text);
    if (span !== undefined) {
      const isExtension = key.value.startsWith("[");
      const named = isExtension ? { start: span.start + 1, end: span.end - 1 } : span;
      search.names.push(...(isExtension ? lastParts(field, named, search.text) : [{ declaration: field, span }]));
    }
    if (value !== undefined) inField(value, field, { ...search, around: message });
  }
}

function inField(value: JsonNode, field: FieldDeclaration, search: Search): void {
  const shape = search.view.shapeOf(field);
  if (shape.kind === "map") {
    if (value.kind !== "object") return;
    for (const member of value.members) if (member.value !== undefined) inValue(member.value, shape.value, search);
  } else if (isList(field)) {
    if (value.kind === "array") for (const element of value.elements) inValue(element, shape, search);
  } else {
    inValue(value, shape, search);
  }
}

function inValue(node: JsonNode, shape: ValueShape, search: Search): void {
  if (shape.kind === "message") inMessage(node, shape.message, search);
  if (shape.kind !== "enum" || node.kind !== "string") return;
  const declaration = shape.declaration.values.find(one => one.name === node.value);
  const span = innerText(node, search.text);
  if (declaration !== undefined && span !== undefined) search.names.push({ declaration, span });
}

// `"name,parent.displayName"`: each part is a field of what the parts before it lead to.
function inMask(node: JsonString, search: Search): void {
  const { around, view } = search;
  const inner = innerText(node, search.text);
  if (around === undefined || inner === undefined) return;
  for (const path of search.text.slice(inner.start, inner.end).matchAll(/[^,]+/g)) {
    let messages: readonly MessageDeclaration[] = maskedMessages(around, view);
    for (const part of path[0].matchAll(/[^.]+/g)) {
      const field = messages.flatMap(one => one.fields).find(one => one.jsonName === part[0]);
      if (field === undefined) break;
      const start = inner.start + path.index + part.index;
      search.names.push({ declaration: field, span: { start, end: start + part[0].length } });
      const shape = view.shapeOf(field);
      messages = shape.kind === "message" && !isList(field) ? [shape.message] : [];
    }
  }
}

/** The parts of a full name: the last one for the declaration itself, those before it for the messages around it. */
function lastParts(declaration: Declaration, { start, end }: Span, text: string): NameInRequest[] {
  const found: NameInRequest[] = [];
  let current: Declaration | undefined = declaration;
  for (let stop = end; current !== undefined && stop > start; ) {
    const from: number = stop - current.name.length;
    if (from < start || text.slice(from, stop) !== current.name) break;
    found.unshift({ declaration: current, span: { start: from, end: stop } });
    current = current.kind === "message" || current.kind === "field" ? current.parent : undefined;
    stop = from - 1;
  }
  return found;
}

/** What stands between the quotes; undefined where it is not written as it is meant. */
function innerText(node: JsonString, text: string): Span | undefined {
  const quoted = text.slice(node.start, node.end);
  if (node.placeholders.length > 0 || quoted !== JSON.stringify(node.value)) return undefined;
  return { start: node.start + 1, end: node.end - 1 };
}
