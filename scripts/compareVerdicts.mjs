// Compares our verdict on each case of the corpus (or on whole folders) with the real protoc's: accepted or refused.
//   node scripts/compareVerdicts.mjs [--verbose] [--lines] [--buf] [CASE.proto...]
//   node scripts/compareVerdicts.mjs --roots ROOT,ROOT...       each file below the first root by itself
// A case whose first line is `// protoc accepts: why` or `// protoc refuses: why` is expected to differ. --lines compares
// the lines of the first errors, too, and --buf asks `buf build` for a second opinion; what then differs must be listed in
// server/docs/disagreements.md, and what is listed there must differ. buf's verdicts are kept in node_modules/.cache.
import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const home = fileURLToPath(new URL("..", import.meta.url));
const include = join(home, "node_modules/protoc/include");
const cpu = process.arch === "x64" ? "x86_64" : "aarch_64";
const protoc = join(home, "node_modules/protoc/bin", `protoc-${process.platform}-${cpu}`);
const buf = join(home, `node_modules/@bufbuild/buf-${process.platform}-${process.arch}/bin/buf`);
const bufVerdicts = join(home, "node_modules/.cache/protodial/bufVerdicts.json");
const scratch = mkdtempSync(join(tmpdir(), "verdicts-"));
const words = process.argv.slice(2);
const verbose = words.includes("--verbose");

try {
  const ours = { ...(await bundled("problems.ts")), ...(await bundled("disagreements.ts")) };
  const at = words.indexOf("--roots");
  if (at >= 0)
    compareFolders(
      ours,
      words[at + 1].split(",").map(root => resolve(root)),
    );
  else {
    const named = words.filter(word => !word.startsWith("--"));
    await compareCases(ours, named);
  }
} finally {
  rmSync(scratch, { recursive: true });
}

async function compareCases(ours, named) {
  const corpus = join(home, "test/corpus");
  const paths =
    named.length > 0 ? named.map(path => resolve(path)) : protosBelow(corpus).map(path => join(corpus, path));
  const listed = ours.listedCases(readFileSync(join(home, "server/docs/disagreements.md"), "utf8"));
  const askBuf = words.includes("--buf") ? bufAsker() : undefined;
  let different = 0;
  await eachAtOnce(paths, availableParallelism(), async path => {
    const text = readFileSync(path, "utf8");
    const name = relative(corpus, path).replaceAll("\\", "/").slice(0, -".proto".length);
    const expected = /^\/\/ protoc (accepts|refuses): (.*)/.exec(text);
    const files = ours.filesOf(text);
    const compiled = ours.compileTexts(files);
    const problems = [...files.keys()].flatMap(one => compiled.problems(one).map(problem => ({ path: one, problem })));
    const found = problems.map(({ path: file, problem }) => {
      const source = compiled.file(file).declared.parsed.source;
      return ours.describeProblem(source, problem).split("\n")[0];
    });
    const shown = [...files.keys()].flatMap(one => ours.shownPlaces(compiled.file(one), compiled.problems(one)));
    const refused = problems.some(({ problem }) => problem.severity === "error");
    const theirs = await runIn(files, folder => [
      protoc,
      `-I${folder}`,
      `-I${include}`,
      "-o/dev/null",
      ...files.keys(),
    ]);
    const notes = [];
    if (theirs.refused !== (expected === null ? refused : expected[1] === "refuses"))
      notes.push(`DIFFERENT: protoc ${verdict(theirs)}, we ${refused ? "refuse" : "accept"}`);
    if (words.includes("--lines")) {
      const [our, their] = [ours.placeOfFirstError(shown), ours.placeOfFirstError(theirs.output)];
      const isOther = refused && their !== undefined && our !== their;
      notes.push(...held("First error on another line", isOther, `${our} and not ${their}`));
    }
    if (askBuf !== undefined) {
      const bufs = await askBuf(files);
      notes.push(...held("buf is stricter", bufs.refused && !refused, bufs.output[0]));
      notes.push(...held("buf is laxer", !bufs.refused && refused, "buf accepts it"));
    }
    if (notes.length > 0) different++;
    if (notes.length === 0 && !verbose) return;
    console.log(`${name}: ${notes.length === 0 ? `same, protoc ${verdict(theirs)}` : notes.join("; ")}`);
    for (const line of theirs.output) console.log(`    protoc: ${line}`);
    for (const line of found) console.log(`    ours:   ${line}`);

    function held(heading, isSo, what) {
      const isListed = listed.get(heading)?.has(name) === true;
      if (isSo === isListed) return [];
      return [isSo ? `not listed under “${heading}”: ${what}` : `listed under “${heading}”, and not so`];
    }
  });
  console.log(`${paths.length} cases, ${different} differ from protoc or from server/docs/disagreements.md`);
  process.exitCode = different === 0 ? 0 : 1;
}

function verdict(theirs) {
  return theirs.refused ? "refuses" : "accepts";
}

// buf takes a tenth of a second for a case, so what it said of a text is kept.
function bufAsker() {
  const version = spawnSync(buf, ["--version"], { encoding: "utf8" }).stdout.trim();
  const known = existsSync(bufVerdicts) ? JSON.parse(readFileSync(bufVerdicts, "utf8")) : {};
  process.on("exit", () => {
    mkdirSync(dirname(bufVerdicts), { recursive: true });
    writeFileSync(bufVerdicts, JSON.stringify(known));
  });
  return async files => {
    const key = createHash("sha256")
      .update(JSON.stringify([version, ...files]))
      .digest("hex");
    known[key] ??= await runIn(files, folder => [buf, "build", folder, "-o", "/dev/null"]);
    return known[key];
  };
}

async function eachAtOnce(items, atOnce, work) {
  let next = 0;
  const worker = async () => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

// Runs a command on the files of a case, in a folder of their own.
function runIn(files, commandIn) {
  const folder = mkdtempSync(join(scratch, "case-"));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const [program, ...rest] = commandIn(folder);
  return new Promise((done, fail) => {
    execFile(program, rest, (error, _, output) => {
      rmSync(folder, { recursive: true });
      if (typeof error?.code === "string") fail(error);
      const lines = output.split("\n").filter(line => line !== "");
      done({
        refused: error !== null,
        output: lines.map(line => line.replaceAll(`${folder.replace(/^\//, "")}/`, "").replace(/^\//, "")),
      });
    });
  });
}

function compareFolders(ours, roots) {
  const paths = protosBelow(roots[0]);
  const parsed = new Map();
  const compiled = ours.compilation(path => {
    if (!parsed.has(path)) {
      const root = [...roots, include].find(one => existsSync(join(one, path)));
      // The bytes, which need not be UTF-8.
      const source = root === undefined ? undefined : ours.sourceFile(path, readFileSync(join(root, path)));
      parsed.set(path, source === undefined ? undefined : ours.parseFile(source));
    }
    return parsed.get(path);
  });
  const isRefused = new Map();
  const refused = path => {
    if (isRefused.has(path)) return isRefused.get(path);
    isRefused.set(path, true);
    const file = compiled.file(path);
    const own = file === undefined || compiled.problems(path).some(one => one.severity === "error");
    const result = own || file.imports.some(one => one.file === undefined || refused(one.path));
    isRefused.set(path, result);
    return result;
  };
  let different = 0;
  for (const path of paths) {
    const theirs = runProtoc(roots, [path]);
    if (theirs.refused === refused(path)) continue;
    different++;
    console.log(
      `DIFFERENT ${path}: protoc ${theirs.refused ? "refuses" : "accepts"}\n    ${theirs.output.join("\n    ")}`,
    );
  }
  console.log(`${paths.length} files, ${different} verdicts differ`);
}

function runProtoc(roots, paths) {
  const search = [...roots, include].map(root => `-I${root}`);
  const run = spawnSync(protoc, [...search, "-o/dev/null", ...paths], { encoding: "utf8" });
  const output = run.stderr.split("\n").filter(line => line !== "");
  return {
    refused: run.status !== 0,
    output: output.map(line => roots.reduce((text, root) => text.replace(`${root}/`, ""), line)),
  };
}

function protosBelow(folder) {
  return readdirSync(folder, { recursive: true })
    .filter(path => path.endsWith(".proto"))
    .sort();
}

async function bundled(name) {
  const outfile = join(scratch, name.replace(/\.ts$/, ".mjs"));
  const entryPoints = [join(home, "test/support", name)];
  await build({ entryPoints, outfile, bundle: true, format: "esm", platform: "node", logLevel: "error" });
  return import(pathToFileURL(outfile));
}
