import type { Hover } from "vscode-languageserver-types";
import type { Declaration, ScalarType } from "../compiler/link/declarations.ts";
import type { Steps } from "../compiler/text/steps.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { describeImport } from "./describeImport.ts";
import { describeScalar } from "./describeScalar.ts";
import { documentation, isDeprecated, signature } from "./describeSymbol.ts";
import { lspRange, offsetAt } from "./lspRange.ts";
import type { PositionParams } from "./params.ts";
import { linkedFileOf, type SymbolAt, symbolSteps } from "./symbolAt.ts";

/** What stands at a position: signature, comment, and where an import leads; in steps. */
export function* hoverSteps(snapshot: Snapshot, { textDocument, position }: PositionParams): Steps<Hover | null> {
  const source = snapshot.parsed(textDocument.uri)?.source;
  if (source === undefined) return null;
  const symbol = yield* symbolSteps(snapshot, textDocument.uri, offsetAt(source, position));
  if (symbol === undefined) return null;
  const value = describe(snapshot, textDocument.uri, symbol);
  return { contents: { kind: "markdown", value }, range: lspRange(source, symbol.span) };
}

function describe(snapshot: Snapshot, uri: string, symbol: SymbolAt): string {
  switch (symbol.kind) {
    case "declaration":
    case "use":
      return describeDeclaration(snapshot, uri, symbol.declaration);
    case "scalar":
      return describeScalarType(symbol.name);
    case "import":
      return describeImport(snapshot, uri, symbol.path);
  }
}

/** Signature and comment of a declaration that `uri` sees, as Markdown. */
export function describeDeclaration(snapshot: Snapshot, uri: string, declaration: Declaration): string {
  const parts = [`\`\`\`proto\n${signature(declaration, linkedFileOf(snapshot, uri, declaration))}\n\`\`\``];
  if (isDeprecated(declaration)) parts.push("**Deprecated**");
  const comment = documentation(declaration);
  if (comment !== undefined) parts.push(comment);
  return parts.join("\n\n");
}

function describeScalarType(name: ScalarType): string {
  return `\`\`\`proto\n${name}\n\`\`\`\n\n${describeScalar(name)}`;
}
