import { type Found, type Pair, partOf } from "./rule.ts";
import type { FieldShape, MethodShape } from "./shapes.ts";

// The hints in words.

/** An extension has another number, or extends another message. */
export function extensionMoved({ before, after }: Pair<FieldShape>): Found {
  const message =
    before.extendee === after.extendee
      ? `extension \`${after.fullName}\` changed its number from ${before.number} to ${after.number}`
      : `extension \`${after.fullName}\` extends \`${after.extendee}\` instead of \`${before.extendee}\``;
  return { at: partOf(after, before.extendee === after.extendee ? "number" : "name"), message, before };
}

/** An HTTP request is not served any more as it was. */
export function bindingGone({ before, after }: Pair<MethodShape>, binding: string): Found {
  const now = after.http.length === 0 ? "by none" : `by ${after.http.map(one => `\`${one}\``).join(", ")}`;
  return {
    at: partOf(after, "name"),
    message: `rpc \`${after.name}\` is not reached by \`${binding}\` any more, but ${now}`,
    before,
  };
}

/** A list of numbers is packed and was not, or the reverse. */
export function packingChanged({ before, after }: Pair<FieldShape>): Found {
  const how = after.packed ? "packed into one record" : "written one by one";
  return {
    at: {
      kind: "option",
      owner: after,
      names: ["packed", "features.repeated_field_encoding"],
      else: partOf(after, "name"),
    },
    message: `the elements of \`${after.name}\` = ${after.number} are ${how} now`,
    before,
  };
}
