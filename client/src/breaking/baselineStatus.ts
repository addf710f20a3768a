import * as vscode from "vscode";
import type { BaselineKind, FolderBaseline } from "../../../server/src/protocol/requests.ts";
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
    if (document?.languageId !== "proto" || baseline === undefined || baseline.state === "none") return item.hide();
    const found = breakingDiagnostics(document.uri);
    const errors = found.filter(one => one.severity === vscode.DiagnosticSeverity.Error).length;
    const counts = found.length === 0 ? "" : ` $(flame) ${errors}/${found.length}`;
    item.text = `${textOf(baseline)}${baseline.words === undefined ? "" : counts}`;
    item.tooltip = [...tooltipOf(baseline), ...countsOf(baseline, found.length, errors), advice].join("\n\n");
    item.accessibilityInformation = { label: `Protodial: ${item.tooltip}` };
    const isWrong = baseline.state === "failed" || baseline.state === "old";
    item.backgroundColor = isWrong ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
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

const advice = "Click to compare with another version, or to look again.";

const icons: Readonly<Record<BaselineKind, string>> = {
  commit: "git-compare",
  folder: "folder",
  image: "file-binary",
  archive: "file-zip",
  server: "server",
};

function holds(folder: FolderBaseline, uri: vscode.Uri): boolean {
  const home = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  return home?.toString() === vscode.Uri.parse(folder.folderUri).toString();
}

function textOf({ state, kind, words }: FolderBaseline): string {
  if (state === "failed") return "$(warning) no earlier version";
  if (words === undefined || kind === undefined) return "$(loading~spin) reading the earlier version";
  const icon = state === "old" ? "warning" : state === "reading" ? "loading~spin" : icons[kind];
  return `$(${icon}) ${words}${state === "old" ? ", old" : ""}`;
}

function tooltipOf({ words, detail, problem, state }: FolderBaseline): readonly string[] {
  const lines = words === undefined ? [] : [`Compared with ${words}`];
  if (detail !== undefined) lines.push(detail);
  if (state === "old") lines.push(`What was read last counts, for now: ${problem}`);
  else if (problem !== undefined) lines.push(`There is nothing to compare with: ${problem}`);
  return lines;
}

function countsOf({ words }: FolderBaseline, all: number, errors: number): readonly string[] {
  if (words === undefined) return [];
  if (all === 0) return ["Nothing in this file breaks others."];
  const changes = all === 1 ? "1 breaking change" : `${all} breaking changes`;
  return [`${changes} in this file, ${errors} of them for old clients on the wire.`];
}
