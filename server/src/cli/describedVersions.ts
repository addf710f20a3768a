// Files against descriptors: those of an image, or of a running server.
import type { FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import { shapeOfDescriptor } from "../breaking/shapeOfDescriptor.ts";
import { shapeOfLinked } from "../breaking/shapeOfLinked.ts";
import type { FileShape } from "../breaking/shapes.ts";
import { versionOf } from "../breaking/versionOf.ts";
import { type ComparedFile, type Imports, withImports } from "./importedFiles.ts";
import type { ProtoTree } from "./protoTree.ts";
import type { ComparedVersions } from "./versions.ts";

/** What to compare files with. */
export interface Described {
  readonly files: readonly FileDescriptorProto[];
  /** A server tells also of services that are not of these files; an image is all that there was. */
  readonly kind: "server" | "image";
  readonly imports: Imports;
}

/** The versions of descriptors and of a tree. */
export function describedVersions(described: Described, tree: ProtoTree): ComparedVersions {
  const compiled = presentFiles(described, tree);
  const after = new Map<string, FileShape>();
  for (const [key, { compilation, path }] of compiled) {
    const linked = compilation.file(path);
    if (linked !== undefined) after.set(key, shapeOfLinked(linked, compilation.optionTypes(), key));
  }
  const keyByName = new Map<string, string>();
  for (const [key, shape] of after) for (const name of namesIn(shape)) keyByName.set(name, key);
  const before = new Map<string, FileShape>();
  for (const file of pastFiles(described, compiled)) {
    const shape = shapeOfDescriptor(file);
    // Some servers make up the names of their files.
    const known = after.has(file.name)
      ? file.name
      : namesIn(shape)
          .map(name => keyByName.get(name))
          .find(Boolean);
    if (known === undefined && described.kind === "server") continue;
    const isKnown = known !== undefined && !before.has(known) && (described.kind === "server" || known === file.name);
    const path = isKnown ? known : file.name;
    before.set(path, path === shape.path ? shape : shapeOfDescriptor(file, path));
  }
  return {
    example: tree.targets[0],
    versions: { before: versionOf(before), after: versionOf(after) },
    compiled: { before: [], after: [...compiled.values()] },
  };
}

// What a server imports from others comes with the program that it was built from, and is nobody's to change.
function presentFiles({ kind, imports }: Described, { targets }: ProtoTree): ReadonlyMap<string, ComparedFile> {
  const named = new Map(targets.map(one => [one.path, one]));
  return kind === "image" && imports === "compared" ? withImports(named) : named;
}

// An image holds what its files import, and does not always mark it.
function pastFiles(
  { files, imports }: Described,
  present: ReadonlyMap<string, ComparedFile>,
): readonly FileDescriptorProto[] {
  if (imports === "compared") return files;
  const imported = new Set(files.flatMap(one => one.dependency));
  return files.filter(one => present.has(one.name) || !imported.has(one.name));
}

function namesIn(file: FileShape): readonly string[] {
  return [...file.services, ...file.messages, ...file.enums].map(one => one.fullName);
}
