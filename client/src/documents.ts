// Read-only documents of five schemes: `protodial:` for the `.proto` files that come with the server,
// `protodial-earlier:` for earlier versions of files, `protodial-server:` for what running servers tell of theirs,
// `protodial-preview:` for generated files before they are written, and `protodial-page:` for the pages of problems, which
// diagnostics link to: newer editors follow such links to documents only, not to commands.
import * as vscode from "vscode";
import { earlierScheme } from "./breaking/earlier.ts";
import type { Server } from "./server.ts";

export const previewScheme = "protodial-preview";
export const pageScheme = "protodial-page";

const previews = new Map<string, string>();
let shownPreviews = 0;

/** The uri under which `content` can be shown until `forgetPreviews`. */
export function previewUri(path: string, content: string): vscode.Uri {
  // The editor keeps a document's text under its uri, so that each needs its own.
  const uri = vscode.Uri.from({ scheme: previewScheme, path: `/${path}`, query: String(++shownPreviews) });
  previews.set(uri.toString(), content);
  return uri;
}

export function forgetPreviews(): void {
  previews.clear();
}

export function showDocuments(server: Server, extensionUri: vscode.Uri): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider("protodial", {
      async provideTextDocumentContent(uri) {
        const file = await server.request("protodial/bundledFile", { uri: uri.toString() });
        return file?.text;
      },
    }),
    vscode.workspace.registerTextDocumentContentProvider(earlierScheme, {
      async provideTextDocumentContent(uri) {
        const file = await server.request("protodial/earlierFile", { uri: uri.toString() });
        // A request may be made with another version than the one that is compared with.
        return (file ?? (await server.request("protodial/schemaFile", { uri: uri.toString() })))?.text;
      },
    }),
    vscode.workspace.registerTextDocumentContentProvider("protodial-server", {
      async provideTextDocumentContent(uri) {
        const file = await server.request("protodial/schemaFile", { uri: uri.toString() });
        return file?.text;
      },
    }),
    vscode.workspace.registerTextDocumentContentProvider(previewScheme, {
      provideTextDocumentContent: uri => previews.get(uri.toString()),
    }),
    vscode.workspace.registerTextDocumentContentProvider(pageScheme, {
      async provideTextDocumentContent(uri) {
        if (!/^\/(problems|rules)\/[\w-]+\.md$/.test(uri.path)) return undefined;
        const page = vscode.Uri.joinPath(extensionUri, "server/docs", uri.path);
        return new TextDecoder().decode(await vscode.workspace.fs.readFile(page));
      },
    }),
  );
}
