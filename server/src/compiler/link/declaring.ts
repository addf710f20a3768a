import type { Problem } from "../report/problem.ts";
import { type IntegerValue, integerOf, type OptionNode, type ReservedNode } from "../syntax/nodes.ts";
import { kept } from "../text/kept.ts";
import type { Declaration, DeclaredFile, EnumDeclaration, MessageDeclaration } from "./declarations.ts";
import { duplicateName, numberBeyondInt32 } from "./declareProblems.ts";

/** What is shared while one file is declared. */
export interface Declaring {
  readonly file: DeclaredFile;
  readonly byName: Map<string, Declaration>;
  readonly innerTypes: Set<string>;
  readonly problems: Problem[];
}

/** Where a declaration stands: its full name begins with the scope's. */
export interface DeclaringScope {
  readonly fullName: string;
  readonly parent: MessageDeclaration | undefined;
}

/** `name` below `scope`; the empty scope is that of a file without a package. */
export function joined(scope: string, name: string): string {
  return scope === "" ? name : `${scope}.${name}`;
}

/** Enters a declaration under its full name; a name that is taken is reported. */
export function take(declaring: Declaring, declaration: Declaration): void {
  const earlier = declaring.byName.get(declaration.fullName);
  if (earlier === undefined) declaring.byName.set(declaration.fullName, declaration);
  else declaring.problems.push(duplicateName(declaration, earlier));
}

/** Enters a message or enum, as `take`. */
export function takeType(declaring: Declaring, type: MessageDeclaration | EnumDeclaration): void {
  if (type.parent !== undefined) declaring.innerTypes.add(type.name);
  take(declaring, type);
}

/** The number, or undefined with a problem where it does not fit into 32 bits. */
export function numberOf(declaring: Declaring, value: IntegerValue | undefined, of: "field" | "enum value") {
  if (value === undefined) return undefined;
  const number = integerOf(value);
  if (typeof number === "number" && number <= 0x7fffffff && number >= -0x80000000) return number;
  declaring.problems.push(numberBeyondInt32(value, number, of));
  return undefined;
}

export function optionsAmong(members: readonly { readonly kind: string }[]): readonly OptionNode[] {
  return kept(members.filter((member): member is OptionNode => member.kind === "option"));
}

export function reservedAmong(members: readonly { readonly kind: string }[]): readonly ReservedNode[] {
  return kept(members.filter((member): member is ReservedNode => member.kind === "reserved"));
}

export function push<Item>(list: Item[], item: Item | undefined): void {
  if (item !== undefined) list.push(item);
}
