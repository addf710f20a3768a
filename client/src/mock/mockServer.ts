// The commands of the mock server: it serves the schema in the editor, so that a client can be tried without a server.
import * as vscode from "vscode";
import type { StartedMock } from "../../../server/src/protocol/mock.ts";
import { mayCall } from "../commands/mayCall.ts";
import type { Session } from "../session.ts";

/** Serves the file or folder of a uri; without one, what the user picks. */
export async function startMockServer(session: Session, given?: unknown): Promise<void> {
  if (!(await mayCall(session))) return;
  const uris = given instanceof vscode.Uri ? [given] : await pickServed();
  if (uris.length === 0) return;
  const settings = vscode.workspace.getConfiguration("protodial.mock");
  const started = await session.server.request("protodial/startMockServer", {
    uris: uris.map(String),
    port: settings.get("port", 50051),
    seed: settings.get("seed", 1),
    latencyMs: settings.get("latency", 0),
  });
  session.mock.set(started);
  // The server runs: a notification that nobody answers must not keep the command from ending.
  void offerAddress(session, started);
}

export async function stopMockServer(session: Session): Promise<void> {
  const { stopped } = await session.server.request("protodial/stopMockServer", null);
  session.mock.set(undefined);
  if (!stopped) void vscode.window.showInformationMessage("The mock server was not running.");
}

/** Behind the status bar item of a running mock server. */
export async function mockServerMenu(session: Session): Promise<void> {
  const running = session.mock.running;
  if (running === undefined) return startMockServer(session);
  const picked = await vscode.window.showQuickPick(
    [
      { label: "$(debug-stop) Stop the mock server", run: () => stopMockServer(session) },
      { label: "$(copy) Copy its address", description: running.address, run: () => copy(running.address) },
      {
        label: "$(plug) Call it by default",
        description: "writes the setting protodial.target of this workspace",
        run: () => makeTarget(running.address),
      },
    ],
    { title: `Mock Server: ${running.services.join(", ")}` },
  );
  await picked?.run();
}

async function pickServed(): Promise<readonly vscode.Uri[]> {
  const document = vscode.window.activeTextEditor?.document;
  const file = document?.languageId === "proto" && document.uri.scheme === "file" ? document.uri : undefined;
  const folders = (vscode.workspace.workspaceFolders ?? []).map(folder => folder.uri);
  if (file === undefined && folders.length === 0)
    throw new Error("there is nothing to serve: open a `.proto` file or a folder first");
  if (file === undefined) return folders;
  if (folders.length === 0) return [file];
  const picked = await vscode.window.showQuickPick(
    [
      { label: "This file", description: vscode.workspace.asRelativePath(file), uris: [file] },
      { label: "All files of the workspace", description: "", uris: folders },
    ],
    { title: "Start Mock Server", placeHolder: "What to serve" },
  );
  return picked?.uris ?? [];
}

async function offerAddress(session: Session, { address, note, services }: StartedMock): Promise<void> {
  const isTarget = vscode.workspace.getConfiguration("protodial").get("target") === address;
  const choice = await vscode.window.showInformationMessage(
    `${note === undefined ? "" : `${capital(note)}. `}The mock server listens on ${address} and serves ${services.join(", ")}.`,
    "Copy Address",
    ...(isTarget ? [] : ["Call It by Default"]),
    "Stop",
  );
  if (choice === "Copy Address") await copy(address);
  if (choice === "Call It by Default") await makeTarget(address);
  if (choice === "Stop") await stopMockServer(session);
}

async function makeTarget(address: string): Promise<void> {
  const scope =
    vscode.workspace.workspaceFolders === undefined
      ? vscode.ConfigurationTarget.Global
      : vscode.ConfigurationTarget.Workspace;
  await vscode.workspace.getConfiguration("protodial").update("target", address, scope);
}

async function copy(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
