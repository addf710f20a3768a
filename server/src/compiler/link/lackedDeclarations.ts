import type { ParsedFile } from "../syntax/parsedFile.ts";
import { lastStarting, type Span } from "../text/span.ts";
import type { DeclaredFile } from "./declarations.ts";
import type { LinkedImport } from "./linkedFile.ts";

/**
 * Whether a mistake in the form of a file may have cost it declarations, their names or its package: one that is not
 * inside of a field, an option or another statement that declares nothing else. What a name means is unsure then.
 */
export function mayLackDeclarations({ problems, tree }: Pick<ParsedFile, "problems" | "tree">): boolean {
  return problems.some(one => one.severity === "error" && !isInSmallStatement(tree, one.span));
}

/** Whether all names that may be used in a file are known: no import is missing or broken, nor a declaration of its own. */
export function knowsAllNames(declared: DeclaredFile, imports: readonly LinkedImport[]): boolean {
  return imports.every(one => one.file !== undefined) && !mayLackDeclarations(declared.parsed);
}

interface Node extends Span {
  readonly kind: string;
  readonly members?: readonly Node[];
}

const smallStatements = new Set([
  "syntax",
  "option",
  "field",
  "mapField",
  "enumValue",
  "method",
  "extensions",
  "reserved",
]);

function isInSmallStatement(node: Node, span: Span): boolean {
  if (smallStatements.has(node.kind)) return true;
  const inner = lastStarting(node.members ?? [], span.start);
  return inner !== undefined && span.end <= inner.end && isInSmallStatement(inner, span);
}
