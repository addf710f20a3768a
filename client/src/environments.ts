// Environments of request documents: `http-client.env.json` and its private twin, as other HTTP clients keep them. The
// chosen one is the setting `protodial.environment`; the status bar shows it beside a request.

import { parse } from "jsonc-parser";
import * as vscode from "vscode";
import { holdsRequests } from "./requestDocuments.ts";

const files = "**/{http-client.env.json,http-client.private.env.json}";
const notSearched = "**/node_modules/**";
const mostFiles = 100;

/** Names of all environments in the workspace, in alphabetical order. `$shared` is no environment but part of each. */
export async function environmentNames(): Promise<string[]> {
  const found = await vscode.workspace.findFiles(files, notSearched, mostFiles);
  const names = await Promise.all(found.map(namesIn));
  return [...new Set(names.flat())].filter(name => name !== "$shared").sort();
}

/** The hosts of all environments, as far as they are written out. */
export async function environmentHosts(): Promise<readonly { readonly name: string; readonly host: string }[]> {
  const found = await vscode.workspace.findFiles(files, notSearched, mostFiles);
  const environments = (await Promise.all(found.map(readEnvironments))).flat();
  return environments.flatMap(([name, value]) => {
    const host: unknown = Reflect.get(value, "host");
    return typeof host === "string" && !host.includes("{{") ? [{ name, host }] : [];
  });
}

async function namesIn(uri: vscode.Uri): Promise<string[]> {
  return (await readEnvironments(uri)).map(([name]) => name);
}

/** A file as it stands in the editor, as far as it can be read: its problems are told in it. One that is gone has none. */
async function readEnvironments(uri: vscode.Uri): Promise<[string, object][]> {
  const value: unknown = parse(await textOf(uri), [], { allowTrailingComma: true });
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).filter(([, variables]) => typeof variables === "object" && variables !== null);
}

async function textOf(uri: vscode.Uri): Promise<string> {
  const open = vscode.workspace.textDocuments.find(one => one.uri.toString() === uri.toString());
  if (open !== undefined) return open.getText();
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return "";
    throw error;
  }
}

export function chosenEnvironment(): string {
  return vscode.workspace.getConfiguration("protodial").get("environment", "");
}

/** The status bar item, seen while a request document is active and there is an environment to choose. */
export function showEnvironment(): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("protodial.environment", vscode.StatusBarAlignment.Right, 100);
  item.name = "Protodial Environment";
  item.command = "protodial.chooseEnvironment";
  const show = async () => {
    const shown = vscode.window.activeTextEditor?.document;
    const names = shown !== undefined && holdsRequests(shown) ? await environmentNames() : [];
    if (names.length === 0) return item.hide();
    const chosen = chosenEnvironment();
    const isUnknown = chosen !== "" && !names.includes(chosen);
    item.text = `$(symbol-namespace) ${chosen || "no environment"}${isUnknown ? " (unknown)" : ""}`;
    item.tooltip = isUnknown
      ? `No environment file has ${chosen}. Choose one of ${names.join(", ")}.`
      : "The environment that requests take their {{variables}} from";
    item.backgroundColor = isUnknown ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
    item.show();
  };
  const refresh = () => void show();
  const watcher = vscode.workspace.createFileSystemWatcher(files);
  refresh();
  return vscode.Disposable.from(
    item,
    watcher,
    watcher.onDidCreate(refresh),
    watcher.onDidChange(refresh),
    watcher.onDidDelete(refresh),
    vscode.window.onDidChangeActiveTextEditor(refresh),
    vscode.workspace.onDidChangeConfiguration(event => {
      if (event.affectsConfiguration("protodial.environment")) refresh();
    }),
  );
}
