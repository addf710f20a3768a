// Files that have another path than before: one that is gone and one that came, and declare the same.
import { renamedFileSteps } from "../breaking/recognise.ts";
import type { FileShape } from "../breaking/shapes.ts";
import type { Steps } from "../compiler/text/steps.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { normalUri } from "../workspace/uri.ts";
import type { EarlierVersion } from "./breakingProblems.ts";

/** The files of an earlier version that are gone; none as long as it is not known which files there are. */
export function filesGone(
  snapshot: Pick<Snapshot, "indexed" | "outlines">,
  earlier: Pick<EarlierVersion, "uris" | "fileOf">,
): readonly FileShape[] {
  if (!snapshot.indexed) return [];
  const now = new Set(snapshot.outlines().map(one => normalUri(one.uri)));
  return [...earlier.uris()].flatMap(uri => (now.has(uri) ? [] : (earlier.fileOf(uri) ?? [])));
}

/** Which of the files that are gone a file was; undefined where that is not clear. In steps. */
export function* renamedFrom(after: FileShape, gone: readonly FileShape[]): Steps<FileShape | undefined> {
  const [found] = [...(yield* renamedFileSteps(gone, [after]))];
  return found?.[0];
}
