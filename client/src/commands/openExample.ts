import * as vscode from "vscode";
import type { Session } from "../session.ts";

/** Copies the example that comes with the extension into a new folder of the user's choice, and opens it. */
export async function openExample(session: Session): Promise<void> {
  const source = vscode.Uri.joinPath(session.context.extensionUri, "examples", "directories");
  const chosen = await vscode.window.showOpenDialog({
    title: "Where to put a copy of the example",
    openLabel: "Copy the Example Here",
    canSelectFiles: false,
    canSelectFolders: true,
    canSelectMany: false,
  });
  const parent = chosen?.[0];
  if (parent === undefined) return;
  const folder = await freeName(parent, "directories-example");
  await vscode.workspace.fs.copy(source, folder, { overwrite: false });
  const here = vscode.workspace.workspaceFolders === undefined;
  await vscode.commands.executeCommand("vscode.openFolder", folder, { forceNewWindow: !here });
}

async function freeName(parent: vscode.Uri, name: string): Promise<vscode.Uri> {
  const taken = new Set((await vscode.workspace.fs.readDirectory(parent)).map(([entry]) => entry));
  let candidate = name;
  for (let count = 2; taken.has(candidate); count++) candidate = `${name}-${count}`;
  return vscode.Uri.joinPath(parent, candidate);
}
