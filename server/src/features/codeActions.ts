import type { CodeAction, Diagnostic, Range } from "vscode-languageserver-types";
import type { Fix, Problem } from "../compiler/report/problem.ts";
import type { SourceFile } from "../compiler/text/sourceFile.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { lspDiagnostic } from "./diagnostics.ts";
import { lspRange, offsetAt } from "./lspRange.ts";
import type { DocumentParams } from "./params.ts";

export interface CodeActionParams extends DocumentParams {
  readonly range: Range;
  readonly context: { readonly diagnostics: readonly Diagnostic[]; readonly only?: readonly string[] };
}

/** The fixes of the problems in a range. */
export function codeActions(snapshot: Snapshot, params: CodeActionParams): CodeAction[] {
  const source = snapshot.parsed(params.textDocument.uri)?.source;
  return source === undefined ? [] : fixesIn(snapshot, source, snapshot.problems(params.textDocument.uri), params);
}

/** The fixes of those of a document's `problems` that lie in the range of `params`. */
export function fixesIn(
  snapshot: Snapshot,
  source: SourceFile,
  problems: readonly Problem[],
  { textDocument, range, context }: CodeActionParams,
): CodeAction[] {
  if (context.only?.some(kind => "quickfix".startsWith(kind)) === false) return [];
  const start = offsetAt(source, range.start);
  const end = offsetAt(source, range.end);
  return problems
    .filter(problem => problem.span.start <= end && start <= problem.span.end)
    .flatMap(problem => problem.fixes.map(fix => quickFix(snapshot, source, textDocument.uri, problem, fix)));
}

function quickFix(snapshot: Snapshot, source: SourceFile, uri: string, problem: Problem, fix: Fix): CodeAction {
  const edits = fix.edits.map(({ span, newText }) => ({ range: lspRange(source, span), newText }));
  return {
    title: fix.title,
    kind: "quickfix",
    diagnostics: [lspDiagnostic(snapshot, source, problem)],
    ...(fix.preferred === true ? { isPreferred: true } : {}),
    edit: { changes: { [uri]: edits } },
  };
}
