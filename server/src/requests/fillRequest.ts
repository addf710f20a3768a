import type { Placeholder } from "./placeholders.ts";
import { placeholdersOf, type Request, stringPlaceholdersOf } from "./requestDocument.ts";

export type FilledRequest =
  | { readonly kind: "filled"; readonly text: string }
  | { readonly kind: "wrong"; readonly reason: string; readonly placeholder: Placeholder };

/** The value of a variable, or why it has none. */
export type VariableValue = { readonly value: string } | { readonly reason: string };

/**
 * The text of a request with its placeholders put in: as JSON text inside a JSON string, else as they are. Lines stay
 * where they are, for a value with a line break is refused: in a header it could add another one.
 */
export function fillRequest(
  text: string,
  request: Request,
  valueOfVariable: (name: string) => VariableValue,
): FilledRequest {
  const inStrings = new Set(stringPlaceholdersOf(request));
  let filled = "";
  let at = request.start;
  for (const one of placeholdersOf(request).sort((a, b) => a.start - b.start)) {
    const found = valueOfVariable(one.name);
    if ("reason" in found) return { kind: "wrong", reason: found.reason, placeholder: one };
    const value = inStrings.has(one) ? JSON.stringify(found.value).slice(1, -1) : found.value;
    if (/[\r\n]/.test(value)) {
      return { kind: "wrong", reason: `the value of \`${one.name}\` has a line break`, placeholder: one };
    }
    filled += text.slice(at, one.start) + value;
    at = one.end;
  }
  return { kind: "filled", text: filled + text.slice(at, request.end) };
}
