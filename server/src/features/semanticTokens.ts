import type { SemanticTokens } from "vscode-languageserver-types";
import type { Declaration } from "../compiler/link/declarations.ts";
import { placeOf } from "../compiler/text/lineIndex.ts";
import type { SourceFile } from "../compiler/text/sourceFile.ts";
import type { Span } from "../compiler/text/span.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { bundledPath } from "../workspace/uri.ts";
import { declarationsOf } from "./declarationAt.ts";
import { isDeprecated } from "./describeSymbol.ts";
import { optionMeanings } from "./optionMeanings.ts";
import type { DocumentParams } from "./params.ts";
import { lastPartOf } from "./symbolAt.ts";

const types = ["struct", "enum", "enumMember", "interface", "method", "property", "decorator"] as const;
const modifiers = ["declaration", "deprecated", "defaultLibrary"] as const;

/** What the numbers in semantic tokens stand for. */
export const semanticTokenLegend = { tokenTypes: [...types], tokenModifiers: [...modifiers] };

/** Names that only the compiler can tell apart: a message from an enum, a deprecated one from one that is not. */
export function semanticTokens(snapshot: Snapshot, { textDocument }: DocumentParams): SemanticTokens {
  const linked = snapshot.linked(textDocument.uri);
  if (linked === undefined) return { data: [] };
  const { source } = linked.declared.parsed;
  const marks: Mark[] = [];
  for (const one of declarationsOf(linked.declared)) marks.push(mark(snapshot, one.nameSpan, one, "declaration"));
  for (const [node, meaning] of linked.types) marks.push(mark(snapshot, lastPartOf(node), meaning));
  for (const [node, meaning] of optionMeanings(snapshot, textDocument.uri, linked)) {
    marks.push({ ...mark(snapshot, node, meaning), type: "decorator" });
  }
  return { data: encode(source, marks) };
}

interface Mark {
  readonly span: Span;
  readonly type: (typeof types)[number];
  /** One bit for each of `modifiers`. */
  readonly modifiers: number;
}

function mark(snapshot: Snapshot, span: Span, meaning: Declaration, role?: "declaration"): Mark {
  const isBundled = bundledPath(snapshot.uriOf(meaning.file.parsed.source)) !== undefined;
  const bits = (role === "declaration" ? 1 : 0) | (isDeprecated(meaning) ? 2 : 0) | (isBundled ? 4 : 0);
  return { span, type: typeOf(meaning), modifiers: bits };
}

function typeOf(declaration: Declaration): Mark["type"] {
  switch (declaration.kind) {
    case "message":
      return "struct";
    case "enum":
    case "enumValue":
      return declaration.kind === "enum" ? "enum" : "enumMember";
    case "service":
      return "interface";
    case "method":
      return "method";
    case "field":
    case "oneof":
      return "property";
  }
}

// Five numbers a token: lines and columns from the token before, length, type, modifiers.
function encode(source: SourceFile, marks: readonly Mark[]): number[] {
  const data: number[] = [];
  let lastLine = 0;
  let lastColumn = 0;
  let lastEnd = -1;
  for (const { span, type, modifiers } of [...marks].sort((a, b) => a.span.start - b.span.start)) {
    const { line, column } = placeOf(source.lines, span.start);
    // Tokens may not overlap (a group declares two things with one name) nor go on over a line.
    if (span.start < lastEnd || placeOf(source.lines, span.end).line !== line) continue;
    data.push(line - lastLine, line === lastLine ? column - lastColumn : column, span.end - span.start);
    data.push(types.indexOf(type), modifiers);
    [lastLine, lastColumn, lastEnd] = [line, column, span.end];
  }
  return data;
}
