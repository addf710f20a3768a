import * as vscode from "vscode";
import type { Session } from "../session.ts";

/** Shows the problems of all files of the folders. Progress and Cancel come from the server. */
export async function checkWorkspace(session: Session): Promise<void> {
  const found = await session.server.request("protodial/checkWorkspace", null);
  if (found.kind === "cancelled") return;
  const actions = found.filesWithProblems > 0 ? ["Show Problems"] : [];
  void vscode.window.showInformationMessage(found.text, ...actions).then(choice => {
    if (choice === "Show Problems") void vscode.commands.executeCommand("workbench.actions.view.problems");
  });
}

/** Takes back what was shown of files that nobody has open. */
export async function clearWorkspaceProblems(session: Session): Promise<void> {
  await session.server.request("protodial/clearWorkspaceProblems", null);
}
