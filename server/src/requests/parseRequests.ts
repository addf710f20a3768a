import type { Problem } from "../compiler/report/problem.ts";
import type { SourceFile } from "../compiler/text/sourceFile.ts";
import type { Span } from "../compiler/text/span.ts";
import { headerProblems } from "./headers.ts";
import {
  behindExtra,
  bodyFile,
  type DocumentVariable,
  isHttpDocument,
  messageParts,
  messagesEnd,
  variableOn,
} from "./httpDocument.ts";
import { parseJson } from "./json/parseJson.ts";
import { optionProblems } from "./optionProblems.ts";
import { isVariableName, type Placeholder, type TemplateText, templateText } from "./placeholders.ts";
import {
  type HeaderLine,
  placeholdersOf,
  type Request,
  type RequestDocument,
  type RequestOption,
} from "./requestDocument.ts";
import { parseRequestLine } from "./requestLine.ts";
import { requestOptions } from "./requestOptions.ts";
import * as wrong from "./requestProblems.ts";
import { variableCommand } from "./variableCommands.ts";

/**
 * Parses the text of a request document. Never throws: any text gives requests and problems. Of an `.http` file, by the
 * path of the source, the gRPC requests are read and nothing is said of the others.
 *
 * `###` at the start of a line separates requests wherever it stands: a JSON string has no line breaks, and what is left
 * open in one request must not swallow the next.
 */
export function parseRequests(source: SourceFile): RequestDocument {
  const problems: Problem[] = [];
  const variables: DocumentVariable[] = [];
  const form = isHttpDocument(source.path) ? "http" : "grpc";
  const reading: Reading = { text: source.text, problems, variables, form };
  const requests = blocksOf(source.text).flatMap(block => parseBlock(reading, block) ?? []);
  const placeholders = [...variables.flatMap(one => one.value.placeholders), ...requests.flatMap(placeholdersOf)];
  for (const one of placeholderProblems(placeholders)) problems.push(one);
  return { source, requests, variables, problems: problems.sort((a, b) => a.span.start - b.span.start) };
}

interface Block extends Span {
  readonly separated: boolean;
}

/** One line without its end. */
interface Line extends Span {
  readonly next: number;
}

function blocksOf(text: string): Block[] {
  const starts = [...text.matchAll(/^\ufeff?###/gm)].map(match => match.index);
  const blocks: Block[] = starts.map((start, index) => ({
    start,
    end: starts[index + 1] ?? text.length,
    separated: true,
  }));
  const first = starts[0] ?? text.length;
  return first > 0 ? [{ start: 0, end: first, separated: false }, ...blocks] : blocks;
}

/** What is read, and where problems go. */
interface Reading {
  readonly text: string;
  readonly problems: Problem[];
  readonly variables: DocumentVariable[];
  readonly form: "grpc" | "http";
}

function parseBlock(reading: Reading, block: Block): Request | undefined {
  const { text, problems, form } = reading;
  const first = lineAt(text, block.start, block.end);
  const name = block.separated ? nameIn(text, first) : templateText(text, block.start, block.start);
  const told: Problem[] = [];
  const from = block.separated ? lineAt(text, first.next, block.end) : first;
  const head = readHead({ ...reading, problems: told }, from, block.end);
  const { line } = head;
  // Options of others may stand in an `.http` file, and requests that are none of ours.
  const isOurs = ({ key }: RequestOption) => Object.hasOwn(requestOptions, key);
  const options = form === "http" ? head.options.filter(isOurs) : head.options;
  if (form === "http" && line === undefined) return undefined;
  for (const one of told) problems.push(one);
  if (head.content === undefined) {
    if (!block.separated) return undefined;
    // The last block is being written when it has a name and nothing else.
    const isBegun = !head.hasVariables && (options.length > 0 || name.text !== "") && block.end < text.length;
    const place = name.text === "" ? { start: block.start, end: block.start + 3 } : name;
    if (isBegun) problems.push(wrong.requestLineMissing(place));
  }
  for (const one of optionProblems(options, line)) problems.push(one);

  const base = { start: block.start, end: block.end, name: name.text, nameSpan: name, options, line };
  if (line === undefined) {
    const body = { start: head.next.start, end: block.end };
    return { ...base, headers: [], body, messages: [], comments: [] };
  }
  const { headers, next } = readHeaders(reading, head.next, block.end);
  const body = { start: next.start, end: block.end };
  return { ...base, headers, body, ...readBody(reading, body) };
}

function nameIn(text: string, line: Line): TemplateText {
  const hashes = /^\ufeff?#+/.exec(text.slice(line.start, line.end))?.[0].length ?? 0;
  return templateText(text, line.start + hashes, line.end);
}

/** Comments, options and variables down to the first other line, `content`, which should be the request line. */
function readHead({ text, problems, variables, form }: Reading, from: Line, end: number) {
  const options: RequestOption[] = [];
  let hasVariables = false;
  for (let at = from; at.start < end; at = lineAt(text, at.next, end)) {
    const content = templateText(text, at.start, at.end);
    if (content.text === "") continue;
    const variable = variableOn(text, content);
    if (variable !== undefined) {
      variables.push(variable);
      hasVariables = true;
      continue;
    }
    const behind = form === "http" ? behindExtra(text, content.start, end) : undefined;
    if (behind !== undefined) {
      at = lineAt(text, behind, end);
      continue;
    }
    if (!isComment(content)) {
      const next = lineAt(text, at.next, end);
      return { options, hasVariables, content, line: parseRequestLine(text, content, problems), next };
    }
    const option = optionIn(text, content);
    if (option === undefined) continue;
    const { key, keySpan, value } = option;
    const isSeparated = /^\s*$/.test(text.slice(keySpan.end, value.start));
    // `# @see: …` is a comment like any other.
    if (!isSeparated && (form === "http" || !Object.hasOwn(requestOptions, key))) continue;
    options.push(option);
    if (!isSeparated) problems.push(wrong.optionSeparator(option, { start: keySpan.end, end: value.start }));
  }
  return { options, hasVariables, content: undefined, line: undefined, next: lineAt(text, end, end) };
}

/** Header lines down to an empty line or to a body that begins without one. */
function readHeaders(reading: Reading, from: Line, end: number) {
  const { text, problems } = reading;
  const headers: HeaderLine[] = [];
  let at = from;
  for (; at.start < end; at = lineAt(text, at.next, end)) {
    const content = templateText(text, at.start, at.end);
    if (content.text === "" || /^(\{(?!\{)|\[)/.test(content.text)) break;
    if (isComment(content)) {
      checkPlaceOf(reading, content);
      continue;
    }
    if (/^GRPC\s/.test(content.text)) {
      problems.push(wrong.separatorMissing(content));
      continue;
    }
    const header = headerIn(text, content);
    if (header === undefined) problems.push(wrong.headerExpected(content));
    else headers.push(header);
  }
  for (const one of headerProblems(headers)) problems.push(one);
  return { headers, next: at };
}

function readBody(reading: Reading, body: Span): Pick<Request, "messages" | "comments"> {
  if (reading.form === "http") return readHttpBody(reading, body);
  const { values, comments, problems } = parseJson(reading.text, body.start, body.end);
  for (const one of problems) reading.problems.push(one);
  for (const { start, end } of comments) checkPlaceOf(reading, templateText(reading.text, start, end));
  return { messages: values, comments };
}

function readHttpBody({ text, problems }: Reading, body: Span): Pick<Request, "messages" | "comments"> {
  const end = messagesEnd(text, body);
  const file = bodyFile(text, { start: body.start, end });
  if (file !== undefined) {
    problems.push(wrong.bodyInFile(file));
    return { messages: [], comments: [] };
  }
  const read = messageParts(text, { start: body.start, end }).map(part => parseJson(text, part.start, part.end));
  for (const one of read.flatMap(part => part.problems)) problems.push(one);
  return { messages: read.flatMap(part => part.values), comments: read.flatMap(part => part.comments) };
}

/** Options below the request line look as if they did something. */
function checkPlaceOf({ text, problems, form }: Reading, comment: TemplateText): void {
  if (form === "http") return;
  const option = optionIn(text, comment);
  const isKnown = option !== undefined && Object.hasOwn(requestOptions, option.key);
  if (isKnown) problems.push(wrong.misplacedOption(option));
}

function optionIn(text: string, comment: TemplateText): RequestOption | undefined {
  const match = /^(?:#+|\/\/+)\s*@([\w-]+)(?:(?=\s|$)|[:=]\s*)/.exec(comment.text);
  const key = match?.[1];
  if (match === null || key === undefined) return undefined;
  const behind = comment.start + match[0].length;
  const end = behind - (/[:=]\s*$/.exec(match[0])?.[0].length ?? 0);
  return {
    start: comment.start,
    end: comment.end,
    key,
    keySpan: { start: end - key.length, end },
    value: templateText(text, behind, comment.end),
  };
}

function headerIn(text: string, content: TemplateText): HeaderLine | undefined {
  // A pseudo header begins with a colon, which is not the one that ends its key.
  const colon = content.text.indexOf(":", 1);
  if (colon < 0 || /^[^:]*\s/.test(content.text.slice(0, colon).trimEnd())) return undefined;
  return {
    start: content.start,
    end: content.end,
    key: templateText(text, content.start, content.start + colon),
    value: templateText(text, content.start + colon + 1, content.end),
  };
}

function placeholderProblems(placeholders: readonly Placeholder[]): Problem[] {
  return placeholders.flatMap(one => {
    if (one.kind === "dynamic") {
      const command = variableCommand(one.name);
      return command.kind === "wrong" ? [wrong.badCommand(one, command.message, command.help)] : [];
    }
    return isVariableName(one.name) ? [] : [wrong.badPlaceholder(one)];
  });
}

function isComment(content: TemplateText): boolean {
  return content.text.startsWith("#") || content.text.startsWith("//");
}

function lineAt(text: string, start: number, blockEnd: number): Line {
  const newline = text.indexOf("\n", start);
  if (newline < 0 || newline >= blockEnd) return { start, end: blockEnd, next: blockEnd };
  const end = newline > start && text.charAt(newline - 1) === "\r" ? newline - 1 : newline;
  return { start, end, next: newline + 1 };
}
