import { mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

/**
 * Bundles the language server and its call worker as the product does, the example beside them, once for each test
 * process; gives the file to run.
 */
export function builtServer(): Promise<string> {
  built ??= bundle();
  return built;
}

const emptyModule = resolve("scripts/emptyModule.cjs");

let built: Promise<string> | undefined;

async function bundle(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "protodial-server-"));
  const outdir = join(folder, "dist");
  symlinkSync(resolve("examples"), join(folder, "examples"));
  symlinkSync(resolve("server"), join(folder, "server"));
  const { protosBeside } = await import(pathToFileURL(resolve("scripts/bundledProtos.mjs")).href);
  await build({
    entryPoints: ["server/src/main/server.ts", "server/src/main/callWorker.ts"],
    outdir,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    mainFields: ["module", "main"],
    // As the product does: protoplugin's compiler is never called.
    alias: { typescript: emptyModule, "@typescript/vfs": emptyModule },
    plugins: [protosBeside("protos")],
    logLevel: "warning",
  });
  return join(outdir, "server.js");
}
