// One message or service of a file by itself, for an edit that stays inside of it.
import type { SourceFile } from "../text/sourceFile.ts";
import type { Span } from "../text/span.ts";
import { type LexedFile, lexPart } from "./lexer.ts";
import type { MessageNode, ServiceNode } from "./nodes.ts";
import type { ParsedFile } from "./parsedFile.ts";
import { parseFileMember } from "./parseFile.ts";
import { TokenStream } from "./tokenStream.ts";

/** A part of a text that is one declaration. */
export interface ParsedMember extends Pick<ParsedFile, "tokens" | "problems"> {
  readonly node: MessageNode | ServiceNode;
}

/**
 * Parses the part `span` of a text, spans being those in the whole text. Undefined unless it is one message or service,
 * from its first token to its closing brace, that leaves what stands around it as it is.
 */
export function parseMember(source: SourceFile, span: Span): ParsedMember | undefined {
  // A NUL is looked for in the whole file.
  if (source.text.slice(span.start, span.end).includes("\0")) return undefined;
  const lexed = lexPart(source, span);
  if (lexed === undefined || lexed.problems.some(one => one.id === "unterminated-comment")) return undefined;
  // What follows a broken token is not complained of.
  if (lexed.broken.has(lexed.tokens.count - 1)) return undefined;
  const plain = lexed.broken.size > 0 ? undefined : parseWhole(source, lexed, "plain");
  const found = plain?.problems.length === 0 ? plain : parseWhole(source, lexed, "broken");
  if (found === undefined || found.node.start !== span.start || found.node.end !== span.end) return undefined;
  const problems = [...lexed.problems, ...found.problems].sort((a, b) => a.span.start - b.span.start);
  return { tokens: lexed.tokens, node: found.node, problems };
}

function parseWhole(source: SourceFile, lexed: LexedFile, state: "plain" | "broken") {
  const tokens = new TokenStream(source, lexed);
  tokens.guesses = state === "broken";
  const node = parseFileMember(tokens, false);
  if (node?.kind !== "message" && node?.kind !== "service") return undefined;
  const isWhole = tokens.index === lexed.tokens.count && !tokens.endedInBody && tokens.strayBraces === 0;
  return isWhole && node.closed ? { node, problems: tokens.problems } : undefined;
}
