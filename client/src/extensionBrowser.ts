// The extension in a browser (vscode.dev): the language server is a web worker.
import * as vscode from "vscode";
import { LanguageClient } from "vscode-languageclient/browser";
import type { Server } from "./server.ts";
import { start } from "./start.ts";

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const script = vscode.Uri.joinPath(context.extensionUri, "dist", "serverBrowser.js").toString(true);
  server = await start(context, {
    kind: "web",
    createClient: options =>
      new LanguageClient("protodial", "Protodial", async () => new Worker(script, { name: "protodial" }), options),
  });
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
