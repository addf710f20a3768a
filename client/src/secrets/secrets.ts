// Secrets of requests, `{{$secret NAME}}`: kept by the editor, and sent to a server only where the user has said so.
import * as vscode from "vscode";
import type { ClientRequests } from "../../../server/src/protocol/requests.ts";
import { coverUp } from "./coveredOutput.ts";

const namesKey = "secrets.names";
const allowedKey = "secrets.allowed";

type UseValues = ClientRequests["protodial/useValues"];
type Wanted = UseValues["params"]["wanted"][number];

/** Names of the secrets that were set, in alphabetical order. */
export function secretNames({ globalState }: vscode.ExtensionContext): readonly string[] {
  return globalState.get<readonly string[]>(namesKey, []);
}

/** Keeps a secret under a name, in place of the one before. */
export async function keepSecret(context: vscode.ExtensionContext, name: string, value: string): Promise<void> {
  await context.secrets.store(keyOf(name), value);
  await context.globalState.update(namesKey, [...new Set([...secretNames(context), name])].sort());
}

/** Forgets a secret. */
export async function dropSecret(context: vscode.ExtensionContext, name: string): Promise<void> {
  await context.secrets.delete(keyOf(name));
  const left = secretNames(context).filter(one => one !== name);
  await context.globalState.update(namesKey, left);
}

/** Asks for a secret's value; undefined where the user gives none. */
export async function askForSecret(name: string): Promise<string | undefined> {
  const value = await vscode.window.showInputBox({
    title: `Secret ${name}`,
    prompt: `The value of {{$secret ${name}}}. The editor keeps it in the system's own store; it is written to no file.`,
    password: true,
    ignoreFocusOut: true,
  });
  return value === "" ? undefined : value;
}

/**
 * Answers the server's question: the secrets, where the user allows that they go to this address – asked once for each
 * workspace, address and name. A secret that is not set yet is asked for.
 */
export async function useValues(
  context: vscode.ExtensionContext,
  { address, wanted }: UseValues["params"],
): Promise<UseValues["result"]> {
  if (!vscode.workspace.isTrusted || !(await isAllowed(context.globalState, address, wanted))) {
    return { kind: "denied" };
  }
  const secrets: Record<string, string> = {};
  for (const { source, name } of wanted) {
    if (source !== "secret") continue;
    let value = await context.secrets.get(keyOf(name));
    if (value === undefined) {
      value = await askForSecret(name);
      if (value === undefined) continue;
      await keepSecret(context, name, value);
    }
    coverUp(value);
    secrets[name] = value;
  }
  return { kind: "allowed", secrets };
}

async function isAllowed(memory: vscode.Memento, address: string, wanted: readonly Wanted[]): Promise<boolean> {
  const known = new Set(memory.get<readonly string[]>(allowedKey, []));
  const unasked = wanted.filter(one => !known.has(allowance(address, one)));
  if (unasked.length === 0) return true;
  const allow = "Allow";
  const answer = await vscode.window.showWarningMessage(
    `Send to ${address}?`,
    {
      modal: true,
      detail: `The request takes what is yours:\n\n${unasked.map(inWords).join("\n")}\n\nAllow it only if you trust this server. The answer is kept for this workspace and this address.`,
    },
    allow,
  );
  if (answer !== allow) return false;
  // What another window has allowed meanwhile counts, too.
  const all = [...memory.get<readonly string[]>(allowedKey, []), ...unasked.map(one => allowance(address, one))];
  await memory.update(allowedKey, [...new Set(all)]);
  return true;
}

function inWords({ source, name }: Wanted): string {
  switch (source) {
    case "secret":
      return `the secret ${name}`;
    case "env":
      return `the environment variable ${name}`;
    case "file":
      return `the file ${vscode.Uri.parse(name).fsPath}, to prove who you are`;
  }
}

function allowance(address: string, { source, name }: Wanted): string {
  const workspace = vscode.workspace.workspaceFile ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  return [workspace?.toString() ?? "", address, source, name].join("\n");
}

function keyOf(name: string): string {
  return `protodial.secret.${name}`;
}
