import { type Found, type Pair, partOf } from "./rule.ts";
import type { EnumShape, EnumValueShape } from "./shapes.ts";

/** No value has the number of some values before; `how` they were deleted may be empty. */
export function valueGone(
  before: readonly [EnumValueShape, ...EnumValueShape[]],
  shape: EnumShape,
  how: string,
): Found {
  const names = before.map(one => `\`${one.name}\``).join(", ");
  const deleted = `enum value ${names} = ${before[0].number} was deleted from enum \`${shape.name}\``;
  return { at: partOf(shape, "whole"), message: how === "" ? deleted : `${deleted} ${how}`, before: before[0] };
}

/** The number of a value has lost names. */
export function valueRenamed(lost: readonly EnumValueShape[], after: EnumValueShape): Found {
  const names = lost.map(one => `\`${one.name}\``).join(", ");
  const isOther = !lost[0]?.parent.values.some(one => one.name === after.name);
  const message =
    lost.length === 1 && isOther
      ? `value ${after.number} of enum \`${after.parent.name}\` was renamed from ${names} to \`${after.name}\``
      : `value ${after.number} of enum \`${after.parent.name}\` is not named ${names} any more but \`${after.name}\``;
  return { at: partOf(after, "number"), mark: partOf(after, "name"), message, before: lost[0] };
}

/** An open enum is closed, or the reverse. */
export function enumTypeChanged({ before, after }: Pair<EnumShape>): Found {
  return {
    at: { kind: "option", owner: after, names: ["features.enum_type"], else: partOf(after, "whole") },
    message: `enum \`${after.name}\` changed from ${before.type.toLowerCase()} to ${after.type.toLowerCase()}`,
    before,
  };
}

/** The enum is not sure to fit JSON any more. */
export function enumJsonFormatChanged({ before, after }: Pair<EnumShape>): Found {
  return {
    at: { kind: "option", owner: after, names: ["features.json_format"], else: partOf(after, "whole") },
    message: `enum \`${after.name}\` changed its JSON format from \`${before.jsonFormat}\` to \`${after.jsonFormat}\``,
    before,
  };
}
