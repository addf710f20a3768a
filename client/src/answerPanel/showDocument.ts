// From the answer to a place in a document: a field of the request, or its declaration.
import * as vscode from "vscode";
import type { DocumentRange } from "../../../server/src/protocol/requests.ts";
import type { Server } from "../server.ts";
import type { RequestSource } from "./fieldMarks.ts";

/** Shows a field of the request, by its path, in the request's document. */
export async function showField(server: Server, { uri, line }: RequestSource, field: string): Promise<void> {
  const { ranges } = await server.request("protodial/fieldPlaces", { uri, line, fields: [field] });
  const [range] = ranges;
  if (range !== undefined) await showDocument({ uri, range });
}

/** In the group where the document is open already, and else in the first one, where it does not hide the answer. */
export async function showDocument({ uri, range }: { uri: string; range: DocumentRange }): Promise<void> {
  const document = vscode.Uri.parse(uri);
  const group = vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === document.toString()),
  );
  await vscode.window.showTextDocument(document, {
    selection: rangeOf(range),
    viewColumn: group?.viewColumn ?? vscode.ViewColumn.One,
  });
}

export function rangeOf({ start, end }: DocumentRange): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
