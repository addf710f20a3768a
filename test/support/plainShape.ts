import type { FileShape } from "../../server/src/breaking/shapes.ts";

/** A shape as plain values: without what leads out of it, and without what only one of text and descriptors has. */
export function plainShape(shape: FileShape): unknown {
  const text = JSON.stringify(shape, (key, value: unknown) => {
    if (["linked", "described", "declaration", "file"].includes(key)) return undefined;
    if (key === "parent") return nameOf(value);
    // A default may be no UTF-8, which a descriptor cannot hold.
    if (key === "defaultValue" && typeof value === "string") return Buffer.from(value, "latin1").toString("utf8");
    if (value instanceof Map) return [...value].sort();
    return value;
  });
  return JSON.parse(text);
}

function nameOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "fullName" in value ? value.fullName : undefined;
}
