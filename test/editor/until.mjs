// The only way this suite waits: for a condition, with a limit, and with words that say what did not come.

/**
 * Calls `condition` until it gives something true, and returns that. A condition that throws has not come true yet
 * (elements come and go under our hands); its last error is told when the time is over.
 */
export async function until(what, condition, limitMs = 30_000) {
  const endsAtMs = Date.now() + limitMs;
  let lastError;
  for (;;) {
    try {
      const value = await within(Math.max(endsAtMs - Date.now(), 1000), what, condition());
      if (value) return value;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    if (Date.now() >= endsAtMs) {
      const reason = lastError ? `: ${String(lastError.message ?? lastError).split("\n")[0]}` : "";
      throw new Error(`waited ${Math.round(limitMs / 1000)} s in vain for ${what}${reason}`);
    }
    await pause(100);
  }
}

/** The promise's value, or an error when it takes longer than `limitMs`. */
export function within(limitMs, what, promise) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${Math.round(limitMs / 1000)} s`)), limitMs);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}

export const pause = durationMs => new Promise(resolve => setTimeout(resolve, durationMs));
