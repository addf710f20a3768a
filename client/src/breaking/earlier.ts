import * as vscode from "vscode";

/** Scheme of the read-only documents that are earlier versions of files; the query names the version. */
export const earlierScheme = "protodial-earlier";

/** Shows a file beside what it was, at a line of it (zero-based). */
export async function showDiff(earlier: vscode.Uri, now: vscode.Uri, line: number): Promise<void> {
  const name = now.path.slice(now.path.lastIndexOf("/") + 1);
  const at = new vscode.Position(line, 0);
  const options: vscode.TextDocumentShowOptions = { selection: new vscode.Range(at, at), preview: true };
  await vscode.commands.executeCommand("vscode.diff", earlier, now, `${name} (before ↔ now)`, options);
}
