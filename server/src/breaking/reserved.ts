import { reservedNameGone, reservedRangeGone } from "./reservedProblems.ts";
import type { Found, Pair } from "./rule.ts";
import type { EnumShape, MessageShape, NumberRange } from "./shapes.ts";

/** What was reserved before and is not any more: each range that is not covered as a whole, each name. */
export function reservationsGone({ before, after }: Pair<MessageShape> | Pair<EnumShape>): readonly Found[] {
  return [
    ...before.reserved.ranges
      .filter(range => !isCovered(range, after.reserved.ranges))
      .map(range => reservedRangeGone(range, before, after)),
    ...before.reserved.names
      .filter(name => !after.reserved.names.includes(name))
      .map(name => reservedNameGone(name, before, after)),
  ];
}

/** Whether each number of a range lies in one of the others. */
export function isCovered(range: NumberRange, others: readonly NumberRange[]): boolean {
  let next = range.from;
  for (const other of [...others].sort((one, two) => one.from - two.from)) {
    if (other.from > next) return false;
    next = Math.max(next, other.to + 1);
    if (next > range.to) return true;
  }
  return false;
}
