// The primitives of the wire format, read from a part of some bytes. Nothing here throws: undefined is what does not end in time.

/** A part of some bytes, up to `end`. */
export interface Region {
  readonly bytes: Uint8Array;
  readonly end: number;
}

/** An unsigned 64-bit number and where it ends; undefined of more than ten bytes, or past the end. */
export function varintAt({ bytes, end }: Region, start: number): { value: bigint; end: number } | undefined {
  let low = 0;
  let high = 0;
  for (let at = start, shift = 0; at < end && shift < 70; at++, shift += 7) {
    const byte = bytes[at] ?? 0;
    const part = byte & 0x7f;
    if (shift < 28) low += part * 2 ** shift;
    else high += part * 2 ** (shift - 28);
    if (byte < 0x80) {
      // The tenth byte may say more than 64 bits hold; readers drop what is over.
      const value = high === 0 ? BigInt(low) : BigInt.asUintN(64, BigInt(low) + (BigInt(high) << 28n));
      return { value, end: at + 1 };
    }
  }
  return undefined;
}

/** A field's number and wire type, the latter as the wire has it (0–7); `number` may be 0 or too large. */
export function tagAt(region: Region, start: number): { number: number; wireType: number; end: number } | undefined {
  const read = varintAt(region, start);
  if (read === undefined) return undefined;
  return { number: Number(read.value >> 3n), wireType: Number(read.value & 7n), end: read.end };
}

export const largestFieldNumber = 2 ** 29 - 1;

/** Little-endian, unsigned. */
export function fixed32At({ bytes }: Region, start: number): number {
  return viewOf(bytes).getUint32(start, true);
}

/** Little-endian, unsigned. */
export function fixed64At({ bytes }: Region, start: number): bigint {
  return viewOf(bytes).getBigUint64(start, true);
}

/** IEEE 754, little-endian. */
export function floatAt({ bytes }: Region, start: number): number {
  return viewOf(bytes).getFloat32(start, true);
}

/** IEEE 754, little-endian. */
export function doubleAt({ bytes }: Region, start: number): number {
  return viewOf(bytes).getFloat64(start, true);
}

/** What `sint32` and `sint64` mean by a varint. */
export function zigzag(value: bigint): bigint {
  return (value >> 1n) ^ -(value & 1n);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
