import { mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type BuildOptions, build } from "esbuild";

/**
 * Bundles the language server, what it loads late and its threads as the product does, the example beside them, once for
 * each test process; gives the file to run.
 */
export function builtServer(): Promise<string> {
  built ??= bundle();
  return built;
}

const ofServer = /^(server(Code)?|stubs|images|snapshots|servers|yaml|connect|protoLoader|\w+Worker(Code)?)\.js$/;

let built: Promise<string> | undefined;

async function bundle(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "protodial-server-"));
  const dist = join(folder, "dist");
  symlinkSync(resolve("examples"), join(folder, "examples"));
  symlinkSync(resolve("server"), join(folder, "server"));
  const product: { bundles: Record<string, BuildOptions> } = await import(pathToFileURL(resolve("esbuild.mjs")).href);
  const wanted = Object.entries(product.bundles).filter(([name]) => ofServer.test(name));
  // As they are written, so that a stack trace can be read.
  await Promise.all(wanted.map(([name, options]) => build({ ...options, minify: false, outfile: join(dist, name) })));
  return join(dist, "server.js");
}
