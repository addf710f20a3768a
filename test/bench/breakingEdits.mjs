// What it costs the editor to compare with an earlier version: a keystroke beside one without, and the background.
import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { documentOf } from "./document.mjs";
import { row } from "./figures.mjs";
import { openedFiles, protoFiles } from "./folders.mjs";
import { startServer } from "./languageServer.mjs";

export const breakingEditsMeasured =
  "google-proto-files in a git repository. A field's name gets a letter, then loses it; from `didChange` to the first " +
  "diagnostics, which tell with a baseline what breaks, by turns with a server that compares with nothing. Then the CPU of a " +
  "server until it rests, the index kept from before, less that of one that compares with nothing. buf's server does not " +
  "compare.";

/** Edits of a small, a middling and a huge file with a baseline and without, and what the baseline costs beside them. */
export async function breakingEdits(servers, folder, { work, count, edits }) {
  const repository = repositoryOf(folder, work);
  const rows = [];
  for (const [size, file] of Object.entries(openedFiles)) {
    const times = await editsBeside(servers.ours, repository, { file, count, edits });
    const cpu = against => ({ ours: (times[against].cpuSeconds * 1000) / times[against].length });
    rows.push(row(`${size} file: edit, nothing compared`, { ours: times.off, cpu: cpu("off") }));
    rows.push(row(`${size} file: edit, compared`, { ours: times.first, cpu: cpu("first"), aim: "≤ 10 ms more" }));
  }
  const rest = async against => restOf(servers.ours, repository, { against, cacheFolder: path.join(work, "kept") });
  await rest("off");
  const off = await rest("off");
  for (const [what, against, aim] of [
    ["ten files differ", "first", "≤ 500 ms"],
    ["all files differ", "other", "≤ the index"],
  ]) {
    const used = await rest(against);
    rows.push(row(`baseline, ${what}: CPU`, { ours: [(used.cpuSeconds - off.cpuSeconds) * 1000], aim }));
    rows.push(row(`baseline, ${what}: peak memory`, { ours: [used.peakMegabytes], unit: "MB", aim: "≤ 250 MB" }));
  }
  return rows;
}

/** A copy with three commits: `other` differs from what is there in each file, `first` in ten. */
function repositoryOf(folder, work) {
  const root = path.join(work, "history");
  cpSync(folder, root, { recursive: true });
  const files = protoFiles(root).map(name => path.join(root, name));
  const git = args =>
    execFileSync("git", ["-c", "user.name=b", "-c", "user.email=b@localhost", ...args], { cwd: root, stdio: "ignore" });
  const commit = tag => {
    git(["add", "-A"]);
    git(["commit", "-q", "-m", tag]);
    git(["tag", tag]);
  };
  git(["init", "-q"]);
  const texts = new Map(files.map(file => [file, readFileSync(file)]));
  const withLine = file => writeFileSync(file, Buffer.concat([Buffer.from("// Another licence.\n"), texts.get(file)]));
  for (const file of files) withLine(file);
  commit("other");
  for (const file of files) writeFileSync(file, texts.get(file));
  for (const file of files.slice(0, 10)) withLine(file);
  commit("first");
  for (const file of files.slice(0, 10)) writeFileSync(file, texts.get(file));
  commit("now");
  rmSync(path.join(root, ".git/hooks"), { recursive: true, force: true });
  return root;
}

async function editsBeside(program, folder, { file, count, edits }) {
  const times = { off: [], first: [] };
  const open = {};
  for (const against of Object.keys(times)) {
    const server = await startServer(program, folder, { breaking: { against } });
    await server.quiet();
    const document = documentOf(server, folder, file);
    await document.open();
    await server.quiet();
    open[against] = { server, document, at: nameEnd(document.text), hasLetter: false };
    // The first edits are of a file that has not been checked as a whole.
    for (let edit = 0; edit < 2; edit++) {
      await editOnce(open[against]);
      await server.quiet();
    }
  }
  for (let turn = 0; turn < count; turn++) {
    for (const [against, one] of Object.entries(open)) {
      const before = one.server.usage().cpuSeconds;
      for (let edit = 0; edit < edits; edit++) {
        times[against].push(await editOnce(one));
        await sleep(20);
      }
      await one.server.quiet();
      times[against].cpuSeconds = (times[against].cpuSeconds ?? 0) + one.server.usage().cpuSeconds - before;
    }
  }
  for (const { server } of Object.values(open)) await server.stop();
  return times;
}

function editOnce(one) {
  const { document, at, hasLetter } = one;
  one.hasLetter = !hasLetter;
  return document.edit(
    hasLetter ? { start: at, end: at + 1, text: "" } : { start: at, end: at, text: "x" },
    () => true,
  );
}

/** Where the name of the field nearest to the middle ends. */
function nameEnd(text) {
  const distance = found => Math.abs(found.index - text.length / 2);
  const [field] = [...text.matchAll(/^ +(?:optional |repeated )?[\w.]+ \w+(?= = \d)/gm)].sort(
    (one, other) => distance(one) - distance(other),
  );
  return field.index + field[0].length;
}

async function restOf(program, folder, { against, cacheFolder }) {
  const server = await startServer(program, folder, { breaking: { against }, cacheFolder });
  await server.quiet();
  await sleep(1500);
  await server.quiet();
  const usage = server.usage();
  await server.stop();
  return usage;
}
