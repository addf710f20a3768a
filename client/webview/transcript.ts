// The rows of a call that the page holds: those around what is seen. Others are pulled when they come into view.
import type { CallMessageRow, CallMessagesPage } from "../../server/src/protocol/call.ts";

export interface Transcript {
  /** Rows of the whole call, held or not. */
  readonly total: number;
  row(index: number): CallMessageRow | undefined;
  grow(total: number): void;
  /** Takes rows that were pulled. */
  add(page: CallMessagesPage): void;
  /** Sees to it that the rows of `from` to `to` (excluded) come; at most one pull is under way. */
  want(from: number, to: number, nowMs: number): void;
}

const rowsAPull = 100;
const heldRows = 2000;
/** A pull without an answer for so long is taken for lost. */
const pullLostAfterMs = 5000;

export function createTranscript(pull: (from: number, count: number) => void): Transcript {
  const rows = new Map<number, CallMessageRow>();
  let total = 0;
  let pulledAtMs: number | undefined;

  /** Maps keep the order of insertion, so the first keys are those that came longest ago. */
  function dropOldest(): void {
    for (const index of rows.keys()) {
      if (rows.size <= heldRows) return;
      rows.delete(index);
    }
  }

  return {
    get total() {
      return total;
    },
    row: index => rows.get(index),
    grow(next) {
      total = Math.max(total, next);
    },
    add(page) {
      pulledAtMs = undefined;
      total = Math.max(total, page.total);
      for (const [at, row] of page.rows.entries()) {
        rows.delete(page.from + at);
        rows.set(page.from + at, row);
      }
      dropOldest();
    },
    want(from, to, nowMs) {
      if (pulledAtMs !== undefined && nowMs - pulledAtMs < pullLostAfterMs) return;
      const end = Math.min(to, total);
      let first = Math.max(from, 0);
      while (first < end && rows.has(first)) first++;
      if (first >= end) return;
      let last = Math.min(end, first + rowsAPull);
      while (rows.has(last - 1)) last--;
      pulledAtMs = nowMs;
      pull(first, last - first);
    },
  };
}
