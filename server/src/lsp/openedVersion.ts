// An earlier version that has been found and read, and what files are compared with of it.
import { lockedFiles } from "../breaking/lockedFiles.ts";
import { isToldByLock } from "../breaking/lockTells.ts";
import type { CountedRules } from "../breaking/moduleRules.ts";
import { enumsSeen } from "../breaking/shapeOfLinked.ts";
import type { FileShape } from "../breaking/shapes.ts";
import type { EarlierVersion } from "../features/breakingProblems.ts";
import type { PackagePlaces } from "../workspace/importConfig.ts";
import { normalUri } from "../workspace/uri.ts";
import { Workspace } from "../workspace/workspace.ts";
import type { FoundBaseline, LockBaseline, OpenBaseline } from "./baselineReader.ts";
import { type EarlierSide, type PresentFolder, sideOfFiles, sideOfImage } from "./earlierSides.ts";
import { earlierUri } from "./earlierUris.ts";

export interface OpenedVersion {
  /** As in `protodial.breaking.against`. */
  against: string;
  found: FoundBaseline;
  readonly side: EarlierSide;
  /** By the uri that a file has now. */
  shapes: ReadonlyMap<string, FileShape | undefined>;
  /** Whether its files have changed since they were read. */
  isOld: boolean;
  readonly close: () => void;
}

interface Opening extends PresentFolder {
  readonly against: string;
  readonly importRoots: readonly string[];
  readonly packages: PackagePlaces | undefined;
  /** Its files have changed. */
  readonly onChange: () => void;
}

/** Reads a version. Rejects with words for the user. */
export async function openVersion(found: FoundBaseline, opening: Opening): Promise<OpenedVersion> {
  const { against, importRoots, packages } = opening;
  const read = await found.open(opening.pause);
  if ("image" in read) {
    const side = await sideOfImage(found, read, opening);
    return { against, found, side, shapes: side.changed, isOld: false, close: () => {} };
  }
  const baseline = "lock" in read ? ofLock(found, read) : read;
  const workspace = new Workspace(baseline, packages, uri => earlierUri(uri, found.id));
  workspace.setFolders([baseline.folderUri]);
  workspace.setImportRoots(importRoots);
  const side = await sideOfFiles(baseline, workspace, opening);
  const opened: OpenedVersion = {
    against,
    found,
    side,
    shapes: side.changed,
    isOld: false,
    close: baseline.watch?.(tellChange) ?? (() => {}),
  };
  return opened;

  function tellChange(): void {
    opened.isOld = true;
    opening.onChange();
  }
}

function ofLock({ words }: FoundBaseline, { lock, filesOf }: LockBaseline): OpenBaseline {
  const read = lockedFiles(lock);
  if (read.kind === "damaged") throw new Error(`\`${words}\` ${read.message}`);
  return { ...filesOf(read.files), isTold: isToldByLock };
}

type ToldVersion = Omit<EarlierVersion, "keyOf" | "severities" | "hints">;

/** The version as files are compared with it. `rulesOf`: what counts for a file, the same object for all of a module. */
export function versionToCompare(
  { found, shapes, side }: OpenedVersion,
  rulesOf: (uri: string) => CountedRules,
): ToldVersion {
  const known = [...shapes.values(), ...side.others].filter(one => one !== undefined);
  return {
    words: found.words,
    uris: () => shapes.keys(),
    fileOf: file => shapes.get(normalUri(file)),
    isNew: side.isNew,
    declaring: name => known.filter(one => declares(one, name)),
    enumOf: enumsSeen(known),
    countedFor: side.isTold === undefined ? rulesOf : toldRules(rulesOf, side.isTold),
  };
}

// Modules are known by the object that says what counts in them.
function toldRules(
  rulesOf: (uri: string) => CountedRules,
  isTold: NonNullable<EarlierSide["isTold"]>,
): (uri: string) => CountedRules {
  const told = new Map<CountedRules, CountedRules>();
  return uri => {
    const counted = rulesOf(uri);
    const known = told.get(counted);
    if (known !== undefined) return known;
    const made = { ...counted, ignored: { ...counted.ignored, isTold } };
    told.set(counted, made);
    return made;
  };
}

function declares(file: FileShape, fullName: string): boolean {
  const of = (list: readonly { readonly fullName: string }[]) => list.some(one => one.fullName === fullName);
  return of(file.messages) || of(file.enums) || of(file.services) || of(file.extensions);
}
