import * as vscode from "vscode";
import type { ChangeItem } from "../../../server/src/protocol/requests.ts";
import { changesMarkdown } from "../breaking/changesMarkdown.ts";
import { shortPath } from "../breaking/changesView.ts";
import { showDiff } from "../breaking/earlier.ts";
import type { Session } from "../session.ts";
import { pickFolder } from "./compareWith.ts";

/** Shows what the files of a folder break, all of them. */
export async function showBreakingChanges(session: Session): Promise<void> {
  const folder = await pickFolder();
  if (folder === undefined) return;
  const changes = await vscode.window.withProgress(
    { location: { viewId: "protodial.breakingChanges" }, title: "Comparing protos" },
    () => session.server.request("protodial/breakingChanges", { folderUri: folder.uri.toString() }),
  );
  await session.changes.show(changes);
}

/** Opens one change: the file beside what it was. */
export async function openChange(_session: Session, given?: unknown): Promise<void> {
  if (!isChange(given)) return;
  const { uri, earlierUri, line, column, earlierLine } = given;
  const now = uri === undefined ? undefined : vscode.Uri.parse(uri);
  const earlier = earlierUri === undefined ? undefined : vscode.Uri.parse(earlierUri);
  if (now !== undefined && earlier !== undefined) return showDiff(earlier, now, line);
  const only = now ?? earlier;
  if (only === undefined) return;
  const at = now === undefined ? new vscode.Position(earlierLine, 0) : new vscode.Position(line, column);
  await vscode.window.showTextDocument(only, { selection: new vscode.Range(at, at), preview: true });
}

/** Copies what is shown, for the description of a pull request. */
export async function exportBreakingChanges(session: Session): Promise<void> {
  const { shown } = session.changes;
  if (shown === undefined) return showBreakingChanges(session);
  await vscode.env.clipboard.writeText(changesMarkdown(shown, shortPath));
  void vscode.window.showInformationMessage("The breaking changes are on the clipboard, as Markdown.");
}

function isChange(value: unknown): value is ChangeItem {
  return typeof value === "object" && value !== null && "message" in value && "earlierLine" in value;
}
