// A descriptor set made into types that messages can be read and written with.
import {
  create,
  createFileRegistry,
  type DescMethod,
  type FileRegistry,
  fromBinary,
  type Registry,
} from "@bufbuild/protobuf";
import { type FileDescriptorProto, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { withStandardTypes } from "./googleRpc.ts";
import { fillJsonNames } from "./jsonNames.ts";
import { wellKnownFile } from "./wellKnownFiles.ts";

/** `types`: of the schema and the standard ones beside them, for what `Any` may hold. */
export type ReadSchema =
  | { kind: "schema"; registry: FileRegistry; types: Registry }
  | { kind: "wrong"; message: string };

/** Reads a serialised `google.protobuf.FileDescriptorSet`; see `registryOf`. */
export function readSchema(set: Uint8Array): ReadSchema {
  try {
    return registryOf(fromBinary(FileDescriptorSetSchema, set).file);
  } catch (error) {
    return { kind: "wrong", message: `the schema is not a descriptor set: ${messageOf(error)}` };
  }
}

/**
 * Types of files in any order. What the registry insists on is put right first: order, JSON names, and the well-known
 * files that a server's reflection may have left out.
 */
export function registryOf(files: readonly FileDescriptorProto[]): ReadSchema {
  try {
    const sorted = inImportOrder(files);
    for (const file of sorted) fillJsonNames(file);
    const registry = createFileRegistry(create(FileDescriptorSetSchema, { file: sorted }));
    return { kind: "schema", registry, types: withStandardTypes(registry) };
  } catch (error) {
    return { kind: "wrong", message: `the schema cannot be used: ${messageOf(error)}` };
  }
}

export type FoundMethod = { kind: "method"; method: DescMethod } | { kind: "wrong"; message: string };

/** A method by its service's full name and its own; says which there are where it is none of them. */
export function findMethod(registry: FileRegistry, service: string, method: string): FoundMethod {
  const described = registry.getService(service);
  if (described === undefined) {
    const known = [...registry].filter(one => one.kind === "service").map(one => `\`${one.typeName}\``);
    const hint = known.length === 0 ? "it has no services" : `it has ${known.slice(0, 8).join(", ")}`;
    return { kind: "wrong", message: `the schema has no service \`${service}\`; ${hint}` };
  }
  const found = described.methods.find(one => one.name === method);
  if (found !== undefined) return { kind: "method", method: found };
  const known = described.methods.map(one => `\`${one.name}\``);
  const hint = known.length === 0 ? "it has no methods" : `it has ${known.slice(0, 20).join(", ")}`;
  return { kind: "wrong", message: `\`${service}\` has no method \`${method}\`; ${hint}` };
}

/** Dependencies before dependents; a file that is nowhere is left out, and the registry then names what lacks it. */
function inImportOrder(files: readonly FileDescriptorProto[]): FileDescriptorProto[] {
  const byName = new Map(files.map(file => [file.name, file]));
  const sorted: FileDescriptorProto[] = [];
  const seen = new Set<string>();
  function add(name: string): void {
    if (seen.has(name)) return;
    seen.add(name);
    const file = byName.get(name) ?? wellKnownFile(name);
    if (file === undefined) return;
    for (const dependency of file.dependency) add(dependency);
    sorted.push(file);
  }
  for (const file of files) add(file.name);
  return sorted;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
