import type { Category } from "./rule.ts";

/** All categories: both ends of a connection notice. */
export const everywhere: readonly Category[] = ["FILE", "PACKAGE", "WIRE_JSON", "WIRE", "CSR"];

/** Only generated code notices. */
export const inSource: readonly Category[] = ["FILE", "PACKAGE"];
