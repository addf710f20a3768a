// The schema that a running server tells of itself, all of it.
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { type FileDescriptorProto, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { type ReflectionFailure, type ReflectionSource, reflectService, reflectServices } from "./reflection.ts";

export type ServerSchema =
  /** `set`: a serialised `google.protobuf.FileDescriptorSet`. */
  | { readonly kind: "schema"; readonly services: readonly string[]; readonly set: Uint8Array }
  /** `lasting`: as long as the server or what names it is not changed. `message`: why, and what to do. */
  | { readonly kind: "failed"; readonly message: string; readonly cause: "away" | "lasting" };

/** Whom to ask without metadata: `grpc://host:port`, `grpcs://…`. */
export type AskedServer = Omit<ReflectionSource, "metadata" | "target"> & { readonly address: string };

/** The files of all services that a server lists, with their imports. */
export async function serverSchema({ address, ...how }: AskedServer): Promise<ServerSchema> {
  const source = { target: { address, tls: undefined }, metadata: [], ...how };
  const listed = await reflectServices(source);
  if (listed.kind !== "services") return failed(address, listed);
  const files = new Map<string, FileDescriptorProto>();
  const services: string[] = [];
  for (const service of listed.services) {
    const found = await reflectService(source, service);
    // Some servers list what they do not describe.
    if (found.kind === "absent") continue;
    if (found.kind !== "schema") return failed(address, found);
    services.push(service);
    for (const file of fromBinary(FileDescriptorSetSchema, found.set).file) files.set(file.name, file);
  }
  if (files.size === 0) {
    const message = `\`${address}\` describes none of its services`;
    return { kind: "failed", message, cause: "lasting" };
  }
  const set = toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, { file: [...files.values()] }));
  return { kind: "schema", services, set };
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
