import * as vscode from "vscode";
import type { WorkspaceCheck } from "../../../server/src/protocol/requests.ts";
import type { Session } from "../session.ts";

/** Shows the problems of all files of the folders. */
export async function checkWorkspace(session: Session): Promise<void> {
  const location = vscode.ProgressLocation.Notification;
  const found = await vscode.window.withProgress(
    { location, title: "Checking protos", cancellable: true },
    (progress, token) => check(session, progress, token),
  );
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

async function check(
  { server }: Session,
  progress: vscode.Progress<{ message: string; increment: number }>,
  token: vscode.CancellationToken,
): Promise<WorkspaceCheck> {
  let before = 0;
  const listening = server.onNotification("protodial/checkProgress", ({ done, total }) => {
    const message = `${done.toLocaleString("en")} of ${total.toLocaleString("en")} files`;
    progress.report({ message, increment: (100 * (done - before)) / total });
    before = done;
  });
  try {
    return await server.request("protodial/checkWorkspace", null, token);
  } finally {
    listening.dispose();
  }
}
