import * as vscode from "vscode";
import { previewUri } from "../documents.ts";
import type { Server } from "../server.ts";
import { comparableText } from "./answerText.ts";
import { earlierAnswer } from "./earlierAnswer.ts";
import type { ShownCall } from "./panel.ts";

/** The answer before `shown` to the same request, where it is still kept. */
export function answerBefore(shown: ShownCall, held: readonly ShownCall[]): ShownCall | undefined {
  const open = vscode.workspace.textDocuments.find(one => one.uri.toString() === shown.source.uri);
  return earlierAnswer(shown, held, open?.getText().split("\n"));
}

/** Shows what an answer has that the one before to the same request had not, and the other way round. */
export async function compareAnswers(server: Server, shown: ShownCall, held: readonly ShownCall[]): Promise<void> {
  const before = answerBefore(shown, held);
  if (before === undefined) {
    void vscode.window.showInformationMessage(
      "There is no earlier answer to this request. Send it again, then compare.",
    );
    return;
  }
  const [left, right] = await Promise.all([before, shown].map(one => comparableText(server, one)));
  const { method } = shown.started;
  await vscode.commands.executeCommand(
    "vscode.diff",
    previewUri(`${method} before.jsonc`, left ?? ""),
    previewUri(`${method} now.jsonc`, right ?? ""),
    `${method}: answer before ↔ now`,
    // In the place of the request: the answer is to stay in view.
    { viewColumn: vscode.ViewColumn.One, preview: true },
  );
}
