// The extension in a browser (vscode.dev): the language server is a web worker.
import * as vscode from "vscode";
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from "vscode-languageclient/browser";
import type { Server } from "./server.ts";
import { start } from "./start.ts";

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const script = vscode.Uri.joinPath(context.extensionUri, "dist", "serverBrowser.js").toString(true);
  // The worker's ends are made here: VS Code's web host has a `Worker` of its own whose instances the language client
  // does not know for workers (`instanceof` fails). A new one with each start, so that a restart is one.
  const connect = async () => {
    const worker = new Worker(script, { name: "protodial" });
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
  server = await start(context, {
    kind: "web",
    createClient: options => new LanguageClient("protodial", "Protodial", connect, options),
  });
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
