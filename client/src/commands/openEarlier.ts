import * as vscode from "vscode";
import { breakingDiagnostics } from "../breaking/breakingDiagnostics.ts";
import { earlierScheme, showDiff } from "../breaking/earlier.ts";

/** Shows what the declaration at the cursor was before, beside what it is. */
export async function openEarlier(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return;
  const { uri } = editor.document;
  const at = editor.selection.active;
  const marked = breakingDiagnostics(uri);
  const nearest =
    marked.find(one => one.range.contains(at)) ?? marked.find(one => one.range.start.line === at.line) ?? marked[0];
  const earlier = nearest?.relatedInformation?.find(one => one.location.uri.scheme === earlierScheme);
  if (earlier === undefined) {
    void vscode.window.showInformationMessage("No breaking change is marked in this file.");
    return;
  }
  await showDiff(earlier.location.uri, uri, nearest?.range.start.line ?? at.line);
}
