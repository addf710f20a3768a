// A mock server with the scripts on disk that belong to what it serves, which it follows.
import { dirname } from "node:path";
import { mockScriptFiles } from "../node/mockScriptFiles.ts";
import { watchFolders } from "../node/watchFolders.ts";
import type { MockAddress, MockCall, MockFile, MockOptions, MockScriptProblem } from "../protocol/mock.ts";
import { startMockServer } from "./mockServer.ts";

export interface RunningMock {
  readonly address: MockAddress;
  /** `files` take the place of those with the same id; those of `gone` are served no longer. */
  readonly update: (files: readonly MockFile[], gone: readonly string[]) => void;
  readonly services: () => readonly string[];
  /** Ends it at once, and the calls that run. */
  readonly stop: () => Promise<void>;
}

export interface MockListener {
  /** When a call has ended. */
  readonly onCall: (call: MockCall) => void;
  /** All problems of the scripts, when they have become others. */
  readonly onProblems: (problems: readonly MockScriptProblem[]) => void;
}

/** Starts it with nothing to serve. Rejects with words for the user where it cannot listen. */
export async function runMock(options: MockOptions, { onCall, onProblems }: MockListener): Promise<RunningMock> {
  const server = await startMockServer(options, onCall);
  const watched = watchFolders(readScripts);
  let told = "[]";

  function readScripts(): void {
    server.setScripts(mockScriptFiles(options.scripts, server.folders()));
    tellProblems();
  }

  function tellProblems(): void {
    const problems = server.problems();
    const text = JSON.stringify(problems);
    if (text === told) return;
    told = text;
    onProblems(problems);
  }

  return {
    address: server.address,
    update: (files, gone) => {
      server.update(files, gone);
      watched.set([...new Set([...server.folders(), ...options.scripts.map(file => dirname(file))])]);
      readScripts();
    },
    services: server.services,
    stop: async () => {
      watched.close();
      await server.stop();
    },
  };
}
