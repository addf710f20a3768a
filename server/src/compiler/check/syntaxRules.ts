// The statements at the top of a file, its syntax or edition and its package, and bodies that may not be empty.
import { type DeclaredFile, Edition } from "../link/declarations.ts";
import type { ExtendNode, FileMember, MessageMember, OneofNode, PackageNode } from "../syntax/nodes.ts";
import type { Check, FileCheck, Report } from "./checks.ts";
import { fieldsIn } from "./declarationsIn.ts";
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
export const syntaxRules: FileCheck = ({ declared }, report) => {
  checkSyntax(declared, report);
  checkPackage(declared, report);
  if (isSyntaxUnclear(declared)) return;
  for (const member of declared.parsed.tree.members) checkMember(declared, member, report);
};

/** Nothing is used in messages that the syntax does not have. */
export const memberRules: Check = ({ declared, messages }, report) => {
  for (const message of messages) {
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
  const needsLabels = [...fieldsIn(declared)].some(
    field => field.node.kind !== "mapField" && field.node.label === undefined && field.oneof === undefined,
  );
  // A missing label says the same, with more reason.
  if (!needsLabels) report(missingSyntax(declared));
}

function checkPackage(declared: DeclaredFile, report: Report): void {
  let first: PackageNode | undefined;
  for (const member of declared.parsed.tree.members) {
    if (member.kind !== "package") continue;
    if (first !== undefined) report(duplicatePackage(declared, member, first));
    first ??= member;
  }
  if (first === undefined) return;
  const { name } = first;
  if (name !== undefined && (name.text.length > 511 || name.text.split(".").length > 101)) report(longPackage(name));
}

function checkMember(declared: DeclaredFile, member: FileMember | MessageMember, report: Report): void {
  switch (member.kind) {
    case "extend":
      if (isEmpty(declared, member)) report(emptyExtend(declared, member));
      break;
    case "oneof":
      if (isEmpty(declared, member)) report(emptyOneof(declared, member));
      break;
    case "extensions":
      if (declared.syntax === "proto3") report(extensionsInProto3(declared, member));
      break;
    case "message":
    case "enum":
      if (member.visibility !== undefined && declared.edition < Edition.Edition2024)
        report(visibilityBeforeEdition(declared, member.visibility));
      break;
  }
}

function isEmpty(declared: DeclaredFile, node: ExtendNode | OneofNode): boolean {
  return node.closed && !node.members.some(one => one.kind !== "option") && isSound(declared, node);
}
