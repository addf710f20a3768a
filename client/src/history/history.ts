// The calls of this workspace, for opening and sending them again. Kept where the editor has extensions keep what is of one
// workspace, so in no repository.
import * as vscode from "vscode";
import type { AnswerPanel, ShownCall } from "../answerPanel/panel.ts";
import { type HistoryEntry, readEntries, requestBlock, withEntry } from "./entries.ts";

export interface History {
  entries(): Promise<readonly HistoryEntry[]>;
  clear(): Promise<void>;
  dispose(): void;
}

/** Keeps each call that has ended, unless the setting `protodial.history` is off. */
export function keepHistory(
  context: vscode.ExtensionContext,
  answers: AnswerPanel,
  output: vscode.LogOutputChannel,
): History {
  const folder = context.storageUri;
  const file = folder === undefined ? undefined : vscode.Uri.joinPath(folder, "history.json");
  /** Requests as they stood when they were sent, of calls that run; empty of those that are kept already. */
  const requests = new Map<string, string>();
  // One after another, so that none writes over what another has just added.
  let writing: Promise<void> = Promise.resolve();

  async function read(): Promise<readonly HistoryEntry[]> {
    if (file === undefined) return [];
    try {
      return readEntries(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
    } catch (error) {
      if (error instanceof vscode.FileSystemError) return [];
      throw error;
    }
  }

  async function write(entries: readonly HistoryEntry[]): Promise<void> {
    if (file === undefined) return;
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(JSON.stringify(entries)));
  }

  function follow(shown: ShownCall | undefined): void {
    if (shown === undefined || !vscode.workspace.getConfiguration("protodial").get("history", true)) return;
    const { started, event, source } = shown;
    if (!requests.has(started.call)) requests.set(started.call, requestText(source));
    const request = requests.get(started.call) ?? "";
    if (event?.phase !== "done" || request === "") return;
    requests.set(started.call, "");
    const entry: HistoryEntry = {
      atMs: Date.now(),
      method: `${started.service}/${started.method}`,
      address: started.address,
      status: event.status?.name ?? "",
      elapsedMs: event.elapsedMs,
      request,
    };
    writing = writing.then(async () => write(withEntry(await read(), entry)));
    // A history that cannot be written is no reason to disturb the call.
    writing = writing.catch(error => output.error(`call history: ${String(error)}`));
  }

  const listening = answers.onChange(follow);
  return {
    entries: async () => {
      await writing;
      return read();
    },
    clear: async () => {
      await writing;
      await write([]);
    },
    dispose: () => listening.dispose(),
  };
}

function requestText({ uri, line }: ShownCall["source"]): string {
  const document = vscode.workspace.textDocuments.find(one => one.uri.toString() === uri);
  return document === undefined ? "" : requestBlock(document.getText(), line);
}
