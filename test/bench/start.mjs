// How long it takes from a process that does not run to the first diagnostics.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { documentOf } from "./document.mjs";
import { row } from "./figures.mjs";
import { exampleFile, openedFiles } from "./folders.mjs";
import { startServer } from "./languageServer.mjs";
import { cpuMsBetween, median } from "./measured.mjs";

export const startMeasured =
  "`initialized` is from the start of the process to the answer to `initialize`; `opened` from `didOpen`, sent right after " +
  "that, to the first diagnostics of the file. Bare Node is a script that answers on its stdin. The disk's cache is warm.";

/** Starts on the small folder, by turns. */
export async function startSmall(servers, folder, rounds) {
  const bare = [];
  const seen = await starts(servers, folder, exampleFile, rounds, async () => bare.push(await bareNodeMs()));
  return [
    row("bare Node", { ours: bare }),
    row("start → initialized", { ...seen.initialized, aim: "≤ bare Node + 110 ms" }),
    row("open → first diagnostics", { ...seen.opened, aim: "≤ 30 ms" }),
  ];
}

/** Starts on the large folder, by turns. */
export async function startLarge(servers, folder, rounds) {
  const rows = [];
  for (const [size, file] of [
    ["110 KB", openedFiles.medium],
    ["4 MB", openedFiles.large],
  ]) {
    const seen = await starts(servers, folder, file, rounds);
    if (rows.length === 0) rows.push(row("start → initialized", seen.initialized));
    rows.push(row(`open a file of ${size} → first diagnostics`, { ...seen.opened, aim: "≤ 1 s" }));
  }
  return rows;
}

async function starts(servers, folder, file, rounds, first = async () => {}) {
  const initialized = { ours: [], buf: [], cpu: { ours: [], buf: [] } };
  const opened = { ours: [], buf: [], cpu: { ours: [], buf: [] } };
  for (let round = 0; round < rounds; round++) {
    await first();
    for (const [side, program] of Object.entries(servers)) {
      const server = await startServer(program, folder);
      const atStart = server.usage();
      initialized[side].push(server.initializedMs);
      initialized.cpu[side].push(cpuMsBetween({ cpuSeconds: 0 }, atStart, 1));
      opened[side].push(await documentOf(server, folder, file).open());
      opened.cpu[side].push(cpuMsBetween(atStart, server.usage(), 1));
      await server.stop();
    }
  }
  for (const one of [initialized, opened]) {
    for (const side of ["ours", "buf"]) one.cpu[side] = medianOfKnown(one.cpu[side]);
  }
  return { initialized, opened };
}

function medianOfKnown(values) {
  const known = values.filter(value => value !== undefined);
  return known.length === 0 ? undefined : median(known);
}

async function bareNodeMs() {
  const script = "process.stdin.once('data', () => { process.stdout.write('!'); process.stdin.pause(); })";
  const startedAtMs = performance.now();
  const child = spawn(process.execPath, ["-e", script], { stdio: ["pipe", "pipe", "ignore"] });
  child.stdin.write("?");
  await once(child.stdout, "data");
  const ms = performance.now() - startedAtMs;
  child.stdin.end();
  await once(child, "exit");
  return ms;
}
