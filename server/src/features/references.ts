import type { Location } from "vscode-languageserver-types";
import type { Declaration } from "../compiler/link/declarations.ts";
import type { Span } from "../compiler/text/span.ts";
import type { FileOutline, Outline, OutlineUse } from "../workspace/outline.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { baseName } from "../workspace/uri.ts";
import { lspLocation, offsetAt } from "./lspRange.ts";
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
  if (symbol.kind === "import") return importsOf(snapshot, snapshot.resolveImport(uri, symbol.path));
  const { declaration } = symbol;
  const found = isUsedByName(declaration) ? usesOfName(snapshot, declaration) : usesInOptions(snapshot, declaration);
  if (!Array.isArray(found) || !params.context.includeDeclaration) return found;
  return [lspLocation(snapshot, declaration.file.parsed.source, declaration.nameSpan), ...found];
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

// Types and extensions are used by a name that scopes give a meaning to; the outlines tell those without any text.
function isUsedByName(declaration: Declaration): boolean {
  if (declaration.kind === "field") return declaration.extend !== undefined;
  return declaration.kind === "message" || declaration.kind === "enum";
}

function usesOfName(snapshot: Snapshot, declaration: Declaration): Location[] {
  const home = snapshot.uriOf(declaration.file.parsed.source);
  const sees = seersOf(snapshot, home);
  const { name, fullName } = declaration;
  const found: Location[] = [];
  for (const file of snapshot.outlines()) {
    if (!file.outline.uses(name) || !sees(file)) continue;
    if (snapshot.document(file.uri) !== undefined) {
      found.push(...exactUses(snapshot, file.uri, declaration));
      continue;
    }
    const isMeant = meaning(file.outline, fullName);
    for (const use of file.outline.usesOf(name)) {
      if (!isMeant(use)) continue;
      const start = { line: use.line, character: use.column };
      found.push({ uri: file.uri, range: { start, end: { ...start, character: use.column + name.length } } });
    }
  }
  return found;
}

/** Whether a file sees what `home` declares: it is that file, or imports it, or a file that passes it on. */
function seersOf(snapshot: Snapshot, home: string): (file: FileOutline) => boolean {
  const passing: Targets = { uris: new Set([home]), names: new Set([baseName(home)]) };
  const passers = snapshot.outlinesWithBundled().filter(file => file.outline.publicImports.length > 0);
  for (let before = 0; before < passing.uris.size; ) {
    before = passing.uris.size;
    for (const file of passers) {
      if (!reaches(snapshot, file, file.outline.publicImports, passing)) continue;
      passing.uris.add(file.uri);
      passing.names.add(baseName(file.uri));
    }
  }
  return file => file.uri === home || reaches(snapshot, file, file.outline.imports, passing);
}

/** Files, and the last parts of their paths: an import that ends in none of those need not be followed. */
interface Targets {
  readonly uris: Set<string>;
  readonly names: Set<string>;
}

function reaches(snapshot: Snapshot, file: FileOutline, imports: readonly string[], targets: Targets): boolean {
  const leadsThere = leadingTo(snapshot, targets);
  return imports.some(path => leadsThere(file, path));
}

function leadingTo(snapshot: Snapshot, { uris, names }: Targets): (file: FileOutline, path: string) => boolean {
  return (file, path) => {
    if (!names.has(path.slice(path.lastIndexOf("/") + 1))) return false;
    const target = snapshot.resolveImport(file.uri, path);
    return target !== undefined && uris.has(target);
  };
}

/** Whether a use in a file means what has `fullName`. */
function meaning(outline: Outline, fullName: string): (use: OutlineUse) => boolean {
  const known = new Map<string, (scope: number) => boolean>();
  return ({ text, scope }) => {
    const means = known.get(text) ?? meaningOf(outline, text, fullName);
    known.set(text, means);
    return means(scope);
  };
}

// Protobuf looks from the innermost scope outwards, and stops where the first part of the name is declared.
function meaningOf(outline: Outline, text: string, fullName: string): (scope: number) => boolean {
  if (text.startsWith(".")) return () => text.slice(1) === fullName;
  if (!`.${fullName}`.endsWith(`.${text}`)) return () => false;
  const first = text.slice(0, `${text}.`.indexOf("."));
  const firsts = outline.rowsNamed(first).map(row => outline.fullNameOf(row));
  // Without a name that could come first, any scope will do that leads to the full name.
  const expected = fullName.slice(0, Math.max(0, fullName.length - text.length - 1));
  return row => {
    for (let scope = outline.fullNameOf(row); ; scope = scope.slice(0, Math.max(0, scope.lastIndexOf(".")))) {
      if (scope === expected) return true;
      if (scope === "" || (firsts.length > 0 && firsts.includes(`${scope}.${first}`))) return false;
    }
  };
}

function exactUses(snapshot: Snapshot, uri: string, declaration: Declaration): Location[] {
  const source = snapshot.parsed(uri)?.source;
  if (source === undefined) return [];
  return usesInFile(snapshot, uri, declaration).map(span => lspLocation(snapshot, source, span));
}

/** Fields and enum values are used in options alone, where the texts must tell. */
function usesInOptions(snapshot: Snapshot, declaration: Declaration): Location[] | Needs {
  if (declaration.kind !== "field" && declaration.kind !== "enumValue") return [];
  const uris: string[] = [];
  for (const file of snapshot.outlines()) if (file.outline.uses(declaration.name)) uris.push(file.uri);
  const unread = uris.filter(uri => snapshot.parsed(uri) === undefined);
  if (unread.length > 0) return needsFiles(unread);
  return uris.flatMap(uri => exactUses(snapshot, uri, declaration));
}

function importsOf(snapshot: Snapshot, target: string | undefined): Location[] {
  if (target === undefined) return [];
  const leadsThere = leadingTo(snapshot, { uris: new Set([target]), names: new Set([baseName(target)]) });
  const found: Location[] = [];
  for (const file of snapshot.outlines()) {
    file.outline.imports.forEach((path, index) => {
      if (!leadsThere(file, path)) return;
      const { line, column, endLine, endColumn } = file.outline.importRange(index);
      const range = { start: { line, character: column }, end: { line: endLine, character: endColumn } };
      found.push({ uri: file.uri, range });
    });
  }
  return found;
}
