import * as vscode from "vscode";
import type { GeneratedFile } from "../../../server/src/protocol/requests.ts";
import { fileCount, type StubChange, stubChanges } from "./stubChanges.ts";

/** Compares generated files with those below `folder`; what is open and unsaved there counts as foreign. */
export async function changesBelow(folder: vscode.Uri, files: readonly GeneratedFile[]): Promise<StubChange[]> {
  const before = new Map<string, string>();
  await Promise.all(
    files.map(async file => {
      const text = await readText(vscode.Uri.joinPath(folder, file.path));
      if (text !== undefined) before.set(file.path, text);
    }),
  );
  const unsaved = new Set(
    vscode.workspace.textDocuments.filter(document => document.isDirty).map(({ uri }) => uri.toString()),
  );
  return stubChanges(files, before).map(change =>
    unsaved.has(vscode.Uri.joinPath(folder, change.file.path).toString()) ? { ...change, kind: "foreign" } : change,
  );
}

async function readText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === "FileNotFound") return undefined;
    throw error;
  }
}

/** Writes what differs, and returns where to. A link below the workspace folder is not followed, for it may lead out of it. */
export async function writeStubs(folder: vscode.Uri, changes: readonly StubChange[]): Promise<vscode.Uri[]> {
  const toWrite = changes.filter(change => change.kind !== "unchanged");
  const linked = await firstLink(
    folder,
    toWrite.map(change => change.file.path),
  );
  if (linked !== undefined) {
    throw new Error(
      `\`${linked}\` is a symbolic link, and stubs are not written through links; choose the folder it leads to`,
    );
  }
  const encoder = new TextEncoder();
  const written: vscode.Uri[] = [];
  for (const { file } of toWrite) {
    const uri = vscode.Uri.joinPath(folder, file.path);
    await vscode.workspace.fs.writeFile(uri, encoder.encode(file.content));
    written.push(uri);
  }
  return written;
}

/** The first symbolic link on the way from the workspace folder down to one of the files, or that is one of them. */
async function firstLink(folder: vscode.Uri, files: readonly string[]): Promise<string | undefined> {
  const root = vscode.workspace.getWorkspaceFolder(folder)?.uri ?? folder;
  const above = folder.path.slice(root.path.length);
  const paths = files.flatMap(file => {
    const parts = `${above}/${file}`.split("/").filter(part => part !== "");
    return parts.map((_, end) => parts.slice(0, end + 1).join("/"));
  });
  for (const path of new Set(paths)) {
    if (await isLink(vscode.Uri.joinPath(root, path))) return path;
  }
  return undefined;
}

async function isLink(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.SymbolicLink) !== 0;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === "FileNotFound") return false;
    throw error;
  }
}

/** Says what was written, and offers to look at it; the command that wrote does not wait for an answer. */
export function tellWritten(folder: vscode.Uri, written: readonly vscode.Uri[], changes: readonly StubChange[]): void {
  const [first] = written;
  const place = vscode.workspace.asRelativePath(folder);
  if (first === undefined) return;
  const left = changes.length - written.length;
  const rest = left > 0 ? ` ${fileCount(left)} stayed as ${left === 1 ? "it was" : "they were"}.` : "";
  void offerToShow(`Wrote ${fileCount(written.length)} to ${place}.${rest}`, first);
}

async function offerToShow(message: string, first: vscode.Uri): Promise<void> {
  const choice = await vscode.window.showInformationMessage(message, "Open", "Show in Explorer");
  if (choice === "Open") await vscode.window.showTextDocument(first);
  if (choice === "Show in Explorer") await vscode.commands.executeCommand("revealInExplorer", first);
}
