import { readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generate } from "../../server/src/generate/generate.ts";
import { tempFolder } from "../support/tempFolder.ts";
import { hasPython, npmProtoc, python, run, startServer, tsc, wellKnownProtos } from "./support/programs.ts";
import { compiled, fixtures, generated, keptPackageFolder, packageFolder, protosIn, write } from "./support/stubs.ts";

const repository = path.resolve(import.meta.dirname, "../..");
const four = path.join(fixtures, "four");
const strict = [
  ...["--strict", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes", "--noImplicitOverride"],
  ...["--noUnusedLocals", "--noUnusedParameters", "--verbatimModuleSyntax", "--isolatedModules"],
  ...["--target", "es2022", "--module", "nodenext", "--skipLibCheck", "--types", "node"],
];

describe("messages are what protoc-gen-es writes", () => {
  test.each(["target=ts", "target=js+dts,import_extension=js", "target=ts,import_extension=ts,json_types=true"])(
    "with %s",
    parameter => {
      const output = tempFolder();
      const protos = path.join(fixtures, "stubs");
      const plugin = path.join(repository, "node_modules/@bufbuild/protoc-gen-es/bin/protoc-gen-es");
      const targets = Object.keys(protosIn(protos));
      run(npmProtoc, [
        ...[`-I${protos}`, `-I${wellKnownProtos}`, `--plugin=protoc-gen-es=${plugin}`],
        ...[`--es_out=${output}`, `--es_opt=${parameter}`, ...targets],
      ]);
      const options = Object.fromEntries(parameter.split(",").map(one => one.split("=")));
      const ours = generated(compiled(protosIn(protos)), "typescript", options);
      expect(Object.keys(ours)).toEqual(filesIn(output));
      for (const [name, content] of Object.entries(ours)) {
        expect(content, name).toBe(readFileSync(path.join(output, name), "utf8"));
      }
    },
  );
});

describe("what is generated for grpc-js compiles in the strictest setting", () => {
  const protos = { ...protosIn(path.join(fixtures, "stubs")), ...protosIn(four) };

  test("as TypeScript", () => {
    const folder = packageFolder(generated(compiled(protos), "typescript-grpc", { import_extension: "js" }));
    compileTypeScript(folder, filesIn(folder, ".ts"), "--noEmit");
  });

  test("with the bundled files that it imports", () => {
    const shop = `syntax = "proto3";
package shop.v1;
import "google/api/annotations.proto";
import "google/protobuf/timestamp.proto";
import "google/rpc/status.proto";
message Order { google.rpc.Status status = 1; google.protobuf.Timestamp at = 2; }
service Shop {
  rpc Get(Order) returns (Order) { option (google.api.http) = { get: "/v1/order" }; }
}
`;
    const files = generated(compiled({ "shop/v1/shop.proto": shop }), "typescript-grpc", { import_extension: "js" });
    expect(Object.keys(files).sort()).toEqual([
      ...["google/api/annotations_pb.ts", "google/api/http_pb.ts", "google/rpc/status_pb.ts"],
      ...["shop/v1/shop_grpc.ts", "shop/v1/shop_pb.ts"],
    ]);
    const folder = packageFolder(files);
    compileTypeScript(folder, filesIn(folder, ".ts"), "--noEmit");
  });

  test("as JavaScript with declarations", () => {
    const options = { target: "js+dts", import_extension: "js" };
    const folder = packageFolder(generated(compiled(protos), "typescript-grpc", options));
    write(folder, {
      "use.ts":
        'import { FourClient } from "./four_grpc.js";\nexport const name: "FourClient" | string = FourClient.name;\n',
    });
    // Declarations are checked here, which `skipLibCheck` leaves out: but for those of the packages.
    const said = diagnostics(folder, [...filesIn(folder, ".d.ts"), "use.ts"], ["--skipLibCheck", "false", "--noEmit"]);
    expect(said.filter(line => !line.includes("node_modules"))).toEqual([]);
    expect(
      run(process.execPath, ["--input-type=module", "-e", 'console.log(Object.keys(await import("./four_grpc.js")))'], {
        cwd: folder,
      }),
    ).toContain("FourClient");
  });
});

describe("calls over the loopback, all four kinds, in TypeScript and Python", () => {
  const expected = [
    "unary HI",
    "fail UNKNOWN boom",
    "missing NOT_FOUND not here",
    "upload abc 6",
    "enough aenough 3",
    "list 0 1 2",
    "left 0 1",
    "chat one! two! three!",
    "bye one! bye!",
    "close ok",
    "forgotten UNIMPLEMENTED",
  ];
  const sides = [
    ["a TypeScript client and server", "ts", "ts"],
    ["a TypeScript client and a Python server", "ts", "py"],
    ["a Python client and a TypeScript server", "py", "ts"],
    ["a JavaScript client and a Python server", "js", "py"],
    ["a Python client and a JavaScript server", "py", "js"],
  ] as const;

  let inTypeScript = "";
  let inJavaScript = "";
  beforeAll(() => {
    inTypeScript = programs("ts");
    inJavaScript = programs("js+dts");
  });
  afterAll(() => {
    for (const folder of [inTypeScript, inJavaScript]) rmSync(folder, { recursive: true, force: true });
  });

  test.for(sides)("%s", async ([, client, server], { skip }) => {
    skip(!hasPython && (client === "py" || server === "py"), "python3-grpcio is not installed");
    const folder = client === "js" || server === "js" ? inJavaScript : inTypeScript;
    const [serverProgram, clientProgram] = [program(folder, "server", server), program(folder, "client", client)];
    const port = await startServer(serverProgram[0], serverProgram.slice(1), { env: { PYTHONPATH: folder } });
    const said = run(clientProgram[0], [...clientProgram.slice(1), String(port)], { env: { PYTHONPATH: folder } });
    expect(
      said
        .trimEnd()
        .split("\n")
        .map(line => line.trimEnd()),
    ).toEqual(expected);
  });
});

test("errors, cancelling and slow readers are told as gRPC tells them", () => {
  const folder = packageFolder({
    ...inFolder("gen", generated(compiled(protosIn(four)), "typescript-grpc", { import_extension: "js" })),
    "probes.ts": readFileSync(path.join(four, "probes.ts"), "utf8"),
  });
  compileTypeScript(folder, ["probes.ts"]);
  expect(run(process.execPath, ["probes.js"], { cwd: folder }).trimEnd().split("\n")).toEqual([
    "status RESOURCE_EXHAUSTED full full",
    "text UNKNOWN thrown text",
    "system UNKNOWN no such file",
    "number UNKNOWN of another protocol",
    "zero UNKNOWN not an error",
    "left stopped",
    "backpressure held",
    "aborted CANCELLED Cancelled on client",
    "writer held",
    "cancelled CANCELLED Cancelled on client",
    "requests ended by an error after 2",
    "thrown no more to say",
    "thrown requests ended by an error after 1",
    "chat a b ABORTED enough said",
    "deadline DEADLINE_EXCEEDED",
    "aborted before CANCELLED Cancelled on client",
  ]);
});

test("the example's server and client in TypeScript work with each other and with those in Python", async () => {
  const example = path.join(repository, "examples/directories");
  const schema = compiled(protosIn(example));
  const folder = packageFolder({
    ...inFolder("gen", generated(schema, "typescript-grpc", { import_extension: "js" })),
    ...generated(schema, "python"),
    "server.ts": readFileSync(path.join(example, "typescript/server.ts"), "utf8"),
    "client.ts": readFileSync(path.join(example, "typescript/client.ts"), "utf8"),
    "tsconfig.json": readFileSync(path.join(example, "typescript/tsconfig.json"), "utf8"),
  });
  run(process.execPath, [tsc], { cwd: folder });
  const served = tempFolder({ "note.txt": "", "inner/file": "" });
  const port = await startServer(process.execPath, ["dist/server.js", served, "127.0.0.1:0"], { cwd: folder });
  const client = (asked: string) =>
    run(process.execPath, ["dist/client.js", asked, `127.0.0.1:${port}`], { cwd: folder });
  expect(client("/photos").split("\n")).toEqual(["made /photos", "inner/", "note.txt", "photos/", ""]);
  expect(client("/photos")).toContain("could not make /photos: ALREADY_EXISTS: /photos: EEXIST");
  expect(client("/a/b")).toContain("could not make /a/b: NOT_FOUND: /a/b: ENOENT");
  if (!hasPython) return;
  const pythonClient = path.join(example, "python/client.py");
  const said = run(python, [pythonClient, "/videos", `127.0.0.1:${port}`], { env: { PYTHONPATH: folder } });
  expect(said.split("\n")).toEqual(["made /videos", "inner/", "note.txt", "photos/", "videos/", ""]);
});

test("a bundle without the TypeScript compiler generates the same, far from node_modules", async () => {
  const { build } = await import("esbuild");
  const outfile = path.join(tempFolder(), "generate.cjs");
  const emptyModule = path.join(repository, "scripts/emptyModule.cjs");
  const result = await build({
    entryPoints: ["server/src/generate/generate.ts"],
    absWorkingDir: repository,
    outfile,
    bundle: true,
    minify: true,
    metafile: true,
    platform: "browser",
    format: "cjs",
    mainFields: ["module", "main"],
    alias: { typescript: emptyModule, "@typescript/vfs": emptyModule },
  });
  expect(Object.values(result.metafile.outputs)[0]?.bytes).toBeLessThan(500_000);
  const bundled: { generate: typeof generate } = await import(pathToFileURL(outfile).href);
  const schema = compiled(protosIn(four));
  for (const options of [{}, { target: "js+dts" }, { target: "js", js_import_style: "legacy_commonjs" }]) {
    expect(bundled.generate(schema, "typescript-grpc", options)).toEqual(generate(schema, "typescript-grpc", options));
  }
});

/** A folder with the programs that speak `Four`, compiled, and their stubs; who asks for it removes it. */
function programs(target: "ts" | "js+dts"): string {
  const schema = compiled(protosIn(four));
  const read = (name: string) => readFileSync(path.join(four, name), "utf8");
  const folder = keptPackageFolder({
    ...inFolder("gen", generated(schema, "typescript-grpc", { target, import_extension: "js" })),
    ...generated(schema, "python"),
    "server.ts": read("server.ts"),
    "client.ts": read("client.ts"),
    "server.py": read("server.py"),
    "client.py": read("client.py"),
  });
  compileTypeScript(folder, ["server.ts", "client.ts"]);
  return folder;
}

function program(folder: string, name: string, language: "js" | "py" | "ts"): readonly [string, ...string[]] {
  return language === "py"
    ? [python, path.join(folder, `${name}.py`)]
    : [process.execPath, path.join(folder, `${name}.js`)];
}

function compileTypeScript(folder: string, files: readonly string[], ...options: readonly string[]): void {
  expect(diagnostics(folder, files, options)).toEqual([]);
}

function diagnostics(folder: string, files: readonly string[], options: readonly string[]): readonly string[] {
  try {
    run(process.execPath, [tsc, ...strict, ...options, ...files], { cwd: folder });
    return [];
  } catch (error) {
    if (!(error instanceof Error && "stdout" in error)) throw error;
    return String(error.stdout).trimEnd().split("\n");
  }
}

function inFolder(folder: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [`${folder}/${name}`, content]));
}

function filesIn(folder: string, ending = ""): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith(ending) && entry.name !== "package.json")
    .map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .sort();
}
