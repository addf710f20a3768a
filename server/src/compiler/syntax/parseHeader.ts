// The statements that say what a file is: its syntax or edition, its package, its imports. Whatever is wrong with one of
// them, what it says is kept where it can be made out: the meaning of all the rest hangs on it.
import { preferred, replaceFix } from "../report/fix.ts";
import type { Fix } from "../report/problem.ts";
import type { Span } from "../text/span.ts";
import type { ImportNode, PackageNode, SyntaxNode } from "./nodes.ts";
import { parseDottedName, takeKeyword } from "./parseNames.ts";
import { parseString } from "./parseValue.ts";
import { endStatement, skipStatement } from "./recovery.ts";
import { expected, missingKeyword, missingToken, secondModifier, syntaxNotFirst } from "./syntaxProblems.ts";
import type { TokenStream } from "./tokenStream.ts";
import { TokenKind } from "./tokens.ts";

/** `syntax = "proto3";` or `edition = "2023";`, with the current token at the keyword. */
export function parseSyntax(
  tokens: TokenStream,
  keyword: "syntax" | "edition",
  isFirst: boolean,
  at = takeKeyword(tokens),
): SyntaxNode {
  const { start } = at;
  if (!tokens.takeIf("=")) tokens.report(missingToken(tokens.missingAt, "=", `after \`${keyword}\``, tokens.found));
  if (tokens.kind !== TokenKind.String) {
    const help = keyword === "syntax" ? '`syntax = "proto3";`' : '`edition = "2023";`';
    const bare = tokens.isIdentifier() || tokens.kind === TokenKind.Integer ? tokens.span : undefined;
    const fixes = inQuotes(tokens, bare);
    tokens.report(expected(tokens.missingAt, `a quoted ${keyword}`, tokens.found, `write ${help}`, fixes));
    tokens.index = stringOnLine(tokens) ?? tokens.index;
  }
  const value = tokens.kind === TokenKind.String ? parseString(tokens) : undefined;
  if (value === undefined) skipStatement(tokens);
  else endStatement(tokens, `the ${keyword}`);
  const end = tokens.endFrom(start);
  if (!isFirst) {
    const other = tokens.isWord("syntax", 0) || tokens.isWord("edition", 0) ? "first" : "none";
    tokens.problems.push(syntaxNotFirst(at, keyword, { start, end }, tokens.source.text, other));
  }
  return { kind: "syntax", start, end, keyword, value };
}

/** `package a.b;`, with the current token at the keyword. */
export function parsePackage(tokens: TokenStream, keyword = takeKeyword(tokens)): PackageNode {
  const { start } = keyword;
  const name = parseDottedName(tokens);
  if (name === undefined) {
    tokens.report(expected(tokens.missingAt, "the name of the package", tokens.found));
    skipStatement(tokens);
  } else {
    endStatement(tokens, "the package");
  }
  return { kind: "package", start, end: tokens.endFrom(start), name };
}

/** `import "a.proto";`, with the current token at the keyword. */
export function parseImport(tokens: TokenStream, keyword = takeKeyword(tokens)): ImportNode {
  const { start } = keyword;
  let modifier: ImportNode["modifier"];
  if (tokens.isWord("public")) modifier = tokens.takeWord("public");
  else if (tokens.isWord("weak")) modifier = tokens.takeWord("weak");
  else if (tokens.isWord("option") && tokens.kindAt(tokens.index + 1) === TokenKind.String)
    modifier = tokens.takeWord("option");
  const isModifier = tokens.isWord("public") || tokens.isWord("weak") || tokens.isWord("option");
  if (modifier !== undefined && isModifier) {
    tokens.report(secondModifier(tokens.span, modifier.word, tokens.text(), tokens.source.text));
    tokens.take();
  }
  if (tokens.kind !== TokenKind.String) {
    const what = "the path of the imported file in quotes";
    tokens.report(expected(tokens.missingAt, what, tokens.found, undefined, inQuotes(tokens, barePath(tokens))));
    tokens.index = stringOnLine(tokens) ?? tokens.index;
  }
  const path = tokens.kind === TokenKind.String ? parseString(tokens) : undefined;
  if (path === undefined) skipStatement(tokens);
  else endStatement(tokens, "the import");
  return { kind: "import", start, end: tokens.endFrom(start), modifier, path };
}

function inQuotes(tokens: TokenStream, bare: Span | undefined): Fix[] {
  if (bare === undefined) return [];
  const newText = `"${tokens.source.text.slice(bare.start, bare.end)}"`;
  return [preferred(replaceFix("Put it in quotes", bare, newText))];
}

// A path without quotes: up to the `;` on its line, all of it touching.
function barePath(tokens: TokenStream): Span | undefined {
  const { start } = tokens;
  let at = tokens.index;
  while (!tokens.isCharacter(at, ";") && tokens.kindAt(at) !== TokenKind.End) {
    if (at > tokens.index && tokens.startAt(at) !== tokens.endAt(at - 1)) return undefined;
    at++;
  }
  const text = tokens.source.text.slice(start, tokens.endAt(at - 1));
  return tokens.isIdentifier() && /^[\w./-]+\.proto$/.test(text) ? { start, end: start + text.length } : undefined;
}

/** One of these statements without its keyword, or with that spoilt: reported, and taken for what it must be. */
export function parseSpoiltHeader(
  tokens: TokenStream,
  isFirst: boolean,
): SyntaxNode | PackageNode | ImportNode | undefined {
  const { span, index } = tokens;
  const keyword = { start: span.start, end: span.start };
  const level = isFirst ? levelOnLine(tokens) : undefined;
  if (level !== undefined) {
    tokens.report(missingKeyword(span, tokens.text(), level));
    tokens.index = tokens.isIdentifier() ? index + 1 : index;
    return parseSyntax(tokens, level, true, keyword);
  }
  if (tokens.kind === TokenKind.String && tokens.isCharacter(index + 1, ";")) {
    tokens.report(missingKeyword(span, tokens.text(), "import"));
    return parseImport(tokens, keyword);
  }
  const nameEnd = endOfDottedName(tokens);
  if (nameEnd === index + 1 || !tokens.isCharacter(nameEnd, ";")) return undefined;
  const name = tokens.source.text.slice(span.start, tokens.endAt(nameEnd - 1));
  tokens.report(missingKeyword(span, name, "package"));
  return parsePackage(tokens, keyword);
}

/** Which keyword the known level quoted on this line belongs to. */
function levelOnLine(tokens: TokenStream): "syntax" | "edition" | undefined {
  const at = stringOnLine(tokens);
  const level = at === undefined ? undefined : /^["'](proto[23]|20\d\d)["']$/.exec(tokens.text(at))?.[1];
  if (level === undefined) return undefined;
  return level.startsWith("proto") ? "syntax" : "edition";
}

function stringOnLine(tokens: TokenStream): number | undefined {
  for (let at = tokens.index; at < tokens.index + 30 && tokens.kindAt(at) !== TokenKind.End; at++) {
    if (at > tokens.index && tokens.startsLine(at)) return undefined;
    if (tokens.kindAt(at) === TokenKind.String) return at;
    if (tokens.isCharacter(at, "{") || tokens.isCharacter(at, "}")) return undefined;
  }
  return undefined;
}

function endOfDottedName(tokens: TokenStream): number {
  let at = tokens.index;
  while (tokens.isIdentifier(at) && tokens.isCharacter(at + 1, ".")) at += 2;
  return tokens.isIdentifier(at) ? at + 1 : at;
}
