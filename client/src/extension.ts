// The extension on a machine: the language server is a Node process.
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
    createClient: options => new LanguageClient("protodial", "Protodial", { run, debug }, options),
  });
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
