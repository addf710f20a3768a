import { kept } from "../text/kept.ts";
import type { Span } from "../text/span.ts";
import type { Body } from "./nodes.ts";
import { looksLikeEnumValue, skipStatement, startsBlock, startsStatement, takeStrayBrace } from "./recovery.ts";
import { expected, missingClosingBrace, straySemicolon } from "./syntaxProblems.ts";
import type { TokenStream } from "./tokenStream.ts";
import { TokenKind } from "./tokens.ts";

export interface BodyOwner {
  /** Offset of the declaration's first token. */
  readonly start: number;
  /** For messages: ``message `Foo` ``. */
  readonly title: string;
  /** Whether it holds the values of an enum. */
  readonly members: "values" | "others";
  /** Whether a lone `;` may stand in it. */
  readonly semicolons: "allowed" | "refused";
  /** Whether the current token shows that the body is over although its `}` is missing. */
  readonly endsBefore?: (tokens: TokenStream) => boolean;
}

/** Parses `{ members }`. `parseMember` takes at least one token or the body does it for it. */
export function parseBody<Member>(
  tokens: TokenStream,
  owner: BodyOwner,
  parseMember: (tokens: TokenStream) => Member | undefined,
): Body<Member> {
  const open = openBody(tokens, owner);
  if (open === undefined) return { body: undefined, closed: false, members: [] };
  const members: Member[] = [];
  const first = tokens.index;
  while (!tokens.isAt("}") || takeStrayBrace(tokens, owner.start)) {
    if (tokens.kind === TokenKind.End || owner.endsBefore?.(tokens) || seemsToEndHere(tokens, owner, first)) {
      return { ...unclosed(tokens, open, owner), members };
    }
    const from = tokens.index;
    if (tokens.isAt(";")) takeLoneSemicolon(tokens, owner);
    else if (!tokens.isAt("}")) {
      const member = parseMember(tokens);
      if (member !== undefined) members.push(member);
      if (tokens.index === from) tokens.take();
    }
  }
  tokens.take();
  return { body: tokens.spanFrom(open.start), closed: true, members: kept(members) };
}

/** Takes the `{`; where it is missing or something stands before it, that is reported and the body found all the same. */
function openBody(tokens: TokenStream, owner: BodyOwner): Span | undefined {
  const { span } = tokens;
  if (tokens.takeIf("{")) return span;
  tokens.report(expected(tokens.missingAt, `\`{\` to begin ${owner.title}`, tokens.found));
  const member = memberHere(tokens, owner) ? tokens.index : firstMemberBelow(tokens, owner.start);
  const further = member === tokens.index ? undefined : openingAhead(tokens);
  if (further !== undefined) {
    tokens.index = further;
    const open = tokens.span;
    tokens.take();
    return open;
  }
  if (member !== undefined) {
    tokens.index = member;
    return { start: tokens.previousEnd, end: tokens.previousEnd };
  }
  if (!startsBlock(tokens) && !(tokens.startsLine() && startsStatement(tokens))) skipStatement(tokens);
  return undefined;
}

// Not `message`, as in `Foo message {`, where it ought to stand before the name, or in `message Foo message Bar {`, and
// not the rest of a name, as in `optional group.Foo foo = 1;`.
function memberHere(tokens: TokenStream, owner: BodyOwner): boolean {
  if (tokens.startsLine() || startsBlock(tokens) || tokens.isAt(".")) return false;
  return owner.members === "values" ? looksLikeEnumValue(tokens, tokens.index) : startsStatement(tokens);
}

// How many tokens too many may stand between a name and its body: lines can be endless.
const mostJunk = 30;

/** A `{` on the same line, or at the beginning of the next one. */
function openingAhead(tokens: TokenStream): number | undefined {
  for (let at = tokens.index; at < tokens.index + mostJunk && tokens.kindAt(at) !== TokenKind.End; at++) {
    if (tokens.isCharacter(at, "{")) return at;
    if (tokens.startsLine(at) || tokens.isCharacter(at, ";") || tokens.isCharacter(at, "}")) return undefined;
  }
  return undefined;
}

/** Where the next line is indented further than the declaration at `start` and begins a statement: its index. */
export function firstMemberBelow(tokens: TokenStream, start: number): number | undefined {
  let at = tokens.index;
  while (tokens.kindAt(at) !== TokenKind.End && !tokens.startsLine(at)) {
    if (tokens.isCharacter(at, "}") || at > tokens.index + mostJunk) return undefined;
    at++;
  }
  if (tokens.kindAt(at) === TokenKind.End || tokens.columnAt(at) <= tokens.columnOf(start)) return undefined;
  return startsStatement(tokens, at) || looksLikeEnumValue(tokens, at) ? at : undefined;
}

function takeLoneSemicolon(tokens: TokenStream, owner: BodyOwner): void {
  if (owner.semicolons === "refused") tokens.report(straySemicolon(tokens.span, owner.title));
  tokens.take();
}

// Only in a file that is known to lack braces: a statement that is indented no further than the declaration itself,
// while the body's first one was, shows that the body should have ended before it.
function seemsToEndHere(tokens: TokenStream, owner: BodyOwner, first: number): boolean {
  if (tokens.lackingBraces === 0 || !tokens.startsLine()) return false;
  const ownerColumn = tokens.columnOf(owner.start);
  if (tokens.columnAt(tokens.index) > ownerColumn) return false;
  const begins = startsStatement(tokens) || looksLikeEnumValue(tokens, tokens.index);
  if (!begins) return false;
  return tokens.columnAt(first) > ownerColumn || isFileLevel(tokens);
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
