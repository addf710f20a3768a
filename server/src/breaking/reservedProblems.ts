import { reservedTaken } from "./recognisedProblems.ts";
import { type Found, partOf } from "./rule.ts";
import type { EnumShape, EnumValueShape, FieldShape, MessageShape, NumberRange } from "./shapes.ts";

/** A range that was reserved is not reserved as a whole any more. */
export function reservedRangeGone(
  range: NumberRange,
  before: MessageShape | EnumShape,
  after: MessageShape | EnumShape,
): Found {
  const message = `${after.kind} \`${after.name}\` does not keep all of \`reserved ${rangeText(range)}\``;
  const taking = holdersIn(after).find(one => range.from <= one.number && one.number <= range.to);
  if (taking === undefined) return { at: partOf(after, "whole"), message, before };
  const taken = reservedTaken(`number ${taking.number}`, nounOf(after), taking.name);
  return { at: partOf(after, "whole"), mark: partOf(taking, "number"), message: `${message}: ${taken}`, before };
}

/** A name that was reserved is not any more. */
export function reservedNameGone(
  name: string,
  before: MessageShape | EnumShape,
  after: MessageShape | EnumShape,
): Found {
  const message = `${after.kind} \`${after.name}\` does not reserve the name \`${name}\` any more`;
  const taking = holdersIn(after).find(one => one.name === name);
  const found = { at: partOf(after, "whole"), message, before };
  return taking === undefined ? found : { ...found, mark: partOf(taking, "name") };
}

function holdersIn(shape: MessageShape | EnumShape): readonly (FieldShape | EnumValueShape)[] {
  return shape.kind === "message" ? shape.fields : shape.values;
}

function nounOf(shape: MessageShape | EnumShape): string {
  return shape.kind === "message" ? "field" : "value";
}

/** A range as it is written in a message or enum. */
export function rangeText({ from, to }: NumberRange): string {
  return from === to ? `${from}` : `${from} to ${to}`;
}
