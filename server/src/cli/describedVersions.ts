// Files against descriptors: those of an image, or of a running server.
import type { FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import { filesOfServer, type PresentFile } from "../breaking/describedFiles.ts";
import { areRebuilt } from "../breaking/rebuiltDescriptors.ts";
import { isToldByServer } from "../breaking/serverTells.ts";
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
  const { before, isTold } = described.kind === "server" ? toldBefore(described.files, after) : imageBefore();
  return {
    example: tree.targets[0],
    versions: { before: versionOf(before), after: versionOf(after) },
    compiled: { before: [], after: [...compiled.values()] },
    isTold,
  };

  function imageBefore(): PastSide {
    const files = pastFiles(described, compiled);
    return { before: new Map(files.map(one => [one.name, shapeOfDescriptor(one)])), isTold: undefined };
  }
}

interface PastSide {
  readonly before: ReadonlyMap<string, FileShape>;
  readonly isTold: ComparedVersions["isTold"];
}

function toldBefore(files: readonly FileDescriptorProto[], after: ReadonlyMap<string, FileShape>): PastSide {
  const present = [...after].map(
    ([key, shape]): PresentFile => ({
      id: key,
      paths: [key],
      packageName: shape.packageName,
      names: [...shape.services, ...shape.messages, ...shape.enums].map(one => one.fullName),
    }),
  );
  const { shapes, gone } = filesOfServer(files, present);
  const schema = areRebuilt(files) ? "rebuilt" : "sound";
  return {
    before: new Map([...shapes, ...gone.map(one => [one.path, one] as const)]),
    isTold: finding => isToldByServer(finding, schema),
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
