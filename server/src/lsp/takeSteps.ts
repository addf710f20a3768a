import type { Steps } from "../compiler/text/steps.ts";

// What takes no longer is done at once.
const firstSliceMs = 4;

/**
 * Takes steps as long as anyone wants what they lead to, and lets others be answered meanwhile. Whether they have come to
 * their end.
 */
export async function takeSteps(
  steps: Steps<unknown>,
  pause: () => Promise<void>,
  isWanted: () => boolean,
): Promise<boolean> {
  const firstEndsAtMs = performance.now() + firstSliceMs;
  while (isWanted()) {
    if (steps.next().done === true) return true;
    if (performance.now() > firstEndsAtMs) await pause();
  }
  return false;
}
