import { type Found, type Place, partOf } from "./rule.ts";
import {
  type EnumShape,
  type FieldShape,
  type FileShape,
  type MessageShape,
  type MethodShape,
  nestedName,
  type ServiceShape,
} from "./shapes.ts";

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

/** The same of an rpc, where nobody asked for the rule: it can still be called. */
export function rpcHidden(before: MethodShape, service: ServiceShape): Found {
  return {
    at: partOf(service, "whole"),
    message: `rpc \`${before.name}\` was deleted: old clients still call it`,
    before,
  };
}

/** The same of a service; `file`: where it was. */
export function serviceHidden(before: ServiceShape, file: FileShape | undefined): Found {
  return {
    at: file === undefined ? { kind: "nowhere" } : { kind: "file", file },
    message: `service \`${before.name}\` was deleted: old clients still call it`,
    before,
  };
}
