import * as vscode from "vscode";
import type { MethodItem } from "../../../server/src/protocol/requests.ts";
import type { Session } from "../session.ts";
import { mayCall } from "./mayCall.ts";
import { openRequest } from "./openRequest.ts";

/** Asks for an rpc – of the document `uri` where given, otherwise of the whole workspace – and opens a request for it. */
export async function newRequest(session: Session, ...args: readonly unknown[]): Promise<void> {
  if (!(await mayCall(session))) return;
  const uri = typeof args[0] === "string" ? args[0] : undefined;
  const { methods } = await session.server.request("protodial/methods", uri === undefined ? {} : { uri });
  if (methods.length === 0) {
    void vscode.window.showInformationMessage(
      uri === undefined
        ? "No rpc was found in this workspace. Open a folder with `.proto` files that declare a service."
        : "This file declares no rpc.",
    );
    return;
  }
  const picked = await vscode.window.showQuickPick(methods.map(methodPick), {
    title: "New Request",
    placeHolder: "The rpc to call",
    matchOnDescription: true,
  });
  if (picked !== undefined) await openRequest(session, picked.item.uri, picked.item.method);
}

const arrows = { unary: "", client: "client stream", server: "server stream", bidirectional: "streams both ways" };

function methodPick(item: MethodItem): vscode.QuickPickItem & { item: MethodItem } {
  const slash = item.method.lastIndexOf("/");
  return {
    label: `$(symbol-method) ${item.method.slice(slash + 1)}`,
    description: [item.method.slice(0, slash), arrows[item.streaming]].filter(Boolean).join(" · "),
    detail: vscode.workspace.asRelativePath(vscode.Uri.parse(item.uri)),
    item,
  };
}
