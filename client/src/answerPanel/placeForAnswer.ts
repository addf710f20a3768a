import * as vscode from "vscode";

/**
 * Below the request where proto and request already stand side by side, so that all three are seen; in the last group
 * where there are three already; otherwise beside. `before` is the editor to give the focus back to.
 */
export async function placeForAnswer(): Promise<{
  viewColumn: vscode.ViewColumn;
  before: vscode.TextEditor | undefined;
}> {
  const before = vscode.window.activeTextEditor;
  const { all, activeTabGroup } = vscode.window.tabGroups;
  const last = all.at(-1);
  if (all.length > 2 && last !== undefined && last !== activeTabGroup) {
    return { viewColumn: last.viewColumn, before: undefined };
  }
  if (before === undefined || activeTabGroup.viewColumn === vscode.ViewColumn.One) {
    return { viewColumn: vscode.ViewColumn.Beside, before: undefined };
  }
  await vscode.commands.executeCommand("workbench.action.newGroupBelow");
  return { viewColumn: vscode.ViewColumn.Active, before };
}
