// `protodial mock` over a folder of its own, as a function, with what it printed.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { onTestFinished } from "vitest";
import { mockCommand } from "../../../server/src/cli/mock.ts";
import { tempFolder } from "../../support/tempFolder.ts";

export interface MockRun {
  readonly folder: string;
  readonly address: string;
  /** What was printed when it listened. */
  readonly listening: Record<string, unknown>;
  /** The lines about calls so far. */
  readonly calls: () => readonly Record<string, unknown>[];
  readonly talk: () => string;
  readonly write: (name: string, text: string) => void;
  /** Ends it; gives the exit code. */
  readonly stop: () => Promise<number>;
  /** Waits until `look` gives something; it is asked again after everything that is printed, and now and then. */
  readonly until: <T>(look: () => T | undefined | Promise<T | undefined>) => Promise<T>;
}

/** Starts it on any free port; ends with the test. */
export async function startMock(
  files: Readonly<Record<string, string>>,
  args: readonly string[] = ["--port", "0"],
): Promise<MockRun> {
  const folder = tempFolder(files);
  const stop = new AbortController();
  let [out, err] = ["", ""];
  const ended = mockCommand(args, {
    stdout: text => {
      out += text;
    },
    stderr: text => {
      err += text;
    },
    stdin: () => Promise.resolve(""),
    stdinBytes: () => Promise.resolve(new Uint8Array()),
    stdinPieces: () => () => undefined,
    env: {},
    cwd: folder,
    stop: stop.signal,
  });
  const end = () => {
    stop.abort();
    return ended;
  };
  onTestFinished(async () => void (await end()));
  const lines = (): Record<string, unknown>[] =>
    out
      .split("\n")
      .filter(line => line !== "")
      .map(line => JSON.parse(line));
  const [listening] = await until(
    () => {
      const found = lines();
      return found.length > 0 ? found : undefined;
    },
    ended.then(code => Promise.reject(new Error(`it ended with ${code}: ${err}`))),
  );
  return {
    folder,
    listening: listening ?? {},
    address: String(listening?.address),
    calls: () => lines().slice(1),
    talk: () => err,
    write: (name, text) => {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    },
    stop: end,
    until: look => until(look),
  };
}

async function until<T>(look: () => T | undefined | Promise<T | undefined>, failure?: Promise<never>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await Promise.race([new Promise(resolve => setTimeout(resolve, 20)), ...(failure === undefined ? [] : [failure])]);
  }
}
