import { Worker } from "node:worker_threads";
import type { ServerSchema } from "./serverSchema.ts";

/** Tells the schema of the server at an address, and tells again when it may be another; ends with what it gives. */
export type WatchServer = (address: string, tell: (told: ServerSchema) => void) => () => void;

/** `watchServer` in threads, one for each server: what asks a server is loaded for those alone who compare with one. */
export function watchServerInThread(workerFile: string): WatchServer {
  return (address, tell) => {
    const thread = new Worker(workerFile, { name: "protodial reflection", workerData: address });
    thread.unref();
    thread.on("message", tell);
    thread.on("error", ({ message }) => tell({ kind: "failed", message, cause: "lasting" }));
    return () => void thread.terminate();
  };
}
