import { type Pairs, pairsOf } from "./pairs.ts";
import { bufPlace, type FilePlace } from "./places.ts";
import type { Found, Rule, VersionPair } from "./rule.ts";

/** One thing that changed, and the rule that it breaks. */
export interface Finding extends Found {
  readonly rule: Rule;
  /** The file it is told in, undefined where that is gone. */
  readonly path: string | undefined;
}

/** Which of the rules are broken between two versions: each place, rule and message once, in buf's order. */
export function compare(versions: VersionPair, rules: readonly Rule[]): readonly Finding[] {
  const pairs = pairsOf(versions);
  const placed = rules.flatMap(rule => foundBy(rule, pairs).map(found => ({ rule, found, place: bufPlace(found.at) })));
  return unique(placed.sort(inOrder)).map(({ rule, found, place }) => ({ ...found, rule, path: place?.file.path }));
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

interface Placed {
  readonly rule: Rule;
  readonly found: Found;
  readonly place: FilePlace | undefined;
}

function inOrder(one: Placed, other: Placed): number {
  return (
    inTextOrder(one.place?.file.path ?? "", other.place?.file.path ?? "") ||
    (one.place?.span.start ?? 0) - (other.place?.span.start ?? 0) ||
    inTextOrder(one.rule.id, other.rule.id) ||
    inTextOrder(one.found.message, other.found.message)
  );
}

function inTextOrder(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Of findings in order: those that say the same at the same place stand beside each other. */
function unique(sorted: readonly Placed[]): readonly Placed[] {
  return sorted.filter((one, at) => {
    const previous = sorted[at - 1];
    return previous === undefined || inOrder(previous, one) !== 0 || previous.place?.span.end !== one.place?.span.end;
  });
}
