import type { CallEvent, StartedCall } from "../../../server/src/protocol/call.ts";

/** What is known of a call that may be sent again. */
export interface EndedCall {
  started: Extract<StartedCall, { kind: "started" }>;
  event: CallEvent | undefined;
  /** Why nothing more is told of it. */
  lost: string | undefined;
}

/**
 * Whether sending again may do twice what should be done once: nothing proves that the call has not run, or that it has,
 * and the schema does not say that this does no harm.
 */
export function mayRunTwice({ started, event, lost }: EndedCall): boolean {
  if (started.repeatable === true) return false;
  const status = event?.status;
  if (status === undefined) return lost !== undefined;
  return status.number !== 0 && status.verdict === "unknown";
}
