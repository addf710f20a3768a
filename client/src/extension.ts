// The extension on a machine: the language server is a Node process.
import { open, rename, rm } from "node:fs/promises";
import * as vscode from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";
import type { Server } from "./server.ts";
import { start } from "./start.ts";

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const module = vscode.Uri.joinPath(context.extensionUri, "dist", "server.js").fsPath;
  const run = { module, transport: TransportKind.stdio };
  const debug = { ...run, options: { execArgv: ["--nolazy", "--inspect=6009"] } };
  server = await start(context, {
    kind: "node",
    cacheFolder: context.globalStorageUri.fsPath,
    writeFile,
    createClient: options => new LanguageClient("protodial", "Protodial", { run, debug }, options),
  });
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

/** What stood there before stays until all is written. */
async function writeFile(path: string, pieces: AsyncIterable<string>): Promise<void> {
  const unfinished = `${path}.part`;
  const file = await open(unfinished, "w");
  try {
    for await (const piece of pieces) await file.appendFile(piece);
    await file.close();
    await rename(unfinished, path);
  } catch (error) {
    await file.close();
    await rm(unfinished, { force: true });
    throw error;
  }
}
