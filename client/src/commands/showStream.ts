import * as vscode from "vscode";
import { isRunning } from "../answerPanel/panel.ts";
import type { Session } from "../session.ts";

/** Shows one of the open streams, or of the last calls that have ended. */
export async function showStream({ answers }: Session): Promise<void> {
  const items = answers.held.map(one => {
    const { call, service, method, address } = one.started;
    const counts = `${one.event?.sent ?? 0} sent, ${one.event?.received ?? 0} received`;
    const state = isRunning(one) ? "open" : (one.event?.status?.name ?? "lost");
    return { label: method, description: `${state} · ${counts}`, detail: `${service} at ${address}`, call };
  });
  const picked = await vscode.window.showQuickPick(items, { placeHolder: "The stream or earlier answer to show" });
  if (picked !== undefined) await answers.show(picked.call);
}
