// The section of README.md with the figures, between two marks: a line on the machine, and a table for each part. A run
// writes those of its parts anew.
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

/**
 * Puts `where` and `tables`, texts by their titles, between the marks of README.md; of the other `titles` the tables stay
 * that stand there.
 */
export function writeReadme(repository, { where, tables, titles }) {
  const file = path.join(repository, "README.md");
  const readme = readFileSync(file, "utf8");
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) throw new Error("README.md has no place for the figures");
  const known = new Map(
    readme
      .slice(from, to)
      .split("\n### ")
      .slice(1)
      .map(part => [part.slice(0, part.indexOf("\n")), part.slice(part.indexOf("\n")).trim()]),
  );
  const shown = titles.flatMap(title => {
    const text = tables.get(title) ?? known.get(title);
    return text === undefined ? [] : [`### ${title}`, text];
  });
  const section = [begin, where, ...shown, end].join("\n\n");
  writeFileSync(file, readme.slice(0, from) + section + readme.slice(to + end.length));
}
