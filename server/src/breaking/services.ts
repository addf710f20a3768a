import { everywhere, inSource } from "./categories.ts";
import { type Found, type PairOf, partOf, type Rule } from "./rule.ts";
import { idempotencyChanged, rpcGone, rpcTypeChanged, streamingChanged } from "./serviceProblems.ts";
import type { MethodShape } from "./shapes.ts";

/** Rules over services and their rpcs. */
export const serviceRules: readonly Rule[] = [
  {
    id: "RPC_NO_DELETE",
    categories: inSource,
    summary: "an rpc is not deleted",
    over: "service",
    check: ({ before, after }) => {
      const names = new Set(after.methods.map(one => one.name));
      return before.methods.filter(one => !names.has(one.name)).map(one => rpcGone(one, after));
    },
  },
  {
    id: "RPC_SAME_REQUEST_TYPE",
    categories: everywhere,
    summary: "an rpc keeps its request type",
    over: "method",
    check: pair => sameType(pair, "input"),
  },
  {
    id: "RPC_SAME_RESPONSE_TYPE",
    categories: everywhere,
    summary: "an rpc keeps its response type",
    over: "method",
    check: pair => sameType(pair, "output"),
  },
  {
    id: "RPC_SAME_CLIENT_STREAMING",
    categories: everywhere,
    summary: "an rpc goes on to take one request, or a stream of them",
    over: "method",
    check: pair => sameStreaming(pair, "clientStreaming"),
  },
  {
    id: "RPC_SAME_SERVER_STREAMING",
    categories: everywhere,
    summary: "an rpc goes on to give one response, or a stream of them",
    over: "method",
    check: pair => sameStreaming(pair, "serverStreaming"),
  },
  {
    id: "RPC_SAME_IDEMPOTENCY_LEVEL",
    categories: everywhere,
    summary: "an rpc keeps its idempotency level",
    over: "method",
    check: ({ before, after }) =>
      before.idempotencyLevel === after.idempotencyLevel ? [] : [idempotencyChanged({ before, after })],
  },
];

function sameType({ before, after }: PairOf<MethodShape>, side: "input" | "output"): readonly Found[] {
  // What is unresolved has a problem of its own.
  const isKnown = before[side] !== "" && after[side] !== "";
  return isKnown && before[side] !== after[side] ? [rpcTypeChanged({ before, after }, side, partOf(after, side))] : [];
}

function sameStreaming(
  { before, after }: PairOf<MethodShape>,
  side: "clientStreaming" | "serverStreaming",
): readonly Found[] {
  return before[side] === after[side] ? [] : [streamingChanged({ before, after }, side)];
}
