import * as vscode from "vscode";
import { breakingDiagnostics } from "../breaking/breakingDiagnostics.ts";

/** Goes to the next breaking change of the document, from the last one to the first. */
export async function nextBreakingChange(): Promise<void> {
  await go((changes, at) => changes.find(one => one.range.start.isAfter(at)) ?? changes[0]);
}

/** Goes to the one before, from the first one to the last. */
export async function previousBreakingChange(): Promise<void> {
  await go((changes, at) => changes.filter(one => one.range.start.isBefore(at)).at(-1) ?? changes.at(-1));
}

type Choose = (changes: readonly vscode.Diagnostic[], at: vscode.Position) => vscode.Diagnostic | undefined;

async function go(choose: Choose): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return;
  const found = choose(breakingDiagnostics(editor.document.uri), editor.selection.active);
  if (found === undefined) {
    void vscode.window.showInformationMessage("No breaking change is marked in this file.");
    return;
  }
  const { start } = found.range;
  editor.selection = new vscode.Selection(start, start);
  editor.revealRange(found.range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  // The same that F8 shows: the whole message, with its fixes.
  await vscode.commands.executeCommand("editor.action.showHover");
}
