import * as vscode from "vscode";
import type { Session } from "../session.ts";

type FolderItem = vscode.QuickPickItem & { folder: vscode.Uri | undefined };

/** Asks for the folder to write to, inside the workspace folder of the sources. The last one for this target stands first. */
export async function pickOutputFolder(
  session: Session,
  sources: readonly vscode.Uri[],
  target: string,
): Promise<vscode.Uri | undefined> {
  const [first] = sources;
  const root =
    first && (vscode.workspace.getWorkspaceFolder(first)?.uri ?? vscode.workspace.workspaceFolders?.[0]?.uri);
  if (root === undefined) {
    void vscode.window.showWarningMessage(
      "Stubs are written into an open folder. Open the folder of your project first.",
    );
    return undefined;
  }
  const key = `generate.folder.${target}`;
  const last = session.context.workspaceState.get<string>(key);
  const suggestions = [...new Set([...(last === undefined ? [] : [last]), "gen", `gen/${target}`, "."])];
  const items: FolderItem[] = suggestions.map(path => ({
    label: `$(folder) ${path === "." ? "the workspace folder itself" : path}`,
    description: path === last ? "last used" : "",
    folder: path === "." ? root : vscode.Uri.joinPath(root, path),
  }));
  const choose: FolderItem = { label: "$(folder-opened) Another folder…", folder: undefined };
  const picked = await vscode.window.showQuickPick([...items, choose], {
    title: "Generate Stubs",
    placeHolder: "The folder to write to",
  });
  if (picked === undefined) return undefined;
  const folder = picked.folder ?? (await chooseInside(root));
  if (folder === undefined) return undefined;
  await session.context.workspaceState.update(key, pathBelow(root, folder) || ".");
  return folder;
}

async function chooseInside(root: vscode.Uri): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: "The folder to write stubs to",
    openLabel: "Write Here",
    defaultUri: root,
    canSelectFiles: false,
    canSelectFolders: true,
  });
  const folder = chosen?.[0];
  if (folder === undefined || pathBelow(root, folder) !== undefined) return folder;
  void vscode.window.showWarningMessage(
    `Stubs are written inside the workspace folder only; ${folder.fsPath} is outside of it.`,
  );
  return undefined;
}

/** The path of `folder` relative to `root`, empty for `root` itself; `undefined` outside of it. */
function pathBelow(root: vscode.Uri, folder: vscode.Uri): string | undefined {
  if (folder.scheme !== root.scheme || folder.authority !== root.authority) return undefined;
  if (folder.path === root.path) return "";
  const prefix = root.path.endsWith("/") ? root.path : `${root.path}/`;
  return folder.path.startsWith(prefix) ? folder.path.slice(prefix.length) : undefined;
}
