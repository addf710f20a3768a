import * as vscode from "vscode";
import type { Session } from "../session.ts";
import { compareFolderWith, pathIn, pickFolder } from "./compareWith.ts";

/** Saves all of a folder's schema as one file, which later versions can be compared with. */
export async function saveSnapshot(session: Session): Promise<void> {
  const folder = await pickFolder();
  if (folder === undefined) return;
  const target = await vscode.window.showSaveDialog({
    title: "Save a Snapshot of the Schema",
    defaultUri: vscode.Uri.joinPath(folder.uri, "proto.snapshot.json"),
    filters: { "Text (JSON)": ["json"], "Descriptor image": ["binpb"] },
  });
  if (target === undefined) return;
  const form = target.path.endsWith(".binpb") ? "binpb" : "json";
  const made = await session.server.request("protodial/snapshot", { folderUri: folder.uri.toString(), form });
  if (made.kind === "refused") {
    for (const line of made.problems) session.server.output.error(line);
    const show = made.problems.length > 0 ? ["Show Output"] : [];
    const choice = await vscode.window.showErrorMessage(`No snapshot was saved: ${made.reason}.`, ...show);
    if (choice !== undefined) session.server.output.show(true);
    return;
  }
  await vscode.workspace.fs.writeFile(target, bytesOf(made.base64));
  const compare = "Compare with It";
  const choice = await vscode.window.showInformationMessage(
    "The snapshot is saved. Files that are compared with it stay compatible with it.",
    compare,
  );
  if (choice === compare) await compareFolderWith(session, folder, pathIn(folder, target));
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
}
