// Makes every bundle of the product in dist/. `--watch` keeps them fresh, `--development` leaves them readable.

import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";
import { apart } from "./scripts/apart.mjs";
import { protosBeside } from "./scripts/bundledProtos.mjs";
import { lateModules } from "./scripts/lateModules.mjs";

const repository = path.dirname(fileURLToPath(import.meta.url));
const watch = process.argv.includes("--watch");
const development = watch || process.argv.includes("--development");
const { version } = JSON.parse(readFileSync(path.join(repository, "package.json"), "utf8"));

// protoc-gen-es asks for the TypeScript compiler only to transpile for plugins that print TypeScript alone; it prints
// all its forms itself, so that three megabytes can stay out.
const emptyModule = path.join(repository, "scripts/emptyModule.cjs");

/** @type {esbuild.BuildOptions} */
const shared = {
  absWorkingDir: repository,
  bundle: true,
  minify: !development,
  sourcemap: development ? "linked" : false,
  target: "es2022",
  // jsonc-parser's `main` is a UMD file that cannot be bundled.
  mainFields: ["module", "main"],
  alias: { typescript: emptyModule, "@typescript/vfs": emptyModule },
  define: { PROTODIAL_VERSION: JSON.stringify(version) },
  legalComments: "none",
  logLevel: "warning",
};

/** @type {esbuild.BuildOptions} */
const node = {
  ...shared,
  platform: "node",
  format: "cjs",
  target: "node20",
  // `require` is ready at once, the loader of modules is not.
  supported: { "dynamic-import": false },
};
/** @type {esbuild.BuildOptions} */
const browser = { ...shared, platform: "browser", mainFields: ["browser", "module", "main"] };

// The folder of `dist` with the bundled `.proto` files.
const protos = "protos";

// What the language server loads when it is first needed.
const late = {
  "../generate/stubs.ts": "stubs.js",
  "../breaking/imageShapes.ts": "images.js",
  "../breaking/imageText.ts": "snapshots.js",
  "../features/serverSchema.ts": "servers.js",
  yaml: "yaml.js",
};
// What a thread that speaks gRPC loads when it is first needed.
const lateOfCalls = { "./webTransport.ts": "connect.js", "@grpc/proto-loader": "protoLoader.js" };
const lateOfNode = lateModules(["child_process", "crypto", "fs/promises", "worker_threads", "zlib"]);

const source = "server/src/main";

/** A program or thread that is run as V8 compiled it the last time: its code, and the little file that is started. */
function kept(name, options) {
  return { [`${name}.js`]: { ...node, entryPoints: [`${source}/kept.ts`] }, [`${name}Code.js`]: options };
}

/** @type {Record<string, esbuild.BuildOptions>} */
export const bundles = {
  "extension.js": { ...node, entryPoints: ["client/src/extension.ts"], external: ["vscode"] },
  "extensionBrowser.js": {
    ...browser,
    format: "cjs",
    entryPoints: ["client/src/extensionBrowser.ts"],
    external: ["vscode"],
  },
  ...kept("server", {
    ...node,
    entryPoints: [`${source}/serverCode.ts`],
    plugins: [protosBeside(protos), apart(late), lateOfNode],
  }),
  "stubs.js": { ...node, entryPoints: ["server/src/generate/stubs.ts"] },
  "images.js": { ...node, entryPoints: ["server/src/breaking/imageShapes.ts"], plugins: [apart(late)] },
  "snapshots.js": { ...node, entryPoints: ["server/src/breaking/imageText.ts"] },
  "servers.js": { ...node, entryPoints: ["server/src/features/serverSchema.ts"] },
  // Its form for browsers is of modules, which become one; that for Node stays in pieces, and takes twice as long to load.
  "yaml.js": {
    ...node,
    platform: "browser",
    stdin: { contents: 'export { parse } from "yaml";', resolveDir: repository },
  },
  "serverBrowser.js": { ...browser, format: "iife", entryPoints: [`${source}/browser.ts`] },
  ...kept("checkWorker", { ...node, entryPoints: [`${source}/checkWorker.ts`], plugins: [protosBeside(protos)] }),
  ...kept("callWorker", { ...node, entryPoints: [`${source}/callWorker.ts`], plugins: [apart(lateOfCalls)] }),
  ...kept("mockWorker", { ...node, entryPoints: [`${source}/mockWorker.ts`], plugins: [apart(lateOfCalls)] }),
  ...kept("reflectWorker", { ...node, entryPoints: [`${source}/reflectWorker.ts`], plugins: [apart(lateOfCalls)] }),
  "connect.js": { ...node, entryPoints: ["server/src/calling/webTransport.ts"] },
  "protoLoader.js": {
    ...node,
    stdin: { contents: 'export { load, loadSync } from "@grpc/proto-loader";', resolveDir: repository },
  },
  "cli.js": {
    ...node,
    entryPoints: [`${source}/cli.ts`],
    banner: { js: "#!/usr/bin/env node" },
    plugins: [protosBeside(protos), apart({ "./kept.ts": "server.js" })],
  },
  "compiler.js": { ...node, entryPoints: [`${source}/library.ts`] },
  "compiler.mjs": { ...browser, format: "esm", entryPoints: [`${source}/library.ts`] },
  "answerPage.js": { ...browser, format: "iife", entryPoints: ["client/webview/answerPage.ts"] },
  "answerPage.css": { ...browser, entryPoints: ["client/webview/answerPage.css"] },
};

// One for `require` and one for `import`: what they say is the same.
const typings = ["compiler.d.ts", "compiler.d.mts"];

async function buildAll() {
  const dist = path.join(repository, "dist");
  mkdirSync(dist, { recursive: true });
  for (const name of readdirSync(dist))
    if (!(name in bundles) && !typings.includes(name) && name !== protos)
      rmSync(path.join(dist, name), { recursive: true });
  await import("./scripts/problemPages.mjs");
  const all = Object.entries(bundles).map(([name, options]) => ({
    ...options,
    metafile: true,
    outfile: path.join("dist", name),
  }));
  if (watch) {
    for (const options of all) await (await esbuild.context(options)).watch();
    return;
  }
  const results = await Promise.all(all.map(options => esbuild.build({ ...options, write: false })));
  for (const { outputFiles } of results) for (const file of outputFiles) replaceFile(file.path, file.contents);
  writeTypings(dist);
  if (!development) {
    const { writeNotices } = await import("./scripts/thirdPartyNotices.mjs");
    writeNotices(results.map(result => result.metafile));
  }
}

// The library's typings stand in one file, which imports nothing.
function writeTypings(dist) {
  const tsc = path.join(repository, "node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [tsc, "-b", "tsconfig.library.json"], { cwd: repository, stdio: "inherit" });
  const made = path.join(repository, "node_modules/.cache/tsc/library/server/src/main/library.d.ts");
  for (const name of typings) replaceFile(path.join(dist, name), readFileSync(made));
}

// Who runs a bundle meanwhile, as tests do, reads the old one or the new one as a whole.
function replaceFile(file, contents) {
  const folder = path.join(repository, "node_modules/.cache/protodial");
  mkdirSync(folder, { recursive: true });
  const fresh = path.join(folder, `${path.basename(file)}.${process.pid}`);
  writeFileSync(fresh, contents);
  renameSync(fresh, file);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll();
