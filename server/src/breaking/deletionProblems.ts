import type { Found, Place } from "./rule.ts";
import { type EnumShape, type FieldShape, type MessageShape, nestedName, type ServiceShape } from "./shapes.ts";

/** A declaration is not there any more, or not by this name. */
export function declarationGone(
  before: MessageShape | EnumShape | ServiceShape | FieldShape,
  at: Place,
  from: "its file" | "its package",
): Found {
  const kind = before.kind === "field" ? "extension" : before.kind;
  const where = from === "its file" ? "this file" : `package \`${before.file.packageName}\``;
  return { at, message: `${kind} \`${nestedName(before)}\` was deleted from ${where}`, before };
}
