import type { ScalarType } from "../compiler/link/declarations.ts";

/** What a scalar type holds and how it travels, in a sentence or two of Markdown. */
export function describeScalar(name: ScalarType): string {
  return descriptions[name];
}

// From the language guide's table of scalar types; bytes on the wire from the encoding guide.
const descriptions: Readonly<Record<ScalarType, string>> = {
  double: "A floating point number of 64 bits, always eight bytes.",
  float: "A floating point number of 32 bits, always four bytes.",
  int32:
    "An integer of 32 bits in one to ten bytes. A negative one takes all ten: prefer `sint32` where those are common.",
  int64:
    "An integer of 64 bits in one to ten bytes. A negative one takes all ten: prefer `sint64` where those are common.",
  uint32: "An integer of 32 bits without sign, in one to five bytes.",
  uint64: "An integer of 64 bits without sign, in one to ten bytes.",
  sint32: "An integer of 32 bits, small where it is near zero, negative ones too (zigzag encoding).",
  sint64: "An integer of 64 bits, small where it is near zero, negative ones too (zigzag encoding).",
  fixed32:
    "An integer of 32 bits without sign, always four bytes: smaller than `uint32` where values often exceed 2^28.",
  fixed64:
    "An integer of 64 bits without sign, always eight bytes: smaller than `uint64` where values often exceed 2^56.",
  sfixed32: "An integer of 32 bits, always four bytes.",
  sfixed64: "An integer of 64 bits, always eight bytes.",
  bool: "`true` or `false`, one byte.",
  string: "Text in UTF-8, at most 2^32 bytes.",
  bytes: "Any bytes, at most 2^32.",
};
