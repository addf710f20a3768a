// The servers of one measurement, running side by side; `ours` and `buf` are the sides.
import { startServer } from "./languageServer.mjs";

/** Starts every server on the folder, lets each come to rest, measures, and stops them whatever happens. */
export async function withServers(servers, folder, measure) {
  const running = {};
  try {
    for (const [side, program] of Object.entries(servers)) {
      running[side] = await startServer(program, folder);
      await running[side].quiet();
    }
    return await measure(running);
  } finally {
    for (const server of Object.values(running)) await server.stop();
  }
}

/** What `measure` gives for each side, one after the other. */
export async function eachSide(running, measure) {
  const given = {};
  for (const [side, server] of Object.entries(running)) given[side] = await measure(server, side);
  return given;
}
