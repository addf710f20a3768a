import { type Found, type Pair, type Place, partOf } from "./rule.ts";
import type { MethodShape, ServiceShape } from "./shapes.ts";

/** An rpc of the service before is not there any more. */
export function rpcGone(before: MethodShape, service: ServiceShape): Found {
  return {
    at: partOf(service, "whole"),
    message: `rpc \`${before.name}\` was deleted from service \`${service.name}\``,
    before,
  };
}

/** An rpc has another request or response type. */
export function rpcTypeChanged({ before, after }: Pair<MethodShape>, side: "input" | "output", at: Place): Found {
  const role = side === "input" ? "request" : "response";
  return {
    at,
    message: `rpc \`${after.name}\` changed its ${role} type from \`${before[side]}\` to \`${after[side]}\``,
    before,
  };
}
