import { type Found, partOf } from "./rule.ts";
import type { EnumShape, MessageShape, NumberRange } from "./shapes.ts";

/** A range that was reserved is not reserved as a whole any more. */
export function reservedRangeGone(
  range: NumberRange,
  before: MessageShape | EnumShape,
  after: MessageShape | EnumShape,
): Found {
  return {
    at: partOf(after, "whole"),
    message: `${after.kind} \`${after.name}\` does not keep all of \`reserved ${rangeText(range)}\``,
    before,
  };
}

/** A name that was reserved is not any more. */
export function reservedNameGone(
  name: string,
  before: MessageShape | EnumShape,
  after: MessageShape | EnumShape,
): Found {
  return {
    at: partOf(after, "whole"),
    message: `${after.kind} \`${after.name}\` does not reserve the name \`${name}\` any more`,
    before,
  };
}

/** A range as it is written in a message or enum. */
export function rangeText({ from, to }: NumberRange): string {
  return from === to ? `${from}` : `${from} to ${to}`;
}
