import { text } from "node:stream/consumers";
import type { CommandIo } from "../cli/commandIo.ts";

/** A command's surroundings in a real process. */
export function processIo(): CommandIo {
  const stop = new AbortController();
  const end = () => stop.abort();
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
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
    stop: stop.signal,
  };
}
