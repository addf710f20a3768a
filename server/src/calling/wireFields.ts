// Fields as the wire has them, for bytes that no schema explains.
import type { JsonValue } from "@bufbuild/protobuf";
import { BinaryReader, base64Encode, WireType } from "@bufbuild/protobuf/wire";

/** Field number → value or values, guessed; undefined where the bytes are not fields at all. */
export function bareFields(bytes: Uint8Array): Record<string, JsonValue> | undefined {
  const fields: Record<string, JsonValue> = {};
  const reader = new BinaryReader(bytes);
  try {
    while (reader.pos < reader.len) {
      const [number, wireType] = reader.tag();
      const start = reader.pos;
      reader.skip(wireType, number);
      const value = guess(wireType, bytes.subarray(start, reader.pos));
      const before = fields[number];
      fields[number] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value];
    }
    return fields;
  } catch {
    // Cut off or not protobuf: the caller shows the bytes themselves.
    return Object.keys(fields).length === 0 ? undefined : fields;
  }
}

/** A field's value in words, from its wire type and the bytes after its tag. */
export function guessValue(wireType: WireType, data: Uint8Array): string {
  const text = JSON.stringify(guess(wireType, data));
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function guess(wireType: WireType, data: Uint8Array): JsonValue {
  const reader = new BinaryReader(data);
  try {
    switch (wireType) {
      case WireType.Varint: {
        const value = reader.uint64();
        return typeof value === "bigint" && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value.toString();
      }
      case WireType.Bit32:
        return reader.fixed32();
      case WireType.Bit64:
        return reader.fixed64().toString();
      case WireType.LengthDelimited:
        return textOrBase64(reader.bytes());
      default:
        return base64Encode(data);
    }
  } catch {
    // A value that is cut off is still shown.
    return base64Encode(data);
  }
}

function textOrBase64(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    // Control characters are the mark of something that only happens to be UTF-8.
    return /\p{Cc}/u.test(text.replace(/[\t\r\n]/g, "")) ? base64Encode(bytes) : text;
  } catch {
    return base64Encode(bytes);
  }
}
