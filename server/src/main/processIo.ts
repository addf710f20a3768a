import { buffer } from "node:stream/consumers";
import type { CommandIo } from "../cli/commandIo.ts";
import { UsageError } from "../cli/usageError.ts";

/** A command's surroundings in a real process. */
export function processIo(): CommandIo {
  let stop: AbortController | undefined;
  // A reader that has seen enough (`| head`) closes the pipe; that is no failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    process.stderr.write(`protodial: ${notWritten(error)}\n`);
    process.exit(2);
  });
  let input: Promise<Buffer> | undefined;
  const stdinBytes = () => {
    input ??= buffer(process.stdin);
    return input;
  };
  return {
    stdout: content => {
      try {
        process.stdout.write(content);
      } catch (error) {
        throw new UsageError(notWritten(error));
      }
    },
    stderr: content => {
      process.stderr.write(content);
    },
    stdin: async () => new TextDecoder().decode(await stdinBytes()),
    stdinBytes,
    stdinPieces: (each, ended) => {
      process.stdin.setEncoding("utf8").on("data", each).once("end", ended);
      return () => process.stdin.destroy();
    },
    env: process.env,
    cwd: process.cwd(),
    get stop() {
      stop ??= abortedBySignals();
      return stop.signal;
    },
  };
}

function notWritten(error: unknown): string {
  return `the output cannot be written: ${error instanceof Error ? error.message : error}`;
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
