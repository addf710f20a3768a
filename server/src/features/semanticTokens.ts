import type { SemanticTokens } from "vscode-languageserver-types";
import type { Declaration, DeclaredFile } from "../compiler/link/declarations.ts";
import type { SourceFile } from "../compiler/text/sourceFile.ts";
import type { Span } from "../compiler/text/span.ts";
import { finished, type Steps } from "../compiler/text/steps.ts";
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
export function semanticTokens(snapshot: Snapshot, params: DocumentParams): SemanticTokens {
  return finished(semanticTokenSteps(snapshot, params));
}

/** The same in steps. */
export function* semanticTokenSteps(snapshot: Snapshot, { textDocument }: DocumentParams): Steps<SemanticTokens> {
  const linked = snapshot.linked(textDocument.uri);
  if (linked === undefined) return { data: [] };
  const { source } = linked.declared.parsed;
  const isBundled = bundledFiles(snapshot);
  const marks: Mark[] = [];
  for (const one of declarationsOf(linked.declared)) {
    marks.push(mark(one.nameSpan, one, isBundled, "declaration"));
    if (marks.length % marksAStep === 0) yield;
  }
  for (const [node, meaning] of linked.types) marks.push(mark(lastPartOf(node), meaning, isBundled));
  yield;
  for (const [node, meaning] of optionMeanings(snapshot, textDocument.uri, linked)) {
    marks.push({ ...mark(node, meaning, isBundled), type: "decorator" });
  }
  yield;
  marks.sort((one, other) => one.span.start - other.span.start);
  yield;
  return { data: yield* encode(source, marks) };
}

const marksAStep = 1000;

/** Whether a file comes with the product: asked for each token, of a few files. */
function bundledFiles(snapshot: Snapshot): (file: DeclaredFile) => boolean {
  const known = new Map<DeclaredFile, boolean>();
  return file => {
    let is = known.get(file);
    if (is === undefined) {
      is = bundledPath(snapshot.uriOf(file.parsed.source)) !== undefined;
      known.set(file, is);
    }
    return is;
  };
}

interface Mark {
  readonly span: Span;
  readonly type: (typeof types)[number];
  /** One bit for each of `modifiers`. */
  readonly modifiers: number;
}

function mark(
  span: Span,
  meaning: Declaration,
  isBundled: (file: DeclaredFile) => boolean,
  role?: "declaration",
): Mark {
  const bits = (role === "declaration" ? 1 : 0) | (isDeprecated(meaning) ? 2 : 0) | (isBundled(meaning.file) ? 4 : 0);
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
function* encode(source: SourceFile, marks: readonly Mark[]): Steps<number[]> {
  const data: number[] = [];
  const { lines } = source;
  let line = 0;
  let lastLine = 0;
  let lastStart = 0;
  let lastEnd = -1;
  for (const [at, { span, type, modifiers }] of marks.entries()) {
    if (at % marksAStep === marksAStep - 1) yield;
    while ((lines[line + 1] ?? Number.POSITIVE_INFINITY) <= span.start) line++;
    // Tokens may not overlap (a group declares two things with one name) nor go on over a line.
    if (span.start < lastEnd || span.end >= (lines[line + 1] ?? Number.POSITIVE_INFINITY)) continue;
    const from = line === lastLine ? lastStart : (lines[line] ?? 0);
    data.push(line - lastLine, span.start - from, span.end - span.start, types.indexOf(type), modifiers);
    [lastLine, lastStart, lastEnd] = [line, span.start, span.end];
  }
  return data;
}
