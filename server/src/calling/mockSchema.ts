// What a mock server serves: files that come, change and go while it runs.
import { type DescMethod, fromBinary, type Registry } from "@bufbuild/protobuf";
import { type FileDescriptorProto, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import type { MockFile } from "../protocol/mock.ts";
import { findMethod, type ReadSchema, registryOf } from "./schema.ts";

export type LoadedMethod =
  | { readonly kind: "method"; readonly method: DescMethod; readonly types: Registry }
  | { readonly kind: "wrong"; readonly message: string };

export interface MockSchema {
  /** `files` take the place of those with the same id; those of `gone` are served no longer. */
  readonly update: (files: readonly MockFile[], gone: readonly string[]) => void;
  /** `pkg.Service/Method` of all that is served. */
  readonly names: () => readonly string[];
  readonly services: () => readonly string[];
  /** Types are made with the first use: of a large workspace few methods are called. */
  readonly load: (name: string) => LoadedMethod;
  /** All files and what they import, each path once. */
  readonly descriptors: () => readonly FileDescriptorProto[];
  /** Folders in which scripts may stand. */
  readonly folders: () => readonly string[];
}

interface Served {
  readonly file: MockFile;
  readonly services: readonly { readonly name: string; readonly methods: readonly string[] }[];
  schema: ReadSchema | undefined;
}

/** Nothing is served to begin with. */
export function mockSchema(): MockSchema {
  const served = new Map<string, Served>();
  let owners = new Map<string, Served>();
  let described: readonly FileDescriptorProto[] | undefined;

  return {
    update: (files, gone) => {
      for (const id of gone) served.delete(id);
      for (const file of files) served.set(file.id, { file, services: servicesOf(file), schema: undefined });
      owners = new Map();
      described = undefined;
      // Of two files with the same service one serves it, the same whatever order they came in.
      for (const id of [...served.keys()].sort().reverse()) {
        const one = served.get(id);
        for (const { name, methods } of one?.services ?? [])
          for (const method of methods) if (one !== undefined) owners.set(`${name}/${method}`, one);
      }
    },
    names: () => [...owners.keys()].sort(),
    services: () => [...new Set([...served.values()].flatMap(one => one.services.map(({ name }) => name)))].sort(),
    load: name => {
      const owner = owners.get(name);
      if (owner === undefined) return { kind: "wrong", message: `no method \`${name}\` is served` };
      owner.schema ??= registryOf(filesOf(owner.file.entries));
      if (owner.schema.kind === "wrong") return owner.schema;
      const [service = "", method = ""] = name.split("/");
      const found = findMethod(owner.schema.registry, service, method);
      return found.kind === "wrong" ? found : { kind: "method", method: found.method, types: owner.schema.types };
    },
    descriptors: () => {
      if (described !== undefined) return described;
      const byName = new Map<string, FileDescriptorProto>();
      for (const id of [...served.keys()].sort()) {
        for (const file of filesOf(served.get(id)?.file.entries ?? []))
          if (!byName.has(file.name)) byName.set(file.name, file);
      }
      described = [...byName.values()];
      return described;
    },
    folders: () => [...new Set([...served.values()].flatMap(one => one.file.folder ?? []))].sort(),
  };
}

function servicesOf({ entries }: MockFile): Served["services"] {
  const last = entries.at(-1);
  return filesOf(last === undefined ? [] : [last]).flatMap(file =>
    file.service.map(({ name, method }) => ({
      name: file.package === "" ? name : `${file.package}.${name}`,
      methods: method.map(one => one.name),
    })),
  );
}

function filesOf(entries: readonly Uint8Array[]): FileDescriptorProto[] {
  return entries.flatMap(entry => fromBinary(FileDescriptorSetSchema, entry).file);
}
