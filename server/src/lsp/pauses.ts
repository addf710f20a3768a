/**
 * Makes the pauses of work that nobody waits for. What is given is called after each little step, well below a
 * millisecond of work: once a slice of time is over, it lets what has come meanwhile, requests and edits, go first.
 */
export function pauses(sliceMs = 4): () => Promise<void> {
  let endsAtMs = 0;
  let turn: Promise<void> | undefined;
  const next = async () => {
    await nextTurn();
    turn = undefined;
    endsAtMs = performance.now() + sliceMs;
  };
  return () => {
    if (performance.now() < endsAtMs) return goOn;
    // What goes on at the same time shares the slice.
    turn ??= next();
    return turn;
  };
}

const goOn = Promise.resolve();

// A timer waits a millisecond at least; browsers have nothing else.
function nextTurn(): Promise<void> {
  return new Promise(resolve => {
    if (typeof setImmediate === "function") setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}
