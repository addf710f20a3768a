// A mock server in a thread of its own, so that whoever calls it, however often, never slows the language server.
import { fileURLToPath, pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import type { MockAddress, MockCall, MockFile, MockOptions, MockScriptProblem } from "../protocol/mock.ts";

/** What the thread is told. */
export type ToMock =
  | { kind: "update"; files: readonly MockFile[]; gone: readonly string[] }
  /** It ends by itself then. */
  | { kind: "stop" };

/** What it tells; `listening` or `failed` comes first, and once. */
export type FromMock =
  | { kind: "listening"; address: MockAddress }
  /** `message`: in words for the user. */
  | { kind: "failed"; message: string }
  | { kind: "call"; call: MockCall }
  | { kind: "problems"; problems: readonly MockScriptProblem[] };

export interface MockThread {
  readonly address: MockAddress;
  /** `folder` of a file is a uri here. */
  readonly update: (files: readonly MockFile[], gone: readonly string[]) => void;
  readonly stop: () => Promise<void>;
}

export interface MockThreadListener {
  readonly onCall: (call: MockCall) => void;
  /** `file` of a problem is a uri here. */
  readonly onProblems: (problems: readonly MockScriptProblem[]) => void;
  /** It has ended, though nobody stopped it. */
  readonly onEnd: (reason: string) => void;
}

export type StartMockThread = (options: MockOptions, listener: MockThreadListener) => Promise<MockThread>;

/** `workerFile`: the built `mockWorker.js`. What is made rejects with words for the user where it cannot listen. */
export function mockThreads(workerFile: string): StartMockThread {
  return (options, listener) =>
    new Promise((resolve, reject) => {
      const thread = new Worker(workerFile, { name: "protodial mock", workerData: options });
      const say = (message: ToMock) => thread.postMessage(message);
      let isStopping = false;
      const ended = new Promise<void>(done => thread.once("exit", () => done()));
      const lose = (reason: string) => {
        reject(new Error(reason));
        if (!isStopping) listener.onEnd(reason);
        isStopping = true;
      };
      thread.on("error", error => lose(`the mock server failed: ${error.message}`));
      thread.on("exit", () => lose("the mock server ended"));
      thread.on("message", (message: FromMock) => {
        switch (message.kind) {
          case "listening":
            return resolve({
              address: message.address,
              update: (files, gone) => say({ kind: "update", files: files.map(onDisk), gone }),
              stop: () => {
                isStopping = true;
                say({ kind: "stop" });
                return ended;
              },
            });
          case "failed":
            isStopping = true;
            return reject(new Error(message.message));
          case "call":
            return listener.onCall(message.call);
          case "problems":
            return listener.onProblems(message.problems.map(one => ({ ...one, file: pathToFileURL(one.file).href })));
        }
      });
    });
}

function onDisk(file: MockFile): MockFile {
  const { folder } = file;
  return { ...file, folder: folder?.startsWith("file:") === true ? fileURLToPath(folder) : undefined };
}
