import type { DeclaredFile } from "../link/declarations.ts";
import type { Span } from "../text/span.ts";

/** Whether the parser found nothing wrong inside `span`, so that what seems to lack there really does. */
export function isSound(file: DeclaredFile, span: Span): boolean {
  return !file.parsed.problems.some(
    one => one.severity === "error" && one.span.start >= span.start && one.span.start <= span.end,
  );
}
