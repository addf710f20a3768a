import * as vscode from "vscode";
import type { RequestTemplateResult } from "../../../server/src/protocol/requests.ts";
import { holdsRequests } from "../requestDocuments.ts";
import type { Session } from "../session.ts";
import { mayCall } from "./mayCall.ts";

/** Untitled request documents by the rpc they were made for, so that a second click on Call finds the first's text. */
const openedFor = new Map<string, vscode.TextDocument>();

/** Shows the request for `method` beside: the open one, the folder's, or a new untitled document. */
export async function openRequest(session: Session, uri: string, method: string): Promise<void> {
  if (!(await mayCall(session))) return;
  const key = `${uri} ${method}`;
  const opened = openedFor.get(key);
  if (opened !== undefined && !opened.isClosed && opened.getText().includes(`/${method}`)) {
    const line = opened
      .getText()
      .split("\n")
      .findIndex(text => text.includes(`/${method}`));
    await reveal(opened, new vscode.Position(Math.max(line, 0), 0));
    return;
  }
  const template = await session.server.request("protodial/requestTemplate", { uri, method });
  const document = await showTemplate(template);
  if (document?.isUntitled) openedFor.set(key, document);
}

async function showTemplate(template: RequestTemplateResult): Promise<vscode.TextDocument | undefined> {
  switch (template.kind) {
    case "refused":
      void vscode.window.showWarningMessage(`This rpc cannot be called yet: ${template.reason}.`);
      return undefined;
    case "existing": {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(template.uri));
      await reveal(document, new vscode.Position(template.line, 0));
      return document;
    }
    case "new": {
      const document = await vscode.workspace.openTextDocument({ language: "grpc-request", content: template.text });
      await reveal(document, new vscode.Position(template.line, template.column));
      return document;
    }
  }
}

/** Where the document is visible it is shown there, otherwise beside the active editor. */
async function reveal(document: vscode.TextDocument, at: vscode.Position): Promise<void> {
  const visible = vscode.window.visibleTextEditors.find(editor => editor.document === document);
  const requests = vscode.window.visibleTextEditors.find(editor => holdsRequests(editor.document));
  const viewColumn = visible?.viewColumn ?? requests?.viewColumn ?? vscode.ViewColumn.Beside;
  // The cursor comes with the document: set a moment later it would leave the place where the user has clicked meanwhile.
  await vscode.window.showTextDocument(document, { viewColumn, preview: false, selection: new vscode.Range(at, at) });
}
