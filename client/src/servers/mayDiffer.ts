import * as vscode from "vscode";
import type { ClientRequests } from "../../../server/src/protocol/requests.ts";

type MayDiffer = ClientRequests["protodial/mayDiffer"];

/** Answers the server's question: what the user says to a call that would fail, or lose a part of the request. */
export async function mayDiffer({
  address,
  method,
  uri,
  objections,
  hasMethod,
  mends,
}: MayDiffer["params"]): Promise<MayDiffer["result"]> {
  const [send, asServer, show] = ["Send Anyway", "Send as the Server Has It", "Show Differences"];
  const name = method.slice(method.lastIndexOf("/") + 1);
  const choice = await vscode.window.showWarningMessage(
    hasMethod ? `${address} has another ${name} than the one here.` : `${address} does not have ${name}.`,
    { modal: true, detail: objections.map(one => `• ${one.replaceAll("`", "")}`).join("\n") },
    send,
    ...(mends ? [asServer] : []),
    show,
  );
  if (choice === show) {
    // What asks waits for the answer, not for what is shown then.
    const service = method.slice(0, method.lastIndexOf("/"));
    void vscode.commands.executeCommand("protodial.showServer", uri, service, address);
  }
  return { answer: choice === send ? "send" : choice === asServer ? "server" : "cancel" };
}
