export const scalarTypes = [
  "double",
  "float",
  "int64",
  "uint64",
  "int32",
  "fixed64",
  "fixed32",
  "bool",
  "string",
  "bytes",
  "uint32",
  "sfixed32",
  "sfixed64",
  "sint32",
  "sint64",
] as const;
export type ScalarType = (typeof scalarTypes)[number];

const words: ReadonlySet<string> = new Set(scalarTypes);

/** Whether a word always means a scalar type, whatever messages bear its name. */
export function isScalarType(word: string): word is ScalarType {
  return words.has(word);
}
