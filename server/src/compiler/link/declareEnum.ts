import type { EnumNode } from "../syntax/nodes.ts";
import { kept } from "../text/kept.ts";
import type { EnumDeclaration, EnumValueDeclaration } from "./declarations.ts";
import {
  type Declaring,
  type DeclaringScope,
  joined,
  numberOf,
  optionsAmong,
  reservedAmong,
  take,
  takeType,
} from "./declaring.ts";

/** Declares an enum and its values; the values are siblings of the enum, as in C++. */
export function declareEnum(declaring: Declaring, scope: DeclaringScope, node: EnumNode): EnumDeclaration | undefined {
  const { file } = declaring;
  if (node.name === undefined) return undefined;
  const values: EnumValueDeclaration[] = [];
  const declaration: EnumDeclaration = {
    kind: "enum",
    name: node.name.text,
    fullName: joined(scope.fullName, node.name.text),
    file,
    nameSpan: node.name,
    parent: scope.parent,
    node,
    values,
    reserved: reservedAmong(node.members),
    options: optionsAmong(node.members),
  };
  takeType(declaring, declaration);
  for (const member of node.members) {
    if (member.kind !== "enumValue" || member.name === undefined) continue;
    const value: EnumValueDeclaration = {
      kind: "enumValue",
      name: member.name.text,
      fullName: joined(scope.fullName, member.name.text),
      file,
      nameSpan: member.name,
      node: member,
      parent: declaration,
      number: numberOf(declaring, member.number, "enum value"),
      options: member.options?.options ?? kept([]),
    };
    values.push(value);
    take(declaring, value);
  }
  return declaration;
}
