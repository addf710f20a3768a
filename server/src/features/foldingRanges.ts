import { type FoldingRange, FoldingRangeKind } from "vscode-languageserver-types";
import type { FileMember } from "../compiler/syntax/nodes.ts";
import { placeOf } from "../compiler/text/lineIndex.ts";
import type { SourceFile } from "../compiler/text/sourceFile.ts";
import { isInside, type Span } from "../compiler/text/span.ts";
import { finished, type Steps } from "../compiler/text/steps.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { type ParsedStretch, parsedStretches } from "./linkedAt.ts";
import { children, hasBody, type TreeNode } from "./nodePath.ts";
import type { DocumentParams } from "./params.ts";

/** Bodies, long comments and runs of imports. */
export function foldingRanges(snapshot: Snapshot, params: DocumentParams): FoldingRange[] {
  return finished(foldingRangeSteps(snapshot, params));
}

/** The same in steps. */
export function* foldingRangeSteps(snapshot: Snapshot, { textDocument }: DocumentParams): Steps<FoldingRange[]> {
  const source = snapshot.source(textDocument.uri);
  const found: FoldingRange[] = [];
  if (source === undefined) return found;
  for (const stretch of yield* parsedStretches(snapshot, textDocument.uri)) {
    const fold: Fold = (start, end, kind) => {
      const startLine = placeOf(source.lines, start + stretch.moved).line;
      const endLine = placeOf(source.lines, end + stretch.moved).line;
      // The line of a closing brace stays to be seen.
      const lastLine = kind === undefined ? endLine - 1 : endLine;
      if (lastLine > startLine) found.push({ startLine, endLine: lastLine, ...(kind === undefined ? {} : { kind }) });
    };
    const members = stretch.parsed.tree.members.filter(one => isInside(one, stretch));
    for (const member of members) {
      bodies(stretch.parsed.source, member, fold);
      yield;
    }
    imports(members, fold);
    yield* comments(stretch, fold);
  }
  return found;
}

/** Takes what may fold, which does where it has several lines. */
type Fold = (start: number, end: number, kind?: FoldingRangeKind) => void;

function bodies(source: SourceFile, node: TreeNode, fold: Fold): void {
  // Most nodes are fields of one line, in which nothing folds.
  if (placeOf(source.lines, node.start).line === placeOf(source.lines, node.end).line) return;
  const isValue = node.kind === "messageValue";
  const span = hasBody(node) ? node.body : isValue ? node : undefined;
  if (span !== undefined) fold(span.start, span.end);
  for (const child of children(node)) bodies(source, child, fold);
}

function imports(members: readonly FileMember[], fold: Fold): void {
  for (let at = 0; at < members.length; at++) {
    const first = members[at];
    if (first?.kind !== "import") continue;
    while (members[at + 1]?.kind === "import") at++;
    fold(first.start, members[at]?.end ?? first.end, FoldingRangeKind.Imports);
  }
}

function* comments({ parsed, start, end }: ParsedStretch, fold: Fold): Steps<void> {
  const { text } = parsed.source;
  const { starts, ends, count } = parsed.tokens;
  for (let at = 0; at <= count; at++) {
    if (at % tokensAStep === tokensAStep - 1) yield;
    const gap: Span = { start: at === 0 ? 0 : (ends[at - 1] ?? 0), end: starts[at] ?? text.length };
    if (!isInside(gap, { start, end })) continue;
    const between = text.slice(gap.start, gap.end);
    if (!between.includes("/")) continue;
    // `//` lines that follow one another fold as one.
    for (const match of between.matchAll(/(?:^|(?<=\n))[ \t]*\/\/[^\n]*(?:\n[ \t]*\/\/[^\n]*)+|\/\*[\s\S]*?\*\//g)) {
      const from = gap.start + match.index;
      fold(from, from + match[0].trimEnd().length, FoldingRangeKind.Comment);
    }
  }
}

const tokensAStep = 1000;
