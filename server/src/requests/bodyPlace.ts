// What a place in the body of a request means: for completion, hover and the way to the schema.
import type { FieldDeclaration, MessageDeclaration } from "../compiler/link/declarations.ts";
import { touches } from "../compiler/text/span.ts";
import { anyTypeName, type BodySchema, fieldNamed } from "./checkBody.ts";
import type { JsonArray, JsonMember, JsonNode, JsonObject } from "./json/jsonNodes.ts";
import { type FieldShape, isList, type SchemaView, type ValueShape } from "./schemaView.ts";
import { wellKnown } from "./wellKnownTypes.ts";

export type BodyPlace =
  /** A key of an object that stands for a message, or a place where one can be put in. */
  | {
      readonly kind: "key";
      readonly object: JsonObject;
      readonly member: JsonMember | undefined;
      readonly message: MessageDeclaration;
      readonly view: SchemaView;
      /** Whether the object is an `Any`, which has `@type` beside the fields. */
      readonly inAny: boolean;
    }
  /** A value, or a place where one is missing: `list` for the whole of a repeated field. */
  | {
      readonly kind: "value";
      readonly node: JsonNode | undefined;
      readonly shape: FieldShape | { readonly kind: "list"; readonly field: FieldDeclaration };
      readonly view: SchemaView;
      /** The message in whose field it stands. */
      readonly around: MessageDeclaration | undefined;
    }
  /** A key of a map, or a place where one can be put in. */
  | { readonly kind: "mapKey"; readonly member: JsonMember | undefined; readonly shape: MapShape }
  /** The value of `@type`. */
  | { readonly kind: "anyType"; readonly node: JsonNode | undefined };

/** Where `offset` stands in one message of a body, `node`; undefined where nothing is known. */
export function bodyPlace(
  node: JsonNode,
  offset: number,
  message: MessageDeclaration,
  schema: BodySchema,
): BodyPlace | undefined {
  return inMessage(node, message, { ...schema, offset });
}

interface Search extends BodySchema {
  readonly offset: number;
  readonly around?: MessageDeclaration;
}

function inMessage(node: JsonNode, message: MessageDeclaration, search: Search): BodyPlace | undefined {
  const form = wellKnown(message.fullName);
  if (form?.kind === "any" && node.kind === "object") return inAny(node, message, search);
  if (node.kind === "object" && form === undefined) return inObject(node, message, search);
  return { kind: "value", node, shape: { kind: "message", message }, view: search.view, around: search.around };
}

function inAny(object: JsonObject, any: MessageDeclaration, search: Search): BodyPlace | undefined {
  const type = object.members.find(one => one.key.value === "@type");
  if (type !== undefined && isBehindColon(type, search)) return { kind: "anyType", node: type.value };
  const name = anyTypeName(object);
  const found = name === undefined ? undefined : search.types.find(name.name);
  const view = found?.view ?? search.view;
  const place = inObject(object, found?.message ?? any, { ...search, view });
  return place?.kind === "key" && place.object === object ? { ...place, inAny: true } : place;
}

function inObject(object: JsonObject, message: MessageDeclaration, search: Search): BodyPlace | undefined {
  const { offset, view } = search;
  const key = (member: JsonMember | undefined): BodyPlace => {
    return { kind: "key", object, member, message, view, inAny: false };
  };
  for (const member of object.members) {
    if (touches(member.key, offset)) return key(member);
    if (!isBehindColon(member, search)) continue;
    const field = fieldNamed(message, member.key.value, view);
    return field === undefined ? undefined : inField(member.value, field, { ...search, around: message });
  }
  return isInside(object, offset) ? key(undefined) : undefined;
}

function inField(node: JsonNode | undefined, field: FieldDeclaration, search: Search): BodyPlace | undefined {
  const { offset, view } = search;
  const shape = view.shapeOf(field);
  if (shape.kind === "map") return inMap(node, shape, search);
  if (!isList(field)) return inValue(node, shape, search);
  if (node?.kind !== "array" || !isInside(node, offset)) {
    return { kind: "value", node, shape: { kind: "list", field }, view, around: search.around };
  }
  const element = node.elements.find(one => touches(one, offset) || (one.start < offset && isOpen(one)));
  return inValue(element, shape, search);
}

function inMap(node: JsonNode | undefined, shape: MapShape, search: Search): BodyPlace | undefined {
  if (node?.kind !== "object" || !isInside(node, search.offset)) {
    return { kind: "value", node, shape, view: search.view, around: search.around };
  }
  const member = node.members.find(one => isBehindColon(one, search));
  if (member !== undefined) return inValue(member.value, shape.value, search);
  return { kind: "mapKey", member: node.members.find(one => touches(one.key, search.offset)), shape };
}

function inValue(node: JsonNode | undefined, shape: ValueShape, search: Search): BodyPlace | undefined {
  if (shape.kind === "message" && node !== undefined) return inMessage(node, shape.message, search);
  return { kind: "value", node, shape, view: search.view, around: search.around };
}

// Behind the colon of a member, up to the end of its value; where that is missing, as long as nothing follows.
function isBehindColon({ key, value, colon }: JsonMember, { text, offset }: Search): boolean {
  if (!colon || offset <= key.end) return false;
  if (value !== undefined && value.start <= offset) return offset <= value.end || isOpen(value);
  return /^\s*:\s*$/.test(text.slice(key.end, offset));
}

/** Whether what is typed behind a value still belongs to it: its closing bracket is missing. */
export function isOpen(node: JsonNode): boolean {
  return (node.kind === "object" || node.kind === "array") && !node.closed;
}

function isInside({ start, end, closed }: JsonObject | JsonArray, offset: number): boolean {
  return start < offset && (offset < end || !closed);
}

type MapShape = Extract<FieldShape, { kind: "map" }>;
