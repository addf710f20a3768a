import * as vscode from "vscode";
import type { BaselineChoice } from "../../../server/src/protocol/requests.ts";
import { allowServer } from "../breaking/allowedServers.ts";
import type { Session } from "../session.ts";
import { showBreakingChanges } from "./breakingChanges.ts";
import { pickServer } from "./pickServer.ts";

/** Picks the version that files are compared with, and shows all that has changed since. */
export async function compareWith(session: Session): Promise<void> {
  const folder = await pickFolder();
  if (folder === undefined) return;
  const { choices } = await session.server.request("protodial/baselineChoices", { folderUri: folder.uri.toString() });
  const against = await pickAgainst(folder, choices);
  if (against === undefined) return;
  await compareFolderWith(session, folder, against);
}

/** Compares a folder from now on with what `protodial.breaking.against` may have, and shows what has changed since. */
export async function compareFolderWith(
  session: Session,
  folder: vscode.WorkspaceFolder,
  against: string,
): Promise<void> {
  if (isServer(against)) await allowServer(session.context.workspaceState, against);
  const several = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
  const target = several ? vscode.ConfigurationTarget.WorkspaceFolder : vscode.ConfigurationTarget.Workspace;
  const section = vscode.workspace.getConfiguration("protodial", folder.uri);
  // Of what was picked before nobody would be told, and it may be another version by now.
  if (section.get("breaking.against") === against)
    await session.server.request("protodial/refreshBaseline", { folderUri: folder.uri.toString() });
  else await section.update("breaking.against", against === "" ? undefined : against, target);
  if (against !== "off") await showBreakingChanges(session);
}

/** The folder of the document in front; where there is none and there are several, the one that is picked. */
export async function pickFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const active = vscode.window.activeTextEditor?.document.uri;
  const own = active === undefined ? undefined : vscode.workspace.getWorkspaceFolder(active);
  if (own !== undefined || folders.length === 1) return own ?? folders[0];
  if (folders.length > 1) return vscode.window.showWorkspaceFolderPick();
  void vscode.window.showInformationMessage("Open a folder first: its files are compared with what they were.");
  return undefined;
}

type Item = vscode.QuickPickItem & {
  readonly against?: string;
  readonly ask?: "revision" | "folder" | "file" | "server";
};

async function pickAgainst(
  folder: vscode.WorkspaceFolder,
  choices: readonly BaselineChoice[],
): Promise<string | undefined> {
  const items: Item[] = [
    ...choices.map(({ against, label, description }) => ({ against, label, description })),
    { label: "", kind: vscode.QuickPickItemKind.Separator },
    { label: "$(git-commit) Another revision…", ask: "revision" },
    { label: "$(server) A running server…", description: "by reflection", ask: "server" },
    { label: "$(folder) A folder…", ask: "folder" },
    { label: "$(file-binary) A snapshot, an image or an archive…", ask: "file" },
    { label: "$(circle-slash) Nothing", description: "breaking changes are not told", against: "off" },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: "Compare with…",
    placeHolder: "The version that files must stay compatible with",
    matchOnDescription: true,
  });
  if (picked?.ask === "revision") return askRevision();
  if (picked?.ask === "folder") return askFolder();
  if (picked?.ask === "file") return askFile(folder);
  if (picked?.ask === "server") return pickServer(folder);
  return picked?.against;
}

function isServer(against: string): boolean {
  return /^grpcs?:\/\//.test(against);
}

async function askFile(folder: vscode.WorkspaceFolder): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: "Compare with a Snapshot, an Image or an Archive",
    openLabel: "Compare",
    defaultUri: folder.uri,
  });
  return chosen?.[0] === undefined ? undefined : pathIn(folder, chosen[0]);
}

/** What is in the folder is told from there, so that the setting holds for colleagues too. */
export function pathIn(folder: vscode.WorkspaceFolder, file: vscode.Uri): string {
  const inside = vscode.workspace.getWorkspaceFolder(file)?.uri.toString() === folder.uri.toString();
  return inside ? vscode.workspace.asRelativePath(file, false) : file.fsPath;
}

async function askRevision(): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title: "Compare with a Revision",
    prompt: "A branch, a tag, a commit, HEAD~3, or a pattern of tags such as v*",
    validateInput: value => (value.trim() === "" ? "Write a revision of git." : undefined),
  });
  return text?.trim();
}

async function askFolder(): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: "Compare with a Folder",
    openLabel: "Compare",
    canSelectFiles: false,
    canSelectFolders: true,
  });
  return chosen?.[0]?.fsPath;
}
