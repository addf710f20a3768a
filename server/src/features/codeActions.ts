import type { CodeAction, Diagnostic, Range, TextEdit } from "vscode-languageserver-types";
import type { Fix, Problem, TextChange } from "../compiler/report/problem.ts";
import type { SourceFile } from "../compiler/text/sourceFile.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { bundledPath } from "../workspace/uri.ts";
import { lspDiagnostic } from "./diagnostics.ts";
import { importRootFixes } from "./importRootFixes.ts";
import { lspRange, offsetAt } from "./lspRange.ts";
import type { DocumentParams } from "./params.ts";

export interface CodeActionParams extends DocumentParams {
  readonly range: Range;
  readonly context: { readonly diagnostics: readonly Diagnostic[]; readonly only?: readonly string[] };
}

/** The fixes of the problems in a range; `more` gives those that are not the compiler's. */
export function codeActions(
  snapshot: Snapshot,
  params: CodeActionParams,
  more: (snapshot: Snapshot, uri: string) => readonly Problem[] = () => [],
): CodeAction[] {
  const { uri } = params.textDocument;
  // Its text, not its tree: what a keystroke has changed is checked without the whole being read again.
  const source = snapshot.source(uri);
  const problems = () => [...snapshot.problems(uri), ...more(snapshot, uri)];
  return source === undefined ? [] : fixesIn(snapshot, source, problems(), params);
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
    .flatMap(problem => {
      const diagnostics = [lspDiagnostic(snapshot, source, problem)];
      const fixes = problem.fixes.filter(fix => !changesBundled(snapshot, fix));
      const actions = [
        ...fixes.map(fix => quickFix(snapshot, source, textDocument.uri, fix)),
        ...importRootFixes(snapshot, textDocument.uri, problem),
      ];
      return actions.map(action => ({ ...action, diagnostics }));
    });
}

function changesBundled(snapshot: Snapshot, { elsewhere = [] }: Fix): boolean {
  return elsewhere.some(other => bundledPath(snapshot.uriOf(other.source)) !== undefined);
}

function quickFix(snapshot: Snapshot, source: SourceFile, uri: string, fix: Fix): CodeAction {
  const changes: Record<string, TextEdit[]> = {};
  if (fix.edits.length > 0) changes[uri] = textEdits(source, fix.edits);
  for (const other of fix.elsewhere ?? []) changes[snapshot.uriOf(other.source)] = textEdits(other.source, other.edits);
  return {
    title: fix.title,
    kind: "quickfix",
    ...(fix.preferred === true ? { isPreferred: true } : {}),
    edit: { changes },
  };
}

function textEdits(source: SourceFile, edits: readonly TextChange[]): TextEdit[] {
  return edits.map(({ span, newText }) => ({ range: lspRange(source, span), newText }));
}
