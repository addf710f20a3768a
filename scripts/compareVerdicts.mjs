// Compares our verdict on each case of the corpus (or on whole folders) with the real protoc's: accepted or refused.
//   node scripts/compareVerdicts.mjs [--verbose] [--lines] [CASE.proto...]    --lines: lists other first lines, too
//   node scripts/compareVerdicts.mjs --roots ROOT,ROOT...       each file below the first root by itself
// A case whose first line is `// protoc accepts: why` or `// protoc refuses: why` is expected to differ.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const home = fileURLToPath(new URL("..", import.meta.url));
const include = join(home, "node_modules/protoc/include");
const cpu = process.arch === "x64" ? "x86_64" : "aarch_64";
const protoc = join(home, "node_modules/protoc/bin", `protoc-${process.platform}-${cpu}`);
const scratch = mkdtempSync(join(tmpdir(), "verdicts-"));
const words = process.argv.slice(2);
const verbose = words.includes("--verbose");

try {
  const ours = await loadCompiler();
  const at = words.indexOf("--roots");
  if (at >= 0)
    compareFolders(
      ours,
      words[at + 1].split(",").map(root => resolve(root)),
    );
  else
    compareCases(
      ours,
      words.filter(word => !word.startsWith("--")),
    );
} finally {
  rmSync(scratch, { recursive: true });
}

function compareCases(ours, named) {
  const corpus = join(home, "test/corpus");
  const cases = named.length > 0 ? named : protosBelow(corpus).map(path => join(corpus, path));
  let different = 0;
  for (const path of cases) {
    const text = readFileSync(path, "utf8");
    const expected = /^\/\/ protoc (accepts|refuses): (.*)/.exec(text);
    const files = ours.filesOf(text);
    const theirs = runCase(files);
    const compiled = ours.compileTexts(files);
    const problems = [...files.keys()].flatMap(one => compiled.problems(one).map(problem => ({ path: one, problem })));
    const refused = problems.some(({ problem }) => problem.severity === "error");
    const agree = expected === null ? refused === theirs.refused : (expected[1] === "refuses") === theirs.refused;
    if (!agree) different++;
    const ourLines = problems.map(({ path: file, problem }) => lineOf(ours, compiled, file, problem));
    const otherLine = words.includes("--lines") && refused && !sharesLine(theirs.output, ourLines);
    if (agree && !verbose && !otherLine) continue;
    console.log(
      `${agree ? (otherLine ? "other line" : "same") : "DIFFERENT"} ${relative(corpus, path)}: protoc ${theirs.refused ? "refuses" : "accepts"}, we ${refused ? "refuse" : "accept"}`,
    );
    for (const line of theirs.output) console.log(`    protoc: ${line}`);
    for (const { path: file, problem } of problems) {
      const source = compiled.file(file).declared.parsed.source;
      console.log(`    ours:   ${ours.describeProblem(source, problem).split("\n")[0]}`);
    }
  }
  console.log(`${cases.length} cases, ${different} verdicts differ`);
  process.exitCode = different === 0 ? 0 : 1;
}

function lineOf(ours, compiled, file, problem) {
  const source = compiled.file(file).declared.parsed.source;
  return ours.describeProblem(source, problem).split(":").slice(0, 2).join(":");
}

// Of protoc's errors many have no place at all; those are left out.
function sharesLine(output, ourLines) {
  const placed = output.filter(line => /^[^:]+:\d+:\d+: (?!warning)/.test(line));
  const lines = placed.map(line => line.split(":").slice(0, 2).join(":"));
  return lines.length === 0 || lines.some(line => ourLines.includes(line));
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

function runCase(files) {
  const folder = join(scratch, "case");
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const result = runProtoc([folder], [...files.keys()]);
  rmSync(folder, { recursive: true });
  return result;
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

async function loadCompiler() {
  const outfile = join(scratch, "compiler.mjs");
  const contents = `
    export * from "./test/support/problems.ts";
    export { compilation } from "./server/src/compiler/compile.ts";
    export { parseFile } from "./server/src/compiler/syntax/parseFile.ts";
    export { sourceFile } from "./server/src/compiler/text/sourceFile.ts";`;
  const stdin = { contents, resolveDir: home, loader: "ts" };
  await build({ stdin, outfile, bundle: true, format: "esm", platform: "node", logLevel: "error" });
  return import(pathToFileURL(outfile));
}
