// How a running server differs from the files of the workspace, for lists, and both sides of it.
import * as vscode from "vscode";
import type { ServerDifference } from "../../../server/src/protocol/servers.ts";
import { showDocument } from "../answerPanel/showDocument.ts";
import { previewUri } from "../documents.ts";
import type { Session } from "../session.ts";

export interface DifferenceItem extends vscode.QuickPickItem {
  readonly run: () => Promise<void>;
}

const icons = { call: "error", data: "warning", name: "info", added: "diff-added" } as const;

/** An item for each difference; picked, both sides of it are shown. */
export function differenceItems(
  session: Session,
  address: string,
  differences: readonly ServerDifference[],
): DifferenceItem[] {
  return differences.map(one => ({
    label: `$(${icons[one.kind]}) ${one.text}`,
    run: () => compareWithServer(session, address, one),
  }));
}

/** `2 differences` */
export function countWords(count: number): string {
  return count === 1 ? "1 difference" : `${count} differences`;
}

/** Shows what the server has beside what is declared here; only the latter where there is nothing to compare. */
export async function compareWithServer(
  session: Session,
  address: string,
  { uri, range, names }: Pick<ServerDifference, "uri" | "range" | "names">,
): Promise<void> {
  const compared = await session.server.request("protodial/compareWithServer", { address, uri, names });
  if (compared === null) return showDocument({ uri, range });
  const { path, here, there } = compared;
  const name = path.slice(path.lastIndexOf("/") + 1);
  const at = new vscode.Position(here.line, 0);
  await vscode.commands.executeCommand(
    "vscode.diff",
    previewUri(path, there.text),
    previewUri(path, here.text),
    `${name} (${address} ↔ here)`,
    { selection: new vscode.Range(at, at), preview: true } satisfies vscode.TextDocumentShowOptions,
  );
}
