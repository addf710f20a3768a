// The request side of ProtoJSON: text → message, with numbers as they were typed and errors at their place.
import {
  type DescExtension,
  type DescField,
  type DescMessage,
  fromJson,
  type JsonValue,
  type Registry,
  ScalarType,
  toBinary,
} from "@bufbuild/protobuf";
import { getNodePath, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { nearest } from "./nearest.ts";

export type EncodedRequest =
  | { kind: "message"; bytes: Uint8Array }
  /** `offset`: where in the text. */
  | { kind: "wrong"; reason: string; offset: number };

/**
 * Reads one ProtoJSON value (comments and trailing commas allowed) as a message and encodes it. Integers too long for a
 * JavaScript number stay exact, since the text of the number is used and not its value. `types`: what `Any` may hold.
 */
export function encodeRequest(message: DescMessage, text: string, types: Registry): EncodedRequest {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
  const first = errors[0];
  if (first !== undefined)
    return wrong(`this is not JSON: ${syntaxReason(first)} at ${placeOf(text, first.offset)}`, first.offset);
  if (tree === undefined) return wrong("the message is empty; write `{}` for one without fields", 0);
  const duplicate = duplicateKey(tree);
  if (duplicate !== undefined) {
    return wrong(`\`${duplicate.value}\` is set twice, again at ${placeOf(text, duplicate.offset)}`, duplicate.offset);
  }
  const reading: Reading = { text, types, spaced: [] };
  try {
    const json = jsonOf(tree, { kind: "message", message }, reading);
    const [spaced] = reading.spaced;
    if (spaced !== undefined) {
      return wrong(
        `\`${pathOf(spaced)}\`: expected an integer, got ${textOf(spaced, reading)}: take out the spaces`,
        spaced.offset,
      );
    }
    const read = fromJson(message, json, { registry: types });
    return { kind: "message", bytes: toBinary(message, read) };
  } catch (error) {
    const found = locate(tree, message, reading, "", error);
    const at = found.path === "" ? "" : `\`${found.path}\`: `;
    return wrong(`${at}${found.reason}`, found.offset);
  }
}

interface Reading {
  readonly text: string;
  readonly types: Registry;
  /** Texts of 64-bit integers with spaces around, which `BigInt` would take and protobuf's JSON does not. */
  readonly spaced: Node[];
}

/** What is expected at a place of the JSON, as far as it matters for numbers. */
type Shape =
  | { kind: "message"; message: DescMessage }
  | { kind: "list"; item: Shape }
  /** `exactKeys`: 64-bit integers. */
  | { kind: "map"; item: Shape; exactKeys: boolean }
  /** `exact`: a 64-bit integer, which ProtoJSON also takes as a string. */
  | { kind: "scalar"; exact: boolean }
  | { kind: "free" };

const free: Shape = { kind: "free" };

function shapeOfField(field: DescField | DescExtension): Shape {
  switch (field.fieldKind) {
    case "message":
      return { kind: "message", message: field.message };
    case "scalar":
      return { kind: "scalar", exact: isLong(field.scalar) };
    case "enum":
      return free;
    case "list":
      return { kind: "list", item: shapeOfItem(field.message, field.scalar) };
    case "map":
      return { kind: "map", item: shapeOfItem(field.message, field.scalar), exactKeys: isLong(field.mapKey) };
  }
}

function shapeOfItem(message: DescMessage | undefined, scalar: ScalarType | undefined): Shape {
  if (message !== undefined) return { kind: "message", message };
  return { kind: "scalar", exact: scalar !== undefined && isLong(scalar) };
}

function isLong(scalar: ScalarType): boolean {
  switch (scalar) {
    case ScalarType.INT64:
    case ScalarType.UINT64:
    case ScalarType.SINT64:
    case ScalarType.FIXED64:
    case ScalarType.SFIXED64:
      return true;
    default:
      return false;
  }
}

function jsonOf(node: Node, shape: Shape, reading: Reading): JsonValue {
  switch (node.type) {
    case "object":
      return objectValue(node, shape, reading);
    case "array": {
      const item = shape.kind === "list" ? shape.item : free;
      return (node.children ?? []).map(child => jsonOf(child, item, reading));
    }
    case "number": {
      const text = textOf(node, reading);
      return isExact(shape) && /^-?\d+$/.test(text) ? text : node.value;
    }
    default:
      if (node.type === "string" && isExact(shape) && /^\s|\s$/.test(node.value)) reading.spaced.push(node);
      return node.value;
  }
}

function isExact(shape: Shape): boolean {
  return shape.kind === "scalar" ? shape.exact : shape.kind === "message" && isLongWrapper(shape.message);
}

/** `items["a b"].numbers[0]` */
function pathOf(node: Node): string {
  return getNodePath(node)
    .map(one => (typeof one === "number" ? `[${one}]` : /^\w+$/.test(one) ? `.${one}` : `["${one}"]`))
    .join("")
    .replace(/^\./, "");
}

function textOf({ offset, length }: Node, { text }: Reading): string {
  return text.slice(offset, offset + length);
}

function objectValue(node: Node, shape: Shape, reading: Reading): JsonValue {
  const value: Record<string, JsonValue> = {};
  if (shape.kind === "map" && shape.exactKeys) {
    const keys = (node.children ?? []).flatMap(property => property.children?.[0] ?? []);
    reading.spaced.push(...keys.filter(key => /^\s|\s$/.test(key.value)));
  }
  const message = shape.kind === "message" ? messageWithin(node, shape.message, reading) : undefined;
  for (const [key, child] of membersOf(node)) {
    const inner = shape.kind === "map" ? shape.item : shapeOfMember(message, key, reading);
    // A plain assignment to `__proto__` would be lost.
    Object.defineProperty(value, key, {
      value: jsonOf(child, inner, reading),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return value;
}

function shapeOfMember(message: DescMessage | undefined, key: string, reading: Reading): Shape {
  const extension = /^\[(.+)\]$/.exec(key)?.[1];
  const field = extension === undefined ? message && fieldNamed(message, key) : reading.types.getExtension(extension);
  return field === undefined ? free : shapeOfField(field);
}

/** Inside an `Any` the fields are those of the type that `@type` names. */
function messageWithin(node: Node, message: DescMessage, { types }: Reading): DescMessage | undefined {
  if (message.typeName !== "google.protobuf.Any") return isFreeForm(message) ? undefined : message;
  const url = membersOf(node).find(([key]) => key === "@type")?.[1].value;
  return typeof url === "string" ? types.getMessage(url.slice(url.lastIndexOf("/") + 1)) : undefined;
}

function isFreeForm({ typeName }: DescMessage): boolean {
  return /^google\.protobuf\.(Struct|Value|ListValue)$/.test(typeName);
}

function isLongWrapper({ typeName }: DescMessage): boolean {
  return typeName === "google.protobuf.Int64Value" || typeName === "google.protobuf.UInt64Value";
}

function fieldNamed(message: DescMessage, key: string): DescField | undefined {
  return message.fields.find(field => field.jsonName === key || field.name === key);
}

function membersOf(node: Node): [string, Node][] {
  const members: [string, Node][] = [];
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (key !== undefined && value !== undefined) members.push([key.value, value]);
  }
  return members;
}

function duplicateKey(node: Node): Node | undefined {
  if (node.type === "object") {
    const seen = new Set<string>();
    for (const property of node.children ?? []) {
      const key = property.children?.[0];
      if (key === undefined) continue;
      if (seen.has(key.value)) return key;
      seen.add(key.value);
    }
  }
  for (const child of node.children ?? []) {
    const found = duplicateKey(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

interface Located {
  readonly path: string;
  readonly offset: number;
  readonly reason: string;
}

/** @bufbuild/protobuf's errors name a field and no place: the members are tried one by one, down to the one at fault. */
function locate(node: Node, message: DescMessage, reading: Reading, path: string, error: unknown): Located {
  const here = { path, offset: node.offset, reason: messageReason(message, error) };
  if (node.type !== "object") return here;
  const inner = messageWithin(node, message, reading);
  if (inner === undefined || (inner !== message && isFreeForm(inner))) return here;
  for (const [key, child] of membersOf(node)) {
    if (key === "@type" && inner !== message) continue;
    const at = path === "" ? key : `${path}.${key}`;
    const field = fieldNamed(inner, key);
    if (field === undefined && !key.startsWith("[")) {
      return { path: at, offset: child.offset, reason: unknownField(inner, key) };
    }
    const failure = failureOf(inner, { [key]: jsonOf(child, shapeOfMember(inner, key, reading), reading) }, reading);
    if (failure === undefined) continue;
    return field === undefined
      ? { path: at, offset: child.offset, reason: reasonOf(failure) }
      : locateValue(child, field, reading, at, failure);
  }
  return here;
}

function locateValue(node: Node, field: DescField, reading: Reading, path: string, error: unknown): Located {
  const here = { path, offset: node.offset, reason: reasonOf(error) };
  const message = field.message;
  if (field.fieldKind === "message") return locate(node, field.message, reading, path, error);
  const isItems =
    (field.fieldKind === "list" && node.type === "array") || (field.fieldKind === "map" && node.type === "object");
  if (!isItems) return here;
  const items: [string, Node][] =
    node.type === "array"
      ? (node.children ?? []).map((child, index) => [`[${index}]`, child])
      : membersOf(node).map(([key, child]) => [`["${key}"]`, child]);
  for (const [label, child] of items) {
    const shape = shapeOfField(field);
    const value = jsonOf(child, shape.kind === "list" || shape.kind === "map" ? shape.item : free, reading);
    const key = label.slice(2, -2);
    const failure = failureOf(
      field.parent,
      { [field.jsonName]: node.type === "array" ? [value] : { [key]: value } },
      reading,
    );
    if (failure === undefined) continue;
    const at = `${path}${label}`;
    return message === undefined
      ? { path: at, offset: child.offset, reason: reasonOf(failure) }
      : locate(child, message, reading, at, failure);
  }
  return here;
}

function failureOf(message: DescMessage | undefined, json: JsonValue, { types }: Reading): unknown {
  if (message === undefined) return undefined;
  try {
    fromJson(message, json, { registry: types });
    return undefined;
  } catch (error) {
    return error;
  }
}

function unknownField(message: DescMessage, key: string): string {
  const close = nearest(
    key,
    message.fields.map(field => field.jsonName),
  );
  const hint = close === undefined ? "" : `; did you mean \`${close}\`?`;
  return `\`${message.typeName}\` has no field \`${key}\`${hint}`;
}

/** "cannot decode field a.B.c from JSON: expected string, got 5" → "expected string, got 5". */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text
    .replace(/^(list item #\d+|map entry "[^"]*"): /, "")
    .replace(/^cannot (decode|encode) .*? (from|to) JSON:? (list item #\d+: |map entry "[^"]*": )?/, "");
}

/** Of a value that is none of a message's forms, @bufbuild/protobuf says the value and nothing more. */
function messageReason(message: DescMessage, error: unknown): string {
  const reason = reasonOf(error);
  if (/[a-z] [a-z]/i.test(reason.replace(/"[^"]*"/g, ""))) return reason;
  return `expected ${jsonForms[message.typeName] ?? "an object"}, got ${reason.replace(/^Array\(\d+\)$/, "an array")}`;
}

const jsonForms: Readonly<Record<string, string>> = {
  "google.protobuf.Timestamp": 'a time as `"2024-01-31T12:00:00Z"` (RFC 3339)',
  "google.protobuf.Duration": 'seconds as `"1.5s"`',
  "google.protobuf.FieldMask": 'paths as `"name,owner.id"`',
  "google.protobuf.ListValue": "an array",
};

function syntaxReason(error: ParseError): string {
  const name = printParseErrorCode(error.error);
  return name
    .replace(/([A-Z])/g, " $1")
    .trim()
    .toLowerCase();
}

function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  return `line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`;
}

function wrong(reason: string, offset: number): EncodedRequest {
  return { kind: "wrong", reason, offset };
}
