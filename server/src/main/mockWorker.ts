// `dist/mockWorker.js`: the thread of a mock server, from its start to its stop.
import { parentPort, workerData } from "node:worker_threads";
import type { FromMock, ToMock } from "../calling/mockThread.ts";
import { runMock } from "../calling/runMock.ts";
import type { MockOptions } from "../protocol/mock.ts";

const port = parentPort;
if (port === null) throw new Error("mockWorker runs as a worker thread only");

const say = (message: FromMock) => port.postMessage(message);
const options: MockOptions = workerData;
runMock(options, {
  onCall: call => say({ kind: "call", call }),
  onProblems: problems => say({ kind: "problems", problems }),
}).then(
  running => {
    port.on("message", (message: ToMock) => {
      switch (message.kind) {
        case "update":
          return running.update(message.files, message.gone);
        case "stop":
          return void running.stop().then(() => port.close());
      }
    });
    say({ kind: "listening", address: running.address });
  },
  (error: unknown) => {
    say({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
    port.close();
  },
);
