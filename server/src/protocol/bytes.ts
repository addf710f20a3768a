// The bytes of a message as they are told to a client: for the answer panel, and for what is decoded by hand.

/** One message of a transcript in bytes: a page of them, and with the first page its fields. */
export interface MessageBytes {
  /** All bytes of the message, decompressed, without its gRPC prefix. */
  total: number;
  /** Where the page starts. */
  from: number;
  /** The page, base64; at most 64 KB of bytes. */
  base64: string;
  /** In the order of the wire, those of a message inside right after the field that holds it; empty but with `from: 0`. */
  fields: readonly WireFieldRow[];
  /** There are more fields than are told: what is left stands in `fields` as bytes. */
  cut: boolean;
}

/** One field, or one item of a packed one. Offsets are in bytes, from the start of the message. */
export interface WireFieldRow {
  /** 0 for the fields of the message itself. */
  depth: number;
  /** Of the tag. */
  start: number;
  /** Past the tag: the length of what has one stands here. */
  tagEnd: number;
  /** Past tag and length. */
  valueStart: number;
  /** Past the value; `end` is past it and, of a group, its end tag. */
  valueEnd: number;
  end: number;
  /** Absent for what is no field: bytes that cannot be read. */
  number?: number;
  wireType?: WireTypeName;
  /** As the `.proto` file has it, `[pkg.ext]` for an extension; absent where the schema has no such field. */
  name?: string;
  /** `string`, `pkg.Message`, `repeated int32`; of a field without a schema what it looks like: `string?`. */
  type: string;
  /** The value in words, cut to 200 characters; empty for what has rows of its own. */
  value: string;
  /** What else the value may be, for a field without a schema: `sint64 -3`. */
  guesses?: readonly string[];
  /** What is wrong here. */
  problem?: string;
  /**
   * Where the value stands in the message's JSON; absent for what has no place there. It may lead to nothing: JSON does
   * without a default that was written although it need not be, and tells a time or an `Any` at fault otherwise.
   */
  path?: readonly (string | number)[];
  /** Where the field is declared, as it stands in the editor. */
  declaration?: FieldDeclarationPlace;
}

export type WireTypeName = "varint" | "fixed64" | "length" | "group" | "fixed32";

/** Lines and columns are zero-based, in UTF-16 units: the field's name. */
export interface FieldDeclarationPlace {
  uri: string;
  range: { start: { line: number; character: number }; end: { line: number; character: number } };
}

/** Bytes as text in any form (hexadecimal, base64, escapes, numbers), or as they are. */
export interface DecodeBytesParams {
  text?: string;
  base64?: string;
  /** Full name of a message; empty for fields without one. Absent to be told which there are. */
  type?: string;
}

export type DecodeBytesResult =
  /** `types`: of the open files and what they import, those that fit best first; `others`: of the folders. */
  | { kind: "types"; types: readonly FittingType[]; others: readonly string[] }
  /** JSON with comments. */
  | { kind: "decoded"; text: string }
  | { kind: "wrong"; reason: string };

/** Counts of fields. */
export interface FittingType {
  name: string;
  known: number;
  unknown: number;
  problems: number;
}
