import * as vscode from "vscode";
import { answerHtml, newNonce } from "./answerHtml.ts";
import { placeForAnswer } from "./placeForAnswer.ts";

/** Opens the web view that shows answers, where it hides neither the request nor the schema; the focus stays where it is. */
export async function openAnswerView(extensionUri: vscode.Uri): Promise<vscode.WebviewPanel> {
  const { viewColumn, before } = await placeForAnswer();
  const assets = vscode.Uri.joinPath(extensionUri, "dist");
  const panel = vscode.window.createWebviewPanel(
    "protodial.answer",
    "Answer",
    { viewColumn, preserveFocus: true },
    { enableScripts: true, localResourceRoots: [assets] },
  );
  const asset = (name: string) => panel.webview.asWebviewUri(vscode.Uri.joinPath(assets, name)).toString();
  panel.iconPath = vscode.Uri.joinPath(extensionUri, "client", "media", "icons", "grpc.svg");
  panel.webview.html = answerHtml({
    script: asset("answerPage.js"),
    style: asset("answerPage.css"),
    cspSource: panel.webview.cspSource,
    nonce: newNonce(),
  });
  if (before !== undefined) await vscode.window.showTextDocument(before.document, before.viewColumn);
  return panel;
}
