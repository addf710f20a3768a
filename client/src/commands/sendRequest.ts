import * as vscode from "vscode";
import type { Session } from "../session.ts";
import { mayCall } from "./mayCall.ts";

/**
 * Sends a request of a request document, as it stands in the editor. Arguments of the lens: the document's uri and the
 * zero-based line; without them the request at the cursor is meant.
 */
export async function sendRequest(session: Session, ...args: readonly unknown[]): Promise<void> {
  const [uri, line] = args;
  if (typeof uri === "string" && typeof line === "number") return send(session, uri, line);
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== "grpc-request") {
    void vscode.window.showInformationMessage("Put the cursor in a request of a `.grpc` document, then send it.");
    return;
  }
  return send(session, editor.document.uri.toString(), editor.selection.active.line);
}

async function send(session: Session, uri: string, line: number): Promise<void> {
  if (!(await mayCall(session))) return;
  const started = await session.answers.send(uri, line);
  if (started.kind === "started") return;
  const show = "Show";
  const choice = await vscode.window.showErrorMessage(
    `Not sent: ${started.reason}.`,
    ...(started.line === undefined ? [] : [show]),
  );
  if (choice !== show || started.line === undefined) return;
  const at = new vscode.Position(started.line, 0);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection: new vscode.Range(at, at) });
}
