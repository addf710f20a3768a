import type { Placeholder } from "./placeholders.ts";
import { placeholdersOf, type Request, stringPlaceholdersOf } from "./requestDocument.ts";
import type { Guarded, VariableValue } from "./variables.ts";

export type FilledRequest =
  /** `secrets`: values of secrets that are in the text. */
  | { readonly kind: "filled"; readonly text: string; readonly secrets: readonly string[] }
  | { readonly kind: "wrong"; readonly reason: string; readonly placeholder: Placeholder }
  /** What has to be asked for first. */
  | { readonly kind: "guarded"; readonly wanted: readonly Guarded[] };

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
  const wanted: Guarded[] = [];
  const secrets: string[] = [];
  let filled = "";
  let at = request.start;
  for (const one of placeholdersOf(request).sort((a, b) => a.start - b.start)) {
    const found = valueOfVariable(one.name);
    if (found.kind === "wrong") return { kind: "wrong", reason: found.reason, placeholder: one };
    if (found.kind === "guarded") {
      wanted.push(found.guarded);
      continue;
    }
    const value = inStrings.has(one) ? JSON.stringify(found.value).slice(1, -1) : found.value;
    if (/[\r\n]/.test(value)) {
      return { kind: "wrong", reason: `the value of \`${one.name}\` has a line break`, placeholder: one };
    }
    if (found.isSecret === true && found.value !== "") secrets.push(found.value);
    filled += text.slice(at, one.start) + value;
    at = one.end;
  }
  if (wanted.length > 0) return { kind: "guarded", wanted };
  return { kind: "filled", text: filled + text.slice(at, request.end), secrets };
}
