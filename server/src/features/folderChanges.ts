// All that a folder breaks of its earlier version, package by package.
import { type BreakingChange, changeSteps, helpOf } from "../breaking/changes.ts";
import type { CountedRules } from "../breaking/moduleRules.ts";
import { renamedFileSteps } from "../breaking/recognise.ts";
import { shapeSteps } from "../breaking/shapeOfLinked.ts";
import type { FileShape, Shape } from "../breaking/shapes.ts";
import { versionOf } from "../breaking/versionOf.ts";
import { versionStep } from "../breaking/versionStep.ts";
import type { Steps } from "../compiler/text/steps.ts";
import type { ChangeItem, PackageChanges } from "../protocol/requests.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { normalUri, pathBelow } from "../workspace/uri.ts";
import type { EarlierVersion } from "./breakingProblems.ts";
import { lspPosition } from "./lspRange.ts";

/** The files to compare: those that are not what they were, are new or gone, below a folder. */
export function changedFiles(snapshot: Snapshot, earlier: EarlierVersion, folderUri: string): readonly string[] {
  const folder = normalUri(folderUri);
  const present = snapshot.outlines().map(one => normalUri(one.uri));
  const added = present.filter(uri => pathBelow(folder, uri) !== undefined && earlier.isNew(uri));
  return [...new Set([...earlier.uris(), ...added])];
}

/** The packages of files that are not what they were, are new or gone, with what each of them breaks. In steps. */
export function* folderChangeSteps(
  snapshot: Snapshot,
  earlier: EarlierVersion,
  uris: readonly string[],
): Steps<readonly PackageChanges[]> {
  const byPackage = new Map<string, PackageFiles>();
  const filesOf = (name: string) => {
    const known = byPackage.get(name) ?? { before: [], after: [], changes: [] };
    byPackage.set(name, known);
    return known;
  };
  const packagesOf = yield* packagesByModule(snapshot, earlier);
  for (const [counted, own] of byModule(earlier, uris)) {
    const packages = packagesOf.get(counted) ?? [];
    const { before, after, renamed } = yield* shapesOf(snapshot, earlier, own);
    const versions = { before: versionOf(before, { packages }), after: versionOf(after, { packages }) };
    for (const [path, file] of after) {
      if (!isSame(before.get(path), file)) filesOf(file.packageName).after.push(file);
      yield;
    }
    for (const [path, file] of before) {
      if (!isSame(file, after.get(path))) filesOf((after.get(path) ?? file).packageName).before.push(file);
      yield;
    }
    const { changes } = yield* changeSteps(versions, { counted, hints: earlier.hints, renamed });
    for (const change of changes) {
      if (earlier.severities[change.level] !== "off") filesOf(packageOf(change)).changes.push(change);
    }
  }
  const told: PackageChanges[] = [];
  for (const [name, { before, after, changes }] of [...byPackage].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const items: ChangeItem[] = [];
    for (const change of changes) {
      items.push(itemOf(snapshot, change));
      yield;
    }
    told.push({ name, step: versionStep(before, after, { breaks: changes.some(isBreak) }), changes: items });
    yield;
  }
  return told;
}

// Those of files that are what they were count too.
function* packagesByModule(
  snapshot: Snapshot,
  earlier: EarlierVersion,
): Steps<ReadonlyMap<CountedRules, ReadonlySet<string>>> {
  const packages = new Map<CountedRules, Set<string>>();
  for (const { uri, outline } of snapshot.outlines()) {
    const counted = earlier.countedFor(uri);
    const known = packages.get(counted);
    if (known === undefined) packages.set(counted, new Set([outline.packageName]));
    else known.add(outline.packageName);
    yield;
  }
  return packages;
}

interface PackageFiles {
  readonly before: FileShape[];
  readonly after: FileShape[];
  readonly changes: BreakingChange[];
}

// What the specification says nobody notices breaks nobody.
function isBreak({ ruleId }: BreakingChange): boolean {
  return ruleId !== "packed-list";
}

// To a module, others are other people's.
function byModule(earlier: EarlierVersion, uris: readonly string[]): ReadonlyMap<CountedRules, readonly string[]> {
  const modules = new Map<CountedRules, string[]>();
  for (const uri of uris) {
    const counted = earlier.countedFor(uri);
    const known = modules.get(counted);
    if (known === undefined) modules.set(counted, [uri]);
    else known.push(uri);
  }
  return modules;
}

type Files = ReadonlyMap<string, FileShape>;

interface Shapes {
  readonly before: Files;
  readonly after: Files;
  /** By the paths that they had; `before` has those by their paths of now. */
  readonly renamed: Files;
}

function* shapesOf(snapshot: Snapshot, earlier: EarlierVersion, uris: readonly string[]): Steps<Shapes> {
  const before = new Map<string, FileShape>();
  const after = new Map<string, FileShape>();
  for (const uri of uris) {
    const key = earlier.keyOf(uri);
    const was = earlier.fileOf(uri);
    if (was !== undefined) before.set(key, was);
    yield* snapshot.steps(uri, "linked");
    const linked = snapshot.linked(uri);
    if (linked === undefined) continue;
    after.set(key, yield* shapeSteps(linked, snapshot.compilation(uri).compilation.optionTypes(), key));
  }
  const gone = [...before].filter(([key]) => !after.has(key)).map(([, file]) => file);
  const added = [...after].filter(([key]) => !before.has(key)).map(([, file]) => file);
  const renamed = new Map<string, FileShape>();
  for (const [was, now] of yield* renamedFileSteps(gone, added)) {
    before.delete(was.path);
    before.set(now.path, { ...was, path: now.path });
    renamed.set(was.path, now);
  }
  return { before, after, renamed };
}

// An open file may be what it was. Of descriptors nobody knows the text.
function isSame(before: FileShape | undefined, after: FileShape | undefined): boolean {
  const [was, now] = [before, after].map(one => one?.linked?.declared.parsed.source.text);
  if (before === undefined || after === undefined || before.path !== after.path) return false;
  return was === undefined ? versionStep([before], [after], { breaks: false }) === "patch" : was === now;
}

function packageOf({ before, place }: BreakingChange): string {
  return (place?.file ?? fileOf(before))?.packageName ?? "";
}

function fileOf(shape: FileShape | Shape | undefined): FileShape | undefined {
  return shape?.kind === "file" || shape === undefined ? shape : shape.file;
}

function itemOf(snapshot: Snapshot, change: BreakingChange): ChangeItem {
  const { place, before } = change;
  const now = place?.file.linked?.declared.parsed.source;
  const at = now === undefined || place === undefined ? undefined : lspPosition(now, place.span.start);
  const was = fileOf(before)?.linked?.declared.parsed.source;
  const wasAt = before === undefined || before.kind === "file" ? 0 : (before.declaration?.nameSpan.start ?? 0);
  return {
    level: change.level,
    rule: change.ruleId,
    message: change.message,
    help: helpOf(change),
    uri: now === undefined ? undefined : snapshot.uriOf(now),
    line: at?.line ?? 0,
    column: at?.character ?? 0,
    earlierUri: was === undefined ? undefined : snapshot.uriOf(was),
    earlierLine: was === undefined ? 0 : lspPosition(was, wasAt).line,
  };
}
