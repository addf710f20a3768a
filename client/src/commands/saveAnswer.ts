import * as vscode from "vscode";
import type { Session } from "../session.ts";

/** Writes the transcript of the call that is shown to a file, as JSON lines: all of it, however long. */
export async function saveAnswer(session: Session): Promise<void> {
  const started = session.answers.shown?.started;
  if (started === undefined) {
    void vscode.window.showInformationMessage("There is no answer yet. Send a request, then save what came.");
    return;
  }
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const file = await vscode.window.showSaveDialog({
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, `${started.method}.jsonl`) }),
    filters: { "JSON Lines": ["jsonl", "ndjson"], JSON: ["json"] },
    saveLabel: "Save Answer",
  });
  if (file === undefined) return;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Saving the answer of ${started.method}`,
    cancellable: true,
  };
  const saved = await vscode.window.withProgress(options, async (progress, token) => {
    const pages = transcriptPages(session, started.call, progress, token);
    try {
      await write(session, file, pages);
      return true;
    } catch (error) {
      if (error instanceof vscode.CancellationError) return false;
      throw error;
    }
  });
  if (!saved) return;
  const open = "Open";
  const choice = await vscode.window.showInformationMessage(`Saved ${vscode.workspace.asRelativePath(file)}.`, open);
  if (choice === open) await vscode.commands.executeCommand("vscode.open", file);
}

/** What has come when saving begins; a stream that goes on would never be done. */
async function* transcriptPages(
  { server }: Session,
  call: string,
  progress: vscode.Progress<{ increment: number }>,
  token: vscode.CancellationToken,
): AsyncGenerator<string> {
  let end: number | undefined;
  for (let from = 0; end === undefined || from < end; ) {
    if (token.isCancellationRequested) throw new vscode.CancellationError();
    const { text, next, total } = await server.request("protodial/callLines", { call, from });
    end ??= total;
    if (next === from) {
      if (from < end) throw new Error("the call was closed while its answer was saved");
      return;
    }
    progress.report({ increment: (100 * (next - from)) / end });
    yield text;
    from = next;
  }
}

/** Piece by piece where the file is on this machine's disk; else the editor's file system takes it whole. */
async function write({ platform }: Session, file: vscode.Uri, pieces: AsyncIterable<string>): Promise<void> {
  if (file.scheme === "file" && platform.writeFile !== undefined) return platform.writeFile(file.fsPath, pieces);
  const parts: string[] = [];
  for await (const piece of pieces) parts.push(piece);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(parts.join("")));
}
