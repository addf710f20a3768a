import { everywhere, inSource } from "./categories.ts";
import { type Found, type PairOf, partOf, type Rule } from "./rule.ts";
import { rpcGone, rpcTypeChanged } from "./serviceProblems.ts";
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
];

function sameType({ before, after }: PairOf<MethodShape>, side: "input" | "output"): readonly Found[] {
  return before[side] === after[side] ? [] : [rpcTypeChanged({ before, after }, side, partOf(after, side))];
}
