import * as vscode from "vscode";
import type { Session } from "../session.ts";
import { newRequest } from "./newRequest.ts";
import { openRequest } from "./openRequest.ts";

/**
 * Opens a request document for an rpc. Arguments of the lens: the uri of the `.proto` document and `pkg.Service/Method`;
 * without them the rpc at the cursor is meant.
 */
export async function callMethod(session: Session, ...args: readonly unknown[]): Promise<void> {
  const [uri, method] = args;
  if (typeof uri === "string" && typeof method === "string") return openRequest(session, uri, method);
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== "proto") return newRequest(session);
  const document = editor.document.uri.toString();
  const { methods } = await session.server.request("protodial/methods", { uri: document });
  const cursor = editor.selection.active.line;
  const nearest = methods.filter(item => item.line <= cursor).at(-1);
  if (nearest === undefined || editor.document.lineAt(nearest.line).range.end.line < cursor - 3) {
    return newRequest(session, document);
  }
  return openRequest(session, document, nearest.method);
}
