// The JSON of a mock script as nodes with places; comments and commas at the end are taken.
import type { JsonValue } from "@bufbuild/protobuf";
import type { Node } from "jsonc-parser";
import { jsonMembers, jsonTree } from "./jsonTree.ts";
import { scriptWords } from "./mockScriptProblems.ts";
import { nearest } from "./nearest.ts";

/** `offset`, `length`: in the text, UTF-16 units. */
export interface ScriptProblem {
  readonly offset: number;
  readonly length: number;
  readonly message: string;
}

export interface Reading {
  readonly text: string;
  readonly problems: ScriptProblem[];
}

/** The whole; undefined where it is no JSON, which is told. */
export function scriptTree({ text, problems }: Reading): Node | undefined {
  const tree = jsonTree(text);
  if (tree.kind === "tree") return tree.root;
  problems.push({ offset: tree.offset, length: tree.length, message: tree.reason });
  return undefined;
}

/** Keys and values of an object; another value is told, and has none. */
export function membersOf({ problems }: Reading, node: Node, what: string): [Node, Node][] {
  if (node.type !== "object") {
    problems.push({ offset: node.offset, length: node.length, message: scriptWords.notObject(what) });
    return [];
  }
  return jsonMembers(node);
}

/** The same where only some keys have a meaning: others are told. */
export function keysOf(reading: Reading, node: Node, known: readonly string[], what: string): [Node, Node][] {
  const members = membersOf(reading, node, what);
  for (const [{ value, offset, length }] of members) {
    if (known.includes(value)) continue;
    reading.problems.push({ offset, length, message: scriptWords.unknownKey(value, nearest(value, known), what) });
  }
  return members.filter(([key]) => known.includes(key.value));
}

/** The value as `JSON.parse` would have it, but for `__proto__`, which is a key like others. */
export function plainValue(node: Node): JsonValue {
  if (node.type === "array") return (node.children ?? []).map(plainValue);
  if (node.type !== "object") return node.value;
  const value: Record<string, JsonValue> = Object.create(null);
  for (const { children: [key, child] = [] } of node.children ?? []) {
    if (key !== undefined && child !== undefined) value[key.value] = plainValue(child);
  }
  return value;
}
