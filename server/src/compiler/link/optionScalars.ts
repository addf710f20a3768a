// One simple value of an option → its bytes. Values of an option itself (`= 1`) are read more strictly than those
// inside of a message value, which is protobuf's text format.
import { BinaryWriter, WireType } from "../describe/binaryWriter.ts";
import { type IntegerValue, integerOf, type OptionValue } from "../syntax/nodes.ts";
import { takesSign, type ValueStyle } from "../syntax/parseValue.ts";
import type { EnumDeclaration, EnumValueDeclaration, FieldDeclaration, ScalarType } from "./declarations.ts";
import { featuresOf } from "./editionFeatures.ts";
import { finiteFloat } from "./floats.ts";
import type { Payload } from "./optionContent.ts";
import type { OptionContext } from "./optionContext.ts";
import { enumValueUnknown, valueNotUtf8, valueOutOfRange, wrongValue } from "./optionValueProblems.ts";
import { hasImplicitPresence } from "./wireForm.ts";

/** An encoded value, without tag. */
export interface EncodedScalar {
  readonly wireType: WireType;
  readonly payload: Payload;
  /** Whether it is the value that a field without presence has anyway. */
  readonly isZero: boolean;
}

/** What a field of a simple type takes: a scalar type, or an enum. */
export type SimpleType = ScalarType | EnumDeclaration;

/** Encodes `value` for `field`, or reports why it does not fit. */
export function encodeScalar(
  context: OptionContext,
  field: FieldDeclaration,
  type: SimpleType,
  value: OptionValue,
  style: ValueStyle,
): EncodedScalar | undefined {
  // A sign before a name that takes none has been reported by the parser.
  if (value.kind === "identifier" && value.negative && !takesSign(value.text, style)) return undefined;
  if (typeof type !== "string") return encodeEnum(context, field, type, value, style);
  switch (type) {
    case "bool":
      return encodeBool(context, field, value, style);
    case "string":
    case "bytes":
      if (value.kind !== "string") break;
      return { wireType: WireType.Delimited, payload: value.bytes, isZero: value.bytes === "" };
    case "float":
    case "double": {
      const number = floatIn(value, style);
      if (number === undefined) break;
      return encodeFloat(
        type,
        type === "float" && style === "text" ? { ...number, number: finiteFloat(number.number) } : number,
      );
    }
    default:
      if (value.kind !== "integer") break;
      if (isInRange(type, value)) return encodeInteger(type, integerOf(value));
      context.report(valueOutOfRange(value, field, type, rangeOf(type)));
      return undefined;
  }
  context.report(wrongValue(value, field, type));
  return undefined;
}

/** Reports a string that is no text, where the field takes nothing else; a default is not asked. */
export function checkText(context: OptionContext, field: FieldDeclaration, type: SimpleType, value: OptionValue): void {
  if (type !== "string" || value.kind !== "string" || isUtf8(value.bytes)) return;
  if (featuresOf(field).utf8_validation === "VERIFY") context.report(valueNotUtf8(value, field));
}

// `bytes` has a byte a character.
function isUtf8(bytes: string): boolean {
  if (!/[\x80-\xff]/.test(bytes)) return true;
  try {
    utf8.decode(Uint8Array.from(bytes, one => one.charCodeAt(0)));
    return true;
  } catch {
    return false;
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

const scratch = new BinaryWriter(64);

function encoded(wireType: WireType, isZero: boolean, write: (writer: BinaryWriter) => void): EncodedScalar {
  scratch.clear();
  write(scratch);
  return { wireType, payload: scratch.finish(), isZero };
}

function varint(number: number): EncodedScalar {
  return { wireType: WireType.Varint, payload: number, isZero: number === 0 };
}

function encodeBool(
  context: OptionContext,
  field: FieldDeclaration,
  value: OptionValue,
  style: ValueStyle,
): EncodedScalar | undefined {
  const bool = boolIn(value, style);
  if (bool !== undefined) return varint(bool ? 1 : 0);
  context.report(wrongValue(value, field, "bool"));
  return undefined;
}

function boolIn(value: OptionValue, style: ValueStyle): boolean | undefined {
  if (value.kind === "identifier" && !value.negative) {
    if (value.text === "true" || (style === "text" && (value.text === "True" || value.text === "t"))) return true;
    if (value.text === "false" || (style === "text" && (value.text === "False" || value.text === "f"))) return false;
  }
  if (style === "text" && value.kind === "integer" && !value.negative && (value.value === 0 || value.value === 1)) {
    return value.value === 1;
  }
  return undefined;
}

function encodeEnum(
  context: OptionContext,
  field: FieldDeclaration,
  type: EnumDeclaration,
  value: OptionValue,
  style: ValueStyle,
): EncodedScalar | undefined {
  if (value.kind === "identifier" && !value.negative) {
    const found = type.values.find(one => one.name === value.text);
    if (found === undefined) {
      context.report(enumValueUnknown(value, type));
      return undefined;
    }
    const number = found.number ?? 0;
    noteUse(context, field, value, found);
    return varint(number);
  }
  if (style === "text" && value.kind === "integer") {
    const number = Number(integerOf(value));
    if (!isInRange("int32", value)) {
      context.report(valueOutOfRange(value, field, "int32", rangeOf("int32")));
      return undefined;
    }
    const known = type.values.find(one => one.number === number);
    if (known !== undefined) noteUse(context, field, value, known);
    if (known !== undefined || featuresOf(type).enum_type === "OPEN") {
      return varint(number);
    }
    context.report(enumValueUnknown(value, type));
    return undefined;
  }
  context.report(wrongValue(value, field, type));
  return undefined;
}

// Without presence, zero is as good as nothing.
function noteUse(
  context: OptionContext,
  field: FieldDeclaration,
  node: OptionValue,
  value: EnumValueDeclaration,
): void {
  if (value.options.length === 0 || (value.number === 0 && hasImplicitPresence(field))) return;
  context.valuesWithOptions.push({ node, meaning: value });
}

/** A number with the sign that NaN does not show. */
interface Float {
  readonly number: number;
  readonly sign: "+" | "-";
}

function floatIn(value: OptionValue, style: ValueStyle): Float | undefined {
  switch (value.kind) {
    case "integer":
      if (style === "text" && value.radix !== 10) return undefined;
      // An integer has no negative zero.
      return float(Number(value.value), value.negative && (style === "text" || Number(value.value) !== 0));
    case "float":
      return float(value.value, value.negative);
    case "identifier": {
      const text = style === "text" ? value.text.toLowerCase().replace(/^infinity$/, "inf") : value.text;
      if (text === "inf") return float(Number.POSITIVE_INFINITY, value.negative);
      // protoc's text format turns the sign of NaN, its options do not.
      if (text === "nan") return float(Number.NaN, value.negative && style === "text");
      return undefined;
    }
    default:
      return undefined;
  }
}

function float(magnitude: number, isNegative: boolean): Float {
  return { number: isNegative ? -magnitude : magnitude, sign: isNegative ? "-" : "+" };
}

function encodeFloat(type: "float" | "double", { number, sign }: Float): EncodedScalar {
  if (type === "float") {
    view.setFloat32(0, number, true);
    const bits = Number.isNaN(number) ? (sign === "-" ? 0xffc00000 : 0x7fc00000) : view.getUint32(0, true);
    return encoded(WireType.Fixed32, bits === 0, writer => writer.fixed32(bits));
  }
  view.setFloat64(0, number, true);
  const nan = sign === "-" ? 0xfff8000000000000n : 0x7ff8000000000000n;
  const bits = Number.isNaN(number) ? nan : view.getBigUint64(0, true);
  return encoded(WireType.Fixed64, bits === 0n, writer => writer.fixed64(bits));
}

const view = new DataView(new ArrayBuffer(8));

type IntegerType = Exclude<ScalarType, "bool" | "string" | "bytes" | "float" | "double">;

function encodeInteger(type: IntegerType, number: number | bigint): EncodedScalar {
  const isZero = Number(number) === 0;
  switch (type) {
    case "int32":
    case "uint32":
    case "int64":
    case "uint64":
      if (typeof number === "number") return varint(number);
      return encoded(WireType.Varint, isZero, writer => writer.bigVarint(BigInt(number)));
    case "sint32":
    case "sint64": {
      const exact = BigInt(number);
      return encoded(WireType.Varint, isZero, writer => writer.bigVarint(exact >= 0n ? exact * 2n : exact * -2n - 1n));
    }
    case "fixed32":
    case "sfixed32":
      return encoded(WireType.Fixed32, isZero, writer => writer.fixed32(Number(number)));
    case "fixed64":
    case "sfixed64":
      return encoded(WireType.Fixed64, isZero, writer => writer.fixed64(BigInt(number)));
  }
}

interface IntegerRange {
  readonly least: bigint;
  readonly most: bigint;
}

/** The numbers of an integer type. */
function rangeOf(type: IntegerType): IntegerRange {
  switch (type) {
    case "int32":
    case "sint32":
    case "sfixed32":
      return { least: -0x80000000n, most: 0x7fffffffn };
    case "uint32":
    case "fixed32":
      return { least: 0n, most: 0xffffffffn };
    case "int64":
    case "sint64":
    case "sfixed64":
      return { least: -0x8000000000000000n, most: 0x7fffffffffffffffn };
    case "uint64":
    case "fixed64":
      return { least: 0n, most: 0xffffffffffffffffn };
  }
}

/** Whether an integer fits into `type`. Unsigned types take no sign, not even before zero. */
function isInRange(type: IntegerType, value: IntegerValue): boolean {
  const { least, most } = rangeOf(type);
  if (value.negative && least === 0n) return false;
  const number = integerOf(value);
  return number >= least && number <= most;
}
