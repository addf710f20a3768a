import * as vscode from "vscode";
import type { Session } from "../session.ts";

/** What a diagnostic links to, `{id}` standing for its problem's. The editor opens links of diagnostics as commands. */
export const problemPagePattern = `command:protodial.explainProblem?${encodeURIComponent('["')}{id}${encodeURIComponent('"]')}`;

/** Shows the page of a problem. */
export async function explainProblem({ context }: Session, id: unknown): Promise<void> {
  if (typeof id !== "string" || !/^[a-z0-9-]+$/.test(id)) return;
  const page = vscode.Uri.joinPath(context.extensionUri, "server", "docs", "problems", `${id}.md`);
  const all = await vscode.commands.getCommands(true);
  // The preview is an extension of its own, which may be switched off or be missing from an editor.
  if (all.includes("markdown.showPreview")) await vscode.commands.executeCommand("markdown.showPreview", page);
  else await vscode.window.showTextDocument(page, { preview: true });
}
