// The check of a file, made before files that it imports were edited, where what it sees of those is still the same. So
// a keystroke in a file that many import links and checks again only those that can notice.

import { extensionsIn } from "./check/declarationsIn.ts";
import { extendeeOf } from "./check/extensions.ts";
import { usedFiles } from "./check/imports.ts";
import { type CheckedFile, knownCheck } from "./checkedFile.ts";
import { below } from "./link/clashes.ts";
import type { DeclaredFile } from "./link/declarations.ts";
import type { LinkedFile, LinkedImport } from "./link/linkedFile.ts";
import { linksOf } from "./link/linkFile.ts";
import { linksBelow } from "./link/optionContext.ts";
import { seenInside, seenOutside } from "./link/seenByOthers.ts";
import { hasError, type Problem } from "./report/problem.ts";
import { Remembered } from "./text/remembered.ts";
import type { SourceFile } from "./text/sourceFile.ts";

/** A file as it stands now: read as a whole, or `base` with some declarations in the place of others. */
export interface FileNow {
  readonly base: DeclaredFile;
  readonly replaced: readonly ReplacedPart[];
}

/** A declaration with the heading of its file, before an edit and now. */
export interface ReplacedPart {
  readonly before: DeclaredFile;
  readonly now: DeclaredFile;
}

/** The file of an import path, or undefined where there is none. */
export type FilesNow = (path: string) => FileNow | undefined;

/** A check that still holds. */
export interface EarlierCheck {
  readonly check: CheckedFile;
  /** Texts of imports that have been edited since; the problems of the check point into none of them. */
  readonly gone: ReadonlySet<SourceFile>;
}

/**
 * The check of `declared` that was made before with the same `optionTypes`, where it holds with the files of now.
 * `sight`: `own` where the file itself is what it was, `inside` where parts of it may see what it did not.
 */
export function earlierCheck(
  declared: DeclaredFile,
  optionTypes: LinkedFile | undefined,
  files: FilesNow,
  sight: "own" | "inside",
): EarlierCheck | undefined {
  for (const linked of linksOf(declared)) {
    const check = knownCheck(linked, optionTypes);
    const gone = check === undefined ? undefined : goneSince(check, files, sight);
    if (check !== undefined && gone !== undefined) return { check, gone };
  }
  return undefined;
}

/** Whether a problem shows or changes a place in one of `sources`. */
export function pointInto(problems: readonly Problem[], sources: ReadonlySet<SourceFile>): boolean {
  if (sources.size === 0) return false;
  const isIn = ({ source }: { readonly source: SourceFile }) => sources.has(source);
  return problems.some(one => one.related.some(isIn) || one.fixes.some(fix => fix.elsewhere?.some(isIn) === true));
}

function goneSince(check: CheckedFile, files: FilesNow, sight: "own" | "inside"): Set<SourceFile> | undefined {
  const { linked, problems } = check;
  const imported = below(linked.imports);
  for (const { imports } of [linked, ...imported])
    if (!imports.every(one => leadsAsBefore(one, files))) return undefined;
  const gone = new Set<SourceFile>();
  for (const { declared } of imported) {
    const now = files(declared.path);
    if (now === undefined) return undefined;
    if (now.base === declared && now.replaced.length === 0) continue;
    if (!isSeenAlike(check, declared, now, sight)) return undefined;
    gone.add(declared.parsed.source);
  }
  return pointInto(problems, gone) ? undefined : gone;
}

function leadsAsBefore({ path, file, cycle }: LinkedImport, files: FilesNow): boolean {
  return cycle === undefined && (file === undefined) === (files(path) === undefined);
}

function isSeenAlike(check: CheckedFile, before: DeclaredFile, now: FileNow, sight: "own" | "inside"): boolean {
  const { used, lookedInto } = eyesOf(check);
  if (sight === "inside" || lookedInto === "all" || lookedInto.has(before)) return isAlike(before, now, seenInside);
  // Whether an import that nothing uses is told depends on whether it is broken.
  const mayBeTold = !used.has(before) && check.linked.optionNames.others.includes(before);
  if (mayBeTold && isBroken(before) !== isBrokenNow(now)) return false;
  return isAlike(before, now, seenOutside);
}

function isAlike(before: DeclaredFile, { base, replaced }: FileNow, seen: (file: DeclaredFile) => string): boolean {
  if (base !== before && seen(base) !== seen(before)) return false;
  return replaced.every(part => seen(part.before) === seen(part.now));
}

function isBroken(file: DeclaredFile): boolean {
  return hasError(file.parsed.problems);
}

// What is broken outside of what was replaced is not replaced in parts.
function isBrokenNow({ base, replaced }: FileNow): boolean {
  return replaced.length === 0 ? isBroken(base) : replaced.some(part => isBroken(part.now));
}

/** What a file has looked at in the files that it imports, beyond what they show to all. */
interface Eyes {
  readonly used: ReadonlySet<DeclaredFile>;
  /** The files with messages that it extends, or that it has set in options. */
  readonly lookedInto: ReadonlySet<DeclaredFile> | "all";
}

const eyes = new Remembered<CheckedFile, Eyes>();

function eyesOf(check: CheckedFile): Eyes {
  const known = eyes.get(check);
  if (known !== undefined) return known;
  const made = { used: usedFiles(check.linked, check.options), lookedInto: filesLookedInto(check) };
  eyes.set(check, made);
  return made;
}

function filesLookedInto({ linked, options, optionTypes }: CheckedFile): Eyes["lookedInto"] {
  // Where a name means nothing, all names were looked at.
  if (linked.problems.length + linked.unresolved.length + options.problems.length > 0) return "all";
  const files = new Set<DeclaredFile>();
  for (const extension of extensionsIn(linked.declared)) {
    const extendee = extendeeOf(linked, extension);
    if (extendee !== undefined) files.add(extendee.file);
  }
  const linkOf = linksBelow([linked, optionTypes]);
  for (const meaning of new Set(options.meanings.values())) {
    files.add(meaning.file);
    const typeName = meaning.kind === "field" ? meaning.typeName : undefined;
    const type = typeName === undefined ? undefined : linkOf(meaning.file)?.types.get(typeName);
    if (type !== undefined) files.add(type.file);
  }
  return files;
}
