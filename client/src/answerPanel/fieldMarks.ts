// What a server finds wrong in a request (`google.rpc.BadRequest`), marked on the request's own lines.
import * as vscode from "vscode";
import type { CallStatus } from "../../../server/src/protocol/call.ts";
import type { Server } from "../server.ts";
import { rangeOf } from "./showDocument.ts";
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
        const diagnostic = new vscode.Diagnostic(rangeOf(range), `the server says of \`${field}\`: ${description}`);
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
