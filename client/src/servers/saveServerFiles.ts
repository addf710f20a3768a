import * as vscode from "vscode";
import { unsafePath } from "../commands/stubChanges.ts";
import { changesBelow, tellWritten, writeStubs } from "../commands/writeStubs.ts";
import type { Session } from "../session.ts";

/** Writes the files of a server that was asked below a folder that the user chooses. */
export async function saveServerFiles(session: Session, address: string): Promise<void> {
  const { files } = await session.server.request("protodial/serverFiles", { address });
  const unsafe = files.find(file => unsafePath(file.path) !== undefined);
  if (unsafe !== undefined) throw new Error(`\`${unsafe.path}\` is not written: ${unsafePath(unsafe.path)}`);
  if (files.length === 0) throw new Error(`\`${address}\` describes no files`);
  const root = vscode.workspace.workspaceFolders?.[0]?.uri;
  const chosen = await vscode.window.showOpenDialog({
    title: `The folder for the files of ${address}`,
    openLabel: "Save Here",
    ...(root === undefined ? {} : { defaultUri: root }),
    canSelectFiles: false,
    canSelectFolders: true,
  });
  const folder = chosen?.[0];
  if (folder === undefined) return;
  const changes = await changesBelow(folder, files);
  const changed = changes.filter(({ kind }) => kind !== "unchanged" && kind !== "new");
  if (changed.length > 0) {
    const replace = "Replace";
    const names = changed
      .slice(0, 8)
      .map(({ file }) => file.path)
      .join(", ");
    const choice = await vscode.window.showWarningMessage(
      `${changed.length === 1 ? "A file is" : `${changed.length} files are`} there already and different: ${names}.`,
      { modal: true },
      replace,
    );
    if (choice !== replace) return;
  }
  const written = await writeStubs(folder, changes);
  if (written.length === 0) void vscode.window.showInformationMessage("All of these files are there already.");
  tellWritten(folder, written, changes);
}
