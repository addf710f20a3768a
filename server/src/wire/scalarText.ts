// A single value that the schema explains, in words.
import { type DescEnum, ScalarType } from "@bufbuild/protobuf";
import { doubleAt, fixed32At, fixed64At, floatAt, type Region, varintAt, zigzag } from "./primitives.ts";
import { shortestFloat } from "./shortestFloat.ts";
import { shortHex, shortText } from "./words.ts";

/** What a value is: one of an enum, or a scalar. */
export type ValueType = { readonly enum: DescEnum } | { readonly scalar: ScalarType };

/** The value between two offsets as ProtoJSON would have it, strings and bytes cut. */
export function scalarText(type: ValueType, bytes: Uint8Array, start: number, end: number): string {
  const region: Region = { bytes, end };
  if ("enum" in type) {
    const number = Number(BigInt.asIntN(32, varintAt(region, start)?.value ?? 0n));
    const name = type.enum.value[number]?.name;
    return name === undefined ? String(number) : `${name} (${number})`;
  }
  const varint = () => varintAt(region, start)?.value ?? 0n;
  switch (type.scalar) {
    case ScalarType.BOOL:
      return String(varint() !== 0n);
    case ScalarType.INT32:
      return String(BigInt.asIntN(32, varint()));
    case ScalarType.INT64:
      return String(BigInt.asIntN(64, varint()));
    case ScalarType.UINT32:
      return String(BigInt.asUintN(32, varint()));
    case ScalarType.UINT64:
      return String(varint());
    case ScalarType.SINT32:
      return String(zigzag(BigInt.asUintN(32, varint())));
    case ScalarType.SINT64:
      return String(zigzag(varint()));
    case ScalarType.FIXED32:
      return String(fixed32At(region, start));
    case ScalarType.SFIXED32:
      return String(fixed32At(region, start) | 0);
    case ScalarType.FIXED64:
      return String(fixed64At(region, start));
    case ScalarType.SFIXED64:
      return String(BigInt.asIntN(64, fixed64At(region, start)));
    case ScalarType.FLOAT:
      return floatText(shortestFloat(floatAt(region, start)));
    case ScalarType.DOUBLE:
      return floatText(doubleAt(region, start));
    case ScalarType.STRING:
      return shortText(bytes.subarray(start, end));
    case ScalarType.BYTES:
      return shortHex(bytes.subarray(start, end));
  }
}

/** `String` makes `0` of -0. */
function floatText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/** `int32`, as in a `.proto` file. */
export function scalarName(scalar: ScalarType): string {
  return ScalarType[scalar].toLowerCase();
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Whether text is UTF-8, which readers of proto3 and editions insist on. */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    utf8.decode(bytes);
    return true;
  } catch {
    // Not an error: this is the question.
    return false;
  }
}
