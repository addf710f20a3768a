import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver-types";
import type { CheckedWorkspace } from "../protocol/requests.ts";

/** Counts the problems of one file. */
export function countProblems(counts: CheckedWorkspace, diagnostics: readonly Diagnostic[]): void {
  counts.filesWithProblems++;
  for (const { severity } of diagnostics) {
    if (severity === DiagnosticSeverity.Error) counts.errors++;
    if (severity === DiagnosticSeverity.Warning) counts.warnings++;
  }
}

/** What a check has come to, as a sentence for the user. */
export function checkedText({ files, errors, warnings, filesWithProblems }: CheckedWorkspace): string {
  if (files === 0) return "There are no `.proto` files in the folders that are open.";
  const checked = `${counted(files, "file")} checked`;
  if (errors + warnings === 0) return `${checked}, no errors or warnings.`;
  const found = [errors > 0 ? counted(errors, "error") : "", warnings > 0 ? counted(warnings, "warning") : ""];
  const places = filesWithProblems === files ? "" : ` in ${counted(filesWithProblems, "file")}`;
  return `${checked}: ${found.filter(one => one !== "").join(" and ")}${places}.`;
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
