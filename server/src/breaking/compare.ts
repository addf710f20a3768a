import { type Pairs, pairsOf } from "./pairs.ts";
import type { Found, Rule, VersionPair } from "./rule.ts";

/** One thing that changed, and the rule that it breaks. */
export interface Finding extends Found {
  readonly rule: Rule;
}

/** What of the rules is broken between two versions: each place, rule and message once. */
export function compare(versions: VersionPair, rules: readonly Rule[]): readonly Finding[] {
  const pairs = pairsOf(versions);
  return rules.flatMap(rule => foundBy(rule, pairs).map(found => ({ ...found, rule })));
}

function foundBy(rule: Rule, pairs: Pairs): readonly Found[] {
  switch (rule.over) {
    case "version":
      return pairs.version.flatMap(rule.check);
    case "file":
      return pairs.file.flatMap(rule.check);
    case "message":
      return pairs.message.flatMap(rule.check);
    case "field":
      return pairs.field.flatMap(rule.check);
    case "enum":
      return pairs.enum.flatMap(rule.check);
    case "service":
      return pairs.service.flatMap(rule.check);
    case "method":
      return pairs.method.flatMap(rule.check);
  }
}
