import type { LinkedFile } from "../compiler/link/linkedFile.ts";
import type { Steps } from "../compiler/text/steps.ts";
import type { Snapshot } from "../workspace/snapshot.ts";

/** A linked file, and how far a place of it has moved in the text of now. */
export interface LinkedAt {
  readonly linked: LinkedFile;
  readonly moved: number;
}

/**
 * In steps, where a place of a document stands with all that is seen from there: the document itself, or while it is being
 * edited, so that it need not be read as a whole, the edited declaration with the heading of the file, or the file as it
 * was before.
 */
export function* linkedAt(snapshot: Snapshot, uri: string, offset: number): Steps<LinkedAt | undefined> {
  const stretch = yield* snapshot.editedAt(uri, offset);
  if (stretch !== undefined) return { linked: stretch.file.linked, moved: stretch.moved };
  yield* snapshot.steps(uri, "interpreted");
  const linked = snapshot.linked(uri);
  return linked === undefined ? undefined : { linked, moved: 0 };
}
