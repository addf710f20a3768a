// The tree of a JSON text with comments and placeholders. What the text lacks is `undefined`; numbers keep their text,
// because 64-bit integers do not fit the numbers of JavaScript.
import type { Span } from "../../compiler/text/span.ts";
import type { Placeholder } from "../placeholders.ts";

export type JsonNode = JsonObject | JsonArray | JsonString | JsonNumber | JsonLiteral | JsonPlaceholder;

export interface JsonObject extends Span {
  readonly kind: "object";
  readonly members: readonly JsonMember[];
  readonly closed: boolean;
}

export interface JsonMember extends Span {
  readonly key: JsonString;
  /** Whether the `:` is there. */
  readonly colon: boolean;
  readonly value: JsonNode | undefined;
}

export interface JsonArray extends Span {
  readonly kind: "array";
  readonly elements: readonly JsonNode[];
  readonly closed: boolean;
}

/** Its span takes in the quotes. */
export interface JsonString extends Span {
  readonly kind: "string";
  /** After unescaping; placeholders as written. */
  readonly value: string;
  /** Offsets into the document: a placeholder holds no escapes. */
  readonly placeholders: readonly Placeholder[];
}

export interface JsonNumber extends Span {
  readonly kind: "number";
  /** As written. */
  readonly text: string;
}

export interface JsonLiteral extends Span {
  readonly kind: "literal";
  readonly value: boolean | null;
}

/** `{{name}}` where a value is expected: put in as raw JSON. */
export interface JsonPlaceholder extends Span {
  readonly kind: "placeholder";
  readonly placeholder: Placeholder;
}

/** A node and all below it, keys of objects included, in the order of the text. */
export function jsonNodes(node: JsonNode): JsonNode[] {
  const found: JsonNode[] = [];
  collect(node, found);
  return found;
}

// A body may have a million of them.
function collect(node: JsonNode, found: JsonNode[]): void {
  found.push(node);
  if (node.kind === "array") for (const one of node.elements) collect(one, found);
  if (node.kind !== "object") return;
  for (const { key, value } of node.members) {
    found.push(key);
    if (value !== undefined) collect(value, found);
  }
}
