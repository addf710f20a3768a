import type { Steps } from "../compiler/text/steps.ts";

// What takes no longer is done at once.
const firstSliceMs = 4;

/**
 * Takes steps as long as anyone wants what they lead to, and lets others be answered meanwhile; undefined where nobody
 * wants it any more.
 */
export async function takeSteps<Result>(
  steps: Steps<Result>,
  pause: () => Promise<void>,
  isWanted: () => boolean,
): Promise<{ readonly result: Result } | undefined> {
  const firstEndsAtMs = performance.now() + firstSliceMs;
  while (isWanted()) {
    const step = steps.next();
    if (step.done === true) return { result: step.value };
    if (performance.now() > firstEndsAtMs) await pause();
  }
  return undefined;
}
