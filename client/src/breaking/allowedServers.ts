// Which servers may be asked for their schemas: those that the user has picked or has in the own settings. What the
// settings of a workspace name may come from strangers.
import * as vscode from "vscode";
import type { ClientRequests } from "../../../server/src/protocol/requests.ts";

const key = "breaking.allowedServers";

type MayConnect = ClientRequests["protodial/mayConnect"];

/** The user has picked a server for this workspace. */
export async function allowServer(memory: vscode.Memento, address: string): Promise<void> {
  await memory.update(key, [...new Set([...memory.get<readonly string[]>(key, []), address])]);
}

/** Asks the user, once for each server. */
export async function mayConnect(
  memory: vscode.Memento,
  { folderUri, address }: MayConnect["params"],
): Promise<MayConnect["result"]> {
  const settings = vscode.workspace.getConfiguration("protodial", vscode.Uri.parse(folderUri));
  const isOwn = settings.inspect<string>("breaking.against")?.globalValue === address;
  if (isOwn || memory.get<readonly string[]>(key, []).includes(address)) return { allowed: true };
  const connect = "Connect";
  const answer = await vscode.window.showWarningMessage(
    `The settings of this workspace compare its files with the server ${address}. Connect to it to ask for its schema?`,
    connect,
    "Do Not Connect",
  );
  if (answer === connect) await allowServer(memory, address);
  return { allowed: answer === connect };
}
