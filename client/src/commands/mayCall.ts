import * as vscode from "vscode";
import type { Session } from "../session.ts";

/** Whether connections may be opened from here; where not, says why and what to do about it. */
export async function mayCall(session: Session): Promise<boolean> {
  if (session.platform.kind === "web") {
    void vscode.window.showInformationMessage(
      "A browser cannot open gRPC connections, so calls work in desktop VS Code and in remote windows. Everything else of Protodial works here.",
    );
    return false;
  }
  if (vscode.workspace.isTrusted) return true;
  const manage = "Manage Workspace Trust";
  const choice = await vscode.window.showWarningMessage(
    "Calls are made only from a workspace that you trust, for its files decide where a call goes and what it sends.",
    manage,
  );
  if (choice === manage) await vscode.commands.executeCommand("workbench.trust.manage");
  return false;
}
