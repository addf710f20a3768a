// What of a file's declarations is still there after a damage: how well the parser recovers, as a number.

import { portionsOf, writtenDeclarations } from "../../server/src/compiler/check/declarationsIn.ts";
import type { Declaration, FieldDeclaration } from "../../server/src/compiler/link/declarations.ts";
import type { LinkedFile } from "../../server/src/compiler/link/linkedFile.ts";
import type { TypeName } from "../../server/src/compiler/syntax/nodes.ts";
import type { Span } from "../../server/src/compiler/text/span.ts";
import type { Mutation, Token } from "./mutations.ts";

export interface Known {
  readonly kind: string;
  /** Without the package. */
  readonly name: string;
  /** As it stands in the text. */
  readonly written: string;
  readonly span: Span;
  readonly nameSpan: Span;
  /** Full names of the types it uses, with `/` before those of other files. */
  readonly types: readonly string[];
}

export interface Survival {
  /** Declarations that the damage does not touch and that are gone, or whose types mean something else. */
  readonly lost: readonly Known[];
  /** How many it does not touch. */
  readonly untouched: number;
  /** Of the members of the declaration that it touches. */
  readonly membersLost: readonly Known[];
  readonly members: number;
}

export function declarationsOf(file: LinkedFile): Known[] {
  const written = [...portionsOf(file.declared)].flatMap(portion => [...writtenDeclarations(portion)]);
  return written.map(one => ({
    kind: one.kind,
    name: nameIn(file, one),
    written: writtenName(one),
    span: one.node ?? one.nameSpan,
    nameSpan: one.nameSpan,
    types: typesOf(file, one),
  }));
}

export function survival(
  before: LinkedFile,
  after: LinkedFile,
  mutation: Mutation,
  tokens: readonly Token[],
): Survival {
  const known = declarationsOf(before);
  const left = new Map<string, Known>();
  for (const one of declarationsOf(after)) left.set(`${one.kind} ${one.name}`, one);
  const outlined = namesIn(after.declared.parsed.tree, new Set());
  const isLeft = (type: string) =>
    type.startsWith("/")
      ? surroundings(after) === surroundings(before)
      : left.has(`message ${type}`) || left.has(`enum ${type}`);
  const touched = touchedNodes(before, mutation, tokens);
  const lost: Known[] = [];
  const membersLost: Known[] = [];
  let untouched = 0;
  let members = 0;
  for (const one of known) {
    if (mutation.how === "cut" ? one.span.end > mutation.start : touched.some(node => isWithin(one.span, node))) {
      if (mutation.how === "cut" ? one.nameSpan.end > mutation.start : touched.some(node => isSame(one.span, node)))
        continue;
      members++;
      if (!outlined.has(one.written)) membersLost.push(one);
      continue;
    }
    untouched++;
    const now = left.get(`${one.kind} ${one.name}`);
    const isThere = now !== undefined && one.types.every((type, at) => !isLeft(type) || now.types[at] === type);
    if (!isThere) lost.push(one);
  }
  return { lost, untouched, members, membersLost };
}

function namesIn(node: Statement, into: Set<string>): Set<string> {
  if (node.name !== undefined && "text" in node.name) into.add(String(node.name.text));
  for (const member of node.members ?? []) namesIn(member, into);
  return into;
}

function writtenName({ file, nameSpan }: Declaration): string {
  return file.parsed.source.text.slice(nameSpan.start, nameSpan.end);
}

/** The innermost declarations and statements that the damaged tokens belong to. */
function touchedNodes(file: LinkedFile, { start, end }: Span, tokens: readonly Token[]): Span[] {
  const { tree } = file.declared.parsed;
  return tokens.filter(one => one.start >= start && one.end <= end).map(token => innermost(tree, token));
}

interface Statement extends Span {
  readonly name?: Span | undefined;
  readonly members?: readonly Statement[];
}

function innermost(node: Statement, token: Token): Span {
  const inner = node.members?.find(one => one.start <= token.start && token.end <= one.end);
  return inner === undefined ? node : innermost(inner, token);
}

function isWithin(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function isSame(one: Span, other: Span): boolean {
  return one.start === other.start && one.end === other.end;
}

function typesOf(file: LinkedFile, one: Declaration): string[] {
  if (one.kind === "method") return [one.input?.type, one.output?.type].map(type => typeOf(file, type));
  if (one.kind !== "field") return [];
  return [...fieldTypes(one)].map(type => typeOf(file, type));
}

function* fieldTypes(field: FieldDeclaration): Generator<TypeName | undefined> {
  yield field.typeName;
  yield field.extend?.extendee;
  if (field.node.kind === "mapField") yield field.node.mapType.value;
}

function typeOf(file: LinkedFile, type: { readonly kind: string } | undefined): string {
  if (type === undefined || type.kind !== "typeName") return "";
  const found = file.types.get(type as TypeName);
  if (found === undefined) return (type as TypeName).text;
  return found.file === file.declared ? nameIn(file, found) : `/${found.fullName}`;
}

function nameIn(file: LinkedFile, { fullName }: Declaration): string {
  const { packageName } = file.declared;
  return packageName === "" ? fullName : fullName.slice(packageName.length + 1);
}

// Where a package or an import is damaged, what other files declare cannot be found.
function surroundings(file: LinkedFile): string {
  return [file.declared.packageName, ...file.imports.map(one => one.file?.declared.path ?? "")].join();
}
