import * as vscode from "vscode";
import { environmentHosts } from "../environments.ts";

/** A running server to compare with, as `grpc://host:port`: the target of calls, a host of an environment, or another. */
export async function pickServer(folder: vscode.WorkspaceFolder): Promise<string | undefined> {
  const settings = vscode.workspace.getConfiguration("protodial", folder.uri);
  const target = settings.get("target", "");
  const known = new Map<string, string>();
  for (const { name, host } of await environmentHosts()) known.set(host, `the host of \`${name}\``);
  if (target !== "") known.set(target, "`protodial.target`, which calls go to");
  const items = [...known].flatMap(([host, description]) => {
    const address = serverAddress(host);
    return address === undefined ? [] : [{ label: `$(server) ${address}`, description, address }];
  });
  const another = { label: "$(edit) Another server…", description: "", address: undefined };
  const picked = await vscode.window.showQuickPick([...items, another], {
    title: "Compare with a Running Server",
    placeHolder: "It is asked for its schema by reflection",
  });
  return picked === undefined || picked.address !== undefined ? picked?.address : askAddress();
}

async function askAddress(): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title: "Compare with a Running Server",
    prompt: "localhost:50051, or grpcs://host:port for TLS",
    validateInput: value =>
      serverAddress(value) === undefined ? "Write host:port, grpc://host:port or grpcs://host:port." : undefined,
  });
  return text === undefined ? undefined : serverAddress(text);
}

/** A target of calls as `protodial.breaking.against` has it; undefined for a socket file, which has no such form. */
function serverAddress(target: string): string | undefined {
  const [, scheme = "", rest = ""] = /^(?:(grpcs?|https?):\/\/)?([^/\s]+:\d{1,5})\/?$/.exec(target.trim()) ?? [];
  if (rest === "" || rest.startsWith("unix:")) return undefined;
  return `${scheme.endsWith("s") ? "grpcs" : "grpc"}://${rest}`;
}
