import * as vscode from "vscode";
import type { Session } from "../session.ts";

/**
 * Adds a folder to `protodial.importRoots`. `importPath`: the import that should resolve by it; `root`: the uri of the
 * folder. Without a folder the user picks one: those of the workspace that hold the import stand first.
 */
export async function addImportRoot(_session: Session, importPath?: unknown, root?: unknown): Promise<void> {
  const path = typeof importPath === "string" ? importPath : undefined;
  const folder = typeof root === "string" ? vscode.Uri.parse(root, true) : await pickRoot(path);
  if (folder !== undefined) await addToSetting(folder);
}

type RootItem = vscode.QuickPickItem & { readonly folder: vscode.Uri | undefined };

async function pickRoot(path: string | undefined): Promise<vscode.Uri | undefined> {
  const found = path === undefined ? [] : await rootsWith(path);
  if (found.length === 0) return chooseFolder(path);
  const items: RootItem[] = found.map(folder => ({
    label: `$(folder) ${vscode.workspace.asRelativePath(folder)}`,
    description: `has ${path}`,
    folder,
  }));
  const another: RootItem = { label: "$(folder-opened) Another folder…", folder: undefined };
  const picked = await vscode.window.showQuickPick([...items, another], {
    title: "Add Import Root",
    placeHolder: `The folder that ${path} is relative to`,
  });
  return picked === undefined ? undefined : (picked.folder ?? chooseFolder(path));
}

/** Folders of the workspace below which there is a file `path`, those that are hidden from searches included. */
async function rootsWith(path: string): Promise<readonly vscode.Uri[]> {
  if (!isImportPath(path)) return [];
  const files = await vscode.workspace.findFiles(`**/${path}`, null, mostRoots);
  const folders = files.map(file => file.with({ path: file.path.slice(0, -path.length - 1) }));
  return folders.filter(folder => folder.path !== "").sort((one, other) => one.path.length - other.path.length);
}

const mostRoots = 20;

// As part of a glob it stands for itself, and it leads out of no folder.
function isImportPath(path: string): boolean {
  return /^[\w.+-]+(\/[\w.+-]+)*$/.test(path) && !path.split("/").some(part => part === "." || part === "..");
}

async function chooseFolder(path: string | undefined): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: path === undefined ? "A folder that imports are relative to" : `The folder that ${path} is relative to`,
    openLabel: "Add Import Root",
    canSelectFiles: false,
    canSelectFolders: true,
    ...(vscode.workspace.workspaceFolders?.[0] && { defaultUri: vscode.workspace.workspaceFolders[0].uri }),
  });
  const folder = chosen?.[0];
  if (folder === undefined || path === undefined || !isImportPath(path)) return folder;
  const root = await rootAround(folder, path);
  if (root !== undefined) return root;
  const answer = await vscode.window.showWarningMessage(
    `There is no ${path} below ${folder.fsPath}.`,
    { modal: true },
    "Add It Anyway",
  );
  return answer === undefined ? undefined : folder;
}

/** The chosen folder where `path` is below it; the one above that it means, where the file's own folder was chosen. */
async function rootAround(folder: vscode.Uri, path: string): Promise<vscode.Uri | undefined> {
  const parts = path.split("/");
  for (let above = 0; above < parts.length; above++) {
    const ending = parts.slice(0, above).map(part => `/${part}`);
    if (!folder.path.endsWith(ending.join(""))) continue;
    const root = folder.with({ path: folder.path.slice(0, folder.path.length - ending.join("").length) || "/" });
    if (await isThere(vscode.Uri.joinPath(root, path))) return root;
  }
  return undefined;
}

async function isThere(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return false;
    throw error;
  }
}

async function addToSetting(folder: vscode.Uri): Promise<void> {
  const settings = vscode.workspace.getConfiguration("protodial");
  const shown = settingOf(folder);
  const isOpen = vscode.workspace.workspaceFolders !== undefined;
  const roots = settings.get<readonly string[]>("importRoots", []);
  if (!roots.includes(shown)) {
    const target = isOpen ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
    await settings.update("importRoots", [...roots, shown], target);
  }
  const counts = vscode.workspace.isTrusted || !isOpen;
  const when = counts ? "" : " It counts once the workspace is trusted.";
  const choice = await vscode.window.showInformationMessage(
    `${shown} is an import root now (setting protodial.importRoots).${when}`,
    "Open Settings",
  );
  if (choice === undefined) return;
  const open = isOpen ? "workbench.action.openWorkspaceSettings" : "workbench.action.openSettings";
  await vscode.commands.executeCommand(open, { query: "protodial.importRoots" });
}

/** As the setting has it: below a workspace folder relative to that, so that it means the same for everybody. */
function settingOf(folder: vscode.Uri): string {
  const home = vscode.workspace.getWorkspaceFolder(folder)?.uri;
  if (home === undefined) return folder.scheme === "file" ? folder.fsPath : folder.toString();
  return folder.path.slice(home.path.length).replace(/^\/+/, "") || ".";
}
