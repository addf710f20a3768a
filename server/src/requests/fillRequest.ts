import type { Placeholder } from "./placeholders.ts";
import { placeholdersOf, type Request, stringPlaceholdersOf } from "./requestDocument.ts";
import type { Guarded, TakenValue, VariableValue } from "./variables.ts";

export type FilledRequest =
  | {
      readonly kind: "filled";
      readonly text: string;
      /** Values in the text that are not for everyone. */
      readonly taken: readonly TakenValue[];
      /** Those of them that are nowhere to be shown. */
      readonly secrets: readonly string[];
    }
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
  const inTarget = new Set(request.line?.target.placeholders);
  const wanted: Guarded[] = [];
  const taken: TakenValue[] = [];
  const secrets: string[] = [];
  let filled = "";
  let at = request.start;
  for (const one of placeholdersOf(request).sort((a, b) => a.start - b.start)) {
    const found = valueOfVariable(one.name);
    if (found.kind === "wrong") return { kind: "wrong", reason: found.reason, placeholder: one };
    if (found.kind === "guarded") {
      wanted.push(...found.wanted);
      continue;
    }
    const value = inStrings.has(one) ? JSON.stringify(found.value).slice(1, -1) : found.value;
    if (/[\r\n]/.test(value)) {
      return { kind: "wrong", reason: `the value of \`${one.name}\` has a line break`, placeholder: one };
    }
    for (const value of found.taken ?? []) {
      taken.push(value);
      secrets.push(...secretsOf(value, inTarget.has(one) ? "target" : "rest"));
    }
    filled += text.slice(at, one.start) + value;
    at = one.end;
  }
  if (wanted.length > 0) return { kind: "guarded", wanted };
  return { kind: "filled", text: filled + text.slice(at, request.end), taken, secrets };
}

// A variable of the environment may be anything: what is as short as `1` or `yes` stands in every answer, and a target is
// where everyone sees that the call goes.
const shortestOfEnvironment = 4;

function secretsOf({ value, from }: TakenValue, place: "target" | "rest"): readonly string[] {
  switch (from.kind) {
    case "guarded":
      if (from.guarded.source === "env" && (place === "target" || value.length < shortestOfEnvironment)) return [];
      return value === "" ? [] : [value];
    case "answer":
      return from.secrets;
    case "private":
      return [];
  }
}
