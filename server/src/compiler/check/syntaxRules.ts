// The statements at the top of a file, its syntax or edition and its package, and bodies that may not be empty.
import { type DeclaredFile, Edition } from "../link/declarations.ts";
import type { EnumNode, FileMember, MessageMember, MessageNode, Word } from "../syntax/nodes.ts";
import type { Check, Report } from "./checks.ts";
import { fieldsIn, messagesIn } from "./declarationsIn.ts";
import { isSound } from "./isSound.ts";
import { isKnownLevel, isSyntaxUnclear } from "./knownSyntax.ts";
import {
  duplicatePackage,
  emptyExtend,
  emptyOneof,
  extensionsInProto3,
  longPackage,
  missingSyntax,
  unknownSyntax,
  visibilityBeforeEdition,
} from "./syntaxRuleProblems.ts";

/** The syntax is known, the package is named once, and nothing is used that the syntax does not have. */
export const syntaxRules: Check = ({ declared }, report) => {
  checkSyntax(declared, report);
  checkPackage(declared, report);
  if (isSyntaxUnclear(declared)) return;
  for (const member of declared.parsed.tree.members) checkMember(declared, member, report);
  for (const message of messagesIn(declared)) {
    if (message.node.kind === "mapField") continue;
    for (const member of message.node.members) checkMember(declared, member, report);
  }
};

function checkSyntax(declared: DeclaredFile, report: Report): void {
  const { members } = declared.parsed.tree;
  for (const member of members) {
    if (member.kind !== "syntax") continue;
    const value = member.value?.text;
    if (value !== undefined && !isKnownLevel(member.keyword, value)) report(unknownSyntax(member, value));
    return;
  }
  if (members.length === 0 || declared.parsed.problems.some(one => one.severity === "error")) return;
  const needsLabels = fieldsIn(declared).some(
    field => field.node.kind !== "mapField" && field.node.label === undefined && field.oneof === undefined,
  );
  // A missing label says the same, with more reason.
  if (!needsLabels) report(missingSyntax(declared));
}

function checkPackage(declared: DeclaredFile, report: Report): void {
  const [first, ...others] = declared.parsed.tree.members.filter(member => member.kind === "package");
  if (first === undefined) return;
  for (const again of others) report(duplicatePackage(declared, again, first));
  const { name } = first;
  if (name !== undefined && (name.text.length > 511 || name.text.split(".").length > 101)) report(longPackage(name));
}

function checkMember(declared: DeclaredFile, member: FileMember | MessageMember, report: Report): void {
  const isEmpty = (members: readonly { readonly kind: string }[]) =>
    !members.some(one => one.kind !== "option") && isSound(declared, member);
  if (member.kind === "extend" && member.closed && isEmpty(member.members)) report(emptyExtend(declared, member));
  if (member.kind === "oneof" && member.closed && isEmpty(member.members)) report(emptyOneof(declared, member));
  if (member.kind === "extensions" && declared.syntax === "proto3") report(extensionsInProto3(declared, member));
  const visibility = visibilityOf(member);
  if (visibility !== undefined && declared.edition < Edition.Edition2024)
    report(visibilityBeforeEdition(declared, visibility));
}

function visibilityOf(member: FileMember | MessageMember): Word<"export" | "local"> | undefined {
  return isType(member) ? member.visibility : undefined;
}

function isType(member: FileMember | MessageMember): member is MessageNode | EnumNode {
  return member.kind === "message" || member.kind === "enum";
}
