// The section of README.md that a whole run writes anew, between two marks.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const begin = "<!-- made by `npm run bench -- --readme` -->";
const end = "<!-- end of what the bench made -->";

/** The date, the machine and the programs, in a line. */
export function machine(servers) {
  const memory = Math.round(os.totalmem() / 2 ** 30);
  const cpus = os.cpus();
  const buf =
    servers.buf === undefined ? "" : `, buf ${execFileSync(servers.buf.command, ["--version"]).toString().trim()}`;
  const date = new Date().toISOString().slice(0, 10);
  const load = os.loadavg()[0].toFixed(1);
  const cores = `${cpus.length} cores (${cpus[0].model.trim()}, load ${load} at the start)`;
  return `${date}, ${cores}, ${memory} GB, ${os.type()} ${os.arch()}, Node ${process.versions.node}${buf}`;
}

/** Puts `text` between the marks of README.md. */
export function writeReadme(repository, text) {
  const file = path.join(repository, "README.md");
  const readme = readFileSync(file, "utf8");
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) throw new Error("README.md has no place for the figures");
  writeFileSync(file, `${readme.slice(0, from + begin.length)}\n\n${text.trim()}\n\n${readme.slice(to)}`);
}
