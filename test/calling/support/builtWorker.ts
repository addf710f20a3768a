// The call worker as the product ships it: one bundled file.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

export interface BuiltWorker {
  readonly file: string;
  readonly remove: () => void;
}

/** Bundles `main/callWorker.ts` as `esbuild.mjs` does. */
export async function buildWorker(): Promise<BuiltWorker> {
  const folder = mkdtempSync(join(tmpdir(), "protodial-worker-"));
  const file = join(folder, "callWorker.js");
  await build({
    entryPoints: [join(import.meta.dirname, "../../../server/src/main/callWorker.ts")],
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    mainFields: ["module", "main"],
    outfile: file,
    logLevel: "error",
  });
  return { file, remove: () => rmSync(folder, { recursive: true }) };
}
