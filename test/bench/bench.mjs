// `npm run bench`: ours beside buf and protoc, in one run on this machine, by turns. Read the ratios; the times are this
// machine's. `npm run bench -- edit small` runs the parts that have all these words, `--alone` leaves buf out, `--readme`
// writes the figures of these parts into README.md.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ask, askMeasured } from "./ask.mjs";
import { benchBreaking, breakingMeasured } from "./breaking.mjs";
import { breakingEdits, breakingEditsMeasured } from "./breakingEdits.mjs";
import { busy, busyMeasured } from "./busy.mjs";
import { call, callMeasured } from "./call.mjs";
import { benchCompile, compileMeasured } from "./compile.mjs";
import { editLarge, editMeasured, editSmall } from "./edit.mjs";
import { figuresTable } from "./figures.mjs";
import { largeFolder, smallFolder } from "./folders.mjs";
import { growth, growthMeasured, index, indexMeasured } from "./index.mjs";
import { languageServers } from "./programs.mjs";
import { machine, writeReadme } from "./readme.mjs";
import { startLarge, startMeasured, startSmall } from "./start.mjs";

const repository = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

const counts = [1000, 2000, 4000, 8000];

/** Parts: a name, the title of its table, what is said above it, and how its rows (or the whole table) are made. */
const parts = [
  part("start small", "Start in a folder of three files", startMeasured, ({ servers, small }) =>
    startSmall(servers, small(), 10),
  ),
  part("start large", "Start in google-proto-files, 8,051 files", startMeasured, ({ servers, large }) =>
    startLarge(servers, large(), 2),
  ),
  part("edit small", "Edit in a folder of three files", editMeasured, ({ servers, small }) =>
    editSmall(servers, small(), { count: 5, ours: 40, buf: 40 }),
  ),
  part("edit large", "Edit in google-proto-files", editMeasured, ({ servers, large }) =>
    editLarge(servers, large(), { count: 1, ours: 50, buf: 2 }),
  ),
  part("ask", "Requests in google-proto-files", askMeasured, ({ servers, large }) => ask(servers, large(), 10)),
  part("busy", "A hover while something else goes on", busyMeasured, ({ servers, large }) => busy(servers, large())),
  part("index", "The index of google-proto-files", indexMeasured, ({ servers, large, work }) =>
    index(servers, large(), work, 3),
  ),
  part("growth", "Growth", growthMeasured, ({ servers, sample, work }) => growth(servers, sample, work, counts)),
  part("breaking", "Breaking changes of google-proto-files", breakingMeasured, ({ servers }) =>
    benchBreaking(repository, 1, { alone: servers.buf === undefined }),
  ),
  part("breaking edit", "Edit beside an earlier version", breakingEditsMeasured, ({ servers, large, work }) =>
    breakingEdits(servers, large(), { work, count: 2, edits: 30 }),
  ),
  part("call", "A call on a warm connection", callMeasured, ({ work }) =>
    call(repository, work, { unary: 400, flood: 100_000 }),
  ),
  part("compile", "Compile google-proto-files", compileMeasured, () => benchCompile(repository, 1)),
];

await bench(process.argv.slice(2));

function part(name, title, measured, measure) {
  return { name, title, measured, measure };
}

async function bench(args) {
  const words = args.filter(word => !word.startsWith("--"));
  const chosen = parts.filter(({ name }) => words.every(word => name.split(" ").includes(word)));
  if (chosen.length === 0) {
    const names = parts.map(({ name }) => name).join(", ");
    console.error(`no part has the words "${words.join(" ")}"; there are: ${names}`);
    process.exitCode = 2;
    return;
  }
  const work = mkdtempSync(path.join(tmpdir(), "protodial-bench-"));
  process.once("exit", () => rmSync(work, { recursive: true, force: true }));
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
  const { ours, buf } = languageServers(repository);
  const servers = buf === undefined || args.includes("--alone") ? { ours } : { ours, buf };
  const where = `${machine(servers)}.`;
  console.log(where);
  const tables = new Map();
  const subject = { servers, work, ...folders(work) };
  for (const { title, measured, measure } of chosen) {
    const made = await measure(subject);
    const tableWith = aims => (typeof made === "string" ? made : figuresTable(made, { aims }));
    console.log(`\n### ${title}\n\n${measured}\n\n${tableWith(true)}`);
    tables.set(title, `${measured}\n\n${tableWith(false)}`);
    // After each part, for a whole run takes a quarter of an hour.
    if (args.includes("--readme")) writeReadme(repository, { where, tables, titles: parts.map(one => one.title) });
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
