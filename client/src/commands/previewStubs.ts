import * as vscode from "vscode";
import { forgetPreviews, previewScheme, previewUri } from "../documents.ts";
import { countChanges, fileCount, type StubChange } from "./stubChanges.ts";

type PreviewItem = vscode.QuickPickItem & { change: StubChange | undefined };

const icons = { new: "diff-added", changed: "diff-modified", unchanged: "check", foreign: "warning" };
const remarks = {
  new: "new",
  changed: "changed",
  unchanged: "unchanged",
  foreign: "replaces a file that was not generated",
};

/**
 * Lists what would be written. Choosing a file shows its difference to the disk and keeps the list open; `true` when the
 * user chose to write.
 */
export async function previewStubs(
  folder: vscode.Uri,
  changes: readonly StubChange[],
  warnings: readonly string[],
): Promise<boolean> {
  const toWrite = changes.filter(change => change.kind !== "unchanged");
  const place = vscode.workspace.asRelativePath(folder);
  if (toWrite.length === 0) {
    void vscode.window.showInformationMessage(`The stubs in ${place} are up to date: ${countChanges(changes)}.`);
    return false;
  }
  const list = vscode.window.createQuickPick<PreviewItem>();
  list.title = `Generate Stubs: ${countChanges(changes)}`;
  list.placeholder = "Choose a file to see what changes in it, or write";
  list.ignoreFocusOut = true;
  list.items = [
    {
      label: `$(save-all) Write ${fileCount(toWrite.length)} to ${place}`,
      description: warnings.length > 0 ? `${warnings.length} warnings in the output` : "",
      alwaysShow: true,
      change: undefined,
    },
    { label: "files", kind: vscode.QuickPickItemKind.Separator, change: undefined },
    ...changes.map(change => ({
      label: `$(${icons[change.kind]}) ${change.file.path}`,
      description: remarks[change.kind],
      change,
    })),
  ];
  try {
    return await new Promise<boolean>((resolve, reject) => {
      list.onDidAccept(() => {
        const [item] = list.selectedItems;
        if (item === undefined) return;
        if (item.change === undefined) resolve(true);
        else showDifference(folder, item.change).then(() => list.show(), reject);
      });
      list.onDidHide(() => resolve(false));
      list.show();
    });
  } finally {
    list.dispose();
    await closeDifferences();
    forgetPreviews();
  }
}

async function showDifference(folder: vscode.Uri, change: StubChange): Promise<void> {
  const { path, content } = change.file;
  const after = previewUri(path, content);
  const options = { preview: true, preserveFocus: true };
  if (change.kind === "new") {
    await vscode.window.showTextDocument(after, options);
    return;
  }
  const title = `${path} (${remarks[change.kind]})`;
  await vscode.commands.executeCommand("vscode.diff", vscode.Uri.joinPath(folder, path), after, title, options);
}

async function closeDifferences(): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs).filter(({ input }) => isPreview(input));
  if (tabs.length > 0) await vscode.window.tabGroups.close(tabs);
}

function isPreview(input: unknown): boolean {
  if (input instanceof vscode.TabInputTextDiff) return input.modified.scheme === previewScheme;
  return input instanceof vscode.TabInputText && input.uri.scheme === previewScheme;
}
