import * as vscode from "vscode";
import type { HistoryEntry } from "../history/entries.ts";
import type { Session } from "../session.ts";

type Item = vscode.QuickPickItem & { readonly entry: HistoryEntry };

const sendAgain: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon("play"), tooltip: "Send again" };

/** Shows the calls of this workspace, the newest first; the picked one is opened as a request, or sent again. */
export async function showCallHistory(session: Session): Promise<void> {
  const entries = await session.history.entries();
  if (entries.length === 0) {
    void vscode.window.showInformationMessage("No call of this workspace is in the history yet.");
    return;
  }
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = "Call History";
  pick.placeholder = "The request to open; search for its method, server, status or text";
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.items = entries.map(itemOf);
  pick.onDidAccept(() => {
    const [picked] = pick.selectedItems;
    pick.hide();
    if (picked !== undefined) void openEntry(picked.entry);
  });
  pick.onDidTriggerItemButton(({ item }) => {
    pick.hide();
    void openEntry(item.entry).then(document =>
      vscode.commands.executeCommand("protodial.sendRequest", document.uri.toString(), 0),
    );
  });
  pick.onDidHide(() => pick.dispose());
  pick.show();
}

/** Forgets the calls of this workspace. */
export async function clearCallHistory(session: Session): Promise<void> {
  await session.history.clear();
}

function itemOf(entry: HistoryEntry): Item {
  const { atMs, method, address, status, elapsedMs, request } = entry;
  const body = request
    .slice(request.indexOf("\n\n") + 1)
    .replace(/\s+/g, " ")
    .trim();
  return {
    label: `$(${status === "OK" ? "pass" : "error"}) ${method.slice(method.lastIndexOf("/") + 1)}`,
    description: [status, address, `${Math.round(elapsedMs)} ms`, new Date(atMs).toLocaleString()].join(" · "),
    detail: [method, body.slice(0, 200)].join("  "),
    buttons: [sendAgain],
    entry,
  };
}

async function openEntry({ request }: HistoryEntry): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ language: "grpc-request", content: request });
  await vscode.window.showTextDocument(document, { preview: false });
  return document;
}
