import { text } from "node:stream/consumers";
import type { CommandIo } from "../cli/commandIo.ts";

/** A command's surroundings in a real process. */
export function processIo(): CommandIo {
  let stop: AbortController | undefined;
  // A reader that has seen enough (`| head`) closes the pipe; that is no failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  let input: Promise<string> | undefined;
  return {
    stdout: content => {
      process.stdout.write(content);
    },
    stderr: content => {
      process.stderr.write(content);
    },
    stdin: () => {
      input ??= text(process.stdin);
      return input;
    },
    env: process.env,
    cwd: process.cwd(),
    get stop() {
      stop ??= abortedBySignals();
      return stop.signal;
    },
  };
}

// Only for a command that asks for it: any other is ended by the signal itself. So is a command that does not come to an
// end, by the second one.
function abortedBySignals(): AbortController {
  const controller = new AbortController();
  const abort = () => controller.abort();
  process.once("SIGINT", abort);
  process.once("SIGTERM", abort);
  return controller;
}
