// Files against descriptors: those of an image, or of a running server.
import type { FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import { shapeOfDescriptor } from "../breaking/shapeOfDescriptor.ts";
import { enumSeen, shapeOfLinked } from "../breaking/shapeOfLinked.ts";
import type { FileShape, Version } from "../breaking/shapes.ts";
import type { ProtoTree, TargetFile } from "./protoTree.ts";
import type { ComparedVersions } from "./versions.ts";

/** What to compare files with. */
export interface Described {
  readonly files: readonly FileDescriptorProto[];
  /** A server tells also of services that are not of these files; an image is all that there was. */
  readonly kind: "server" | "image";
}

/** The versions of descriptors and of a tree. */
export function describedVersions({ files, kind }: Described, tree: ProtoTree): ComparedVersions {
  const after = new Map<string, FileShape>();
  for (const one of tree.targets) {
    const shape = shapeOf(one.compilation, one.path);
    if (shape !== undefined) after.set(one.path, shape);
  }
  const keyByName = new Map<string, string>();
  for (const [key, shape] of after) for (const name of namesIn(shape)) keyByName.set(name, key);
  const before = new Map<string, FileShape>();
  for (const file of files) {
    const shape = shapeOfDescriptor(file);
    // Some servers make up the names of their files.
    const known = after.has(file.name)
      ? file.name
      : namesIn(shape)
          .map(name => keyByName.get(name))
          .find(Boolean);
    if (known === undefined && kind === "server") continue;
    const key = known ?? importedPath(tree, file.name, after);
    const path = key !== undefined && !before.has(key) && (kind === "server" || key === file.name) ? key : file.name;
    before.set(path, path === shape.path ? shape : shapeOfDescriptor(file, path));
  }
  return {
    example: tree.targets[0],
    versions: { before: versionOf(before), after: versionOf(after) },
    compiled: { before: [], after: tree.targets },
  };
}

// What is only imported is part of an image, too; it is compared with what the import leads to now.
function importedPath(tree: ProtoTree, path: string, after: Map<string, FileShape>): string | undefined {
  for (const { files } of tree.roots) {
    const shape = shapeOf(files, path);
    if (shape === undefined) continue;
    after.set(path, shape);
    return path;
  }
  return undefined;
}

function shapeOf(compilation: TargetFile["compilation"], path: string): FileShape | undefined {
  const linked = compilation.file(path);
  return linked === undefined ? undefined : shapeOfLinked(linked, compilation.optionTypes(), path);
}

function namesIn(file: FileShape): readonly string[] {
  return [...file.services, ...file.messages, ...file.enums].map(one => one.fullName);
}

function versionOf(files: ReadonlyMap<string, FileShape>): Version {
  const all = [...files.values()];
  return {
    files,
    packages: new Set(all.map(one => one.packageName)),
    declares: (packageName, kind) => all.some(one => one.packageName === packageName && one[kind].length > 0),
    enumOf: fullName => enumSeen(all, fullName),
  };
}
