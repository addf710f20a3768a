// One edit after another in an open file, from `didChange` to the diagnostics that answer it.
import { setTimeout as sleep } from "node:timers/promises";
import { documentOf, duplicateNumber } from "./document.mjs";
import { row } from "./figures.mjs";
import { exampleFile, openedFiles } from "./folders.mjs";
import { eachSide, withServers } from "./running.mjs";

export const editMeasured =
  "A field's number becomes that of its neighbour, then its own again; from `didChange` to the diagnostics that have the " +
  "error, or have it no longer. Ranges where the server takes them (ours), the whole text where it does not (buf). A file is " +
  "open alone, and the first edit, after the server has come to rest, is counted apart. CPU is the server's, for an edit.";

/** Edits of the example's file, by turns; `turns`: how many turns, and how many edits of each server in one. */
export async function editSmall(servers, folder, turns) {
  return withServers(servers, folder, async running => [
    ...(await editRows(running, folder, { file: exampleFile, what: "1.2 KB", turns, aim: "p95 ≤ 3 ms" })),
    peakRow(running, "peak memory"),
  ]);
}

/** Edits of a small, a middling and a huge file of the large folder, by turns. */
export async function editLarge(servers, folder, turns) {
  return withServers(servers, folder, async running => {
    const rows = async (file, size, firstAim, aim) =>
      editRows(running, folder, { file, what: size, turns, firstAim, aim });
    return [
      ...(await rows(openedFiles.small, "1.4 KB", "≤ 10 ms", "p95 ≤ 4 ms")),
      ...(await rows(openedFiles.medium, "110 KB", "≤ 20 ms", "p95 ≤ 8 ms")),
      peakRow(running, "peak memory"),
      ...(await rows(openedFiles.large, "4 MB", "≤ 150 ms", "p95 ≤ 30 ms")),
      peakRow(running, "peak memory, after the 4 MB file too", "≤ 400 MB"),
    ];
  });
}

async function editRows(running, folder, { file, what, turns, firstAim, aim }) {
  const seen = await eachSide(running, server => openAndEditOnce(server, folder, file));
  for (let turn = 0; turn < turns.count; turn++) {
    for (const side of Object.keys(seen)) await editTurn(seen[side], turns[side]);
  }
  for (const { document, server } of Object.values(seen)) {
    document.close();
    await server.quiet();
  }
  const pick = of => Object.fromEntries(Object.entries(seen).map(([side, one]) => [side, of(one)]));
  const cpu = pick(one => (one.times.includes(undefined) ? undefined : (one.cpuSeconds * 1000) / one.times.length));
  return [
    row(`${what}: first edit`, { ...pick(one => [one.firstMs]), aim: firstAim }),
    row(`${what}: edit`, { ...pick(one => one.times), cpu, aim }),
  ];
}

async function openAndEditOnce(server, folder, file) {
  const document = documentOf(server, folder, file);
  const duplicate = duplicateNumber(document.text);
  await document.open();
  await server.quiet();
  const firstMs = await document.edit(duplicate.breaks, errors => errors > 0);
  await server.quiet();
  await document.edit(duplicate.mends, errors => errors === 0);
  await server.quiet();
  return { server, document, duplicate, firstMs, times: [], cpuSeconds: 0 };
}

async function editTurn(seen, edits) {
  const { server, document, duplicate, times } = seen;
  const before = server.usage()?.cpuSeconds ?? 0;
  for (let edit = 0; edit < edits && !times.includes(undefined); edit++) {
    if (edit % 2 === 0) times.push(await document.edit(duplicate.breaks, errors => errors > 0));
    else times.push(await document.edit(duplicate.mends, errors => errors === 0));
    await sleep(20);
  }
  await server.quiet();
  seen.cpuSeconds += (server.usage()?.cpuSeconds ?? 0) - before;
}

function peakRow(running, what, aim) {
  const peak = server => {
    const usage = server?.usage();
    return usage === undefined ? [] : [usage.peakMegabytes];
  };
  return row(what, { ours: peak(running.ours), buf: peak(running.buf), unit: "MB", aim });
}
