// Compares our descriptors with those of the real protoc (npm package `protoc`), byte for byte.
//   node scripts/compareDescriptors.mjs [--verbose] [--problems] [--no-protoc] ROOT... [--only FILE...]
// Every .proto file below the roots is compiled; what protoc refuses is left out, with what imports it.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const home = fileURLToPath(new URL("..", import.meta.url));
const include = join(home, "node_modules/protoc/include");
const protoc = join(
  home,
  "node_modules/protoc/bin",
  `protoc-${process.platform}-${process.arch === "x64" ? "x86_64" : "aarch_64"}`,
);
const scratch = mkdtempSync(join(tmpdir(), "descriptors-"));

const { roots, only, flags } = readArguments(process.argv.slice(2));
try {
  const ours = await loadCompiler();
  const paths = only.length > 0 ? only : roots.flatMap(root => protosBelow(root));
  const accepted = flags.has("--no-protoc") ? undefined : runProtoc(paths);
  compare(
    ours,
    accepted?.paths ?? paths,
    accepted?.descriptors,
    paths.filter(path => accepted?.paths.includes(path) === false),
  );
} finally {
  rmSync(scratch, { recursive: true });
}

function readArguments(words) {
  const flags = new Set(words.filter(word => word.startsWith("--") && word !== "--only"));
  const rest = words.filter(word => !flags.has(word));
  const at = rest.indexOf("--only");
  return {
    flags,
    roots: (at < 0 ? rest : rest.slice(0, at)).map(root => resolve(root)),
    only: at < 0 ? [] : rest.slice(at + 1),
  };
}

async function loadCompiler() {
  const outfile = join(scratch, "compiler.mjs");
  const from = path => JSON.stringify(join(home, "server/src/compiler", path));
  await build({
    stdin: {
      contents: `
        export { sourceFile } from ${from("text/sourceFile.ts")};
        export { parseFile } from ${from("syntax/parseFile.ts")};
        export { compilation } from ${from("compile.ts")};
        export { fileDescriptor } from ${from("describe/fileDescriptor.ts")};
        export { optionTypesPath } from ${from("link/options.ts")};
        export { filesWithImports } from ${from("describe/descriptorSet.ts")};
        export { FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";`,
      resolveDir: home,
      loader: "ts",
    },
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "error",
  });
  return import(pathToFileURL(outfile).href);
}

function protosBelow(root, below = "") {
  const found = [];
  for (const entry of readdirSync(join(root, below), { withFileTypes: true })) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) found.push(...protosBelow(root, path));
    else if (entry.name.endsWith(".proto")) found.push(path);
  }
  return found.sort();
}

function runProtoc(paths) {
  const out = join(scratch, "protoc.binpb");
  const list = join(scratch, "files.txt");
  let accepted = paths;
  for (let round = 0; round < 500; round++) {
    writeFileSync(list, accepted.join("\n"));
    const started = process.hrtime.bigint();
    const run = spawnSync(
      protoc,
      [
        ...roots.map(root => `-I${root}`),
        `-I${include}`,
        "--include_imports",
        "--include_source_info",
        "--retain_options",
        "--experimental_editions",
        "-o",
        out,
        `@${list}`,
      ],
      { encoding: "utf8", maxBuffer: 1 << 28 },
    );
    if (run.status === 0) {
      console.log(`protoc: ${accepted.length} files, ${Number(process.hrtime.bigint() - started) / 1e9} s wall`);
      return { paths: accepted, descriptors: splitSet(readFileSync(out)) };
    }
    const errors = run.stderr.split("\n").filter(line => !line.includes(": warning: "));
    const named = errors.flatMap(line => line.match(/^(\S+\.proto):/)?.[1] ?? []);
    const refused = new Set(named.map(path => roots.reduce((rest, root) => rest.replace(`${root}/`, ""), path)));
    const left = accepted.filter(path => !refused.has(path));
    if (left.length === accepted.length) throw new Error(errors.join("\n").slice(0, 2000) || String(run.error));
    console.log(`protoc refuses ${accepted.filter(path => refused.has(path)).join(", ")}`);
    if (flags.has("--verbose")) console.log(errors.slice(0, 10).join("\n"));
    accepted = left;
  }
  throw new Error("protoc refuses too much");
}

function splitSet(set) {
  const files = new Map();
  for (const { bytes } of fieldsOf(set)) {
    const name = fieldsOf(bytes).find(field => field.number === 1);
    files.set(Buffer.from(name.bytes).toString(), bytes);
  }
  return files;
}

function compare(ours, paths, expected, refused) {
  const before = process.cpuUsage();
  const parsed = new Map();
  const parsedFile = path => {
    if (!parsed.has(path)) {
      const root = [...roots, include].find(one => existsSync(join(one, path)));
      parsed.set(
        path,
        root === undefined ? undefined : ours.parseFile(ours.sourceFile(path, readFileSync(join(root, path)))),
      );
    }
    return parsed.get(path);
  };
  const builtIn = ours.parseFile(
    ours.sourceFile(ours.optionTypesPath, readFileSync(join(include, ours.optionTypesPath))),
  );
  const compilation = ours.compilation(parsedFile, {}, () => builtIn);
  const files = ours.filesWithImports(paths, compilation);
  const counts = { files: 0, same: 0, structure: 0, sourceInfo: 0, problems: 0 };
  let bytes = 0;
  const different = [];
  const order = [...(expected?.keys() ?? [])];
  for (const [index, file] of files.entries()) {
    const path = file.declared.path;
    const actual = ours.fileDescriptor(file, {
      sourceInfo: "with",
      jsonNames: "all",
      optionTypes: compilation.optionTypes(),
    });
    bytes += actual.length;
    counts.files++;
    if (expected === undefined) continue;
    if (order[index] !== path) different.push(`${path}: stands at place ${index}, where protoc has ${order[index]}`);
    const wanted = expected.get(path);
    if (wanted !== undefined && Buffer.compare(actual, wanted) === 0) {
      counts.same++;
      counts.structure++;
      counts.sourceInfo++;
      continue;
    }
    if (wanted === undefined) continue;
    const structure = equalParts(actual, wanted, field => field.number !== 9);
    const sourceInfo = equalParts(actual, wanted, field => field.number === 9);
    if (structure) counts.structure++;
    if (sourceInfo) counts.sourceInfo++;
    different.push(`${path}: ${firstDifference(actual, wanted, ours.FileDescriptorProtoSchema, "")}`);
  }
  if (flags.has("--problems")) {
    const errorsOf = path => compilation.problems(path).filter(one => one.severity === "error");
    for (const path of refused) if (errorsOf(path).length === 0) console.log(`${path}: only protoc refuses it`);
    for (const file of files) {
      const errors = errorsOf(file.declared.path);
      if (errors.length > 0) counts.problems++;
      for (const one of errors.slice(0, 3))
        console.log(`${file.declared.path}:${one.span.start}: ${one.message} [${one.id}] ${one.help ?? ""}`);
    }
  }
  const cpu = process.cpuUsage(before);
  const shown = flags.has("--verbose") ? different : different.slice(0, 12);
  for (const line of shown) console.log(line);
  if (expected !== undefined && expected.size !== counts.files)
    console.log(`protoc has ${expected.size} files, we have ${counts.files}`);
  console.log(
    `${counts.files} files, ${bytes} bytes; equal: ${counts.same}; without source info: ${counts.structure}; source info: ${counts.sourceInfo}`,
  );
  if (flags.has("--problems")) console.log(`files that only we refuse: ${counts.problems}`);
  const seconds = (cpu.user + cpu.system) / 1e6;
  console.log(`CPU ${seconds.toFixed(2)} s, peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
  process.exitCode = different.length > 0 ? 1 : 0;
}

function equalParts(actual, wanted, isPart) {
  const parts = message =>
    Buffer.concat(
      fieldsOf(message)
        .filter(isPart)
        .map(field => field.whole),
    );
  return Buffer.compare(parts(actual), parts(wanted)) === 0;
}

function firstDifference(actual, wanted, schema, path) {
  const mine = fieldsOf(actual);
  const theirs = fieldsOf(wanted);
  const seen = new Map();
  for (let i = 0; i < Math.max(mine.length, theirs.length); i++) {
    const [a, b] = [mine[i], theirs[i]];
    const described = schema?.fields.find(one => one.number === (b ?? a).number);
    const index = seen.get((b ?? a).number) ?? 0;
    seen.set((b ?? a).number, index + 1);
    const at = `${path}/${described?.name ?? (b ?? a).number}[${index}]`;
    if (a !== undefined && b !== undefined && Buffer.compare(a.whole, b.whole) === 0) continue;
    if (a?.number !== b?.number) return `${at}: we have ${shown(a)}, protoc has ${shown(b)}`;
    const inner = described?.message;
    if (inner !== undefined && inner !== null) return firstDifference(a.bytes, b.bytes, inner, at);
    return `${at}: we have ${shown(a)}, protoc has ${shown(b)}`;
  }
  return `${path}: only the encoding differs`;
}

function shown(field) {
  if (field === undefined) return "nothing";
  return `field ${field.number} ${field.bytes === undefined ? field.whole.toString("hex") : JSON.stringify(Buffer.from(field.bytes).toString("latin1")).slice(0, 120)}`;
}

function fieldsOf(message) {
  const buffer = Buffer.from(message.buffer, message.byteOffset, message.length);
  const fields = [];
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = buffer[at++];
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < buffer.length) {
    const start = at;
    const tag = Number(varint());
    const field = { number: tag >>> 3, bytes: undefined, whole: undefined };
    if ((tag & 7) === 2) {
      const length = Number(varint());
      field.bytes = buffer.subarray(at, at + length);
      at += length;
    } else if ((tag & 7) === 0) varint();
    else at += (tag & 7) === 1 ? 8 : (tag & 7) === 5 ? 4 : 0;
    field.whole = buffer.subarray(start, at);
    fields.push(field);
  }
  return fields;
}
