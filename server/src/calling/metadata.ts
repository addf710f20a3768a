// Metadata between the plain entries of the protocol and grpc-js.
import { Metadata } from "@grpc/grpc-js";
import type { MetadataEntry } from "../protocol/call.ts";

export type ReadMetadata = { kind: "metadata"; metadata: Metadata } | { kind: "wrong"; message: string };

// What HTTP/2 forbids or the transport writes itself: sent on, these fail the whole call with INTERNAL or are dropped.
const reserved = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
  "host",
  "te",
  "content-type",
  "content-length",
  "user-agent",
]);
const onlyOnce = new Set(["authorization"]);

/** Metadata of a request. Everything grpc-js would throw on, or fail the call for, is told with the key it is about. */
export function requestMetadata(entries: readonly MetadataEntry[]): ReadMetadata {
  const metadata = new Metadata();
  for (const { key, value } of entries) {
    const name = key.toLowerCase();
    const problem =
      keyProblem(name) ?? (onlyOnce.has(name) && metadata.get(name).length > 0 ? "can be sent once only" : undefined);
    if (problem !== undefined) return { kind: "wrong", message: `metadata \`${key}\` ${problem}` };
    if (name.endsWith("-bin")) {
      const bytes = base64(value);
      if (bytes === undefined)
        return { kind: "wrong", message: `metadata \`${key}\` ends in -bin, so its value must be base64` };
      metadata.add(name, bytes);
    } else if (/^[\x20-\x7e]*$/.test(value)) {
      metadata.add(name, value);
    } else {
      return {
        kind: "wrong",
        message: `metadata \`${key}\` has a value that is not printable ASCII; use a key ending in -bin and base64`,
      };
    }
  }
  return { kind: "metadata", metadata };
}

function keyProblem(name: string): string | undefined {
  if (name.startsWith(":")) return "is a pseudo header; use the `authority` option for `:authority`";
  if (name.startsWith("grpc-"))
    return name === "grpc-timeout" ? "is set by the deadline" : "is reserved for gRPC itself";
  if (reserved.has(name)) return "is written by the transport itself";
  return /^[0-9a-z_.-]+$/.test(name) ? undefined : "is not a metadata key; letters, digits, `-`, `_` and `.` are";
}

function base64(value: string): Buffer | undefined {
  const text = value.trim();
  return /^[A-Za-z0-9+/_-]*={0,2}$/.test(text) ? Buffer.from(text, "base64") : undefined;
}

/** Entries of received metadata, in the order of their keys' arrival; `-bin` values in base64. */
export function metadataEntries(metadata: Metadata): MetadataEntry[] {
  return Object.entries(metadata.toJSON()).flatMap(([key, values]) =>
    values.map(value => ({ key, value: typeof value === "string" ? value : value.toString("base64") })),
  );
}
