// Which file of now a descriptor was: for an image by its path; for a running server also by what is declared, since
// servers are built from other folders, and some make up the names of their files.
import type { FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import { rebuiltFiles } from "./rebuiltDescriptors.ts";
import { shapeOfDescriptor } from "./shapeOfDescriptor.ts";
import type { FileShape } from "./shapes.ts";

/** A file as it is now. */
export interface PresentFile {
  readonly id: string;
  /** What it may be known by; the first is what it is paired by. */
  readonly paths: readonly [string, ...string[]];
  readonly packageName: string;
  /** Full names of its messages, enums and services. */
  readonly names: readonly string[];
}

/** Descriptors as the files that they are now. */
export interface DescribedFiles {
  /** By the `id` of the file of now. */
  readonly shapes: ReadonlyMap<string, FileShape>;
  /** Those that are gone now. */
  readonly gone: readonly FileShape[];
  /** Those that come from others. */
  readonly others: readonly FileShape[];
}

/** The files of an image. */
export function filesOfImage(files: readonly FileDescriptorProto[], present: readonly PresentFile[]): DescribedFiles {
  const byName = new Map(files.map(one => [one.name, one]));
  const shapes = new Map<string, FileShape>();
  const known = new Set<string>();
  for (const { id, paths } of present) {
    const name = paths.find(one => byName.has(one));
    const file = name === undefined ? undefined : byName.get(name);
    if (file === undefined) continue;
    known.add(file.name);
    shapes.set(id, shapeOfDescriptor(file, paths[0]));
  }
  const imported = new Set(files.flatMap(one => one.dependency));
  const packages = new Set(present.map(one => one.packageName));
  const rest = files.filter(one => !known.has(one.name));
  // An image holds what its files import from others, and does not always mark it.
  const isGone = (one: FileDescriptorProto) => packages.has(one.package) || !imported.has(one.name);
  return {
    shapes,
    gone: rest.filter(isGone).map(one => shapeOfDescriptor(one)),
    others: rest.filter(one => !isGone(one)).map(one => shapeOfDescriptor(one)),
  };
}

/** The files of a server, which tells also of services that are not of these files. */
export function filesOfServer(told: readonly FileDescriptorProto[], present: readonly PresentFile[]): DescribedFiles {
  const rebuilt = rebuiltFiles(told);
  const files = rebuilt ?? told;
  const declaring = byEachName(present);
  const byPath = new Map<string, PresentFile[]>();
  for (const one of present)
    for (const path of new Set(one.paths)) byPath.set(path, [...(byPath.get(path) ?? []), one]);
  const parts = new Map<PresentFile, FileDescriptorProto[]>();
  const unknown: FileDescriptorProto[] = [];
  for (const file of files) {
    const homes = (rebuilt === undefined ? byPath.get(file.name) : undefined) ?? mostNames(file, declaring);
    if (homes.length === 0) unknown.push(file);
    const split = rebuilt === undefined ? homes.map(one => [one, file] as const) : splitUp(file, homes, declaring);
    for (const [one, part] of split) parts.set(one, [...(parts.get(one) ?? []), part]);
  }
  const packages = new Set(present.map(one => one.packageName));
  const isGone = (one: FileDescriptorProto) => rebuilt === undefined && packages.has(one.package);
  return {
    shapes: new Map([...parts].map(([one, of]) => [one.id, together(of, one.paths[0])])),
    gone: unknown.filter(isGone).map(one => shapeOfDescriptor(one)),
    others: unknown.filter(one => !isGone(one)).map(one => shapeOfDescriptor(one)),
  };
}

type Declaring = ReadonlyMap<string, readonly PresentFile[]>;

function byEachName(present: readonly PresentFile[]): Declaring {
  const found = new Map<string, PresentFile[]>();
  for (const one of present) for (const name of one.names) found.set(name, [...(found.get(name) ?? []), one]);
  return found;
}

/** The files that declare most of what a file declares: several where one is a copy of the other. */
function mostNames(file: FileDescriptorProto, declaring: Declaring): readonly PresentFile[] {
  const counts = new Map<PresentFile, number>();
  for (const name of topNames(file))
    for (const one of declaring.get(name) ?? []) counts.set(one, (counts.get(one) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return [...counts].filter(([, count]) => count === most).map(([one]) => one);
}

// Of a package that was told as one file each declaration belongs to the file that has it now, and what is gone to the one
// that has most of the others.
function splitUp(
  file: FileDescriptorProto,
  homes: readonly PresentFile[],
  declaring: Declaring,
): readonly (readonly [PresentFile, FileDescriptorProto])[] {
  const holders = new Set([...homes, ...topNames(file).flatMap(name => declaring.get(name) ?? [])]);
  const [home] = homes;
  return [...holders].map(one => {
    const isHere = ({ name }: { readonly name: string }) => {
      const having = declaring.get(fullName(file, name)) ?? [];
      return having.includes(one) || (having.length === 0 && one === home);
    };
    const part = {
      ...file,
      messageType: file.messageType.filter(isHere),
      enumType: file.enumType.filter(isHere),
      service: file.service.filter(isHere),
      extension: one === home ? file.extension : [],
    };
    return [one, part];
  });
}

// Where files were put together the one with most is what the others joined.
function together(parts: readonly FileDescriptorProto[], path: string): FileShape {
  const [first, ...rest] = parts.map(one => shapeOfDescriptor(one, path));
  if (first === undefined) throw new Error("a file has a part");
  if (rest.length === 0) return first;
  const all = [first, ...rest];
  return {
    ...first,
    messages: all.flatMap(one => one.messages),
    enums: all.flatMap(one => one.enums),
    services: all.flatMap(one => one.services),
    extensions: all.flatMap(one => one.extensions),
  };
}

function topNames(file: FileDescriptorProto): readonly string[] {
  return [...file.messageType, ...file.enumType, ...file.service].map(one => fullName(file, one.name));
}

function fullName(file: FileDescriptorProto, name: string): string {
  return file.package === "" ? name : `${file.package}.${name}`;
}
