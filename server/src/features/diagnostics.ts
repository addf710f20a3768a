import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver-types";
import type { Problem, Severity } from "../compiler/report/problem.ts";
import type { SourceFile } from "../compiler/text/sourceFile.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { bundledPath } from "../workspace/uri.ts";
import { lspLocation, lspRange } from "./lspRange.ts";
import type { DocumentParams } from "./params.ts";

/** The compiler's problems of one file. Bundled files have none to tell. */
export function diagnostics(snapshot: Snapshot, { textDocument }: DocumentParams): Diagnostic[] {
  const source = snapshot.source(textDocument.uri);
  if (source === undefined || bundledPath(textDocument.uri) !== undefined) return [];
  return snapshot.problems(textDocument.uri).map(problem => lspDiagnostic(snapshot, source, problem));
}

/** A problem in LSP's shape; what to do about it stands below what is wrong. */
export function lspDiagnostic(snapshot: Snapshot, source: SourceFile, problem: Problem): Diagnostic {
  const { id, severity, message, span, help, related, tag } = problem;
  const diagnostic: Diagnostic = {
    range: lspRange(source, span),
    severity: severities[severity],
    code: id,
    source: "protodial",
    message: help === undefined ? message : `${message}\n${help}`,
  };
  if (tag !== undefined)
    diagnostic.tags = [tag === "unnecessary" ? DiagnosticTag.Unnecessary : DiagnosticTag.Deprecated];
  if (related.length > 0) {
    diagnostic.relatedInformation = related.map(place => ({
      location: lspLocation(snapshot, place.source, place.span),
      message: place.message,
    }));
  }
  return diagnostic;
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};
