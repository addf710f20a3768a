import type { Connection, Position, TextDocumentContentChangeEvent } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { editedLines, type LineIndex, lineIndex } from "../compiler/text/lineIndex.ts";
import type { Span } from "../compiler/text/span.ts";
import type { TextEdit } from "../workspace/textEdits.ts";
import type { EditedText, Workspace } from "../workspace/workspace.ts";

/** Keeps the open documents' texts as the client has them; edits come as ranges. */
export function syncDocuments(connection: Connection, workspace: Workspace): void {
  connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
    workspace.setDocument(uri, languageId, version, text);
  });

  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    const document = workspace.snapshot.document(uri);
    if (document === undefined) return;
    const { text: content, lines } = document.source;
    const { text, edits } = changed({ content, lines }, contentChanges);
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

// A large text is neither searched for its lines nor copied more than once: that would take as long as all the rest.
function changed(before: EditedText, changes: readonly TextDocumentContentChangeEvent[]): ChangedText {
  let text = before;
  let edits: TextEdit[] | undefined = [];
  for (const change of changes) {
    if (!("range" in change) || hasLoneReturns(text.content)) {
      text = withLines(updated(text.content, change));
      edits = undefined;
      continue;
    }
    const ends = [offsetAt(text, change.range.start), offsetAt(text, change.range.end)];
    const span = { start: Math.min(...ends), end: Math.max(...ends) };
    text = replaced(text, span, change.text);
    edits?.push({ span, newText: change.text });
  }
  return { text, edits };
}

function replaced({ content, lines }: EditedText, span: Span, newText: string): EditedText {
  return {
    content: content.slice(0, span.start) + newText + content.slice(span.end),
    lines: editedLines(lines, span, newText),
  };
}

function withLines(content: string): EditedText {
  return { content, lines: lineIndex(content) };
}

// For clients a `\r` by itself ends a line, too; for the compiler it does not.
function hasLoneReturns(content: string): boolean {
  return content.includes("\r") && /\r(?!\n)/.test(content);
}

function updated(content: string, change: TextDocumentContentChangeEvent): string {
  return TextDocument.update(TextDocument.create("", "", 0, content), [change], 1).getText();
}

// A place past the end of its line means the end, before what ends the line.
function offsetAt({ content, lines }: EditedText, { line, character }: Position): number {
  const start = startOf(lines, line);
  if (start === undefined) return content.length;
  let end = startOf(lines, line + 1);
  if (end === undefined) end = content.length;
  else if (content[--end - 1] === "\r" && end > start) end--;
  return Math.min(start + Math.max(0, character), end);
}

function startOf(lines: LineIndex, line: number): number | undefined {
  return line < 0 ? 0 : lines[line];
}
