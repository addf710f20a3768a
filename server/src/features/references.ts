import type { Location } from "vscode-languageserver-types";
import type { Declaration } from "../compiler/link/declarations.ts";
import type { LinkedFile } from "../compiler/link/linkedFile.ts";
import type { Span } from "../compiler/text/span.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { lspLocation, lspRange, offsetAt } from "./lspRange.ts";
import { type Needs, needsFiles, needsIndex } from "./needs.ts";
import { optionMeanings } from "./optionMeanings.ts";
import type { PositionParams } from "./params.ts";
import { lastPartOf, symbolAt } from "./symbolAt.ts";

export interface ReferenceParams extends PositionParams {
  readonly context: { readonly includeDeclaration: boolean };
}

/** All uses of what stands at a position, in all files of the folders, opened or not. */
export function references(snapshot: Snapshot, params: ReferenceParams): Location[] | Needs {
  const { uri } = params.textDocument;
  const source = snapshot.parsed(uri)?.source;
  if (source === undefined) return [];
  const symbol = symbolAt(snapshot, uri, offsetAt(source, params.position));
  if (symbol === undefined || symbol.kind === "scalar") return [];
  if (!snapshot.indexed) return needsIndex;
  return symbol.kind === "import"
    ? importsOf(snapshot, snapshot.resolveImport(uri, symbol.path))
    : usesInFolders(snapshot, symbol.declaration, params.context.includeDeclaration);
}

/** The uses of a declaration in one file, the declaration itself left out. */
export function usesInFile(snapshot: Snapshot, uri: string, declaration: Declaration): readonly Span[] {
  const linked = snapshot.linked(uri);
  if (linked === undefined) return [];
  const found: Span[] = [];
  for (const [node, meaning] of linked.types) {
    if (isSame(snapshot, meaning, declaration)) found.push(lastPartOf(node));
  }
  for (const [node, meaning] of optionMeanings(snapshot, uri, linked)) {
    if (isSame(snapshot, meaning, declaration)) found.push(node);
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Whether two declarations are the same text, whichever compilation they come from. */
export function isSame(snapshot: Snapshot, one: Declaration, other: Declaration): boolean {
  if (one === other) return true;
  if (one.fullName !== other.fullName || one.kind !== other.kind) return false;
  return snapshot.uriOf(one.file.parsed.source) === snapshot.uriOf(other.file.parsed.source);
}

/** The uri and, where asked for, the place of a declaration. */
export function declarationLocation(snapshot: Snapshot, declaration: Declaration): Location {
  return lspLocation(snapshot, declaration.file.parsed.source, declaration.nameSpan);
}

function usesInFolders(snapshot: Snapshot, declaration: Declaration, includeDeclaration: boolean): Location[] | Needs {
  const uris = [...new Set([...mayUse(snapshot, declaration), snapshot.uriOf(declaration.file.parsed.source)])];
  const unread = uris.filter(uri => snapshot.parsed(uri) === undefined);
  if (unread.length > 0) return needsFiles(unread);
  const found = uris.flatMap(uri => {
    const source = snapshot.parsed(uri)?.source;
    if (source === undefined) return [];
    const uses = usesInFile(snapshot, uri, declaration);
    return uses.map(span => ({ uri: snapshot.uriOf(source), range: lspRange(source, span) }));
  });
  return includeDeclaration ? [declarationLocation(snapshot, declaration), ...found] : found;
}

function* mayUse(snapshot: Snapshot, declaration: Declaration): Iterable<string> {
  // Fields are used by name in options only, whose plain names the outlines do not keep.
  const isOption = declaration.kind === "field" && declaration.extend === undefined;
  for (const file of snapshot.outlines()) {
    if (isOption ? file.imports.length > 0 || file.uses.size > 0 : file.uses.has(declaration.name)) yield file.uri;
  }
}

function importsOf(snapshot: Snapshot, target: string | undefined): Location[] | Needs {
  if (target === undefined) return [];
  const uris: string[] = [];
  for (const file of snapshot.outlines()) {
    if (file.imports.some(path => snapshot.resolveImport(file.uri, path) === target)) uris.push(file.uri);
  }
  const unread = uris.filter(uri => snapshot.parsed(uri) === undefined);
  if (unread.length > 0) return needsFiles(unread);
  return uris.flatMap(uri => importNodes(snapshot.linked(uri), snapshot, uri, target));
}

function importNodes(linked: LinkedFile | undefined, snapshot: Snapshot, uri: string, target: string): Location[] {
  if (linked === undefined) return [];
  const { source } = linked.declared.parsed;
  return linked.imports.flatMap(({ node, path }) => {
    if (node.path === undefined || snapshot.resolveImport(uri, path) !== target) return [];
    return [{ uri: snapshot.uriOf(source), range: lspRange(source, node.path) }];
  });
}
