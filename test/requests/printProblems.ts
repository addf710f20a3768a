import type { Problem } from "../../server/src/compiler/report/problem.ts";
import { placeOf } from "../../server/src/compiler/text/lineIndex.ts";
import type { SourceFile } from "../../server/src/compiler/text/sourceFile.ts";

/** One line for each problem: `line:column "text" severity[id] message (help)`, line and column from one. */
export function printProblems(source: SourceFile, problems: readonly Problem[]): string[] {
  return problems.map(one => {
    const { line, column } = placeOf(source.lines, one.span.start);
    const shown = source.text.slice(one.span.start, one.span.end);
    const help = one.help === undefined ? "" : ` (${one.help})`;
    return `${line + 1}:${column + 1} ${JSON.stringify(shown)} ${one.severity}[${one.id}] ${one.message}${help}`;
  });
}

/** `text` after the edits of a problem's first fix. */
export function firstFix(text: string, one: Problem | undefined): string | undefined {
  const [fix] = one?.fixes ?? [];
  if (fix === undefined) return undefined;
  const edits = [...fix.edits].sort((a, b) => b.span.start - a.span.start);
  return edits.reduce((now, { span, newText }) => now.slice(0, span.start) + newText + now.slice(span.end), text);
}
