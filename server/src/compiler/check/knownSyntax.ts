import type { DeclaredFile } from "../link/declarations.ts";
import type { SyntaxNode } from "../syntax/nodes.ts";

const known: Readonly<Record<SyntaxNode["keyword"], readonly string[]>> = {
  syntax: ["proto2", "proto3"],
  edition: ["2023", "2024", "2026"],
};

/** Whether there is a syntax or edition of this name. */
export function isKnownLevel(keyword: SyntaxNode["keyword"], level: string): boolean {
  return known[keyword].includes(level);
}

/**
 * Whether the syntax of a file is missing or unknown although it has such a statement: then nobody can tell which rules
 * are meant for it. An unknown edition is most likely a later one, with much the same rules.
 */
export function isSyntaxUnclear({ parsed }: DeclaredFile): boolean {
  const node = parsed.tree.members.find(member => member.kind === "syntax");
  if (node?.kind !== "syntax") return false;
  const level = node.value?.text;
  return level === undefined || (node.keyword === "syntax" && !isKnownLevel("syntax", level));
}
