// What a place in the body of a request means: for completion, hover and the way to the schema.
import type { FieldDeclaration, MessageDeclaration } from "../compiler/link/declarations.ts";
import { touches } from "../compiler/text/span.ts";
import { type AnyTypes, anyTypeName, fieldNamed } from "./checkBody.ts";
import type { JsonMember, JsonNode, JsonObject } from "./json/jsonNodes.ts";
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
    }
  /** The value of `@type`. */
  | { readonly kind: "anyType"; readonly node: JsonNode | undefined };

/** Where `offset` stands in one message of a body, `text` being the document's; undefined where nothing is known. */
export function bodyPlace(
  text: string,
  node: JsonNode,
  offset: number,
  message: MessageDeclaration,
  view: SchemaView,
  types: AnyTypes,
): BodyPlace | undefined {
  return new PlaceFinder(text, offset, types).message(node, message, view);
}

class PlaceFinder {
  constructor(
    readonly text: string,
    readonly offset: number,
    readonly types: AnyTypes,
  ) {}

  message(node: JsonNode, message: MessageDeclaration, view: SchemaView): BodyPlace | undefined {
    const form = wellKnown(message.fullName);
    if (node.kind !== "object" || (form !== undefined && form.kind !== "any")) {
      return { kind: "value", node, shape: { kind: "message", message }, view };
    }
    if (form === undefined) return this.#object(node, message, view, false);
    const type = anyTypeName(node);
    const found = type === undefined ? undefined : this.types.find(type.name);
    return this.#object(node, found?.message ?? message, found?.view ?? view, true);
  }

  #object(object: JsonObject, message: MessageDeclaration, view: SchemaView, inAny: boolean): BodyPlace | undefined {
    for (const member of object.members) {
      const isType = inAny && member.key.value === "@type";
      if (touches(member.key, this.offset)) return { kind: "key", object, member, message, view, inAny };
      if (!this.#isBehindColon(member)) continue;
      if (isType) return { kind: "anyType", node: member.value };
      const field = fieldNamed(message, member.key.value, view);
      return field === undefined ? undefined : this.#field(member.value, field, view);
    }
    if (!this.#isInside(object)) return undefined;
    return { kind: "key", object, member: undefined, message, view, inAny };
  }

  #field(node: JsonNode | undefined, field: FieldDeclaration, view: SchemaView): BodyPlace | undefined {
    const shape = view.shapeOf(field);
    if (shape.kind === "map") return this.#map(node, shape, view);
    if (!isList(field)) return this.#value(node, shape, view);
    if (node?.kind !== "array" || !this.#isInside(node)) {
      return { kind: "value", node, shape: { kind: "list", field }, view };
    }
    const element = node.elements.find(one => touches(one, this.offset));
    return this.#value(element, shape, view);
  }

  #map(node: JsonNode | undefined, shape: Extract<FieldShape, { kind: "map" }>, view: SchemaView) {
    if (node?.kind !== "object" || !this.#isInside(node)) return { kind: "value", node, shape, view } as const;
    const member = node.members.find(one => this.#isBehindColon(one));
    return member === undefined ? undefined : this.#value(member.value, shape.value, view);
  }

  #value(node: JsonNode | undefined, shape: ValueShape, view: SchemaView): BodyPlace | undefined {
    if (shape.kind === "message" && node !== undefined) return this.message(node, shape.message, view);
    return { kind: "value", node, shape, view };
  }

  // Behind the colon of a member, up to the end of its value; where that is missing, as long as nothing follows.
  #isBehindColon({ key, value, colon }: JsonMember): boolean {
    if (!colon || this.offset <= key.end) return false;
    const between = this.text.slice(key.end, this.offset);
    if (value !== undefined && value.start <= this.offset) return this.offset <= value.end;
    return /^\s*:\s*$/.test(between);
  }

  #isInside(node: JsonObject | Extract<JsonNode, { kind: "array" }>): boolean {
    return node.start < this.offset && (this.offset < node.end || !node.closed);
  }
}
