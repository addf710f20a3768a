// Fields as rows for a list: what each is called, what its value is in words, and where it stands in the message's JSON.
import { type DescExtension, type DescField, type DescMessage, ScalarType } from "@bufbuild/protobuf";
import type { WireFieldRow } from "../protocol/bytes.ts";
import { type Guess, guessBytes, guessFixed32, guessFixed64, guessVarint } from "./guesses.ts";
import { childPath, hasOwnForm, type JsonPath, mapKeyOf } from "./jsonPaths.ts";
import { varintAt } from "./primitives.ts";
import { isUtf8, scalarName, scalarText, type ValueType } from "./scalarText.ts";
import { scalarWireTypes, type WireField } from "./wireFields.ts";
import { shortHex } from "./words.ts";

/** A row, and which field of the schema it is. */
export interface DescribedRow {
  readonly row: WireFieldRow;
  readonly desc: DescField | DescExtension | undefined;
}

/** The rows of a message's fields, each before those inside it. */
export function fieldRows(
  bytes: Uint8Array,
  fields: readonly WireField[],
  message: DescMessage | undefined,
): DescribedRow[] {
  const rows: DescribedRow[] = [];
  addScope(rows, { bytes, depth: 0, message, map: undefined, path: [] }, fields);
  return rows;
}

interface Scope {
  readonly bytes: Uint8Array;
  readonly depth: number;
  readonly message: DescMessage | undefined;
  /** The map of which this is an entry. */
  readonly map: (DescField & { fieldKind: "map" }) | undefined;
  readonly path: JsonPath | undefined;
}

function addScope(rows: DescribedRow[], scope: Scope, fields: readonly WireField[]): void {
  const counts = new Map<number, number>();
  for (const field of fields) {
    const index = counts.get(field.number ?? 0) ?? 0;
    counts.set(field.number ?? 0, index + (field.content.kind === "packed" ? field.content.items.length : 1));
    addField(rows, scope, field, index);
  }
}

function addField(rows: DescribedRow[], scope: Scope, field: WireField, index: number): void {
  const { bytes, depth } = scope;
  const { desc, content } = field;
  const map = desc?.fieldKind === "map" ? desc : undefined;
  const key = map === undefined || content.kind !== "message" ? undefined : mapKeyOf(bytes, map, content.fields);
  const path = innerPath(scope, field, pathOf(scope, field, map === undefined ? index : (key ?? "")));
  const told = described(scope, field);
  const row: WireFieldRow = {
    depth,
    start: field.start,
    tagEnd: field.tagEnd,
    valueStart: field.valueStart,
    valueEnd: field.valueEnd,
    end: field.end,
    ...(field.number !== undefined && { number: field.number }),
    ...(field.wireType !== undefined && { wireType: field.wireType }),
    ...told,
    ...(path !== undefined && content.kind !== "packed" && { path }),
  };
  rows.push({ row, desc });
  switch (content.kind) {
    case "message":
      addScope(rows, { bytes, depth: depth + 1, message: content.message, map, path }, content.fields);
      return;
    case "packed":
      for (const [at, { start, end }] of content.items.entries()) {
        const type = desc === undefined ? undefined : valueType(desc);
        const itemPath = pathOf(scope, field, index + at);
        rows.push({
          row: {
            depth: depth + 1,
            ...{ start, tagEnd: start, valueStart: start, valueEnd: end, end },
            type: type === undefined ? "" : typeWords(type),
            value: type === undefined ? "" : scalarText(type, bytes, start, end),
            ...(itemPath !== undefined && { path: itemPath }),
          },
          desc,
        });
      }
      return;
    case "scalar":
    case "rest":
      return;
  }
}

function pathOf({ message, map, path }: Scope, { number, desc }: WireField, place: number | string) {
  if (path === undefined) return undefined;
  // Key and value of an entry are what stands at the entry's place.
  if (map !== undefined) return number === 1 || number === 2 ? path : undefined;
  return desc === undefined || message === undefined ? undefined : childPath(message, desc, path, place);
}

/** What an `Any` holds stands beside its `@type`; a message with a form of its own, under `value`. */
function innerPath({ message }: Scope, { content }: WireField, path: JsonPath | undefined): JsonPath | undefined {
  const inner = content.kind === "message" ? content.message : undefined;
  const isOwn = message?.typeName === "google.protobuf.Any" && inner !== undefined && hasOwnForm(inner);
  return isOwn && path !== undefined ? [...path, "value"] : path;
}

type Told = Pick<WireFieldRow, "name" | "type" | "value" | "guesses" | "problem">;

function described(scope: Scope, field: WireField): Told {
  const { bytes } = scope;
  const { desc, content, valueStart, valueEnd, number, wireType } = field;
  const problem = field.problem === undefined ? {} : { problem: field.problem };
  const name = nameOf(scope, field);
  const named = name === undefined ? {} : { name };
  if (content.kind === "rest" || wireType === undefined) {
    const type = desc === undefined ? "bytes" : declaredType(desc);
    return { ...named, type, value: shortHex(bytes.subarray(valueStart, valueEnd)), ...problem };
  }
  if (content.kind === "message" && desc?.message === undefined && desc?.fieldKind !== "map") {
    return { ...named, type: content.message?.typeName ?? "message?", value: "", ...problem };
  }
  if (desc !== undefined && content.kind !== "scalar")
    return { ...named, type: declaredType(desc), value: "", ...problem };
  const type = desc === undefined ? entryType(scope, number, wireType) : valueType(desc);
  if (type === undefined) {
    const { type: guessed, value, others } = guessOf(bytes, field);
    return { ...named, type: guessed, value, ...(others.length > 0 && { guesses: others }), ...problem };
  }
  const isBroken =
    "scalar" in type &&
    type.scalar === ScalarType.STRING &&
    problem.problem === undefined &&
    !isUtf8(bytes.subarray(valueStart, valueEnd));
  return {
    ...named,
    type: desc === undefined ? typeWords(type) : declaredType(desc),
    value: scalarText(type, bytes, valueStart, valueEnd),
    ...(isBroken ? { problem: "this is not UTF-8, as the text of a `string` is" } : problem),
  };
}

function nameOf({ map }: Scope, { desc, number }: WireField): string | undefined {
  if (map !== undefined) return number === 1 ? "key" : number === 2 ? "value" : undefined;
  if (desc === undefined) return undefined;
  return desc.kind === "extension" ? `[${desc.typeName}]` : desc.name;
}

/** Of the key or value of a map's entry, where the wire type fits. */
function entryType({ map }: Scope, number: number | undefined, wireType: string): ValueType | undefined {
  const type = map === undefined ? undefined : number === 1 ? { scalar: map.mapKey } : mapValueType(map, number);
  return type !== undefined && wireTypeOf(type) === wireType ? type : undefined;
}

function mapValueType(map: DescField & { fieldKind: "map" }, number: number | undefined): ValueType | undefined {
  if (number !== 2) return undefined;
  if (map.mapKind === "enum") return { enum: map.enum };
  return map.mapKind === "scalar" ? { scalar: map.scalar } : undefined;
}

function wireTypeOf(type: ValueType): string {
  return "enum" in type ? "varint" : scalarWireTypes[type.scalar];
}

/** The type of a field's single value; undefined of messages. */
function valueType(desc: DescField | DescExtension): ValueType | undefined {
  if (desc.enum !== undefined) return { enum: desc.enum };
  return desc.scalar === undefined ? undefined : { scalar: desc.scalar };
}

function typeWords(type: ValueType): string {
  return "enum" in type ? type.enum.typeName : scalarName(type.scalar);
}

/** As in a `.proto` file: `repeated int32`, `map<string, pkg.Item>`. */
function declaredType(desc: DescField | DescExtension): string {
  const one =
    desc.message?.typeName ?? desc.enum?.typeName ?? (desc.scalar === undefined ? "" : scalarName(desc.scalar));
  if (desc.fieldKind === "map") return `map<${scalarName(desc.mapKey)}, ${one}>`;
  return desc.fieldKind === "list" ? `repeated ${one}` : one;
}

function guessOf(bytes: Uint8Array, { wireType, valueStart, valueEnd }: WireField): Guess {
  switch (wireType) {
    case "varint":
      return guessVarint(varintAt({ bytes, end: valueEnd }, valueStart)?.value ?? 0n);
    case "fixed32":
      return guessFixed32(bytes, valueStart);
    case "fixed64":
      return guessFixed64(bytes, valueStart);
    default:
      return guessBytes(bytes.subarray(valueStart, valueEnd));
  }
}
