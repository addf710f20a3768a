// Several JSON values one after another, as on a command line or in a file of messages.
import { createScanner } from "jsonc-parser";

export type SplitValues = { kind: "values"; values: readonly string[] } | { kind: "wrong"; message: string };

/** The texts of the JSON values that follow one another (comments allowed); what is inside them is not looked at. */
export function splitJsonValues(text: string): SplitValues {
  const scanner = createScanner(text, true);
  const values: string[] = [];
  let depth = 0;
  let start: number | undefined;
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const offset = scanner.getTokenOffset();
    start ??= offset;
    const token = text[offset] ?? "";
    if ("{[".includes(token)) depth += 1;
    if ("}]".includes(token)) depth -= 1;
    if (depth < 0) return { kind: "wrong", message: "a bracket closes that was not opened" };
    if (depth > 0) continue;
    const value = text.slice(start, offset + scanner.getTokenLength());
    start = undefined;
    // A comma between two values is a habit that does no harm.
    if (value !== ",") values.push(value);
  }
  if (depth > 0) return { kind: "wrong", message: "a bracket is opened and not closed" };
  return { kind: "values", values };
}
