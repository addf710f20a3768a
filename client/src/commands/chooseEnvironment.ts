import * as vscode from "vscode";
import { chosenEnvironment, environmentNames } from "../environments.ts";
import type { Session } from "../session.ts";

/** Asks for the environment, or takes the one that a quick fix names. */
export async function chooseEnvironment(_session: Session, name?: unknown): Promise<void> {
  if (typeof name === "string") return choose(name);
  const names = await environmentNames();
  if (names.length === 0) {
    void vscode.window.showInformationMessage(
      'There is no environment yet. Write one into `http-client.env.json`, such as { "local": { "host": "localhost:50051" } }.',
    );
    return;
  }
  const chosen = chosenEnvironment();
  const none = { label: "No environment", name: "" };
  const items = [...names.map(name => ({ label: name, name })), none].map(item => ({
    ...item,
    description: item.name === chosen ? "chosen" : "",
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: "Environment",
    placeHolder: "Where requests take their {{variables}} from",
  });
  if (picked !== undefined) await choose(picked.name);
}

async function choose(name: string): Promise<void> {
  const target =
    vscode.workspace.workspaceFolders === undefined
      ? vscode.ConfigurationTarget.Global
      : vscode.ConfigurationTarget.Workspace;
  await vscode.workspace.getConfiguration("protodial").update("environment", name || undefined, target);
}
