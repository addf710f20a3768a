/** Wire types of the protobuf encoding. */
export const WireType = { Varint: 0, Fixed64: 1, Delimited: 2, StartGroup: 3, EndGroup: 4, Fixed32: 5 } as const;
export type WireType = (typeof WireType)[keyof typeof WireType];

const encoder = new TextEncoder();

/**
 * Writes the protobuf wire format into one growing array. A nested message is opened with `open(field)`, written like
 * any other, and closed with the mark that `open` gave; its length then stands before it in as few bytes as it needs.
 */
export class BinaryWriter {
  #bytes: Uint8Array;
  #length = 0;

  /** `capacity`: bytes to begin with. */
  constructor(capacity = 1024) {
    this.#bytes = new Uint8Array(capacity);
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  /** A copy of what was written. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  /** Copies what was written into `target`, from `offset` on. */
  copyTo(target: Uint8Array, offset: number): void {
    target.set(this.#bytes.subarray(0, this.#length), offset);
  }

  /** Forgets what was written and keeps the memory. */
  clear(): void {
    this.#length = 0;
  }

  /** Forgets what was written from `length` on. */
  cut(length: number): void {
    this.#length = length;
  }

  tag(field: number, wireType: WireType): void {
    this.varint(field * 8 + wireType);
  }

  /** An unsigned integer below 2^53, or a negative one, which takes ten bytes as a sign-extended 64-bit integer. */
  varint(value: number): void {
    if (this.#length + 10 > this.#bytes.length) this.#grow(10);
    const bytes = this.#bytes;
    if (value >= 0 && value < 0x80) {
      bytes[this.#length++] = value;
      return;
    }
    if (value < 0) {
      this.bigVarint(BigInt(value));
      return;
    }
    let rest = value;
    while (rest >= 0x80) {
      bytes[this.#length++] = (rest % 0x80) | 0x80;
      rest = rest < 0x80000000 ? rest >>> 7 : Math.floor(rest / 0x80);
    }
    bytes[this.#length++] = rest;
  }

  /** Any 64-bit integer, signed or not. */
  bigVarint(value: bigint): void {
    if (this.#length + 10 > this.#bytes.length) this.#grow(10);
    let rest = BigInt.asUintN(64, value);
    while (rest >= 0x80n) {
      this.#bytes[this.#length++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.#bytes[this.#length++] = Number(rest);
  }

  /** A field of an integer or enum type (not zigzag, not fixed). */
  integer(field: number, value: number): void {
    this.varint(field * 8);
    this.varint(value);
  }

  /** A `string` field. */
  text(field: number, value: string): void {
    this.varint(field * 8 + WireType.Delimited);
    const units = value.length;
    if (this.#length + units * 3 + 5 > this.#bytes.length) this.#grow(units * 3 + 5);
    const bytes = this.#bytes;
    if (units < 0x80) {
      let at = this.#length + 1;
      let unit = 0;
      for (let i = 0; i < units; i++) {
        unit = value.charCodeAt(i);
        if (unit >= 0x80) break;
        bytes[at++] = unit;
      }
      if (unit < 0x80) {
        bytes[this.#length] = units;
        this.#length = at;
        return;
      }
    }
    const mark = this.#length++;
    this.#length += encoder.encodeInto(value, bytes.subarray(this.#length)).written;
    this.close(mark);
  }

  /** A `string` field that holds `.` and a full name. */
  typeName(field: number, fullName: string): void {
    const units = fullName.length;
    if (units > 126) {
      this.text(field, `.${fullName}`);
      return;
    }
    this.varint(field * 8 + WireType.Delimited);
    if (this.#length + units + 2 > this.#bytes.length) this.#grow(units + 2);
    const bytes = this.#bytes;
    let at = this.#length;
    bytes[at++] = units + 1;
    bytes[at++] = 46;
    // Names are of ASCII letters.
    for (let i = 0; i < units; i++) bytes[at++] = fullName.charCodeAt(i);
    this.#length = at;
  }

  /** A `string` or `bytes` field whose bytes stand one to a unit in `value`. */
  latin1(field: number, value: string): void {
    this.varint(field * 8 + WireType.Delimited);
    this.varint(value.length);
    this.rawLatin1(value);
  }

  /** The units of `value` as bytes, without tag and length. */
  rawLatin1(value: string): void {
    if (this.#length + value.length > this.#bytes.length) this.#grow(value.length);
    for (let i = 0; i < value.length; i++) this.#bytes[this.#length++] = value.charCodeAt(i);
  }

  /** A `bytes` field, or a message that is encoded already. */
  bytes(field: number, value: Uint8Array): void {
    this.varint(field * 8 + WireType.Delimited);
    this.varint(value.length);
    this.raw(value);
  }

  /** Bytes as they are, without tag and length. */
  raw(value: Uint8Array): void {
    if (this.#length + value.length > this.#bytes.length) this.#grow(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }

  /** A length-delimited field with all that `other` has. */
  content(field: number, other: BinaryWriter): void {
    const length = other.#length;
    if (this.#length + length + 10 > this.#bytes.length) this.#grow(length + 10);
    this.varint(field * 8 + WireType.Delimited);
    this.varint(length);
    // Paths are a few bytes: copying them one by one is faster than a call that copies.
    for (let at = 0; at < length; at++) this.#bytes[this.#length++] = other.#bytes[at] ?? 0;
  }

  /** Four bytes, little-endian. */
  fixed32(value: number): void {
    if (this.#length + 4 > this.#bytes.length) this.#grow(4);
    for (let shift = 0; shift < 32; shift += 8) this.#bytes[this.#length++] = (value >>> shift) & 0xff;
  }

  /** Eight bytes, little-endian. */
  fixed64(value: bigint): void {
    const low = Number(BigInt.asUintN(32, value));
    this.fixed32(low);
    this.fixed32(Number(BigInt.asUintN(32, value >> 32n)));
  }

  /** Begins a length-delimited field; give the answer to `close`. */
  open(field: number): number {
    this.varint(field * 8 + WireType.Delimited);
    if (this.#length + 1 > this.#bytes.length) this.#grow(1);
    return this.#length++;
  }

  /** Ends a length-delimited field. One byte was kept for its length; a longer one moves the content up. */
  close(mark: number): void {
    const size = this.#length - mark - 1;
    if (size < 0x80) {
      this.#bytes[mark] = size;
      return;
    }
    const extra = size < 0x4000 ? 1 : size < 0x200000 ? 2 : size < 0x10000000 ? 3 : 4;
    if (this.#length + extra + 10 > this.#bytes.length) this.#grow(extra + 10);
    this.#bytes.copyWithin(mark + 1 + extra, mark + 1, this.#length);
    const end = this.#length + extra;
    this.#length = mark;
    this.varint(size);
    this.#length = end;
  }

  #grow(needed: number): void {
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + needed));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
