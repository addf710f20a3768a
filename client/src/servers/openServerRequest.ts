import * as vscode from "vscode";
import type { Session } from "../session.ts";

/** Opens a new request for `pkg.Service/Method` of a server that was asked; it is encoded with the server's schema. */
export async function openServerRequest(session: Session, address: string, method: string): Promise<void> {
  const template = await session.server.request("protodial/serverTemplate", { address, method });
  if (template.kind === "refused") throw new Error(template.reason);
  if (template.kind === "existing") return;
  const document = await vscode.workspace.openTextDocument({ language: "grpc-request", content: template.text });
  const at = new vscode.Position(template.line, template.column);
  await vscode.window.showTextDocument(document, { preview: false, selection: new vscode.Range(at, at) });
}
