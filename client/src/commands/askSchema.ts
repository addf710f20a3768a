import * as vscode from "vscode";
import type { Session } from "../session.ts";
import { mayCall } from "./mayCall.ts";
import { requestMeant } from "./requestMeant.ts";

/** Asks the server of a request for its schema, with what the request would be sent with. Arguments as those of `sendRequest`. */
export async function askSchema(session: Session, ...args: readonly unknown[]): Promise<void> {
  const meant = requestMeant(args);
  if (meant === undefined || !(await mayCall(session))) return;
  const { uri, line } = meant;
  const asking = { location: vscode.ProgressLocation.Window, title: "Asking the server for its schema" };
  const asked = await vscode.window.withProgress(asking, () =>
    session.server.request("protodial/askSchema", { uri, line }),
  );
  if (asked.kind === "refused") void vscode.window.showWarningMessage(`Protodial: ${asked.reason}`);
}
