import type { Session } from "../session.ts";

/** Cancels a call; without an argument the one that is shown. */
export async function cancelCall({ answers, server }: Session, ...[named]: readonly unknown[]): Promise<void> {
  const call = typeof named === "string" ? named : answers.shown?.started.call;
  if (call !== undefined) await server.request("protodial/cancelCall", { call });
}

/** Says that no more messages come; without an argument to the call that is shown. */
export async function halfCloseCall({ answers, server }: Session, ...[named]: readonly unknown[]): Promise<void> {
  const call = typeof named === "string" ? named : answers.shown?.started.call;
  if (call !== undefined) await server.request("protodial/halfCloseCall", { call });
}
