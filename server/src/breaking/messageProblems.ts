import { rangeText } from "./reservedProblems.ts";
import { type Found, type Pair, partOf } from "./rule.ts";
import type { FieldShape, MessageShape, NumberRange, OneofShape } from "./shapes.ts";

/** No field has the number of a field before; `how` it was deleted may be empty. */
export function fieldGone(before: FieldShape, message: MessageShape, how: string): Found {
  const deleted = `field \`${before.name}\` = ${before.number} was deleted from message \`${message.name}\``;
  return { at: partOf(message, "whole"), message: how === "" ? deleted : `${deleted} ${how}`, before };
}

/** A oneof is not there any more, or has another name. */
export function oneofGone(before: OneofShape, message: MessageShape): Found {
  return {
    at: partOf(message, "whole"),
    message: `oneof \`${before.name}\` was deleted from message \`${message.name}\``,
    before,
  };
}

/** A required field was deleted, or is not required any more. */
export function requiredGone(before: FieldShape, message: MessageShape): Found {
  return {
    at: partOf(message, "whole"),
    message: `message \`${message.name}\` has no required field ${before.number} any more, which was \`${before.name}\``,
    before,
  };
}

/** A field is required that was not, or was not there. */
export function requiredAdded(after: FieldShape, before: MessageShape): Found {
  return {
    at: partOf(after, "whole"),
    message: `field \`${after.name}\` = ${after.number} is required now`,
    before: before.fields.find(one => one.number === after.number) ?? before,
  };
}

/** Some of the numbers for extensions are not for extensions any more. */
export function extensionRangeGone(range: NumberRange, { before, after }: Pair<MessageShape>): Found {
  return {
    at: partOf(after, "whole"),
    message: `message \`${after.name}\` does not keep all of \`extensions ${rangeText(range)}\``,
    before,
  };
}

/** The message is not sure to fit JSON any more. */
export function messageJsonFormatChanged({ before, after }: Pair<MessageShape>): Found {
  return {
    at: { kind: "option", owner: after, names: ["features.json_format"], else: partOf(after, "whole") },
    message: `message \`${after.name}\` changed its JSON format from \`${before.jsonFormat}\` to \`${after.jsonFormat}\``,
    before,
  };
}

/** Generated C++ code loses `descriptor()`. */
export function accessorRemoved({ before, after }: Pair<MessageShape>): Found {
  return {
    at: {
      kind: "option",
      owner: after,
      names: ["no_standard_descriptor_accessor"],
      else: { kind: "file", file: after.file },
    },
    message: `message \`${after.name}\` loses the standard accessor of its descriptor`,
    before,
  };
}
