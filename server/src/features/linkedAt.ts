// What is looked at of a document that is being edited, so that it need not be read as a whole at each key.
import type { Range } from "vscode-languageserver-types";
import type { LinkedFile } from "../compiler/link/linkedFile.ts";
import type { ParsedFile } from "../compiler/syntax/parsedFile.ts";
import type { SourceFile } from "../compiler/text/sourceFile.ts";
import type { Span } from "../compiler/text/span.ts";
import type { Steps } from "../compiler/text/steps.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { lspRange } from "./lspRange.ts";

/** A linked file, and how far a place of it has moved in the text of now. */
export interface LinkedAt {
  readonly linked: LinkedFile;
  readonly moved: number;
}

/**
 * In steps, where a place of a document stands with all that is seen from there: the document itself, or while it is being
 * edited the edited declaration with the heading of the file, or the file as it was before.
 */
export function* linkedAt(snapshot: Snapshot, uri: string, offset: number): Steps<LinkedAt | undefined> {
  const stretches = yield* snapshot.editedSteps(uri);
  const around = stretches?.find(({ start, end, moved }) => start + moved <= offset && offset <= end + moved);
  if (around !== undefined) return { linked: around.file.linked, moved: around.moved };
  yield* snapshot.steps(uri, "interpreted");
  const linked = snapshot.linked(uri);
  return linked === undefined ? undefined : { linked, moved: 0 };
}

/** Where spans stand in the document `source` that have moved so far in it. */
export function rangesMoved(source: SourceFile, moved: number): (span: Span) => Range {
  return ({ start, end }) => lspRange(source, { start: start + moved, end: end + moved });
}

/** A stretch of a tree, and how far it has moved in the text of now. */
export interface ParsedStretch extends Span {
  readonly parsed: ParsedFile;
  readonly moved: number;
}

/** In steps, the trees that a document consists of, in the order of its text: one, but while it is being edited. */
export function* parsedStretches(snapshot: Snapshot, uri: string): Steps<readonly ParsedStretch[]> {
  const edited = yield* snapshot.editedSteps(uri);
  if (edited !== undefined) return edited.map(one => ({ ...one, parsed: one.file.linked.declared.parsed }));
  yield* snapshot.steps(uri, "parsed");
  const parsed = snapshot.parsed(uri);
  return parsed === undefined ? [] : [{ parsed, start: 0, end: Number.POSITIVE_INFINITY, moved: 0 }];
}
