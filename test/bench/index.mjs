// How long until the server knows every file of the folder, and what that costs; ours alone, for buf has no index.
import { mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { documentOf, duplicateNumber } from "./document.mjs";
import { row, shown } from "./figures.mjs";
import { openedFiles } from "./folders.mjs";
import { startServer } from "./languageServer.mjs";
import { median, percentile, table } from "./measured.mjs";

export const indexMeasured =
  "From the start of the process to the answer to a workspace symbol, which needs the index to be whole; CPU and memory until " +
  "the server rests after that. Cold has no cache of outlines, warm the one that the run before it left.";

export const growthMeasured =
  "The same, cold, in folders with so many of the files; then edits of a file of 1.4 KB, as above. Per file, nothing may grow.";

/** Cold and warm, `rounds` times each. */
export async function index({ ours }, folder, work, rounds) {
  const cold = [];
  const warm = [];
  for (let round = 0; round < rounds; round++) {
    const cacheFolder = mkdtempSync(path.join(work, "cache-"));
    cold.push(await indexed(ours, folder, cacheFolder));
    warm.push(await indexed(ours, folder, cacheFolder));
    rmSync(cacheFolder, { recursive: true, force: true });
  }
  return [...indexRows("cold", cold, "CPU ≤ 5 s"), ...indexRows("warm", warm, "CPU ≤ 1.2 s")];
}

function indexRows(state, runs, aim) {
  const cpu = { ours: median(runs.map(run => run.cpuSeconds)) * 1000 };
  return [
    row(`index complete, ${state}`, { ours: runs.map(run => run.wallMs), cpu, aim }),
    row(`index complete, ${state}: peak memory`, {
      ours: runs.map(run => run.peakMegabytes),
      unit: "MB",
      aim: "≤ 250 MB",
    }),
  ];
}

/** A table of its own: folders of growing size, made by `folderOf(count)`. */
export async function growth({ ours }, folderOf, work, counts) {
  const lines = [];
  for (const count of counts) {
    const folder = folderOf(count);
    const cacheFolder = mkdtempSync(path.join(work, "cache-"));
    const run = await indexed(ours, folder, cacheFolder, editTimes);
    rmSync(folder, { recursive: true, force: true });
    lines.push([
      count.toLocaleString("en"),
      shown(run.wallMs, "ms"),
      shown(run.cpuSeconds * 1000, "ms"),
      `${((run.cpuSeconds * 1000) / count).toFixed(2)} ms`,
      shown(run.peakMegabytes, "MB"),
      shown((run.peakMegabytes * 1024) / count, "KB"),
      shown(median(run.extra), "ms"),
      shown(percentile(run.extra, 95), "ms"),
    ]);
  }
  return table(["files", "index", "CPU", "CPU a file", "peak memory", "a file", "edit", "p95"], lines);
}

async function indexed(program, folder, cacheFolder, more = async () => undefined) {
  const server = await startServer(program, folder, { cacheFolder });
  await server.request("workspace/symbol", { query: "Topic" });
  const wallMs = performance.now() - server.startedAtMs;
  await server.quiet();
  const { cpuSeconds, peakMegabytes } = server.usage();
  const extra = await more(server, folder);
  await server.stop();
  return { wallMs, cpuSeconds, peakMegabytes, extra };
}

async function editTimes(server, folder) {
  const document = documentOf(server, folder, openedFiles.small);
  const { breaks, mends } = duplicateNumber(document.text);
  await document.open();
  const times = [];
  for (let pair = 0; pair < 50; pair++) {
    times.push(await document.edit(breaks, errors => errors > 0));
    times.push(await document.edit(mends, errors => errors === 0));
  }
  return times.slice(2);
}
