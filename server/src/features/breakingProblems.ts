// What an open file breaks for those who have an earlier version of it.
import { problemOfComment } from "../breaking/allowanceProblems.ts";
import {
  type BreakingChange,
  breakingChanges,
  problemOfChange,
  type Severities,
  type ToldChanges,
} from "../breaking/changes.ts";
import type { CountedRules } from "../breaking/moduleRules.ts";
import type { Pair } from "../breaking/rule.ts";
import { shapeOfLinked } from "../breaking/shapeOfLinked.ts";
import type { EnumShape, FileShape } from "../breaking/shapes.ts";
import { versionOf } from "../breaking/versionOf.ts";
import type { FurtherCheck } from "../compiler/editedFile.ts";
import type { Problem } from "../compiler/report/problem.ts";
import { Remembered } from "../compiler/text/remembered.ts";
import type { Snapshot } from "../workspace/snapshot.ts";

/** An earlier version of a folder, as far as it has been read. */
export interface EarlierVersion {
  /** How it is told. */
  readonly words: string;
  /** The files that have been read, by the uris that they have now or would have. */
  readonly uris: () => Iterable<string>;
  /** What a file is paired by: its path in its module, or in the folder where it is of none. */
  readonly keyOf: (uri: string) => string;
  /** The file that a file was; undefined where there was none, or it has not been read. */
  readonly fileOf: (uri: string) => FileShape | undefined;
  /** Files that are not what they were, and declared a message, enum, service or extension of this full name. */
  readonly declaring: (fullName: string) => readonly FileShape[];
  readonly enumOf: (fullName: string) => EnumShape | undefined;
  /** What counts for a file: the same object for all files of a module, and of no other. */
  readonly countedFor: (uri: string) => CountedRules;
  readonly severities: Severities;
}

/** The breaking changes of one file, each marked in it. */
export function breakingProblems(snapshot: Snapshot, uri: string, earlier: EarlierVersion): readonly Problem[] {
  const check = breakingCheck(snapshot, uri, earlier);
  return check === undefined ? [] : snapshot.further(uri, check);
}

/** The same after an edit of some declarations; undefined where the whole file has to be looked at. */
export function breakingProblemsAfterEdit(
  snapshot: Snapshot,
  uri: string,
  earlier: EarlierVersion,
): readonly Problem[] | undefined {
  const check = breakingCheck(snapshot, uri, earlier);
  return check === undefined ? [] : snapshot.furtherAfterEdit(uri, check);
}

function breakingCheck(snapshot: Snapshot, uri: string, earlier: EarlierVersion): FurtherCheck | undefined {
  const before = earlier.fileOf(uri);
  if (before === undefined) return undefined;
  return (linked, of) => {
    const { compilation } = snapshot.compilation(uri);
    const after = shapeOfLinked(linked, compilation.optionTypes(), earlier.keyOf(uri));
    const known = found.get(after);
    if (known !== undefined && known.earlier === earlier) return known.problems;
    const was = of === "part" ? within(before, after) : before;
    const told = changesOf({ before: was, after }, earlier, uri);
    const changes = told.changes.filter(one => one.place?.file === after && !isElsewhere(snapshot, uri, one));
    const problems = [
      ...changes.flatMap(one => problemOfChange(one, earlier.severities) ?? []),
      ...told.comments.filter(one => one.file === after).map(problemOfComment),
    ];
    found.set(after, { earlier, problems });
    return problems;
  };
}

// The whole of a file is compared once, however often its declarations are edited.
const found = new Remembered<FileShape, { readonly earlier: EarlierVersion; readonly problems: readonly Problem[] }>();

function changesOf(pair: Pair<FileShape>, earlier: EarlierVersion, uri: string): ToldChanges {
  const { before, after } = pair;
  const moved = namesIn(after).flatMap(name => (namesOf(before).has(name) ? [] : earlier.declaring(name)));
  const versions = {
    before: versionOf(byPath([before, ...moved.filter(one => one.path !== before.path)]), { enumOf: earlier.enumOf }),
    after: versionOf(byPath([after])),
  };
  return breakingChanges(versions, earlier.countedFor(uri));
}

/** Of an earlier file the declarations that the later one has at its top, where that is a part of the whole. */
function within(before: FileShape, after: FileShape): FileShape {
  const [top] = [...after.messages, ...after.services, ...after.enums];
  const name = top?.fullName ?? "";
  const isPart = ({ fullName }: { readonly fullName: string }) => fullName === name || fullName.startsWith(`${name}.`);
  return {
    ...before,
    messages: before.messages.filter(isPart),
    enums: before.enums.filter(isPart),
    services: before.services.filter(isPart),
    extensions: before.extensions.filter(one => one.parent !== undefined && isPart(one.parent)),
  };
}

// What has moved into another file is still part of the package.
function isElsewhere(snapshot: Snapshot, uri: string, { ruleId, before }: BreakingChange): boolean {
  if (!ruleId.startsWith("PACKAGE_") || before === undefined || before.kind === "file") return false;
  return snapshot.declarations(before.fullName, uri).length > 0;
}

function byPath(files: readonly FileShape[]): ReadonlyMap<string, FileShape> {
  return new Map(files.map(one => [one.path, one]));
}

function namesIn(file: FileShape): readonly string[] {
  return [...file.messages, ...file.enums, ...file.services, ...file.extensions].map(one => one.fullName);
}

const names = new Remembered<FileShape, ReadonlySet<string>>();

function namesOf(file: FileShape): ReadonlySet<string> {
  const known = names.get(file);
  if (known !== undefined) return known;
  const made = new Set(namesIn(file));
  names.set(file, made);
  return made;
}
