// Compares our Python output with that of the real generators, file by file, over a folder of protos.
//   node scripts/comparePython.mjs [FOLDER] [--protoc PROTOC] [--grpc PLUGIN] [--pyi-from FOLDER]
// PROTOC is Debian's 3.21.12, whose form we write; what it writes for a file that needs our corrections may differ.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve, sep } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    protoc: { type: "string", default: "/usr/bin/protoc" },
    grpc: { type: "string", default: "/usr/bin/grpc_python_plugin" },
    // A folder of .pyi files that protoc 35 made of the same protos (grpcio-tools 1.84).
    "pyi-from": { type: "string" },
  },
});
const root = resolve(positionals[0] ?? "node_modules/google-proto-files");
const quiet = { stdio: "pipe", maxBuffer: 1 << 28 };
const wellKnown = resolve("node_modules/protoc/include");
const work = mkdtempSync(join(tmpdir(), "compare-python-"));
try {
  await compare();
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function compare() {
  const protos = protoFiles(root).filter(path => !path.startsWith("google/protobuf/"));
  const usable = protosThatCompile(protos);
  console.log(`${usable.length} of ${protos.length} files of ${relative(process.cwd(), root)} are accepted by protoc`);

  const real = join(work, "real");
  mkdirSync(real);
  const includes = [`-I${root}`, `-I${wellKnown}`];
  const list = join(work, "files");
  writeFileSync(list, usable.join("\n"));
  const grpc = existsSync(values.grpc)
    ? [`--plugin=protoc-gen-grpc_python=${values.grpc}`, `--grpc_python_out=${real}`]
    : [];
  execFileSync(values.protoc, [...includes, `--python_out=${real}`, ...grpc, `@${list}`], quiet);
  const set = join(work, "set.binpb");
  execFileSync(
    values.protoc,
    [...includes, "--include_imports", "--include_source_info", "-o", set, `@${list}`],
    quiet,
  );

  await build({
    stdin: {
      contents: `export { generate } from "./server/src/generate/generate.ts"; export { schemaOfSet } from "./test/generate/support/schemaOfSet.ts";`,
      resolveDir: process.cwd(),
    },
    outfile: join(work, "generate.mjs"),
    bundle: true,
    platform: "node",
    format: "esm",
    banner: { js: `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);` },
    alias: { typescript: "./scripts/emptyModule.cjs", "@typescript/vfs": "./scripts/emptyModule.cjs" },
    logLevel: "warning",
  });
  const { generate, schemaOfSet } = await import(join(work, "generate.mjs"));
  const startedAtMs = performance.now();
  const { files } = generate(schemaOfSet(readFileSync(set), usable), "python", {});
  console.log(`${files.length} files in ${Math.round(performance.now() - startedAtMs)} ms`);

  for (const [kind, folder] of [
    ["_pb2.py", real],
    ["_pb2_grpc.py", grpc.length > 0 ? real : undefined],
    ["_pb2.pyi", values["pyi-from"]],
  ]) {
    if (folder === undefined) continue;
    const ours = files.filter(file => file.path.endsWith(kind));
    const differing = ours.filter(file => readFileSync(join(folder, file.path), "utf8") !== withoutHeader(file));
    console.log(`${kind}: ${ours.length - differing.length} of ${ours.length} are equal`);
    for (const { path, content } of differing.slice(0, 10)) {
      const mine = join(work, "mine");
      writeFileSync(mine, withoutHeader({ path, content }));
      console.log(`  ${path}`);
      try {
        execFileSync("diff", [join(folder, path), mine]);
      } catch (error) {
        console.log(
          String(error.stdout)
            .split("\n")
            .slice(0, 6)
            .map(line => `    ${line.slice(0, 200)}`)
            .join("\n"),
        );
      }
    }
  }
}

// The real .pyi files say nothing of where they come from; ours do, so that tools know them for generated.
function withoutHeader({ path, content }) {
  return path.endsWith("_pb2.pyi") ? content.slice(content.indexOf("\n") + 1) : content;
}

function protoFiles(folder) {
  return readdirSync(folder, { recursive: true })
    .map(path => path.split(sep).join("/"))
    .filter(path => path.endsWith(".proto") && !path.includes("node_modules/"))
    .sort();
}

// A file that lacks an import, or is of an edition that this protoc does not know, is left out.
function protosThatCompile(protos) {
  const bad = new Set();
  for (;;) {
    const list = join(work, "candidates");
    const left = protos.filter(path => !bad.has(path));
    writeFileSync(list, left.join("\n"));
    try {
      execFileSync(values.protoc, [`-I${root}`, `-I${wellKnown}`, "-o", join(work, "probe"), `@${list}`], {
        stdio: "pipe",
      });
      return left;
    } catch (error) {
      const before = bad.size;
      for (const [, path] of String(error.stderr).matchAll(/^([^:\s]+\.proto):/gm)) bad.add(path);
      if (bad.size === before) throw error;
    }
  }
}
