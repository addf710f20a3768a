// What the command line says beside the findings of buf's rules, where that is asked for.
import { hintIds } from "../protocol/hintIds.ts";
import { breakingChanges, helpOf } from "./changes.ts";
import { type Finding, findingKey } from "./compare.ts";
import type { CountedRules } from "./moduleRules.ts";
import { bufPlace, type FilePlace } from "./places.ts";
import type { VersionPair } from "./rule.ts";

/** What is said beside findings. */
export interface Hints {
  /** A finding in words, with what is known of it. */
  readonly wordsOf: (finding: Finding) => string;
  /** What no rule finds. */
  readonly more: readonly { readonly ruleId: string; readonly place: FilePlace | undefined; readonly words: string }[];
}

/** Only what the rules say. */
export const noHints: Hints = { wordsOf: finding => finding.message, more: [] };

/** What became of things, what others see, and what is beside the rules that count. */
export function hintsOf(versions: VersionPair, counted: CountedRules): Hints {
  const { changes } = breakingChanges(versions, { counted, hints: "told" });
  const words = new Map<string, string>();
  for (const change of changes) {
    const said = `${change.message}: ${helpOf(change)}`;
    const parts = change.cause.parts.flatMap(one => one.findings);
    for (const one of parts) words.set(findingKey(one), `${one.message}: ${change.message}`);
    for (const one of change.cause.findings) words.set(findingKey(one), said);
  }
  const hints = changes.filter(one => hintIds.some(id => id === one.ruleId));
  return {
    wordsOf: finding => words.get(findingKey(finding)) ?? finding.message,
    more: hints.map(change => ({
      ruleId: change.ruleId,
      place: bufPlace(change.finding.at),
      words: `${change.message}: ${helpOf(change)}`,
    })),
  };
}
