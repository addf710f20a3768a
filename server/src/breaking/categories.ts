import type { Category } from "./rule.ts";

/** Both ends of a connection notice. */
export const everywhere: readonly Category[] = ["FILE", "PACKAGE", "WIRE_JSON", "WIRE", "CSR"];

/** Only generated code notices. */
export const inSource: readonly Category[] = ["FILE", "PACKAGE"];

/** Generated code notices, and so does a registry of schemas. */
export const inSourceAndRegistry: readonly Category[] = ["FILE", "PACKAGE", "CSR"];

/** Generated code and JSON notice. */
export const inSourceAndJson: readonly Category[] = ["FILE", "PACKAGE", "WIRE_JSON", "CSR"];

/** What is less strict than a rule of `inSource`, for JSON and the wire. */
export const inJsonAndWire: readonly Category[] = ["WIRE_JSON", "WIRE", "CSR"];

/** What is less strict than a rule of `inSource`, for JSON. */
export const inJson: readonly Category[] = ["WIRE_JSON", "CSR"];
