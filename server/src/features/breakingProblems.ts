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
import type { Elsewhere, Gone } from "../breaking/recognise.ts";
import type { Pair } from "../breaking/rule.ts";
import { shapeOfLinked } from "../breaking/shapeOfLinked.ts";
import type { EnumShape, FileShape } from "../breaking/shapes.ts";
import { versionOf } from "../breaking/versionOf.ts";
import type { FurtherCheck } from "../compiler/editedFile.ts";
import type { Problem } from "../compiler/report/problem.ts";
import { Remembered } from "../compiler/text/remembered.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { normalUri } from "../workspace/uri.ts";
import { filesGone, renamedFrom } from "./renamedFiles.ts";

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
  return check === undefined ? [] : snapshot.further(uri, check.check);
}

/** The same after an edit of some declarations; undefined where the whole file has to be looked at. */
export function breakingProblemsAfterEdit(
  snapshot: Snapshot,
  uri: string,
  earlier: EarlierVersion,
): readonly Problem[] | undefined {
  const check = breakingCheck(snapshot, uri, earlier);
  if (check === undefined) return [];
  const problems = snapshot.furtherAfterEdit(uri, check.check);
  return check.takesWhole() ? undefined : problems;
}

interface BreakingCheck {
  readonly check: FurtherCheck;
  /** Whether it has looked at a file of which no declaration can be told alone. */
  readonly takesWhole: () => boolean;
}

function breakingCheck(snapshot: Snapshot, uri: string, earlier: EarlierVersion): BreakingCheck | undefined {
  const own = earlier.fileOf(uri);
  const gone = own === undefined ? filesGone(snapshot, earlier) : [];
  if (own === undefined && gone.length === 0) return undefined;
  let takesWhole = own === undefined;
  const check: FurtherCheck = (linked, of) => {
    const { compilation } = snapshot.compilation(uri);
    const after = shapeOfLinked(linked, compilation.optionTypes(), earlier.keyOf(uri));
    const known = found.get(after);
    if (known !== undefined && known.earlier === earlier) {
      takesWhole ||= known.takesWhole;
      return known.problems;
    }
    const before = own ?? renamedFrom(after, gone);
    if (before === undefined) return [];
    if (of === "file") takesWhole ||= isMoreThanParts(before, after);
    const told = changesOf({ before: of === "part" ? within(before, after) : before, after }, snapshot, uri, earlier);
    const changes = told.changes.filter(one => one.place?.file === after && !isElsewhere(snapshot, uri, one));
    const problems = [
      ...changes.flatMap(one => problemOfChange(one, earlier.severities) ?? []),
      ...told.comments.filter(one => one.file === after).map(problemOfComment),
    ];
    found.set(after, { earlier, problems, takesWhole });
    return problems;
  };
  return { check, takesWhole: () => takesWhole };
}

interface Checked {
  readonly earlier: EarlierVersion;
  readonly problems: readonly Problem[];
  readonly takesWhole: boolean;
}

// The whole of a file is compared once, however often its declarations are edited.
const found = new Remembered<FileShape, Checked>();

// What has another name, and what follows from the head of a file, is seen by looking at all of its declarations.
function isMoreThanParts(before: FileShape, after: FileShape): boolean {
  if (before.syntax !== after.syntax || before.packageName !== after.packageName) return true;
  const [old, now] = [namesOf(before), namesOf(after)];
  return [...old].some(name => !now.has(name)) && [...now].some(name => !old.has(name));
}

function changesOf(pair: Pair<FileShape>, snapshot: Snapshot, uri: string, earlier: EarlierVersion): ToldChanges {
  const { after } = pair;
  const isRenamed = pair.before.path !== after.path;
  const before = isRenamed ? { ...pair.before, path: after.path } : pair.before;
  const moved = namesIn(after).flatMap(name => (namesOf(before).has(name) ? [] : earlier.declaring(name)));
  const others = moved.filter(one => one.path !== before.path && one.path !== pair.before.path);
  const versions = {
    before: versionOf(byPath([before, ...others]), { enumOf: earlier.enumOf }),
    after: versionOf(byPath([after])),
  };
  return breakingChanges(versions, {
    counted: earlier.countedFor(uri),
    renamed: isRenamed ? new Map([[pair.before.path, after]]) : new Map(),
    elsewhere: gone => elsewhere(snapshot, uri, earlier, gone),
  });
}

/** Where something of a file is now, if it is in another one. */
function elsewhere(snapshot: Snapshot, uri: string, earlier: EarlierVersion, gone: Gone): Elsewhere | undefined {
  const own = normalUri(uri);
  const same = snapshot.declarations(gone.fullName, uri).find(one => normalUri(one.file.uri) !== own);
  if (same !== undefined) return placeIn(same.file, gone.fullName);
  const changed = new Set(earlier.uris());
  const found = snapshot.outlines().flatMap(file => {
    if (!changed.has(normalUri(file.uri)) || normalUri(file.uri) === own) return [];
    const was = earlier.fileOf(file.uri);
    const rows = file.outline.rowsNamed(gone.name).map(row => file.outline.symbol(row));
    return rows
      .filter(one => one.kind === gone.kind && (was === undefined || !namesOf(was).has(one.fullName)))
      .map(one => placeIn(file, one.fullName));
  });
  // Of several that came nobody knows which it is.
  return found.length === 1 ? found[0] : undefined;

  function placeIn({ uri: at, outline }: (typeof same & object)["file"], fullName: string): Elsewhere {
    return { path: snapshot.ownPath(at), packageName: outline.packageName, fullName };
  }
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

// What has moved into another file is still part of the package, and is called as it was.
function isElsewhere(snapshot: Snapshot, uri: string, { ruleId, before }: BreakingChange): boolean {
  if (!ruleId.startsWith("PACKAGE_") && ruleId !== "service-deleted") return false;
  if (before === undefined || before.kind === "file") return false;
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
