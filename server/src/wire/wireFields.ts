// Bytes → the fields they are, with their places: against a message's type where there is one, and by guesses where not.
// Any bytes give fields; what cannot be read is one too, with its reason.
import { type DescExtension, type DescField, type DescMessage, type Registry, ScalarType } from "@bufbuild/protobuf";
import type { WireTypeName } from "../protocol/bytes.ts";
import { looksLikeFields } from "./guesses.ts";
import { largestFieldNumber, type Region, tagAt, varintAt } from "./primitives.ts";

/** Offsets in bytes: the tag from `start` to `tagEnd`, then a length, the value, and of a group its end tag up to `end`. */
export interface WireField {
  readonly start: number;
  readonly tagEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly end: number;
  /** Absent, as the wire type, of what cannot be read. */
  readonly number: number | undefined;
  readonly wireType: WireTypeName | undefined;
  readonly desc: DescField | DescExtension | undefined;
  readonly content: WireContent;
  /** What is wrong here. */
  readonly problem: string | undefined;
}

export type WireContent =
  | { readonly kind: "scalar" }
  /** `message`: undefined where it is one by its looks. */
  | { readonly kind: "message"; readonly message: DescMessage | undefined; readonly fields: readonly WireField[] }
  /** Items of a packed field. */
  | { readonly kind: "packed"; readonly items: readonly { readonly start: number; readonly end: number }[] }
  /** Bytes that are taken no further apart. */
  | { readonly kind: "rest" };

export interface WireTypes {
  /** What the bytes are; undefined for fields without a schema. */
  readonly message: DescMessage | undefined;
  /** Where extensions, and the types of `Any`, are looked for. */
  readonly types: Registry | undefined;
  /** Fields and items at most; what is over stands as one rest. */
  readonly most: number;
}

/** As protobuf's own readers have it. */
const deepest = 100;

/** The fields of `bytes`, in their order. `isCut`: there are more than were asked for. */
export function wireFields(bytes: Uint8Array, { message, types, most }: WireTypes) {
  const reading: Reading = { bytes, types, left: most, isCut: false };
  const { fields } = fieldsIn(reading, { start: 0, end: bytes.length, depth: 0, message, group: undefined });
  return { fields, isCut: reading.isCut };
}

interface Reading {
  readonly bytes: Uint8Array;
  readonly types: Registry | undefined;
  left: number;
  isCut: boolean;
}

interface Scope {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  readonly message: DescMessage | undefined;
  /** The map of which this is an entry: its fields, 1 and 2, have no descriptions of their own. */
  readonly map?: MapField | undefined;
  /** The number of the group that is read, which ends with its end tag. */
  readonly group: number | undefined;
}

type MapField = DescField & { fieldKind: "map" };

interface ReadScope {
  readonly fields: readonly WireField[];
  /** Where the fields end, and past the group's end tag; the same where there is none. */
  readonly fieldsEnd: number;
  readonly end: number;
  readonly isClosed: boolean;
}

function fieldsIn(reading: Reading, scope: Scope): ReadScope {
  const region: Region = { bytes: reading.bytes, end: scope.end };
  const fields: WireField[] = [];
  let at = scope.start;
  while (at < scope.end) {
    const tag = tagAt(region, at);
    if (tag?.wireType === 4 && tag.number === scope.group) {
      return { fields, fieldsEnd: at, end: tag.end, isClosed: true };
    }
    if (reading.left <= 0) {
      reading.isCut = true;
      fields.push(rest(at, scope.end, "there is more than is taken apart here"));
      at = scope.end;
      break;
    }
    reading.left -= 1;
    const field = fieldAt(reading, scope, at, tag);
    fields.push(field);
    at = field.end;
  }
  return { fields, fieldsEnd: at, end: at, isClosed: false };
}

function fieldAt(reading: Reading, scope: Scope, start: number, tag: ReturnType<typeof tagAt>): WireField {
  if (tag === undefined) return rest(start, scope.end, "a tag is cut off, or longer than ten bytes");
  const { number, end: tagEnd } = tag;
  if (number < 1 || number > largestFieldNumber)
    return rest(start, scope.end, `\`${number}\` is no field number: from here on this is no message`);
  const region: Region = { bytes: reading.bytes, end: scope.end };
  const desc = describedField(reading, scope.message, number);
  const head = { start, tagEnd, number };
  switch (tag.wireType) {
    case 0: {
      const value = varintAt(region, tagEnd);
      if (value === undefined) return { ...rest(start, scope.end, "a varint is cut off, or too long"), ...head, desc };
      return scalar({ ...head, wireType: "varint", ...checked(desc, "varint") }, tagEnd, value.end);
    }
    case 1:
    case 5: {
      const wireType = tag.wireType === 1 ? "fixed64" : "fixed32";
      const end = tagEnd + (tag.wireType === 1 ? 8 : 4);
      if (end > scope.end) return { ...rest(start, scope.end, `a ${wireType} value is cut off`), ...head, desc };
      return scalar({ ...head, wireType, ...checked(desc, wireType) }, tagEnd, end);
    }
    case 2: {
      const length = varintAt(region, tagEnd);
      if (length === undefined) return { ...rest(start, scope.end, "a length is cut off, or too long"), ...head, desc };
      return withLength(reading, scope, { ...head, ...checked(desc, "length") }, length);
    }
    case 3: {
      const { desc: known, problem } = checked(desc, "group");
      if (scope.depth >= deepest) return { ...rest(start, scope.end, tooDeep), ...head, desc };
      const message = known?.message;
      const inner = { start: tagEnd, end: scope.end, depth: scope.depth + 1, message, group: number };
      const { fields, fieldsEnd, end, isClosed } = fieldsIn(reading, inner);
      return {
        ...head,
        wireType: "group",
        desc: known,
        valueStart: tagEnd,
        valueEnd: fieldsEnd,
        end,
        content: { kind: "message", message, fields },
        problem: problem ?? (isClosed ? undefined : "the group is not closed"),
      };
    }
    case 4:
      return rest(start, scope.end, `the end of a group ${number} that was not begun: from here on this is no message`);
    default:
      return rest(start, scope.end, `there is no wire type ${tag.wireType}: from here on this is no message`);
  }
}

const tooDeep = `this is nested deeper than ${deepest} messages`;

type Head = Pick<WireField, "start" | "tagEnd" | "number" | "desc" | "problem">;

function withLength(reading: Reading, scope: Scope, head: Head, length: { value: bigint; end: number }): WireField {
  const valueStart = length.end;
  const left = scope.end - valueStart;
  const isWhole = length.value <= BigInt(left);
  const end = isWhole ? valueStart + Number(length.value) : scope.end;
  const problem =
    head.problem ?? (isWhole ? undefined : `its length is ${length.value} bytes, and only ${left} are left`);
  const field = { ...head, wireType: "length" as const, valueStart, valueEnd: end, end, problem };
  const { desc } = head;
  const map = desc?.fieldKind === "map" ? desc : undefined;
  const message = map === undefined ? (desc?.message ?? messageInside(reading, scope, head.number)) : undefined;
  const isByLooks = desc === undefined && !isMapKey(scope, head.number);
  if (message !== undefined || map !== undefined || isByLooks) {
    const isDeep = scope.depth >= deepest;
    const isSure = message !== undefined || map !== undefined;
    if (isSure && isDeep) return { ...field, problem: tooDeep, content: { kind: "rest" } };
    if (isSure || (!isDeep && looksLikeFields(reading.bytes.subarray(valueStart, end)))) {
      const inner = { start: valueStart, end, depth: scope.depth + 1, message, map, group: undefined };
      return { ...field, content: { kind: "message", message, fields: fieldsIn(reading, inner).fields } };
    }
  }
  if (desc === undefined) return { ...field, content: { kind: "scalar" } };
  if (desc.fieldKind === "list" && desc.scalar !== ScalarType.STRING && desc.scalar !== ScalarType.BYTES)
    return packed(reading, field, desc);
  return { ...field, content: { kind: "scalar" } };
}

function packed(reading: Reading, field: Omit<WireField, "content">, desc: DescField | DescExtension): WireField {
  const width = { varint: 0, fixed32: 4, fixed64: 8, length: 0, group: 0 }[plainWireType(desc)];
  const region: Region = { bytes: reading.bytes, end: field.valueEnd };
  const items: { start: number; end: number }[] = [];
  for (let start = field.valueStart; start < field.valueEnd; ) {
    const end = width === 0 ? varintAt(region, start)?.end : start + width;
    if (end === undefined || end > field.valueEnd) {
      return {
        ...field,
        content: { kind: "packed", items },
        problem: field.problem ?? "the last of its items is cut off",
      };
    }
    if (reading.left <= 0) {
      reading.isCut = true;
      break;
    }
    reading.left -= 1;
    items.push({ start, end });
    start = end;
  }
  return { ...field, content: { kind: "packed", items } };
}

/** The wire type of a field's single value. */
export function plainWireType(desc: DescField | DescExtension): WireTypeName {
  if (desc.fieldKind === "message" || desc.fieldKind === "list") {
    if (desc.message !== undefined) return desc.delimitedEncoding ? "group" : "length";
  }
  if (desc.fieldKind === "map") return "length";
  return desc.scalar === undefined ? "varint" : scalarWireTypes[desc.scalar];
}

/** How single values are written. */
export const scalarWireTypes: Readonly<Record<ScalarType, WireTypeName>> = {
  [ScalarType.DOUBLE]: "fixed64",
  [ScalarType.FLOAT]: "fixed32",
  [ScalarType.INT64]: "varint",
  [ScalarType.UINT64]: "varint",
  [ScalarType.INT32]: "varint",
  [ScalarType.FIXED64]: "fixed64",
  [ScalarType.FIXED32]: "fixed32",
  [ScalarType.BOOL]: "varint",
  [ScalarType.STRING]: "length",
  [ScalarType.BYTES]: "length",
  [ScalarType.UINT32]: "varint",
  [ScalarType.SFIXED32]: "fixed32",
  [ScalarType.SFIXED64]: "fixed64",
  [ScalarType.SINT32]: "varint",
  [ScalarType.SINT64]: "varint",
};

/** Readers take a field of another wire type for one that they do not know. */
function checked(
  desc: DescField | DescExtension | undefined,
  wireType: WireTypeName,
): { desc: DescField | DescExtension | undefined; problem: string | undefined } {
  if (desc === undefined) return { desc, problem: undefined };
  const own = plainWireType(desc);
  const isPackable = desc.fieldKind === "list" && own !== "length" && own !== "group";
  if (own === wireType || (isPackable && wireType === "length")) return { desc, problem: undefined };
  return {
    desc: undefined,
    problem: `\`${desc.name}\` is ${own} on the wire, and this is ${wireType}: readers take it for an unknown field`,
  };
}

function describedField({ types }: Reading, message: DescMessage | undefined, number: number) {
  if (message === undefined) return undefined;
  return message.fields.find(one => one.number === number) ?? types?.getExtensionFor(message, number);
}

/** What a field holds of which its own description says no message: the value of an `Any`, or of a map. */
function messageInside(reading: Reading, scope: Scope, number: number | undefined): DescMessage | undefined {
  if (number !== 2) return undefined;
  if (scope.map !== undefined) return scope.map.message;
  return scope.message?.typeName === "google.protobuf.Any" ? typeOfAny(reading, scope) : undefined;
}

/** Text, or a value that is no message, however much its bytes look like one. */
function isMapKey(scope: Scope, number: number | undefined): boolean {
  return scope.map !== undefined && (number === 1 || (number === 2 && scope.map.message === undefined));
}

/** The type that an `Any` names: it may stand after the value. */
function typeOfAny({ bytes, types }: Reading, { start, end }: Scope): DescMessage | undefined {
  const region: Region = { bytes, end };
  for (let at = start, fields = 0; at < end && fields < 4; fields++) {
    const tag = tagAt(region, at);
    const length = tag?.wireType === 2 ? varintAt(region, tag.end) : undefined;
    if (tag === undefined || length === undefined || length.value > BigInt(end - length.end)) return undefined;
    const next = length.end + Number(length.value);
    if (tag.number === 1) {
      const url = new TextDecoder().decode(bytes.subarray(length.end, next));
      return types?.getMessage(url.slice(url.lastIndexOf("/") + 1));
    }
    at = next;
  }
  return undefined;
}

function scalar(
  head: Head & { number: number; wireType: WireTypeName },
  valueStart: number,
  valueEnd: number,
): WireField {
  return { ...head, valueStart, valueEnd, end: valueEnd, content: { kind: "scalar" } };
}

function rest(start: number, end: number, problem: string): WireField {
  return {
    start,
    tagEnd: start,
    valueStart: start,
    valueEnd: end,
    end,
    number: undefined,
    wireType: undefined,
    desc: undefined,
    content: { kind: "rest" },
    problem,
  };
}
