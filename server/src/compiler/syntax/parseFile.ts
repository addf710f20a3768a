// A source → its tree. Parsing never fails: what cannot be read is reported, given up to the end of its statement, and
// the rest of the file keeps its outline. Checked here is the form alone; rules that need the syntax level, numbers or
// names (labels, ranges, duplicates, editions) belong to the checks.
import { type SourceFile, sourceFile } from "../text/sourceFile.ts";
import { lex } from "./lexer.ts";
import type { FileMember, FileNode, ImportNode, PackageNode, SyntaxNode } from "./nodes.ts";
import type { ParsedFile } from "./parsedFile.ts";
import { parseEnum } from "./parseEnum.ts";
import { parseExtend, parseMessage } from "./parseMessage.ts";
import { parseDottedName, takeVisibility } from "./parseNames.ts";
import { parseOptionStatement } from "./parseOption.ts";
import { parseService } from "./parseService.ts";
import { parseString } from "./parseValue.ts";
import { endStatement, looksLikeField, skipStatement } from "./recovery.ts";
import {
  expected,
  fieldOutsideMessage,
  misspelledKeyword,
  notADeclaration,
  rpcOutsideService,
  strayBrace,
  syntaxNotFirst,
} from "./syntaxProblems.ts";
import { TokenStream } from "./tokenStream.ts";
import { TokenKind } from "./tokens.ts";
import { keywordMeant } from "./typo.ts";

/** Parses one file. Never throws; any text gives a tree, its spans nest and are in the order of the text. */
export function parseFile(source: SourceFile): ParsedFile {
  const lexed = lex(source);
  if (isNoText(source)) return { source, ...nothingIn(source), problems: lexed.problems.slice(0, 1) };
  let tokens = new TokenStream(source, lexed);
  let tree = parseMembers(tokens);
  if (tokens.endedInBody) {
    // Now that braces are known to lack, indentation tells where: a second attempt puts the blame on the right one.
    tokens = new TokenStream(source, lexed);
    tokens.lackingBraces = countLackingBraces(tokens);
    tree = parseMembers(tokens);
  }
  const problems = [...lexed.problems, ...tokens.problems].sort((a, b) => a.span.start - b.span.start);
  return { source, tokens: lexed.tokens, tree, problems };
}

// A file in another encoding, or a picture: that is all there is to say, not what each of its bytes would mean.
function isNoText(source: SourceFile): boolean {
  return source.invalidUtf8At !== undefined && source.text.includes("\0");
}

function nothingIn(source: SourceFile): Pick<ParsedFile, "tokens" | "tree"> {
  const { tokens } = lex(sourceFile(source.path, ""));
  return { tokens, tree: { kind: "file", start: 0, end: source.text.length, members: [] } };
}

const fileKeywords = [
  "syntax",
  "edition",
  "package",
  "import",
  "option",
  "message",
  "enum",
  "service",
  "extend",
] as const;

function parseMembers(tokens: TokenStream): FileNode {
  const members: FileMember[] = [];
  while (tokens.kind !== TokenKind.End) {
    const from = tokens.index;
    // Even a lone `;` is a statement, which the syntax may not follow.
    const member = parseFileMember(tokens, members.length === 0 && !tokens.isCharacter(0, ";"));
    if (member !== undefined) members.push(member);
    if (tokens.index === from) tokens.take();
  }
  return { kind: "file", start: 0, end: tokens.source.text.length, members };
}

function parseFileMember(tokens: TokenStream, isFirst: boolean): FileMember | undefined {
  if (tokens.takeIf(";")) return undefined;
  if (tokens.isAt("}")) {
    tokens.report(strayBrace(tokens.span));
    tokens.take();
    return undefined;
  }
  const { start } = tokens;
  const visibility = takeVisibility(tokens);
  const word = tokens.isIdentifier() ? tokens.text() : "";
  switch (word) {
    case "syntax":
    case "edition":
      return parseSyntax(tokens, word, isFirst);
    case "package":
      return parsePackage(tokens);
    case "import":
      return parseImport(tokens);
    case "option":
      return parseOptionStatement(tokens);
    case "message":
      return parseMessage(tokens, start, visibility);
    case "enum":
      return parseEnum(tokens, start, visibility);
    case "service":
      return parseService(tokens);
    case "extend":
      return parseExtend(tokens);
    default:
      return parseMisplaced(tokens, isFirst);
  }
}

function parseMisplaced(tokens: TokenStream, isFirst: boolean): FileMember | undefined {
  const { start, span } = tokens;
  const meant = keywordMeant(tokens, fileKeywords);
  if (meant !== undefined) {
    tokens.report(misspelledKeyword(span, tokens.text(), meant));
    if (meant === "message") return parseMessage(tokens, start, undefined);
    if (meant === "enum") return parseEnum(tokens, start, undefined);
    if (meant === "service") return parseService(tokens);
    if (meant === "extend") return parseExtend(tokens);
    if (meant === "import") return parseImport(tokens);
    if (meant === "package") return parsePackage(tokens);
    if (meant === "syntax" || meant === "edition") return parseSyntax(tokens, meant, isFirst);
    return parseOptionStatement(tokens);
  }
  if (tokens.isWord("rpc")) tokens.report(rpcOutsideService(span));
  else if (isFieldLike(tokens)) tokens.report(fieldOutsideMessage(span));
  else {
    const allowed = "`import`, `package`, `option`, `message`, `enum`, `service` and `extend`";
    tokens.report(notADeclaration(span, tokens.found ?? tokens.text(), "at the top of a file", allowed));
  }
  skipStatement(tokens);
  return undefined;
}

function isFieldLike(tokens: TokenStream): boolean {
  if (looksLikeField(tokens, tokens.index)) return true;
  const labelled = tokens.isWord("optional") || tokens.isWord("required") || tokens.isWord("repeated");
  return labelled || (tokens.isWord("map") && tokens.isCharacter(tokens.index + 1, "<"));
}

function parseSyntax(tokens: TokenStream, keyword: "syntax" | "edition", isFirst: boolean): SyntaxNode {
  const { start, span } = tokens;
  tokens.take();
  if (!tokens.takeIf("=")) tokens.report(expected(tokens.missingAt, "`=`", tokens.found));
  const value = tokens.kind === TokenKind.String ? parseString(tokens) : undefined;
  if (value === undefined) {
    const help = keyword === "syntax" ? '`syntax = "proto3";`' : '`edition = "2023";`';
    tokens.report(expected(tokens.missingAt, `a quoted ${keyword}`, tokens.found, `write ${help}`));
    skipStatement(tokens);
  } else {
    endStatement(tokens, `the ${keyword}`);
  }
  if (!isFirst) tokens.problems.push(syntaxNotFirst(span, keyword));
  return { kind: "syntax", start, end: tokens.endFrom(start), keyword, value };
}

function parsePackage(tokens: TokenStream): PackageNode {
  const { start } = tokens;
  tokens.take();
  const name = parseDottedName(tokens);
  if (name === undefined) {
    tokens.report(expected(tokens.missingAt, "the name of the package", tokens.found));
    skipStatement(tokens);
  } else {
    endStatement(tokens, "the package");
  }
  return { kind: "package", start, end: tokens.endFrom(start), name };
}

function parseImport(tokens: TokenStream): ImportNode {
  const { start } = tokens;
  tokens.take();
  let modifier: ImportNode["modifier"];
  if (tokens.isWord("public")) modifier = tokens.takeWord("public");
  else if (tokens.isWord("weak")) modifier = tokens.takeWord("weak");
  else if (tokens.isWord("option") && tokens.kindAt(tokens.index + 1) === TokenKind.String)
    modifier = tokens.takeWord("option");
  const path = tokens.kind === TokenKind.String ? parseString(tokens) : undefined;
  if (path === undefined) {
    tokens.report(expected(tokens.missingAt, "the path of the imported file in quotes", tokens.found));
    skipStatement(tokens);
  } else {
    endStatement(tokens, "the import");
  }
  return { kind: "import", start, end: tokens.endFrom(start), modifier, path };
}

function countLackingBraces(tokens: TokenStream): number {
  let open = 0;
  for (let index = 0; tokens.kindAt(index) !== TokenKind.End; index++) {
    if (tokens.isCharacter(index, "{")) open++;
    else if (tokens.isCharacter(index, "}") && open > 0) open--;
  }
  return open;
}
