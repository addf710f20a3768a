import * as vscode from "vscode";
import type { StartedCall } from "../../../server/src/protocol/call.ts";
import { environmentNames } from "../environments.ts";
import type { Session } from "../session.ts";
import { mayCall } from "./mayCall.ts";

/** Sends the request at a zero-based line of an open document, with all its messages. */
export async function sendAt(session: Session, uri: string, line: number): Promise<void> {
  if (await mayCall(session)) await tell(uri, await session.answers.send(uri, line));
}

/** Opens the stream of the request there; its messages follow. */
export async function openStreamAt(session: Session, uri: string, line: number): Promise<void> {
  if (await mayCall(session)) await tell(uri, await session.answers.openStream(uri, line));
}

async function tell(uri: string, started: StartedCall): Promise<void> {
  if (started.kind === "refused" && started.decided !== true) await tellNotSent(started.reason, uri, started.line);
}

/** Says why nothing was sent, and shows the line or the environments where the user wants that. */
export async function tellNotSent(reason: string, uri: string | undefined, line: number | undefined): Promise<void> {
  const show = "Show";
  const isShown = uri !== undefined && line !== undefined;
  const choose = "Choose Environment…";
  const isOfVariable = reason.includes("{{") && (await environmentNames()).length > 0;
  const choice = await vscode.window.showErrorMessage(
    `Not sent: ${reason}.`,
    ...(isOfVariable ? [choose] : []),
    ...(isShown ? [show] : []),
  );
  if (choice === choose) await vscode.commands.executeCommand("protodial.chooseEnvironment");
  if (choice !== show || !isShown) return;
  const at = new vscode.Position(line, 0);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection: new vscode.Range(at, at) });
}
