// Two sides of a comparison, as far as they differ: only the files that are not the same, and those that use a type
// which came, went or changed its kind, are compiled.

import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Ignored } from "../breaking/ignored.ts";
import { enumsSeen, shapeOfLinked } from "../breaking/shapeOfLinked.ts";
import type { FileShape, Version } from "../breaking/shapes.ts";
import { areSameTokens } from "../compiler/syntax/sameTokens.ts";
import { type ComparedFile, type ComparedFiles, type Imports, withImports } from "./importedFiles.ts";
import type { PastTree } from "./pastSide.ts";
import type { ProtoTree, TargetFile } from "./protoTree.ts";

/** Both sides, each with the folder that its paths are compared from. */
export interface Sides {
  readonly before: PastTree;
  readonly after: { readonly tree: ProtoTree; readonly base: string };
  readonly imports: Imports;
}

/** What is to be compared, and the files of each side that it is made from. */
export interface ComparedVersions {
  /** Any file of it. */
  readonly example: TargetFile | undefined;
  readonly versions: { readonly before: Version; readonly after: Version };
  /** The files that were compiled, those that are only there on one side included. */
  readonly compiled: { readonly before: readonly ComparedFile[]; readonly after: readonly ComparedFile[] };
  /** Whether the earlier version tells what a finding rests on; absent where it tells all. */
  readonly isTold?: Ignored["isTold"];
}

/**
 * The versions of two trees, a pair for each module of buf: to one, others are other people's. What a module imports is
 * compared with it, as in buf.
 */
export function versionsOf(sides: Sides): readonly ComparedVersions[] {
  const before = byModule(sides.before.tree, sides.before.base);
  const after = byModule(sides.after.tree, sides.after.base);
  // Modules that are not where they were are taken in their order.
  const moved = [...before.keys()].filter(name => !after.has(name));
  const pairs = [...after.keys()].map(name => [before.has(name) ? name : moved.shift(), name] as const);
  const gone = moved.map(name => [name, undefined] as const);
  return [...pairs, ...gone].map(([was, is]) => {
    const past = (was === undefined ? undefined : before.get(was)) ?? new Map<string, TargetFile>();
    const present = (is === undefined ? undefined : after.get(is)) ?? new Map<string, TargetFile>();
    const [example] = [...present.values(), ...past.values()];
    const versions = moduleVersions(compared(past, sides), compared(present, sides), sides.before.isSame);
    return { example, ...versions, isTold: sides.before.isTold };
  });
}

function compared(targets: ComparedFiles, { imports }: Sides): ComparedFiles {
  return imports === "compared" ? withImports(targets) : targets;
}

function moduleVersions(
  past: ComparedFiles,
  present: ComparedFiles,
  isKnownSame: PastTree["isSame"],
): Omit<ComparedVersions, "example"> {
  const isSame = (key: string) => {
    const [one, other] = [past.get(key), present.get(key)];
    if (one === undefined || other === undefined) return false;
    return (one.uri === other.uri && isUnchanged(one.uri, isKnownSame)) || isSameText(one, other);
  };
  const differing = new Set([...past.keys(), ...present.keys()].filter(key => !isSame(key)));
  const changed = { before: pick(past, differing), after: pick(present, differing) };
  const names = changedNames(shapesOf(changed.before), shapesOf(changed.after));
  for (const key of dependents(present, differing, names)) {
    if (!past.has(key)) continue;
    differing.add(key);
  }
  const compiled = { before: pick(past, differing), after: pick(present, differing) };
  return {
    versions: { before: versionOf(past, compiled.before), after: versionOf(present, compiled.after) },
    compiled: { before: [...compiled.before.values()], after: [...compiled.after.values()] },
  };
}

// What a comment says breaks nobody.
function isSameText(one: ComparedFile, other: ComparedFile): boolean {
  const [before, after] = [one.root.sourceOf(one.path), other.root.sourceOf(other.path)];
  return before !== undefined && after !== undefined && areSameTokens(before, after);
}

// What is no file of the disk came with this program.
function isUnchanged(uri: string, isKnownSame: PastTree["isSame"]): boolean {
  return !uri.startsWith("file:") || isKnownSame(fileURLToPath(uri));
}

// Files are paired by their import paths where these are told. Where they are only likely, they may follow from the
// very package that has changed: there the path from the folder counts, which is what buf takes for the import path.
function byModule(tree: ProtoTree, base: string): ReadonlyMap<string, ReadonlyMap<string, TargetFile>> {
  const modules = new Map<string, Map<string, TargetFile>>();
  for (const one of tree.targets) {
    const name = one.module === undefined ? "" : relativeTo(base, one.module.root);
    const keyed = modules.get(name) ?? new Map<string, TargetFile>();
    modules.set(name, keyed);
    keyed.set(one.placeGiven && !keyed.has(one.path) ? one.path : relativeTo(base, one.uri), one);
  }
  return modules;
}

function relativeTo(base: string, uri: string): string {
  return path.relative(base, fileURLToPath(uri)).split(path.sep).join("/");
}

function pick(targets: ComparedFiles, keys: ReadonlySet<string>): ComparedFiles {
  return new Map([...targets].filter(([key]) => keys.has(key)));
}

function versionOf(all: ComparedFiles, compiled: ComparedFiles): Version {
  const files = shapesOf(compiled);
  return {
    files,
    packages: new Set([...all.values()].map(one => one.packageName)),
    declares: (packageName, kind) =>
      [...all].some(
        ([key, target]) =>
          target.packageName === packageName && ((files.get(key) ?? shapeOf(target, key))?.[kind].length ?? 0) > 0,
      ),
    enumOf: enumsSeen([...files.values()]),
  };
}

function shapesOf(targets: ComparedFiles): ReadonlyMap<string, FileShape> {
  const shapes = new Map<string, FileShape>();
  for (const [key, target] of targets) {
    const shape = shapeOf(target, key);
    if (shape !== undefined) shapes.set(key, shape);
  }
  return shapes;
}

function shapeOf({ compilation, path: importPath }: ComparedFile, key: string): FileShape | undefined {
  const linked = compilation.file(importPath);
  return linked === undefined ? undefined : shapeOfLinked(linked, compilation.optionTypes(), key);
}

// Last parts of the names of types that are not on both sides, or not of the same kind.
function changedNames(
  before: ReadonlyMap<string, FileShape>,
  after: ReadonlyMap<string, FileShape>,
): ReadonlySet<string> {
  const [one, other] = [typesIn(before), typesIn(after)];
  const names = new Set<string>();
  for (const fullName of [...one.keys(), ...other.keys()]) {
    if (one.get(fullName) === other.get(fullName)) continue;
    names.add(fullName.slice(fullName.lastIndexOf(".") + 1));
  }
  return names;
}

function typesIn(files: ReadonlyMap<string, FileShape>): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  for (const { messages, enums } of files.values()) {
    for (const one of messages) if (!one.isMapEntry) types.set(one.fullName, one.kind);
    for (const one of enums) types.set(one.fullName, one.kind);
  }
  return types;
}

// A use of a type ends with the last part of its name, wherever it begins.
function dependents(
  targets: ComparedFiles,
  changed: ReadonlySet<string>,
  names: ReadonlySet<string>,
): readonly string[] {
  if (names.size === 0) return [];
  const pattern = new RegExp(`(?<!\\w)(?:${[...names].join("|")})(?!\\w)`);
  const seeing = new Set([...changed].flatMap(key => targets.get(key)?.path ?? []));
  // Of what is gone nobody knows the path but those who still import it; they have an error.
  const rest = new Map([...targets].filter(([key]) => !changed.has(key)));
  const found: string[] = [];
  for (let more = true; more; ) {
    more = false;
    for (const [key, one] of rest) {
      if (!(one.root.importsOf(one.path) ?? []).some(imported => seeing.has(imported))) continue;
      rest.delete(key);
      seeing.add(one.path);
      more = true;
      if (pattern.test(textOf(one) ?? "")) found.push(key);
    }
  }
  return found;
}

function textOf(one: ComparedFile): string | undefined {
  return one.root.sourceOf(one.path)?.text;
}
