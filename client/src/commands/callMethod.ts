import * as vscode from "vscode";
import type { Session } from "../session.ts";
import { newRequest } from "./newRequest.ts";
import { openRequest } from "./openRequest.ts";

/** An rpc's comment and options stand as near to it as this. */
const linesAround = 4;

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
  const distance = (line: number) => Math.abs(line - cursor);
  const [nearest] = [...methods].sort((a, b) => distance(a.line) - distance(b.line));
  if (nearest === undefined || distance(nearest.line) > linesAround) return newRequest(session, document);
  return openRequest(session, document, nearest.method);
}
