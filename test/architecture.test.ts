// Holds the shape of the source: which layer may import which, no cycles, no long files, no banned words.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { build, type Metafile } from "esbuild";
import { beforeAll, describe, expect, test } from "vitest";

const repository = path.resolve(import.meta.dirname, "..");

/** From the top to the bottom; a layer may import those in the rows below its own, and itself. */
const layers: readonly (readonly string[])[] = [
  ["main"],
  ["lsp", "cli"],
  ["features"],
  ["requests"],
  ["breaking", "lint", "format", "generate", "print"],
  ["workspace"],
  ["compiler"],
  ["calling"],
  ["wire"],
  ["node"],
  ["protocol"],
];

const pureLayers = [
  "compiler",
  "workspace",
  "features",
  "requests",
  "breaking",
  "lint",
  "format",
  "generate",
  "print",
  "wire",
  "protocol",
];

// What a build makes holds texts, of any length and with any words.
const sources = filesBelow(path.join(repository, "server/src")).filter(name => !name.endsWith(".generated.ts"));
const clientSources = [
  ...filesBelow(path.join(repository, "client/src")),
  ...filesBelow(path.join(repository, "client/webview")),
];

let imports: ReadonlyMap<string, readonly string[]>;
beforeAll(async () => {
  imports = await importGraph(sources);
});

describe("layers", () => {
  test("imports point down", () => {
    const upward: string[] = [];
    for (const [file, imported] of imports) {
      for (const other of [...imported, ...typeImports(file)]) {
        if (!mayImport(layerOf(file), layerOf(other))) upward.push(`${file} imports ${other}`);
      }
    }
    expect(upward).toEqual([]);
  });

  test("no module imports itself through others", () => {
    expect(cycles(imports)).toEqual([]);
  });

  // That they use no global of Node is held by their own tsconfig, which knows none.
  test("pure layers import nothing of Node and use no clock or chance", () => {
    const found: string[] = [];
    for (const file of sources.filter(one => pureLayers.includes(layerOf(one)))) {
      const text = code(file);
      for (const banned of [/from "node:/, /\bDate\.now|new Date\b/, /Math\.random/]) {
        if (banned.test(text)) found.push(`${file}: ${banned.source}`);
      }
    }
    expect(found).toEqual([]);
  });

  test("only the calling and node layers reach sockets, disk and processes", () => {
    const allowed = /^(calling|node|main|cli)$/;
    const reaching = sources.filter(
      file => !allowed.test(layerOf(file)) && /from "(node:(fs|net|http2?|tls|child_process)|@grpc\/)/.test(code(file)),
    );
    expect(reaching).toEqual([]);
  });

  test("the client takes only types and the protocol from the server", () => {
    const found: string[] = [];
    for (const file of clientSources) {
      for (const [line, imported] of importLines(file)) {
        if (!imported.includes("server/src/")) continue;
        if (!line.startsWith("import type") && !imported.includes("server/src/protocol/"))
          found.push(`${file}: ${line}`);
      }
    }
    expect(found).toEqual([]);
  });
});

describe("files", () => {
  test("none is longer than 400 lines", () => {
    const long = [...sources, ...clientSources].filter(file => code(file).split("\n").length > 400);
    expect(long).toEqual([]);
  });

  test("none is named for a role instead of a thing", () => {
    const named = [...sources, ...clientSources].filter(file =>
      /(manager|helper|provider|handler|utils?|common|misc)\.[tj]s$/i.test(file),
    );
    expect(named).toEqual([]);
  });

  test("there are no `any`, no `!` after a value, no default exports and no enums", () => {
    const found: string[] = [];
    for (const file of [...sources, ...clientSources]) {
      const text = withoutComments(code(file));
      for (const banned of [
        /: any\b/,
        /\bas any\b/,
        /^export default /m,
        /^(export )?(const )?enum /m,
        /@ts-(ignore|nocheck)/,
      ]) {
        if (banned.test(text)) found.push(`${file}: ${banned.source}`);
      }
    }
    expect(found).toEqual([]);
  });
});

describe("what is published", () => {
  test("names no place of the machine it was made on", () => {
    const lock = readFileSync(path.join(repository, "package-lock.json"), "utf8");
    expect(lock).not.toMatch(/"resolved": "http/);
    for (const file of ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"]) {
      expect(readFileSync(path.join(repository, file), "utf8"), file).not.toMatch(
        /\/(work|root|home|tmp)\/|registry\.npm/,
      );
    }
  });
});

function layerOf(file: string): string {
  return file.split("/")[2] ?? "";
}

function mayImport(from: string, to: string): boolean {
  if (from === to || to === "globals.d.ts") return true;
  const row = (layer: string) => layers.findIndex(one => one.includes(layer));
  return row(from) < row(to);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map(name =>
      path
        .relative(repository, path.join(folder, String(name)))
        .split(path.sep)
        .join("/"),
    )
    .filter(name => /\.tsx?$/.test(name) && !name.endsWith(".d.ts"))
    .sort();
}

function code(file: string): string {
  return readFileSync(path.join(repository, file), "utf8");
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
}

function importLines(file: string): [string, string][] {
  return [...code(file).matchAll(/^(?:import|export)[^;]*? from "([^"]+)";/gm)].map(match => [
    match[0],
    match[1] ?? "",
  ]);
}

// The bundler drops type-only imports, which must keep to the layers too.
function typeImports(file: string): string[] {
  return importLines(file)
    .filter(([, imported]) => imported.startsWith("."))
    .map(([, imported]) => path.posix.join(path.posix.dirname(file), imported));
}

async function importGraph(files: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const entryPoints = files.filter(file => !file.endsWith(".d.ts"));
  const { metafile } = await build({
    absWorkingDir: repository,
    entryPoints: [...entryPoints],
    bundle: true,
    write: false,
    metafile: true,
    outdir: "unused",
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "silent",
  });
  return new Map(
    Object.entries(metafile.inputs)
      .filter(([file]) => file.startsWith("server/src/"))
      .map(edges),
  );
}

function edges([file, input]: [string, Metafile["inputs"][string]]): [string, readonly string[]] {
  return [file, input.imports.filter(one => !one.external).map(one => one.path)];
}

function cycles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    const at = path.indexOf(file);
    if (at >= 0) {
      found.push([...path.slice(at), file].join(" → "));
      return;
    }
    if (done.has(file)) return;
    path.push(file);
    for (const next of graph.get(file) ?? []) visit(next);
    path.pop();
    done.add(file);
  };
  for (const file of graph.keys()) visit(file);
  return found;
}
