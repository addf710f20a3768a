// What an open file breaks for those who have an earlier version of it.
import { type BreakingChange, breakingChanges, problemOfChange, type Severities } from "../breaking/changes.ts";
import { enumSeen, shapeOfLinked } from "../breaking/shapeOfLinked.ts";
import type { EnumShape, FileShape, Version } from "../breaking/shapes.ts";
import type { Problem } from "../compiler/report/problem.ts";
import type { Snapshot } from "../workspace/snapshot.ts";

/** An earlier version of a folder, as far as it has been read. */
export interface EarlierVersion {
  /** How it is told. */
  readonly words: string;
  /** The files that have been read, by the uris that they have now or would have. */
  readonly uris: () => Iterable<string>;
  /** What a file of the folder is paired by. */
  readonly keyOf: (uri: string) => string;
  /** The file that a file was; undefined where there was none, or it has not been read. */
  readonly fileOf: (uri: string) => FileShape | undefined;
  /** Files that are not what they were, and declared a message, enum, service or extension of this full name. */
  readonly declaring: (fullName: string) => readonly FileShape[];
  readonly enumOf: (fullName: string) => EnumShape | undefined;
  readonly isEnabled: (ruleId: string, uri: string) => boolean;
  readonly severities: Severities;
}

/** The breaking changes of one file, each marked in it. */
export function breakingProblems(snapshot: Snapshot, uri: string, earlier: EarlierVersion): readonly Problem[] {
  return changesOf(snapshot, uri, earlier).flatMap(one => problemOfChange(one, earlier.severities) ?? []);
}

/** The breaking changes that are told in one file. */
export function changesOf(snapshot: Snapshot, uri: string, earlier: EarlierVersion): readonly BreakingChange[] {
  const before = earlier.fileOf(uri);
  const linked = snapshot.linked(uri);
  if (before === undefined || linked === undefined) return [];
  const after = shapeOfLinked(linked, snapshot.compilation(uri).compilation.optionTypes(), earlier.keyOf(uri));
  const moved = namesIn(after).flatMap(name => (declares(before, name) ? [] : earlier.declaring(name)));
  const versions = {
    before: versionOf([before, ...moved], earlier.enumOf),
    after: versionOf([after], fullName => enumSeen([after], fullName)),
  };
  return breakingChanges(versions, id => earlier.isEnabled(id, uri)).filter(
    one => one.place?.file === after && !isElsewhere(snapshot, uri, one),
  );
}

// What has moved into another file is still part of the package.
function isElsewhere(snapshot: Snapshot, uri: string, { ruleId, before }: BreakingChange): boolean {
  if (!ruleId.startsWith("PACKAGE_") || before === undefined || before.kind === "file") return false;
  return snapshot.declarations(before.fullName, uri).length > 0;
}

function versionOf(files: readonly FileShape[], enumOf: Version["enumOf"]): Version {
  return {
    files: new Map(files.map(one => [one.path, one])),
    packages: new Set(files.map(one => one.packageName)),
    declares: (packageName, kind) => files.some(one => one.packageName === packageName && one[kind].length > 0),
    enumOf,
  };
}

function namesIn(file: FileShape): readonly string[] {
  return [...file.messages, ...file.enums, ...file.services, ...file.extensions].map(one => one.fullName);
}

function declares(file: FileShape, fullName: string): boolean {
  return namesOf(file).has(fullName);
}

const names = new WeakMap<FileShape, ReadonlySet<string>>();

function namesOf(file: FileShape): ReadonlySet<string> {
  const known = names.get(file);
  if (known !== undefined) return known;
  const made = new Set(namesIn(file));
  names.set(file, made);
  return made;
}
