// `npm run bench`: ours beside buf and protoc, in one run on this machine, by turns. Read the ratios; the times are this
// machine's. `npm run bench -- edit small` runs the parts that have all these words, `--alone` leaves buf out, `--readme`
// writes README.md's figures.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ask, askMeasured } from "./ask.mjs";
import { busy, busyMeasured } from "./busy.mjs";
import { benchCompile, compileMeasured } from "./compile.mjs";
import { editLarge, editMeasured, editSmall } from "./edit.mjs";
import { figuresTable } from "./figures.mjs";
import { largeFolder, smallFolder } from "./folders.mjs";
import { growth, growthMeasured, index, indexMeasured } from "./index.mjs";
import { languageServers } from "./programs.mjs";
import { machine, writeReadme } from "./readme.mjs";
import { startLarge, startMeasured, startSmall } from "./start.mjs";

const repository = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

/** Parts: a name, what is said above its table, and how its rows (or its table) are made. */
const parts = [
  ["start small", startMeasured, ({ servers, small }) => startSmall(servers, small(), 10)],
  ["start large", startMeasured, ({ servers, large }) => startLarge(servers, large(), 2)],
  ["edit small", editMeasured, ({ servers, small }) => editSmall(servers, small(), { count: 5, ours: 40, buf: 40 })],
  ["edit large", editMeasured, ({ servers, large }) => editLarge(servers, large(), { count: 2, ours: 50, buf: 2 })],
  ["ask", askMeasured, ({ servers, large }) => ask(servers, large(), 10)],
  ["busy", busyMeasured, ({ servers, large }) => busy(servers, large())],
  ["index", indexMeasured, ({ servers, large, work }) => index(servers, large(), work, 3)],
  ["growth", growthMeasured, ({ servers, sample, work }) => growth(servers, sample, work, [1000, 2000, 4000, 8000])],
  ["compile", compileMeasured, () => benchCompile(repository, 1)],
];

await bench(process.argv.slice(2));

async function bench(args) {
  const words = args.filter(word => !word.startsWith("--"));
  const chosen = parts.filter(([name]) => words.every(word => name.split(" ").includes(word)));
  if (chosen.length === 0) {
    console.error(`no part has the words "${words.join(" ")}"; there are: ${parts.map(([name]) => name).join(", ")}`);
    process.exitCode = 2;
    return;
  }
  const work = mkdtempSync(path.join(tmpdir(), "protodial-bench-"));
  try {
    const { ours, buf } = languageServers(repository);
    const servers = buf === undefined || args.includes("--alone") ? { ours } : { ours, buf };
    const where = `${machine(servers)}.`;
    console.log(where);
    const sections = [where];
    const subject = { servers, work, ...folders(work) };
    for (const [name, measured, measure] of chosen) {
      const made = await measure(subject);
      const print = aims => [`### ${name}`, measured, typeof made === "string" ? made : figuresTable(made, { aims })];
      console.log(`\n${print(true).join("\n\n")}`);
      sections.push(...print(false));
    }
    if (args.includes("--readme")) writeReadme(repository, sections.join("\n\n"));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The folders, each made when the first part needs it. */
function folders(work) {
  const once = make => {
    let made;
    return () => {
      made ??= make();
      return made;
    };
  };
  return {
    small: once(() => smallFolder(repository, work)),
    large: once(() => largeFolder(repository, work)),
    sample: count => largeFolder(repository, work, count),
  };
}
