import { Worker } from "node:worker_threads";

/**
 * Performs a check in a thread of its own, so that requests wait for none of it and its memory goes with it. Rejects when
 * the thread fails; one that `signal` ends has not failed.
 */
export function checkInThread<Input, Event>(
  workerFile: string,
): (input: Input, onEvent: (event: Event) => void, signal: AbortSignal) => Promise<void> {
  return (input, onEvent, signal) =>
    new Promise((resolve, reject) => {
      const thread = new Worker(workerFile, { name: "protodial check", workerData: input });
      const end = () => void thread.terminate();
      signal.addEventListener("abort", end);
      thread.on("message", onEvent);
      thread.on("error", reject);
      thread.on("exit", () => {
        signal.removeEventListener("abort", end);
        resolve();
      });
    });
}
