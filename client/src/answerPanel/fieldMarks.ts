// What a server finds wrong in a request (`google.rpc.BadRequest`), marked on the request's own lines.
import * as vscode from "vscode";
import type { CallStatus } from "../../../server/src/protocol/call.ts";
import type { Server } from "../server.ts";
import { violationsOf } from "./violations.ts";

/** Where a request stands: the zero-based line follows edits. */
export interface RequestSource {
  readonly uri: string;
  readonly line: number;
}

export interface FieldMarks {
  /** Marks what the status complains of, in place of what was marked before. */
  mark(source: RequestSource, status: CallStatus): Promise<void>;
  clear(): void;
  dispose(): void;
}

export function createFieldMarks(server: Server): FieldMarks {
  const marks = vscode.languages.createDiagnosticCollection("protodial-answer");
  let marked: string | undefined;
  let latest = 0;

  function clear(): void {
    latest++;
    marked = undefined;
    marks.clear();
  }

  // The answer was about another text from the first edit on.
  const listening = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length > 0 && document.uri.toString() === marked) clear();
  });

  return {
    async mark(source, status) {
      clear();
      const violations = violationsOf(status.details);
      if (violations.length === 0) return;
      const mark = latest;
      marked = source.uri;
      const { ranges } = await server.request("protodial/fieldPlaces", {
        uri: source.uri,
        line: source.line,
        fields: violations.map(one => one.field),
      });
      if (mark !== latest) return;
      const found = violations.flatMap(({ field, description, reason }, at) => {
        const range = ranges[at];
        if (range === undefined) return [];
        const diagnostic = new vscode.Diagnostic(
          new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character),
          `the server says of \`${field}\`: ${description}`,
        );
        diagnostic.source = "protodial";
        diagnostic.code = reason === "" ? status.name : reason;
        return [diagnostic];
      });
      marks.set(vscode.Uri.parse(source.uri), found);
    },
    clear,
    dispose() {
      listening.dispose();
      marks.dispose();
    },
  };
}

/** Shows a field of the request in its document. */
export async function showField(server: Server, { uri, line }: RequestSource, field: string): Promise<void> {
  const { ranges } = await server.request("protodial/fieldPlaces", { uri, line, fields: [field] });
  const [range] = ranges;
  if (range === undefined) return;
  const selection = new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
  await showDocument(vscode.Uri.parse(uri), selection);
}

/** In the editor where the document is open already, and else beside the answer. */
export async function showDocument(uri: vscode.Uri, selection: vscode.Range): Promise<void> {
  const tab = vscode.window.tabGroups.all
    .flatMap(group => group.tabs)
    .find(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString());
  await vscode.window.showTextDocument(uri, {
    selection,
    viewColumn: tab?.group.viewColumn ?? vscode.ViewColumn.One,
  });
}
