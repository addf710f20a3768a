import type { Connection } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Workspace } from "../workspace/workspace.ts";

/** Keeps the open documents' texts as the client has them; edits come as ranges. */
export function syncDocuments(connection: Connection, workspace: Workspace): void {
  const documents = new Map<string, TextDocument>();

  connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
    documents.set(uri, TextDocument.create(uri, languageId, version, text));
    workspace.setDocument(uri, languageId, version, text);
  });

  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    const document = documents.get(uri);
    if (document === undefined) return;
    const changed = TextDocument.update(document, contentChanges, version);
    documents.set(uri, changed);
    workspace.setDocument(uri, changed.languageId, version, changed.getText());
  });

  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    documents.delete(uri);
    workspace.closeDocument(uri);
  });

  // A client that does not watch files tells of those it saves itself.
  connection.onDidSaveTextDocument(({ textDocument: { uri } }) => {
    workspace.changeOnDisk([{ uri, kind: "changed" }]);
  });
}
