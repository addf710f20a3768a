import type { SourceFile } from "../text/sourceFile.ts";
import { lex } from "./lexer.ts";

/** Whether two texts differ in comments and layout alone; not where one has mistakes in its characters. */
export function areSameTokens(one: SourceFile, other: SourceFile): boolean {
  if (one.text === other.text) return true;
  const [first, second] = [lex(one), lex(other)];
  if (first.problems.length > 0 || second.problems.length > 0) return false;
  const { tokens } = first;
  const { count, kinds, starts, ends } = second.tokens;
  if (tokens.count !== count) return false;
  for (let at = 0; at < count; at++) {
    if (tokens.kinds[at] !== kinds[at]) return false;
    const text = one.text.slice(tokens.starts[at], tokens.ends[at]);
    if (!other.text.startsWith(text, starts[at]) || (ends[at] ?? 0) - (starts[at] ?? 0) !== text.length) return false;
  }
  return true;
}
