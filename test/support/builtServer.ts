import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";

/** Bundles the language server as the product does, once for each test process; gives the file to run. */
export function builtServer(): Promise<string> {
  built ??= bundle();
  return built;
}

const emptyModule = resolve("scripts/emptyModule.cjs");

let built: Promise<string> | undefined;

async function bundle(): Promise<string> {
  const outfile = join(mkdtempSync(join(tmpdir(), "protodial-server-")), "server.js");
  await build({
    entryPoints: ["server/src/main/server.ts"],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    mainFields: ["module", "main"],
    // As the product does: protoplugin's compiler is never called.
    alias: { typescript: emptyModule, "@typescript/vfs": emptyModule },
    logLevel: "warning",
  });
  return outfile;
}
