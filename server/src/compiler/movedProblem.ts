import type { EditedFile } from "./editedFile.ts";
import type { Fix, Problem, RelatedPlace, TextChange } from "./report/problem.ts";
import type { Span } from "./text/span.ts";

/**
 * A problem of an edited file with its places where they are now. `found`: in the text as it was (`base`), or in the
 * part of the new text that has this span. Undefined where it points to what is not there any more.
 */
export function movedProblem(problem: Problem, edited: EditedFile, found: "base" | Span): Problem | undefined {
  const mover = new Mover(edited);
  const moved: Problem = {
    ...problem,
    span: found === "base" ? mover.span(problem.span) : problem.span,
    related: problem.related.map(one => mover.place(one)),
    fixes: problem.fixes.map(one => mover.fix(one, found)),
  };
  return mover.isLost ? undefined : moved;
}

class Mover {
  /** Whether a place was in what has been edited. */
  isLost = false;
  readonly #edited: EditedFile;

  constructor(edited: EditedFile) {
    this.#edited = edited;
  }

  span(span: Span): Span {
    let by = 0;
    for (const { before, now } of this.#edited.members) {
      if (span.end <= before.start) break;
      if (span.start < before.end) this.isLost = true;
      by = now.end - before.end;
    }
    return { start: span.start + by, end: span.end + by };
  }

  place(place: RelatedPlace): RelatedPlace {
    const { base, source } = this.#edited;
    return place.source === base.source ? { ...place, source, span: this.span(place.span) } : place;
  }

  fix(fix: Fix, found: "base" | Span): Fix {
    const edits = fix.edits.map(one => this.#change(one, found));
    if (fix.elsewhere === undefined) return { ...fix, edits };
    const { base, source } = this.#edited;
    const elsewhere = fix.elsewhere.map(one =>
      one.source === base.source ? { source, edits: one.edits.map(change => this.#change(change, "base")) } : one,
    );
    return { ...fix, edits, elsewhere };
  }

  #change(change: TextChange, found: "base" | Span): TextChange {
    if (found === "base") return { ...change, span: this.span(change.span) };
    // Beyond the part, a place may be one of the earlier text.
    if (change.span.start > found.end) this.isLost = true;
    return change;
  }
}
