import type { DeclaredFile } from "../link/declarations.ts";
import type { Span } from "../text/span.ts";

/** Whether the parser found nothing wrong inside `span`, so that what seems to lack there really does. */
export function isSound(file: DeclaredFile, span: Span): boolean {
  const { problems } = file.parsed;
  let low = 0;
  let high = problems.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((problems[middle]?.span.start ?? 0) < span.start) low = middle + 1;
    else high = middle;
  }
  for (let at = low; at < problems.length; at++) {
    const one = problems[at];
    if (one === undefined || one.span.start > span.end) return true;
    if (one.severity === "error") return false;
  }
  return true;
}
