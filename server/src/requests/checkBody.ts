import type {
  EnumDeclaration,
  FieldDeclaration,
  MessageDeclaration,
  OneofDeclaration,
} from "../compiler/link/declarations.ts";
import { featuresOf } from "../compiler/link/editionFeatures.ts";
import { replaceFix } from "../compiler/report/fix.ts";
import type { Problem } from "../compiler/report/problem.ts";
import * as wrong from "./bodyProblems.ts";
import { mapKeyProblems, scalarProblems } from "./checkScalar.ts";
import { durationProblems, fieldMaskProblems, timestampProblems } from "./checkWellKnown.ts";
import type { JsonNode, JsonObject, JsonString } from "./json/jsonNodes.ts";
import { type FieldShape, isList, jsonKey, type SchemaView, type ValueShape } from "./schemaView.ts";
import { wellKnown } from "./wellKnownTypes.ts";

/** Where to find the types that `Any` may hold. */
export interface AnyTypes {
  readonly find: (fullName: string) => { readonly message: MessageDeclaration; readonly view: SchemaView } | undefined;
  /** A name close to one that is not found. */
  readonly nearest: (fullName: string) => string | undefined;
}

/** What a body is checked with; `text` is the document in which it stands. */
export interface BodySchema {
  readonly text: string;
  readonly view: SchemaView;
  readonly types: AnyTypes;
}

/**
 * Checks one message of a request against its type: canonical ProtoJSON as @bufbuild/protobuf reads it,
 * with nothing rounded, dropped or overwritten. Values with placeholders are not known and pass.
 */
export function checkBody(node: JsonNode, message: MessageDeclaration, schema: BodySchema): Problem[] {
  return [...messageProblems(node, message, schema, `\`${message.fullName}\``)].sort(
    (a, b) => a.span.start - b.span.start,
  );
}

/** The message of an `Any` object, by its `@type`. */
export function anyTypeName(node: JsonObject): { readonly name: string; readonly value: JsonString } | undefined {
  const value = node.members.find(one => one.key.value === "@type")?.value;
  if (value?.kind !== "string") return undefined;
  return { name: value.value.slice(value.value.lastIndexOf("/") + 1), value };
}

function messageProblems(node: JsonNode, message: MessageDeclaration, schema: BodySchema, subject: string): Problems {
  if (node.kind === "placeholder") return [];
  const form = wellKnown(message.fullName);
  switch (form?.kind) {
    case "any":
      return anyProblems(node, schema, subject);
    case "timestamp":
      return timestampProblems(node, subject);
    case "duration":
      return durationProblems(node, subject);
    case "fieldMask":
      return fieldMaskProblems(node, subject);
    case "wrapper":
      return scalarProblems(node, form.scalar, subject);
    case "struct":
      return node.kind === "object" ? freeFormProblems(node) : [wrong.wrongType(node, subject, "an object")];
    case "listValue":
      return node.kind === "array" ? freeFormProblems(node) : [wrong.wrongType(node, subject, "an array")];
    case "value":
      return freeFormProblems(node);
    case undefined:
      if (node.kind === "object") return memberProblems(node, message, schema);
      return [wrong.wrongType(node, subject, `an object (\`${message.fullName}\`)`)];
  }
}

/** `skipped`: the key that is no field, `@type` in an `Any`. */
function memberProblems(node: JsonObject, message: MessageDeclaration, schema: BodySchema, skipped?: string): Problems {
  const problems: Problem[] = [];
  const seen = new Map<FieldDeclaration, JsonString>();
  const oneofs = new Map<OneofDeclaration, FieldDeclaration>();
  for (const { key, colon, value } of node.members) {
    if (key.placeholders.length > 0 || key.value === skipped) continue;
    const field = fieldNamed(message, key.value, schema.view);
    if (field === undefined && !colon && !isWhole(key, schema.text)) continue;
    if (field === undefined) {
      const isExtension = /^\[.*\]$/.test(key.value);
      problems.push(isExtension ? wrong.unknownExtension(key, message) : wrong.unknownField(key, message));
      continue;
    }
    const first = seen.get(field);
    if (first !== undefined) {
      problems.push(wrong.setTwice(key, first));
      continue;
    }
    seen.set(field, key);
    if (value === undefined) continue;
    if (field.oneof?.node !== undefined && !isSkipped(value, schema.view.shapeOf(field))) {
      const other = oneofs.get(field.oneof);
      if (other !== undefined) problems.push(wrong.secondOfOneof(key, field, other));
      else oneofs.set(field.oneof, field);
    }
    problems.push(...fieldProblems(value, field, schema));
  }
  for (const field of message.fields) {
    if (!seen.has(field) && featuresOf(field).field_presence === "LEGACY_REQUIRED")
      problems.push(wrong.missingRequired(node, field));
  }
  return problems;
}

/** Whether a key stands between its quotes: of one that is being typed the form alone is told. */
function isWhole({ start, end }: JsonString, text: string): boolean {
  return end - start > 1 && text.charAt(start) === '"' && text.charAt(end - 1) === '"';
}

function fieldProblems(value: JsonNode, field: FieldDeclaration, schema: BodySchema): Problems {
  const subject = `\`${jsonKey(field)}\``;
  const shape = schema.view.shapeOf(field);
  if (value.kind === "placeholder" || isUnset(value, shape)) return [];
  const holdsMany = shape.kind === "map" || isList(field);
  if (holdsMany && value.kind === "literal" && value.value === null) return [];
  if (shape.kind === "map") return mapProblems(value, shape, schema, subject);
  if (!isList(field)) return valueProblems(value, shape, schema, subject);
  if (value.kind !== "array") {
    const wrapped = `[${schema.text.slice(value.start, value.end)}]`;
    const fix = replaceFix("Put it in an array", { start: value.start, end: value.end }, wrapped);
    return [wrong.wrongType(value, subject, "an array", [fix])];
  }
  return value.elements.flatMap(element => elementProblems(element, shape, schema, subject));
}

function mapProblems(value: JsonNode, shape: MapShape, schema: BodySchema, subject: string): Problems {
  if (value.kind !== "object") return [wrong.wrongType(value, subject, "an object: it is a map")];
  return [
    ...repeatedKeys(value),
    ...value.members.flatMap(member => [
      ...mapKeyProblems(member.key, shape.key),
      ...(member.value === undefined ? [] : elementProblems(member.value, shape.value, schema, subject)),
    ]),
  ];
}

function elementProblems(node: JsonNode, shape: ValueShape, schema: BodySchema, subject: string): Problems {
  return isUnset(node, shape) ? [wrong.nullElement(node, subject)] : valueProblems(node, shape, schema, subject);
}

function valueProblems(node: JsonNode, shape: ValueShape, schema: BodySchema, subject: string): Problems {
  if (node.kind === "placeholder") return [];
  switch (shape.kind) {
    case "scalar":
      return scalarProblems(node, shape.scalar, subject);
    case "enum":
      return enumProblems(node, shape.declaration, subject);
    case "message":
      return messageProblems(node, shape.message, schema, subject);
    case "unknown":
      return [];
  }
}

function enumProblems(node: JsonNode, declaration: EnumDeclaration, subject: string): Problems {
  if (node.kind === "literal" && node.value === null && declaration.fullName === nullValue) return [];
  if (node.kind === "string") {
    if (node.placeholders.length > 0 || declaration.values.some(one => one.name === node.value)) return [];
    return [wrong.unknownEnumValue(node, declaration)];
  }
  if (node.kind !== "number") {
    return [wrong.wrongType(node, subject, `the name of a value of \`${declaration.fullName}\``)];
  }
  const problems = scalarProblems(node, "int32", subject);
  const isClosed = featuresOf(declaration).enum_type === "CLOSED";
  if (problems.length > 0 || !isClosed) return problems;
  const isKnown = declaration.values.some(one => one.number === Number(node.text));
  return isKnown ? [] : [wrong.unknownEnumNumber(node, node.text, declaration)];
}

function anyProblems(node: JsonNode, schema: BodySchema, subject: string): Problems {
  if (node.kind !== "object") return [wrong.wrongType(node, subject, 'an object with `"@type"`')];
  if (node.members.length === 0) return [];
  const type = anyTypeName(node);
  if (type === undefined || type.value.value === "") {
    const written = node.members.find(one => one.key.value === "@type")?.value;
    return written?.kind === "placeholder" ? [] : [wrong.typeUrlMissing(written ?? node)];
  }
  if (type.value.placeholders.length > 0) return [];
  const found = schema.types.find(type.name);
  if (found === undefined) return [wrong.unknownAnyType(type.value, type.name, schema.types.nearest(type.name))];
  const inner = { ...schema, view: found.view };
  const form = wellKnown(found.message.fullName);
  if (form === undefined) return memberProblems(node, found.message, inner, "@type");
  // Types with a JSON form of their own stand under the key `value`.
  const problems = repeatedKeys(node);
  const isEmptyObject = form.kind === "any" || form.kind === "struct" || form.kind === "value";
  if (!isEmptyObject && !node.members.some(one => one.key.value === "value")) {
    problems.push(wrong.anyValueMissing(type.value, found.message));
  }
  for (const { key, value } of node.members) {
    if (key.value === "@type") continue;
    if (key.value !== "value") problems.push(wrong.unknownField(key, found.message));
    else if (value !== undefined) problems.push(...messageProblems(value, found.message, inner, "`value`"));
  }
  return problems;
}

// Struct, Value and ListValue take any JSON.
function freeFormProblems(node: JsonNode): Problem[] {
  if (node.kind === "array") return node.elements.flatMap(freeFormProblems);
  if (node.kind === "number") return scalarProblems(node, "double", "the value");
  if (node.kind !== "object") return [];
  const values = node.members.flatMap(one => (one.value === undefined ? [] : freeFormProblems(one.value)));
  return [...repeatedKeys(node), ...values];
}

// Of two equal keys the last one would win.
function repeatedKeys(node: JsonObject): Problem[] {
  const seen = new Set<string>();
  return node.members.flatMap(({ key }) => {
    if (key.placeholders.length > 0 || !seen.has(key.value)) {
      seen.add(key.value);
      return [];
    }
    return [wrong.keyTwice(key)];
  });
}

type Problems = readonly Problem[];
type MapShape = Extract<FieldShape, { kind: "map" }>;

const nullValue = "google.protobuf.NullValue";

/** The field that a key names: by its JSON name, by its name in the `.proto`, or an extension by `[full.name]`. */
export function fieldNamed(message: MessageDeclaration, key: string, view: SchemaView): FieldDeclaration | undefined {
  const extension = /^\[(.*)\]$/.exec(key)?.[1];
  if (extension === undefined) {
    return message.fields.find(one => one.jsonName === key) ?? message.fields.find(one => one.name === key);
  }
  const field = view.extension(extension);
  return field !== undefined && view.extendee(field) === message.fullName ? field : undefined;
}

/** `null` leaves a field unset, save where it is a value of the type. */
function isUnset(node: JsonNode, shape: FieldShape): boolean {
  if (node.kind !== "literal" || node.value !== null) return false;
  if (shape.kind === "message") return shape.message.fullName !== "google.protobuf.Value";
  return shape.kind !== "enum" || shape.declaration.fullName !== nullValue;
}

// Beside another member of its oneof, @bufbuild/protobuf passes over the `null` of a scalar alone.
function isSkipped(node: JsonNode, shape: FieldShape): boolean {
  return shape.kind === "scalar" && isUnset(node, shape);
}
