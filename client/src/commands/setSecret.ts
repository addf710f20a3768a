import * as vscode from "vscode";
import { askForSecret, dropSecret, keepSecret, secretNames } from "../secrets/secrets.ts";
import type { Session } from "../session.ts";

/** Asks for the name and the value of a secret, for `{{$secret NAME}}` in requests. */
export async function setSecret({ context }: Session): Promise<void> {
  const name = await pickName(secretNames(context));
  if (name === undefined) return;
  const value = await askForSecret(name);
  if (value === undefined) return;
  await keepSecret(context, name, value);
  void vscode.window.showInformationMessage(`Requests get it as {{$secret ${name}}}.`);
}

/** Forgets one of the secrets. */
export async function removeSecret({ context }: Session): Promise<void> {
  const names = secretNames(context);
  if (names.length === 0) {
    void vscode.window.showInformationMessage("No secret is set.");
    return;
  }
  const name = await vscode.window.showQuickPick(names, {
    title: "Remove Secret",
    placeHolder: "The secret to forget",
  });
  if (name !== undefined) await dropSecret(context, name);
}

async function pickName(known: readonly string[]): Promise<string | undefined> {
  const another = "$(add) New secret…";
  const picked =
    known.length === 0 ? another : await vscode.window.showQuickPick([...known, another], { title: "Set Secret" });
  if (picked !== another) return picked;
  return vscode.window.showInputBox({
    title: "Set Secret",
    prompt: "The name that requests use: {{$secret NAME}}",
    placeHolder: "API_TOKEN",
    validateInput: name =>
      /^[A-Za-z_][A-Za-z0-9_.-]*$/.test(name) ? undefined : "A name has letters, digits, `_`, `-` and `.`",
  });
}
