// All that a folder breaks of its earlier version, package by package.
import { type BreakingChange, breakingChanges } from "../breaking/changes.ts";
import type { CountedRules } from "../breaking/moduleRules.ts";
import type { Pair } from "../breaking/rule.ts";
import { shapeOfLinked } from "../breaking/shapeOfLinked.ts";
import type { FileShape, Shape } from "../breaking/shapes.ts";
import { versionOf } from "../breaking/versionOf.ts";
import type { ChangeItem, PackageChanges } from "../protocol/requests.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import type { EarlierVersion } from "./breakingProblems.ts";
import { lspPosition } from "./lspRange.ts";

/** The changes of the files that are not what they were, and of those that are gone. */
export function folderChanges(snapshot: Snapshot, earlier: EarlierVersion): readonly PackageChanges[] {
  const byPackage = new Map<string, ChangeItem[]>();
  for (const [counted, uris] of byModule(earlier)) {
    const ofModule = snapshot.outlines().filter(one => earlier.countedFor(one.uri) === counted);
    const packages = new Set(ofModule.map(one => one.outline.packageName));
    const { before, after } = shapesOf(snapshot, earlier, uris);
    const versions = { before: versionOf(before, { packages }), after: versionOf(after, { packages }) };
    for (const change of breakingChanges(versions, counted).changes) {
      const name = packageOf(change);
      const known = byPackage.get(name) ?? [];
      known.push(itemOf(snapshot, change));
      byPackage.set(name, known);
    }
  }
  return [...byPackage]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, items]) => ({ name, step: "major", changes: items }));
}

// To a module, others are other people's.
function byModule(earlier: EarlierVersion): ReadonlyMap<CountedRules, readonly string[]> {
  const modules = new Map<CountedRules, string[]>();
  for (const uri of earlier.uris()) {
    const counted = earlier.countedFor(uri);
    const known = modules.get(counted);
    if (known === undefined) modules.set(counted, [uri]);
    else known.push(uri);
  }
  return modules;
}

function shapesOf(
  snapshot: Snapshot,
  earlier: EarlierVersion,
  uris: readonly string[],
): Pair<ReadonlyMap<string, FileShape>> {
  const before = new Map<string, FileShape>();
  const after = new Map<string, FileShape>();
  for (const uri of uris) {
    const key = earlier.keyOf(uri);
    const was = earlier.fileOf(uri);
    if (was !== undefined) before.set(key, was);
    const linked = snapshot.linked(uri);
    if (linked === undefined) continue;
    after.set(key, shapeOfLinked(linked, snapshot.compilation(uri).compilation.optionTypes(), key));
  }
  return { before, after };
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
    uri: now === undefined ? undefined : snapshot.uriOf(now),
    line: at?.line ?? 0,
    column: at?.character ?? 0,
    earlierUri: was === undefined ? undefined : snapshot.uriOf(was),
    earlierLine: was === undefined ? 0 : lspPosition(was, wasAt).line,
  };
}
