/** Calls between the little steps of long work, each well below a millisecond. */
export interface Pauses {
  /**
   * Of work that someone waits for. Once a slice of time is over, which all such work shares, it lets what has come
   * meanwhile, requests and edits, go first.
   */
  readonly pause: () => Promise<void>;
  /** Of work that nobody waits for: it has its slice when no other work pauses. */
  readonly giveWay: () => Promise<void>;
}

/** `sliceMs` is short, for a request goes through several turns until it is answered, with slices of other work in each. */
export function pauses(sliceMs = 2): Pauses {
  const front = slices(sliceMs, nextTurn);
  const behind = slices(sliceMs, async () => {
    // Who pauses in front goes on in the next turn, and pauses again in it or is done.
    do await nextTurn();
    while (front.isPausing());
  });
  return { pause: front.pause, giveWay: behind.pause };
}

function slices(sliceMs: number, turn: () => Promise<void>) {
  let endsAtMs = 0;
  let pausing: Promise<void> | undefined;
  const next = async () => {
    await turn();
    pausing = undefined;
    endsAtMs = performance.now() + sliceMs;
  };
  const pause = () => {
    if (performance.now() < endsAtMs) return goOn;
    // What goes on at the same time shares the slice.
    pausing ??= next();
    return pausing;
  };
  return { pause, isPausing: () => pausing !== undefined };
}

const goOn = Promise.resolve();

// A timer waits a millisecond at least; browsers have nothing else.
function nextTurn(): Promise<void> {
  return new Promise(resolve => {
    if (typeof setImmediate === "function") setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}
