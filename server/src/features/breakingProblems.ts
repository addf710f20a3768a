// What an open file breaks for those who have an earlier version of it.
import { problemOfComment } from "../breaking/allowanceProblems.ts";
import {
  type BreakingChange,
  type Comparison,
  changeSteps,
  problemOfChange,
  type Severities,
  type ToldChanges,
} from "../breaking/changes.ts";
import type { CountedRules } from "../breaking/moduleRules.ts";
import type { Pair } from "../breaking/rule.ts";
import { shapeSteps } from "../breaking/shapeOfLinked.ts";
import type { EnumShape, FileShape } from "../breaking/shapes.ts";
import { versionOf } from "../breaking/versionOf.ts";
import type { LinkedFile } from "../compiler/link/linkedFile.ts";
import type { Problem } from "../compiler/report/problem.ts";
import { Remembered } from "../compiler/text/remembered.ts";
import { finished, Gradual, type Steps } from "../compiler/text/steps.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { isToldAgain, type Moved, movedDeclarations } from "./movedDeclarations.ts";
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
  /** Whether a file was not there; false where nobody knows. */
  readonly isNew: (uri: string) => boolean;
  /** Files that are not what they were, and declared a message, enum, service or extension of this full name. */
  readonly declaring: (fullName: string) => readonly FileShape[];
  readonly enumOf: (fullName: string) => EnumShape | undefined;
  /** What counts for a file: the same object for all files of a module, and of no other. */
  readonly countedFor: (uri: string) => CountedRules;
  readonly severities: Severities;
  /** Whether what no rule of buf looks at is told too. */
  readonly hints: Comparison["hints"];
}

/** The breaking changes of one file, each marked in it. The whole of the file is linked for it. */
export function breakingProblems(snapshot: Snapshot, uri: string, earlier: EarlierVersion): readonly Problem[] {
  const linked = snapshot.linked(uri);
  const comparing = comparisonWith(snapshot, uri, earlier);
  return linked === undefined || comparing === undefined ? [] : finished(comparing(linked, "file")).problems;
}

/**
 * The same after an edit of some declarations; undefined where the whole file has to be looked at, or what it was before
 * the edits has not been.
 */
export function breakingProblemsAfterEdit(
  snapshot: Snapshot,
  uri: string,
  earlier: EarlierVersion,
): readonly Problem[] | undefined {
  const comparing = comparisonWith(snapshot, uri, earlier);
  if (comparing === undefined) return [];
  const base = fileBeforeEdits(snapshot, uri);
  const known = base === undefined ? undefined : checkedOf(base, earlier);
  if (known === undefined || known.takesWhole) return undefined;
  return snapshot.furtherAfterEdit(uri, (linked, of) => finished(comparing(linked, of)).problems);
}

/** Takes the steps to `breakingProblems`, or to what `breakingProblemsAfterEdit` has to know of the file before the edits. */
export function* breakingSteps(
  snapshot: Snapshot,
  uri: string,
  { earlier, of }: { readonly earlier: EarlierVersion; readonly of: "now" | "before edits" },
): Steps<void> {
  const linked = of === "now" ? snapshot.linked(uri) : fileBeforeEdits(snapshot, uri);
  const comparing = comparisonWith(snapshot, uri, earlier);
  if (linked !== undefined && comparing !== undefined) yield* comparing(linked, "file");
}

// The file as it was when it was looked at as a whole, where that is enough.
function fileBeforeEdits(snapshot: Snapshot, uri: string): LinkedFile | undefined {
  let base: LinkedFile | undefined;
  const found = snapshot.furtherAfterEdit(uri, (linked, of) => {
    if (of === "file") base = linked;
    return [];
  });
  return found === undefined ? undefined : base;
}

/** How a file, or its heading and one declaration, is compared; undefined where there is nothing to compare it with. */
function comparisonWith(
  snapshot: Snapshot,
  uri: string,
  earlier: EarlierVersion,
): ((linked: LinkedFile, of: "file" | "part") => Steps<Checked>) | undefined {
  const own = earlier.fileOf(uri);
  const gone = own === undefined ? filesGone(snapshot, earlier) : [];
  if (own === undefined && gone.length === 0) return undefined;
  const known = new Set(earlier.uris());
  const moved = movedDeclarations(snapshot, uri, {
    isChanged: at => known.has(at) || earlier.isNew(at),
    declared: (at, fullName) => {
      const was = earlier.fileOf(at);
      return was !== undefined && namesOf(was).has(fullName);
    },
  });
  return function* (linked, of) {
    const known = found.get(linked);
    const isValid = known?.earlier === earlier && !("checked" in known && isOutdated(known.checked));
    const begun = isValid ? known : { earlier, comparing: new Gradual(() => compared(linked, of)) };
    if ("checked" in begun) return begun.checked;
    found.set(linked, begun);
    const checked = yield* begun.comparing.steps();
    found.set(linked, { earlier, checked });
    return checked;
  };

  // Other files may have taken up what is gone, or given it back.
  function isOutdated({ elsewhere, gone: goneThen }: Checked): boolean {
    return pathsOf(gone) !== goneThen || !isToldAgain(elsewhere, moved);
  }

  function* compared(linked: LinkedFile, of: "file" | "part"): Steps<Checked> {
    const { compilation } = snapshot.compilation(uri);
    const after = yield* shapeSteps(linked, compilation.optionTypes(), earlier.keyOf(uri));
    const before = own ?? (yield* renamedFrom(after, gone));
    if (before === undefined) return { problems: [], takesWhole: true, elsewhere: new Map(), gone: pathsOf(gone) };
    const pair = { before: of === "part" ? within(before, after) : before, after };
    const told = yield* changesOf(pair, uri, { earlier, moved });
    const problems: Problem[] = [];
    for (const one of told.changes) {
      if (one.place?.file !== after || isElsewhere(snapshot, uri, one)) continue;
      const made = problemOfChange(one, earlier.severities);
      if (made !== undefined) problems.push(made);
      if (problems.length % problemsOfStep === 0) yield;
    }
    problems.push(...told.comments.filter(one => one.file === after).map(problemOfComment));
    const takesWhole = own === undefined || problems.length > mostTold || isMoreThanParts(before, after);
    return { problems: foremost(problems), takesWhole, elsewhere: new Map(moved.told), gone: pathsOf(gone) };
  }
}

const problemsOfStep = 20;

interface Checked {
  readonly problems: readonly Problem[];
  /** No declaration can be told alone. */
  readonly takesWhole: boolean;
  /** What other files were seen to have of what is gone. */
  readonly elsewhere: Moved["told"];
  /** The paths of the files that it may have been; empty where it was there. */
  readonly gone: string;
}

// The whole of a file is compared once, however often its declarations are edited. Who types on goes on with it.
const found = new Remembered<
  LinkedFile,
  { readonly earlier: EarlierVersion } & ({ readonly checked: Checked } | { readonly comparing: Gradual<Checked> })
>();

function checkedOf(linked: LinkedFile, earlier: EarlierVersion): Checked | undefined {
  const known = found.get(linked);
  return known !== undefined && known.earlier === earlier && "checked" in known ? known.checked : undefined;
}

// More than these nobody reads, and with each keystroke an editor has to be told of all of them.
const mostTold = 300;

/** The most severe ones, in the order of the text; the first of them says how many there are more. */
function foremost(problems: readonly Problem[]): readonly Problem[] {
  const rank = ({ severity }: Problem) => ["error", "warning", "info", "hint"].indexOf(severity);
  const inText = (one: Problem, other: Problem) => one.span.start - other.span.start;
  if (problems.length <= mostTold) return [...problems].sort(inText);
  const told = [...problems].sort((one, other) => rank(one) - rank(other) || inText(one, other)).slice(0, mostTold);
  const more = `${problems.length - mostTold} more of this file are in the list of changes`;
  return told.sort(inText).map((one, at) => (at === 0 ? { ...one, help: `${one.help ?? ""}; ${more}` } : one));
}

// What has another name, and what follows from the head of a file, is seen by looking at all of its declarations.
function isMoreThanParts(before: FileShape, after: FileShape): boolean {
  if (before.syntax !== after.syntax || before.packageName !== after.packageName) return true;
  const [old, now] = [namesOf(before), namesOf(after)];
  return [...old].some(name => !now.has(name)) && [...now].some(name => !old.has(name));
}

function changesOf(
  pair: Pair<FileShape>,
  uri: string,
  { earlier, moved: { elsewhere } }: { readonly earlier: EarlierVersion; readonly moved: Moved },
): Steps<ToldChanges> {
  const { after } = pair;
  const isRenamed = pair.before.path !== after.path;
  const before = isRenamed ? { ...pair.before, path: after.path } : pair.before;
  const came = namesIn(after).flatMap(name => (namesOf(before).has(name) ? [] : earlier.declaring(name)));
  const others = came.filter(one => one.path !== before.path && one.path !== pair.before.path);
  const versions = {
    before: versionOf(byPath([before, ...others]), { enumOf: earlier.enumOf }),
    after: versionOf(byPath([after])),
  };
  return changeSteps(versions, {
    counted: earlier.countedFor(uri),
    hints: earlier.hints,
    renamed: isRenamed ? new Map([[pair.before.path, after]]) : new Map(),
    elsewhere,
  });
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

function pathsOf(files: readonly FileShape[]): string {
  return files.map(one => one.path).join("\n");
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
