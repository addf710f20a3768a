// The schema that a running server tells of itself, all of it.
import { type ReflectionFailure, type ReflectionSource, reflectServer } from "./reflection.ts";

export type ServerSchema =
  /** `set`: a serialised `google.protobuf.FileDescriptorSet`. */
  | { readonly kind: "schema"; readonly services: readonly string[]; readonly set: Uint8Array }
  /** `lasting`: as long as the server or what names it is not changed. `message`: why, and what to do. */
  | { readonly kind: "failed"; readonly message: string; readonly cause: "away" | "lasting" };

/** Whom to ask without metadata: `grpc://host:port`, `grpcs://…`. */
export type AskedServer = Omit<ReflectionSource, "metadata" | "target"> & { readonly address: string };

/** The files of all services that a server lists, with their imports. */
export async function serverSchema({ address, ...how }: AskedServer): Promise<ServerSchema> {
  const told = await reflectServer({ target: { address, tls: undefined }, metadata: [], ...how });
  if (told.kind !== "schema") return failed(address, told);
  const { services, set } = told;
  if (services.length > 0) return { kind: "schema", services, set };
  return { kind: "failed", message: `\`${address}\` describes none of its services`, cause: "lasting" };
}

function failed(address: string, failure: ReflectionFailure): ServerSchema {
  if (failure.kind !== "failed") {
    const message = failure.kind === "absent" ? noReflection(address) : failure.message;
    return { kind: "failed", message, cause: "lasting" };
  }
  const { name, message, explanation } = failure.status;
  const why = explanation ?? (message === "" ? name : `${name}: ${message}`);
  return { kind: "failed", message: `\`${address}\` does not tell its schema: ${why}`, cause: "away" };
}

function noReflection(address: string): string {
  return `\`${address}\` does not offer reflection, so its schema is not known: add the reflection service to the server, or compare with an image or a revision`;
}
