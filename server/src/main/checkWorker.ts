// `dist/checkWorker.js`: the thread of Check Workspace. It checks what it was started with, and ends.
import { setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { type CheckEvent, type CheckInput, checkFolders } from "../lsp/checkFolders.ts";
import { diskFiles, diskPath } from "../node/diskFiles.ts";
import { packagePlaces } from "../node/packagePlaces.ts";
import { readText } from "../node/syncFiles.ts";

const input: CheckInput = workerData;
// On Linux this concerns the calling thread alone: the one that answers requests goes first.
if (process.platform === "linux") setPriority(10);
// Each message wakes the server up.
const progressMs = 100;
let toldAtMs = performance.now();

function tell(event: CheckEvent): void {
  const nowMs = performance.now();
  if (event.kind === "progress" && nowMs - toldAtMs < progressMs && event.done < event.total) return;
  if (event.kind === "progress") toldAtMs = nowMs;
  parentPort?.postMessage(event);
}

function readNow(uri: string): string | Uint8Array | undefined {
  const path = diskPath(uri);
  return path === undefined ? undefined : readText(path);
}

const place = {
  files: diskFiles,
  packages: packagePlaces(),
  reader: async () => readNow,
  // The server ends the thread.
  goesOn: () => true,
};
void checkFolders(input, place, tell);
