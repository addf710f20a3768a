// The messages of google.protobuf that have a JSON form of their own.
import type { ScalarType } from "../compiler/link/declarations.ts";

export type WellKnown =
  | { readonly kind: "any" | "timestamp" | "duration" | "fieldMask" | "struct" | "value" | "listValue" }
  | { readonly kind: "wrapper"; readonly scalar: ScalarType };

const forms: Readonly<Record<string, WellKnown>> = {
  Any: { kind: "any" },
  Timestamp: { kind: "timestamp" },
  Duration: { kind: "duration" },
  FieldMask: { kind: "fieldMask" },
  Struct: { kind: "struct" },
  Value: { kind: "value" },
  ListValue: { kind: "listValue" },
  DoubleValue: { kind: "wrapper", scalar: "double" },
  FloatValue: { kind: "wrapper", scalar: "float" },
  Int64Value: { kind: "wrapper", scalar: "int64" },
  UInt64Value: { kind: "wrapper", scalar: "uint64" },
  Int32Value: { kind: "wrapper", scalar: "int32" },
  UInt32Value: { kind: "wrapper", scalar: "uint32" },
  BoolValue: { kind: "wrapper", scalar: "bool" },
  StringValue: { kind: "wrapper", scalar: "string" },
  BytesValue: { kind: "wrapper", scalar: "bytes" },
};

const prefix = "google.protobuf.";

/** The JSON form of a message type; undefined where it is a plain object. */
export function wellKnown(fullName: string): WellKnown | undefined {
  if (!fullName.startsWith(prefix)) return undefined;
  const name = fullName.slice(prefix.length);
  return Object.hasOwn(forms, name) ? forms[name] : undefined;
}
