// A source → its tree. Parsing never fails: what cannot be read is reported, given up to the end of its statement, and
// the rest of the file keeps its outline. Checked here is the form alone; rules that need the syntax level, numbers or
// names (labels, ranges, duplicates, editions) belong to the checks.
import type { Problem } from "../report/problem.ts";
import { type SourceFile, sourceFile } from "../text/sourceFile.ts";
import { finished, type Steps } from "../text/steps.ts";
import { type LexedFile, lex, lexSteps } from "./lexer.ts";
import type { FileMember, FileNode } from "./nodes.ts";
import type { ParsedFile } from "./parsedFile.ts";
import { parseEnum } from "./parseEnum.ts";
import { parseImport, parsePackage, parseSpoiltHeader, parseSyntax } from "./parseHeader.ts";
import { parseExtend, parseMessage } from "./parseMessage.ts";
import { takeVisibility } from "./parseNames.ts";
import { parseOptionStatement } from "./parseOption.ts";
import { parseService } from "./parseService.ts";
import { looksLikeField, skipStatement } from "./recovery.ts";
import {
  fieldOutsideMessage,
  missingKeyword,
  misspelledKeyword,
  notADeclaration,
  rpcOutsideService,
  strayBrace,
  visibilityBefore,
} from "./syntaxProblems.ts";
import { TokenStream } from "./tokenStream.ts";
import { TokenKind } from "./tokens.ts";
import { keywordMeant, keywordMissing } from "./typo.ts";

/** Parses one file. Never throws; any text gives a tree, its spans nest and are in the order of the text. */
export function parseFile(source: SourceFile): ParsedFile {
  return finished(parseSteps(source));
}

/** The same in steps. */
export function* parseSteps(source: SourceFile): Steps<ParsedFile> {
  const lexed = yield* lexSteps(source);
  if (isNoText(source)) return { source, ...nothingIn(source), problems: lexed.problems.slice(0, 1) };
  const { tree, problems: found } = yield* parseTokens(source, lexed);
  const problems = [...lexed.problems, ...found.filter(one => !isSwallowed(one, lexed))];
  problems.sort((a, b) => a.span.start - b.span.start);
  return { source, tokens: lexed.tokens, tree, problems };
}

// What lacks at the end of a file has most likely been swallowed by a comment that has none.
function isSwallowed({ id, span }: Problem, { tokens, problems }: LexedFile): boolean {
  if (!problems.some(one => one.id === "unterminated-comment")) return false;
  return id === "missing-brace" || span.start >= (tokens.ends[tokens.count - 1] ?? 0);
}

// What has no mistakes is read by the grammar alone. In a declaration with one, lines are let tell where statements begin.
function* parseTokens(source: SourceFile, lexed: LexedFile): Steps<TreeAndProblems> {
  const tokens = new TokenStream(source, lexed);
  const tree = yield* parseMembers(tokens, index => parseAttentively(tokens, index === 0, lexed.broken));
  const isBalanced = !tokens.endedInBody && tokens.strayBraces === 0;
  return isBalanced ? { tree, problems: tokens.problems } : yield* parseUnbalanced(source, lexed);
}

type TreeAndProblems = Pick<ParsedFile, "tree" | "problems">;

function parseAttentively(tokens: TokenStream, isFirst: boolean, broken: ReadonlySet<number>): FileMember | undefined {
  const mark = tokens.mark();
  const member = parseFileMember(tokens, isFirst);
  let isSound = tokens.problems.length === mark.problems;
  for (const index of broken) if (index >= mark.index && index < tokens.index) isSound = false;
  if (isSound) return member;
  tokens.back(mark);
  tokens.guesses = true;
  const guessed = parseFileMember(tokens, isFirst);
  tokens.guesses = false;
  return guessed;
}

// Where braces turn out to be too few or too many, indentation tells which: a second attempt puts the blame there.
function* parseUnbalanced(source: SourceFile, lexed: LexedFile): Steps<TreeAndProblems> {
  const first = new TokenStream(source, lexed);
  first.guesses = true;
  const tree = yield* parseMembers(first, index => parseFileMember(first, index === 0));
  if (!first.endedInBody && first.strayBraces === 0) return { tree, problems: first.problems };
  const second = new TokenStream(source, lexed);
  second.guesses = true;
  if (first.endedInBody) second.lackingBraces = countLackingBraces(second);
  else second.excessBraces = first.strayBraces;
  const better = yield* parseMembers(second, index => parseFileMember(second, index === 0));
  const isBetter = first.endedInBody || second.problems.length <= first.problems.length;
  return isBetter ? { tree: better, problems: second.problems } : { tree, problems: first.problems };
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

const tokensAStep = 1000;

/** `parse` is told how many members there are already. */
function* parseMembers(tokens: TokenStream, parse: (index: number) => FileMember | undefined): Steps<FileNode> {
  const members: FileMember[] = [];
  let stepEnd = tokensAStep;
  while (tokens.kind !== TokenKind.End) {
    const from = tokens.index;
    if (from > stepEnd) {
      yield;
      stepEnd = from + tokensAStep;
    }
    // Even a lone `;` is a statement, which the syntax may not follow.
    const member = parse(members.length === 0 && tokens.isCharacter(0, ";") ? 1 : members.length);
    if (member !== undefined) members.push(member);
    if (tokens.index === from) tokens.take();
  }
  return { kind: "file", start: 0, end: tokens.source.text.length, members };
}

/** Parses one statement at the top of a file; `isFirst`: nothing stands before it. */
export function parseFileMember(tokens: TokenStream, isFirst: boolean): FileMember | undefined {
  if (tokens.takeIf(";")) return undefined;
  if (tokens.isAt("}")) {
    tokens.report(strayBrace(tokens.span));
    tokens.strayBraces++;
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
  const missing = keywordMissing(tokens, "in a file");
  if (missing !== undefined) {
    const keyword = { start, end: start };
    tokens.report(missingKeyword(span, tokens.text(), missing));
    if (missing === "message") return parseMessage(tokens, start, undefined, keyword);
    return missing === "enum" ? parseEnum(tokens, start, undefined, keyword) : parseService(tokens, keyword);
  }
  const header = parseSpoiltHeader(tokens, isFirst);
  if (header !== undefined) return header;
  if (isVisibilityOfOther(tokens)) {
    tokens.report(visibilityBefore(span, tokens.text(), tokens.source.text));
    tokens.take();
    return parseFileMember(tokens, isFirst);
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

// `export service S {` and the like.
function isVisibilityOfOther(tokens: TokenStream): boolean {
  const isWord = tokens.isWord("export") || tokens.isWord("local");
  return (
    isWord && ["service", "extend", "import", "option", "package"].some(word => tokens.isWord(word, tokens.index + 1))
  );
}

function isFieldLike(tokens: TokenStream): boolean {
  if (looksLikeField(tokens, tokens.index)) return true;
  const labelled = tokens.isWord("optional") || tokens.isWord("required") || tokens.isWord("repeated");
  return labelled || (tokens.isWord("map") && tokens.isCharacter(tokens.index + 1, "<"));
}

function countLackingBraces(tokens: TokenStream): number {
  let open = 0;
  for (let index = 0; tokens.kindAt(index) !== TokenKind.End; index++) {
    if (tokens.isCharacter(index, "{")) open++;
    else if (tokens.isCharacter(index, "}") && open > 0) open--;
  }
  return open;
}
