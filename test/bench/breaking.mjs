// Breaking changes of google-proto-files, one field renamed, against what is committed: ours and buf, in turns.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { measured, median, table } from "./measured.mjs";
import { bufBinary } from "./programs.mjs";

export const breakingMeasured =
  "All of google-proto-files in a git repository, one field of one file renamed since the commit, from the start of the process to its end. buf leaves out google/protobuf, the copies of which it refuses.";

/** A table; `rounds` runs of each. `alone`: without buf. */
export async function benchBreaking(repository, rounds, { alone }) {
  const root = mkdtempSync(path.join(tmpdir(), "protodial-bench-"));
  try {
    prepare(repository, root);
    const ours = [process.execPath, [path.join(repository, "dist/cli.js"), "breaking", "--against", "HEAD"]];
    const theirs = [bufBinary(repository), ["breaking", "--against", ".git#ref=HEAD"]];
    const programs = [["Protodial", ...ours], ...(alone ? [] : [["buf", ...theirs]])];
    const runs = new Map(programs.map(([name]) => [name, []]));
    for (let round = 0; round < rounds; round++) {
      for (const [name, command, args] of programs) runs.get(name).push(await measured(command, args, { cwd: root }));
    }
    const cpu = name => median(runs.get(name).map(run => run.cpuSeconds));
    const rows = programs.map(([name]) => {
      const all = runs.get(name);
      // Ours ends with 1 when something is found, buf with 100.
      const failed = all.some(run => run.code !== 1 && run.code !== 100) ? " (failed)" : "";
      const peak = median(all.map(run => run.peakMegabytes));
      const wall = median(all.map(run => run.wallSeconds));
      const ratio = (cpu("Protodial") / cpu(name)).toFixed(2);
      return [name + failed, cpu(name).toFixed(1), wall.toFixed(1), peak.toFixed(0), ratio];
    });
    return table(["", "CPU s", "wall s", "peak MB", "our CPU to theirs"], rows);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function prepare(repository, root) {
  cpSync(path.join(repository, "node_modules/google-proto-files/google"), path.join(root, "google"), {
    recursive: true,
  });
  writeFileSync(path.join(root, "buf.yaml"), "version: v2\nmodules:\n  - path: .\n    excludes: [google/protobuf]\n");
  const git = args =>
    execFileSync("git", ["-c", "user.name=b", "-c", "user.email=b@localhost", ...args], { cwd: root });
  git(["init", "-q"]);
  git(["add", "-A"]);
  git(["commit", "-q", "-m", "all"]);
  const file = path.join(root, "google/pubsub/v1/pubsub.proto");
  writeFileSync(file, readFileSync(file, "utf8").replace("string name = 1", "string title = 1"));
}
