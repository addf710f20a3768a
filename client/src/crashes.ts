/** What to do after the language server stopped by itself. */
export type CrashDecision = "restart quietly" | "restart" | "give up";

const windowMs = 3 * 60_000;
const allowed = 4;

/**
 * Notes a crash in `crashes` (times in milliseconds, changed in place) and decides: the first is told, those soon after it
 * are not told again, and the fifth within three minutes ends it.
 */
export function decideAfterCrash(crashes: number[], nowMs: number): CrashDecision {
  const recent = crashes.filter(atMs => nowMs - atMs < windowMs);
  crashes.splice(0, crashes.length, ...recent, nowMs);
  if (crashes.length > allowed) return "give up";
  return crashes.length === 1 ? "restart" : "restart quietly";
}
