import type { EditedFile } from "./editedFile.ts";
import type { Fix, Problem, RelatedPlace, TextChange } from "./report/problem.ts";
import type { SourceFile } from "./text/sourceFile.ts";
import type { Span } from "./text/span.ts";

/** A part of an edited file that was checked by itself. */
export interface PartPlace {
  readonly source: SourceFile;
  /** Up to there it is the heading of the file. */
  readonly start: number;
  /** How far the rest moves in the whole. */
  readonly moved: number;
}

/** A problem of the earlier text at its place in the text now; undefined where it points to what has been edited. */
export function movedProblem(problem: Problem, edited: EditedFile): Problem | undefined {
  const place = (span: Span) => movedSpan(span, edited);
  return placed(problem, edited, { base: place, own: place, ownSource: edited.base.source });
}

/** The same of a problem in a part. */
export function partProblem(problem: Problem, edited: EditedFile, part: PartPlace): Problem | undefined {
  const own = (span: Span): Span | undefined => {
    if (span.start >= part.start) return shifted(span, part.moved);
    return span.end <= part.start ? span : undefined;
  };
  return placed(problem, edited, { base: span => movedSpan(span, edited), own, ownSource: part.source });
}

interface Places {
  readonly base: (span: Span) => Span | undefined;
  readonly own: (span: Span) => Span | undefined;
  readonly ownSource: SourceFile;
}

function movedSpan(span: Span, { members }: EditedFile): Span | undefined {
  let by = 0;
  for (const { before, now } of members) {
    if (span.end <= before.start) break;
    if (span.start < before.end) return undefined;
    by = now.end - before.end;
  }
  return shifted(span, by);
}

function shifted({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

function placed(problem: Problem, edited: EditedFile, { base, own, ownSource }: Places): Problem | undefined {
  let isLost = false;
  const at = (span: Span, place: (span: Span) => Span | undefined): Span => {
    const found = place(span);
    if (found === undefined) isLost = true;
    return found ?? span;
  };
  const placeIn = (source: SourceFile) => {
    if (source === ownSource) return own;
    return source === edited.base.source ? base : undefined;
  };
  const changed = (change: TextChange): TextChange => ({ ...change, span: at(change.span, own) });
  const related = (one: RelatedPlace): RelatedPlace => {
    const place = placeIn(one.source);
    return place === undefined ? one : { ...one, source: edited.source, span: at(one.span, place) };
  };
  const elsewhere = (one: NonNullable<Fix["elsewhere"]>[number]) => {
    const place = placeIn(one.source);
    if (place === undefined) return one;
    return { source: edited.source, edits: one.edits.map(edit => ({ ...edit, span: at(edit.span, place) })) };
  };
  const fix = (one: Fix): Fix => ({
    ...one,
    edits: one.edits.map(changed),
    ...(one.elsewhere === undefined ? {} : { elsewhere: one.elsewhere.map(elsewhere) }),
  });
  const { protocAt } = problem;
  const moved: Problem = {
    ...problem,
    span: at(problem.span, own),
    ...(protocAt === undefined ? {} : { protocAt: at({ start: protocAt, end: protocAt }, own).start }),
    related: problem.related.map(related),
    fixes: problem.fixes.map(fix),
  };
  return isLost ? undefined : moved;
}
