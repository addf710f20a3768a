// Programs we start. Each leads a process group of its own, so that ending it ends its offspring as well, and all of
// them end with us, however we end.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { createServer } from "node:net";
import { until } from "./until.mjs";

const running = new Set();

export function startChild(program, args, { log, ...options }) {
  const output = openSync(log, "a");
  const child = spawn(program, args, { ...options, detached: true, stdio: ["ignore", output, output] });
  running.add(child);
  return child;
}

/** Runs a program to its end and returns its output; a status other than 0 is an error that carries the output. */
export async function runToEnd(program, args, { limitMs = 60_000, ...options } = {}) {
  const child = spawn(program, args, { ...options, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  let output = "";
  child.stdout.on("data", chunk => (output += chunk));
  child.stderr.on("data", chunk => (output += chunk));
  const timer = setTimeout(() => signalGroup(child, "SIGKILL"), limitMs);
  const [status, signal] = await once(child, "close");
  clearTimeout(timer);
  running.delete(child);
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status ?? signal}\n${output}`);
  return output;
}

export async function endChild(child) {
  signalGroup(child, "SIGTERM");
  await until("a child's process group to end", () => !groupLives(child), 3000).catch(() =>
    signalGroup(child, "SIGKILL"),
  );
  running.delete(child);
}

export function killAllChildren() {
  for (const child of running) signalGroup(child, "SIGKILL");
  running.clear();
}

process.on("exit", killAllChildren);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(1));

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

function groupLives(child) {
  try {
    process.kill(-child.pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A port of the loopback address that nobody listens on now. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

export async function portIsFree(port) {
  for (const host of ["127.0.0.1", "::1"]) {
    const server = createServer();
    // `once` rejects with the server's error; without IPv6 there is nobody to listen there.
    const taken = await once(server.listen(port, host), "listening").then(
      () => false,
      error => error.code === "EADDRINUSE",
    );
    server.close();
    if (taken) return false;
  }
  return true;
}
