import type { Span } from "../text/span.ts";
import type { Body } from "./nodes.ts";
import { looksLikeEnumValue, skipStatement, startsStatement } from "./recovery.ts";
import { expected, missingClosingBrace, straySemicolon } from "./syntaxProblems.ts";
import type { TokenStream } from "./tokenStream.ts";
import { TokenKind } from "./tokens.ts";

export interface BodyOwner {
  /** Offset of the declaration's first token. */
  readonly start: number;
  /** For messages: ``message `Foo` ``. */
  readonly title: string;
  /** Whether a lone `;` may stand in it. */
  readonly semicolons: "allowed" | "refused";
}

/** Parses `{ members }`. `parseMember` takes at least one token or the body does it for it. */
export function parseBody<Member>(
  tokens: TokenStream,
  owner: BodyOwner,
  parseMember: (tokens: TokenStream) => Member | undefined,
): Body<Member> {
  if (!tokens.isAt("{")) {
    tokens.report(expected(tokens.missingAt, `\`{\` to begin ${owner.title}`, tokens.found));
    if (!tokens.startsLine() || !startsStatement(tokens)) skipStatement(tokens);
    return { body: undefined, closed: false, members: [] };
  }
  const open = tokens.span;
  tokens.take();
  const members: Member[] = [];
  const bodyColumn = tokens.columnAt(tokens.index);
  while (!tokens.isAt("}")) {
    if (tokens.kind === TokenKind.End || seemsToEndHere(tokens, owner, bodyColumn)) {
      return { ...unclosed(tokens, open, owner), members };
    }
    const from = tokens.index;
    if (tokens.isAt(";")) takeLoneSemicolon(tokens, owner);
    else {
      const member = parseMember(tokens);
      if (member !== undefined) members.push(member);
    }
    if (tokens.index === from) tokens.take();
  }
  tokens.take();
  return { body: tokens.spanFrom(open.start), closed: true, members };
}

function takeLoneSemicolon(tokens: TokenStream, owner: BodyOwner): void {
  if (owner.semicolons === "refused") tokens.report(straySemicolon(tokens.span, owner.title));
  tokens.take();
}

// Only in a file that is known to lack braces: a statement that is indented no further than the declaration itself,
// while the body's first one was, shows that the body should have ended before it.
function seemsToEndHere(tokens: TokenStream, owner: BodyOwner, bodyColumn: number): boolean {
  if (tokens.lackingBraces === 0 || !tokens.startsLine()) return false;
  const ownerColumn = columnOf(tokens, owner.start);
  if (tokens.columnAt(tokens.index) > ownerColumn) return false;
  const begins = startsStatement(tokens) || looksLikeEnumValue(tokens, tokens.index);
  if (!begins) return false;
  return bodyColumn > ownerColumn || isFileLevel(tokens);
}

function columnOf(tokens: TokenStream, offset: number): number {
  return offset - (tokens.source.text.lastIndexOf("\n", offset - 1) + 1);
}

function isFileLevel(tokens: TokenStream): boolean {
  return ["message", "enum", "service", "extend", "import", "package"].some(word => tokens.isWord(word));
}

function unclosed(tokens: TokenStream, open: Span, owner: BodyOwner): { body: Span; closed: false } {
  tokens.endedInBody = true;
  if (tokens.lackingBraces > 0) tokens.lackingBraces--;
  const body = tokens.spanFrom(open.start);
  const closeAt = { start: body.end, end: body.end };
  tokens.problems.push(missingClosingBrace(open, owner.title, closeAt, tokens.source));
  return { body, closed: false };
}
