import * as vscode from "vscode";
import { environmentHosts } from "../environments.ts";
import type { Session } from "../session.ts";

const lastAddress = "servers.lastAddress";

/** An address that was used before, or one that is typed. */
export async function pickAddress(
  session: Session,
  { title, hint }: { readonly title: string; readonly hint: string },
): Promise<string | undefined> {
  const known = new Map<string, string>();
  const last = session.context.workspaceState.get<string>(lastAddress);
  if (last !== undefined) known.set(last, "last browsed");
  for (const { name, host } of await environmentHosts()) known.set(host, `the host of \`${name}\``);
  const target = vscode.workspace.getConfiguration("protodial").get("target", "");
  if (target !== "" && !known.has(target)) known.set(target, "`protodial.target`, which calls go to");
  const items = [...known].map(([host, description]) => ({ label: `$(server) ${host}`, description, host }));
  const another = { label: "$(edit) Another server…", description: "", host: undefined };
  const picked = await vscode.window.showQuickPick([...items, another], {
    title,
    placeHolder: hint,
  });
  if (picked === undefined) return undefined;
  const typed =
    picked.host ??
    (await vscode.window.showInputBox({
      title,
      prompt: "localhost:50051, unix:/path/to/socket, or https://host:port for TLS",
    }));
  const address = typed?.trim();
  if (address === undefined || address === "") return undefined;
  await session.context.workspaceState.update(lastAddress, address);
  return address;
}
