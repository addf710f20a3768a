import type { Connection, Position, TextDocumentContentChangeEvent } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { isHttpDocument } from "../requests/httpDocument.ts";
import { EditedText } from "../workspace/editedText.ts";
import type { TextEdit } from "../workspace/textEdits.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { requestLanguage } from "./languages.ts";

/** Keeps the open documents' texts as the client has them; edits come as ranges. */
export function syncDocuments(connection: Connection, workspace: Workspace): void {
  connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
    // To the editor an `.http` file may be of another extension's language, or of none.
    workspace.setDocument(uri, isHttpDocument(uri) ? requestLanguage : languageId, version, text);
  });

  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    const document = workspace.snapshot.document(uri);
    if (document === undefined) return;
    const { text, edits } = changed(document.text, contentChanges);
    workspace.editDocument(uri, version, text, edits);
  });

  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    workspace.closeDocument(uri);
  });

  // A client that does not watch files tells of those it saves itself.
  connection.onDidSaveTextDocument(({ textDocument: { uri } }) => {
    workspace.changeOnDisk([{ uri, kind: "changed" }]);
  });
}

interface ChangedText {
  readonly text: EditedText;
  /** Undefined where the text is another one. */
  readonly edits: readonly TextEdit[] | undefined;
}

function changed(before: EditedText, changes: readonly TextDocumentContentChangeEvent[]): ChangedText {
  let text = before;
  let edits: TextEdit[] | undefined = [];
  for (const change of changes) {
    if (!("range" in change) || text.hasLoneReturns) {
      text = EditedText.of(updated(text.text, change));
      edits = undefined;
      continue;
    }
    const ends = [offsetAt(text, change.range.start), offsetAt(text, change.range.end)];
    const edit = { span: { start: Math.min(...ends), end: Math.max(...ends) }, newText: change.text };
    text = text.edited(edit);
    edits?.push(edit);
  }
  return { text, edits };
}

function updated(content: string, change: TextDocumentContentChangeEvent): string {
  return TextDocument.update(TextDocument.create("", "", 0, content), [change], 1).getText();
}

// A place past the end of its line means the end, before what ends the line.
function offsetAt(text: EditedText, { line, character }: Position): number {
  if (line < 0) return 0;
  const start = text.lines[line];
  if (start === undefined) return text.length;
  const next = text.lines[line + 1];
  let end = next === undefined ? text.length : next - 1;
  if (next !== undefined && end > start && text.at(end - 1) === "\r") end--;
  return Math.min(start + Math.max(0, character), Math.max(start, end));
}
