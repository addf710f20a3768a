import * as vscode from "vscode";
import type { Session } from "../session.ts";
import { mayCall } from "./mayCall.ts";

/** Starts the built-in server of the `Directories` example on this machine's loopback. */
export async function startExampleServer(session: Session): Promise<void> {
  if (!(await mayCall(session))) return;
  const { address, folder } = await session.server.request("protodial/startExampleServer", {});
  session.exampleServer.set({ address, folder });
  // The server runs: a notification that nobody answers must not keep the command from ending.
  void offerAddress(session, address, folder);
}

async function offerAddress(session: Session, address: string, folder: string): Promise<void> {
  const choice = await vscode.window.showInformationMessage(
    `The example server listens on ${address} and serves the folder ${folder}.`,
    "Copy Address",
    "Stop",
  );
  if (choice === "Copy Address") await vscode.env.clipboard.writeText(address);
  if (choice === "Stop") await stopExampleServer(session);
}

export async function stopExampleServer(session: Session): Promise<void> {
  const { stopped } = await session.server.request("protodial/stopExampleServer", null);
  session.exampleServer.set(undefined);
  if (!stopped) void vscode.window.showInformationMessage("The example server was not running.");
}

/** Behind the status bar item of a running example server. */
export async function exampleServerMenu(session: Session): Promise<void> {
  const running = session.exampleServer.running;
  if (running === undefined) return startExampleServer(session);
  const picked = await vscode.window.showQuickPick(
    [
      { label: "$(debug-stop) Stop the example server", run: () => stopExampleServer(session) },
      { label: "$(copy) Copy its address", description: running.address, run: () => copy(running.address) },
      {
        label: "$(folder) Open the folder it serves",
        description: running.folder,
        run: () => openFolder(running.folder),
      },
    ],
    { title: "Example Server" },
  );
  await picked?.run();
}

async function copy(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
}

async function openFolder(path: string): Promise<void> {
  await vscode.commands.executeCommand("vscode.openFolder", vscode.Uri.file(path), { forceNewWindow: true });
}
