import { finished, type Steps } from "../compiler/text/steps.ts";
import { type Pairs, pairSteps } from "./pairs.ts";
import { bufPlace, type FilePlace } from "./places.ts";
import type { Found, Rule, VersionPair } from "./rule.ts";

/** One thing that changed, and the rule that it breaks. */
export interface Finding extends Found {
  readonly rule: Rule;
  /** The file it is told in, undefined where that is gone. */
  readonly path: string | undefined;
}

/** The same for what the same rule says at the same place. */
export function findingKey({ rule, path, message }: Finding): string {
  return `${rule.id} ${path} ${message}`;
}

/** Which of the rules are broken between two versions: each place, rule and message once, in buf's order. */
export function compare(versions: VersionPair, rules: readonly Rule[]): readonly Finding[] {
  return finished(compareSteps(versions, rules));
}

/** The same in steps. */
export function* compareSteps(versions: VersionPair, rules: readonly Rule[]): Steps<readonly Finding[]> {
  const pairs = yield* pairSteps(versions);
  const placed: Placed[] = [];
  for (const rule of rules) {
    for (const found of yield* foundBy(rule, pairs)) placed.push({ rule, found, place: bufPlace(found.at) });
    yield;
  }
  return unique(placed.sort(inOrder)).map(({ rule, found, place }) => ({ ...found, rule, path: place?.file.path }));
}

function foundBy(rule: Rule, pairs: Pairs): Steps<readonly Found[]> {
  switch (rule.over) {
    case "version":
      return foundIn(pairs.version, rule.check);
    case "file":
      return foundIn(pairs.file, rule.check);
    case "message":
      return foundIn(pairs.message, rule.check);
    case "field":
      return foundIn(pairs.field, rule.check);
    case "enum":
      return foundIn(pairs.enum, rule.check);
    case "service":
      return foundIn(pairs.service, rule.check);
    case "method":
      return foundIn(pairs.method, rule.check);
  }
}

// Thousands of fields, and most rules find nothing in any of them.
function* foundIn<Compared>(
  pairs: readonly Compared[],
  check: (pair: Compared) => readonly Found[],
): Steps<readonly Found[]> {
  const all: Found[] = [];
  for (const [at, pair] of pairs.entries()) {
    for (const found of check(pair)) all.push(found);
    if (at % pairsOfStep === pairsOfStep - 1) yield;
  }
  return all;
}

const pairsOfStep = 500;

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
