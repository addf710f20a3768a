import { type FoldingRange, FoldingRangeKind } from "vscode-languageserver-types";
import type { ParsedFile } from "../compiler/syntax/parsedFile.ts";
import { placeOf } from "../compiler/text/lineIndex.ts";
import { finished, type Steps } from "../compiler/text/steps.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { children, hasBody, type TreeNode } from "./nodePath.ts";
import type { DocumentParams } from "./params.ts";

/** Bodies, long comments and runs of imports. */
export function foldingRanges(snapshot: Snapshot, params: DocumentParams): FoldingRange[] {
  return finished(foldingRangeSteps(snapshot, params));
}

/** The same in steps. */
export function* foldingRangeSteps(snapshot: Snapshot, { textDocument }: DocumentParams): Steps<FoldingRange[]> {
  const parsed = snapshot.parsed(textDocument.uri);
  if (parsed === undefined) return [];
  const found: FoldingRange[] = [];
  for (const member of parsed.tree.members) {
    bodies(parsed, member, found);
    yield;
  }
  found.push(...imports(parsed));
  yield* comments(parsed, found);
  return found;
}

function bodies(parsed: ParsedFile, node: TreeNode, found: FoldingRange[]): void {
  // Most nodes are fields of one line, in which nothing folds.
  if (line(parsed, node.start) === line(parsed, node.end)) return;
  const isValue = node.kind === "messageValue";
  const span = hasBody(node) ? node.body : isValue ? node : undefined;
  if (span !== undefined) {
    // The line of the closing brace stays to be seen.
    const startLine = line(parsed, span.start);
    const endLine = line(parsed, span.end) - 1;
    if (endLine > startLine) found.push({ startLine, endLine });
  }
  for (const child of children(node)) bodies(parsed, child, found);
}

function* imports(parsed: ParsedFile): Iterable<FoldingRange> {
  const { members } = parsed.tree;
  for (let at = 0; at < members.length; at++) {
    const first = members[at];
    if (first?.kind !== "import") continue;
    while (members[at + 1]?.kind === "import") at++;
    const startLine = line(parsed, first.start);
    const endLine = line(parsed, members[at]?.end ?? first.end);
    if (endLine > startLine) yield { startLine, endLine, kind: FoldingRangeKind.Imports };
  }
}

function* comments(parsed: ParsedFile, found: FoldingRange[]): Steps<void> {
  const { text } = parsed.source;
  const { starts, ends, count } = parsed.tokens;
  for (let at = 0; at <= count; at++) {
    if (at % tokensAStep === tokensAStep - 1) yield;
    const from = at === 0 ? 0 : (ends[at - 1] ?? 0);
    const gap = text.slice(from, starts[at] ?? text.length);
    if (!gap.includes("/")) continue;
    // `//` lines that follow one another fold as one.
    for (const match of gap.matchAll(/(?:^|(?<=\n))[ \t]*\/\/[^\n]*(?:\n[ \t]*\/\/[^\n]*)+|\/\*[\s\S]*?\*\//g)) {
      const startLine = line(parsed, from + match.index);
      const endLine = line(parsed, from + match.index + match[0].trimEnd().length);
      if (endLine > startLine) found.push({ startLine, endLine, kind: FoldingRangeKind.Comment });
    }
  }
}

const tokensAStep = 1000;

function line(parsed: ParsedFile, offset: number): number {
  return placeOf(parsed.source.lines, offset).line;
}
