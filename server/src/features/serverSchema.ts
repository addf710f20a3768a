// What a running server tells of itself, for people to read and keep: its services, and `.proto` files.
import { create, createFileRegistry, createRegistry, fromBinary, type Registry, toBinary } from "@bufbuild/protobuf";
import { type FileDescriptorProto, FileDescriptorProtoSchema, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { rebuiltFiles } from "../breaking/rebuiltDescriptors.ts";
import { printFiles } from "../print/printFile.ts";
import type { Streaming } from "../protocol/call.ts";
import type { GeneratedFile } from "../protocol/requests.ts";
import type { ServerMethod, ServerService } from "../protocol/servers.ts";

/**
 * The files of a serialised `google.protobuf.FileDescriptorSet` of a server, as sources; without the well-known ones,
 * which every tool has, and those of reflection itself. A path never leads out of the folder that it is put in.
 */
export function serverFiles(set: Uint8Array): readonly GeneratedFile[] {
  const told = fromBinary(FileDescriptorSetSchema, set).file;
  const files = withSafePaths((rebuiltFiles(told) ?? told).map(whole));
  const texts = printFiles(files, optionTypes(files));
  return files.flatMap(({ name, package: pack }) => {
    if (name.startsWith("google/protobuf/") || pack.startsWith("grpc.reflection.")) return [];
    return [{ path: name, content: texts.get(name) ?? "" }];
  });
}

// What is put together by hand lacks what a message has of its type: the values of all that is not set.
function whole(file: FileDescriptorProto): FileDescriptorProto {
  return fromBinary(FileDescriptorProtoSchema, toBinary(FileDescriptorProtoSchema, file));
}

/** The services of such a set, with their methods. */
export function serverServices(set: Uint8Array, names: readonly string[]): readonly ServerService[] {
  const { file } = fromBinary(FileDescriptorSetSchema, set);
  const methods = new Map(
    file.flatMap(({ package: pack, service }) =>
      service.map(one => [pack === "" ? one.name : `${pack}.${one.name}`, one.method] as const),
    ),
  );
  return names.map(name => ({
    name,
    methods: (methods.get(name) ?? []).map(
      ({ name: method, inputType, outputType, clientStreaming, serverStreaming }): ServerMethod => ({
        name: method,
        input: inputType.replace(/^\./, ""),
        output: outputType.replace(/^\./, ""),
        streaming: streamingOf(clientStreaming, serverStreaming),
      }),
    ),
  }));
}

function streamingOf(client: boolean, server: boolean): Streaming {
  if (client) return server ? "bidirectional" : "client";
  return server ? "server" : "unary";
}

// Options of a set that is not whole are told in comments; it is a schema all the same.
function optionTypes(files: readonly FileDescriptorProto[]): Registry {
  try {
    return createRegistry(createFileRegistry(create(FileDescriptorSetSchema, { file: inImportOrder(files) })));
  } catch {
    return createRegistry();
  }
}

function inImportOrder(files: readonly FileDescriptorProto[]): FileDescriptorProto[] {
  const byName = new Map(files.map(one => [one.name, one]));
  const sorted = new Set<FileDescriptorProto>();
  const seen = new Set<string>();
  const add = (name: string) => {
    const file = byName.get(name);
    if (file === undefined || seen.has(name)) return;
    seen.add(name);
    for (const one of file.dependency) add(one);
    sorted.add(file);
  };
  for (const one of byName.keys()) add(one);
  return [...sorted];
}

/** The files by names that are paths below a folder: a server may say anything. */
function withSafePaths(files: readonly FileDescriptorProto[]): readonly FileDescriptorProto[] {
  const names = new Map<string, string>();
  for (const { name } of files) {
    const plain = plainPath(name);
    const isTaken = (path: string) => [...names.values()].some(one => one.toLowerCase() === path.toLowerCase());
    let path = plain;
    for (let count = 2; isTaken(path); count += 1) path = plain.replace(/(\.proto)?$/, `_${count}$1`);
    names.set(name, path);
  }
  const renamed = (name: string) => names.get(name) ?? name;
  for (const file of files) {
    file.name = renamed(file.name);
    file.dependency = file.dependency.map(renamed);
    file.optionDependency = file.optionDependency.map(renamed);
  }
  return files;
}

function plainPath(name: string): string {
  const parts = name
    .split(/[/\\]/)
    .map(part => part.replace(/[^\p{L}\p{N}_.@+ -]/gu, "_").trim())
    .filter(part => part !== "" && !/^\.+$/.test(part));
  const path = parts.join("/") || "unnamed";
  return path.endsWith(".proto") ? path : `${path}.proto`;
}
