/** A half-open range of a source text, in UTF-16 units from its start. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The empty span just after `span`. */
export function spanAfter(span: Span): Span {
  return { start: span.end, end: span.end };
}

/** Whether `offset` lies in `span` or touches its end, as a cursor does. */
export function touches(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

/** Whether `inner` lies in `outer`, their ends included. */
export function isInside(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** The last of `spans`, which stand in the order of the text, that starts at or before `offset`. */
export function lastStarting<One extends Span>(spans: readonly One[], offset: number): One | undefined {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return spans[low - 1];
}
