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

/** An rpc takes or gives a stream where it was one message, or the reverse. */
export function streamingChanged(
  { before, after }: Pair<MethodShape>,
  side: "clientStreaming" | "serverStreaming",
): Found {
  const verb = side === "clientStreaming" ? "takes" : "gives";
  const what = side === "clientStreaming" ? "request" : "response";
  const [one, many] = [`one ${what}`, `a stream of ${what}s`];
  const [old, now] = after[side] ? [one, many] : [many, one];
  return {
    at: partOf(after, "whole"),
    message: `rpc \`${after.name}\` ${verb} ${now} instead of ${old}`,
    before,
  };
}

/** An rpc has another idempotency level. */
export function idempotencyChanged({ before, after }: Pair<MethodShape>): Found {
  return {
    at: {
      kind: "option",
      owner: after,
      names: ["idempotency_level"],
      else: { kind: "file", file: after.file },
    },
    message: `rpc \`${after.name}\` changed its idempotency level from \`${before.idempotencyLevel}\` to \`${after.idempotencyLevel}\``,
    before,
  };
}
