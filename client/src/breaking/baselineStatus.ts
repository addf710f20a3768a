import * as vscode from "vscode";
import type { FolderBaseline } from "../../../server/src/protocol/requests.ts";
import type { Server } from "../server.ts";
import { breakingDiagnostics } from "./breakingDiagnostics.ts";

/** The status bar: what the file is compared with, and how much of it breaks others. A click picks another version. */
export function showBaseline(server: Server): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("protodial.baseline", vscode.StatusBarAlignment.Right, 90);
  item.name = "Protodial Earlier Version";
  item.command = "protodial.compareWith";
  let folders: readonly FolderBaseline[] = [];
  const show = () => {
    const document = vscode.window.activeTextEditor?.document;
    const baseline = document === undefined ? undefined : folders.find(one => holds(one, document.uri));
    if (document?.languageId !== "proto" || baseline === undefined) return item.hide();
    const { words, problem } = baseline;
    if (words === undefined && problem === undefined) return item.hide();
    const found = breakingDiagnostics(document.uri);
    const errors = found.filter(one => one.severity === vscode.DiagnosticSeverity.Error).length;
    const counts = found.length === 0 ? "" : ` $(flame) ${errors}/${found.length}`;
    item.text = problem === undefined ? `$(git-compare) ${words}${counts}` : "$(warning) no earlier version";
    item.tooltip = problem ?? tooltip(words ?? "", found.length, errors);
    item.accessibilityInformation = { label: `Protodial: ${item.tooltip}` };
    item.show();
  };
  return vscode.Disposable.from(
    item,
    server.onNotification("protodial/baselines", told => {
      folders = told.folders;
      show();
    }),
    server.onState(state => {
      if (state === "running") return;
      folders = [];
      show();
    }),
    vscode.window.onDidChangeActiveTextEditor(show),
    vscode.languages.onDidChangeDiagnostics(show),
  );
}

function holds(folder: FolderBaseline, uri: vscode.Uri): boolean {
  const home = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  return home?.toString() === vscode.Uri.parse(folder.folderUri).toString();
}

function tooltip(words: string, all: number, errors: number): string {
  if (all === 0) return `Compared with ${words}: nothing breaks. Click to compare with another version.`;
  const changes = all === 1 ? "1 breaking change" : `${all} breaking changes`;
  return `Compared with ${words}: ${changes}, ${errors} of them for old clients on the wire. Click to compare with another version.`;
}
