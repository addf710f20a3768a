import { parseTarget } from "../calling/target.ts";
import { nearestName } from "../compiler/report/nearestName.ts";
import type { Problem } from "../compiler/report/problem.ts";
import type { SourceFile } from "../compiler/text/sourceFile.ts";
import type { Span } from "../compiler/text/span.ts";
import { headerProblems } from "./headers.ts";
import { parseJson } from "./json/parseJson.ts";
import { type TemplateText, templateText } from "./placeholders.ts";
import {
  type HeaderLine,
  placeholdersOf,
  type Request,
  type RequestDocument,
  type RequestLine,
  type RequestOption,
} from "./requestDocument.ts";
import { flagValue, requestOptions } from "./requestOptions.ts";
import * as wrong from "./requestProblems.ts";

/**
 * Parses the text of a request document. Never throws: any text gives requests and problems.
 *
 * `###` at the start of a line separates requests wherever it stands: a JSON string has no line breaks, and what is left
 * open in one request must not swallow the next.
 */
export function parseRequests(source: SourceFile): RequestDocument {
  const problems: Problem[] = [];
  const requests = blocksOf(source.text).flatMap(block => parseBlock(source.text, block, problems) ?? []);
  problems.push(...requests.flatMap(placeholderProblems));
  return { source, requests, problems: problems.sort((a, b) => a.span.start - b.span.start) };
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

function parseBlock(text: string, block: Block, problems: Problem[]): Request | undefined {
  let line = lineAt(text, block.start, block.end);
  let name = templateText(text, block.start, block.start);
  if (block.separated) {
    const hashes = /^\ufeff?#+/.exec(text.slice(line.start, line.end))?.[0].length ?? 0;
    name = templateText(text, line.start + hashes, line.end);
    line = lineAt(text, line.next, block.end);
  }

  const options: RequestOption[] = [];
  let requestLine: RequestLine | undefined;
  let found = false;
  for (; line.start < block.end && !found; line = lineAt(text, line.next, block.end)) {
    const content = templateText(text, line.start, line.end);
    if (content.text === "") continue;
    if (isComment(content)) {
      const option = optionIn(text, content);
      if (option !== undefined) options.push(option);
      continue;
    }
    found = true;
    requestLine = parseRequestLine(text, content, problems);
  }
  if (!found && !block.separated) return undefined;
  problems.push(...optionProblems(options, requestLine));
  if (!found && (options.length > 0 || name.text !== "") && !isLast(text, block)) {
    problems.push(wrong.requestLineMissing(name.text === "" ? { start: block.start, end: block.start + 3 } : name));
  }

  const base = { start: block.start, end: block.end, name: name.text, nameSpan: name, options, line: requestLine };
  if (requestLine === undefined) {
    const body = { start: line.start, end: block.end };
    return { ...base, headers: [], body, messages: [], comments: [] };
  }

  const headers: HeaderLine[] = [];
  for (; line.start < block.end; line = lineAt(text, line.next, block.end)) {
    const content = templateText(text, line.start, line.end);
    if (content.text === "" || (/^[{[]/.test(content.text) && !content.text.startsWith("{{"))) break;
    if (isComment(content)) {
      const option = optionIn(text, content);
      if (option !== undefined && Object.hasOwn(requestOptions, option.key))
        problems.push(wrong.misplacedOption(option));
      continue;
    }
    const header = headerIn(text, content);
    if (header === undefined) problems.push(wrong.headerExpected(content));
    else headers.push(header);
  }
  problems.push(...headerProblems(headers));

  const body = { start: line.start, end: block.end };
  const json = parseJson(text, body.start, body.end);
  problems.push(...json.problems);
  for (const { start, end } of json.comments) {
    const option = optionIn(text, templateText(text, start, end));
    if (option !== undefined && Object.hasOwn(requestOptions, option.key)) problems.push(wrong.misplacedOption(option));
  }
  return { ...base, headers, body, messages: json.values, comments: json.comments };
}

function parseRequestLine(text: string, content: TemplateText, problems: Problem[]): RequestLine | undefined {
  const keyword = /^GRPC(?=\s|$)/.exec(content.text);
  if (keyword === null) {
    problems.push(wrong.requestLineExpected(content.text, content));
    return undefined;
  }
  const version = /\s+HTTP\/[\d.]+$/.exec(content.text)?.[0] ?? "";
  const rest = templateText(text, content.start + 4, content.end - version.length);
  if (version !== "") problems.push(wrong.httpVersion({ start: rest.end, end: content.end }));
  const slashes = [...rest.text.matchAll(/\{\{[^{}]*\}\}|\//g)].filter(one => one[0] === "/").map(one => one.index);
  const beforeService = slashes.at(-2);
  const beforeMethod = slashes.at(-1);
  const cut = (from: number, to: number) => templateText(text, rest.start + from, rest.start + to);
  if (beforeMethod === undefined) {
    const nothing = templateText(text, rest.end, rest.end);
    const line = { start: content.start, end: content.end, target: rest, service: nothing, method: nothing };
    problems.push(wrong.methodMissing(content));
    return line;
  }
  const line = {
    start: content.start,
    end: content.end,
    target: cut(0, beforeService ?? 0),
    service: cut(beforeService === undefined ? 0 : beforeService + 1, beforeMethod),
    method: cut(beforeMethod + 1, rest.text.length),
  };
  if (line.service.text === "" || line.method.text === "") {
    problems.push(wrong.methodMissing(content));
    return line;
  }
  if (line.target.placeholders.length === 0) {
    const target = parseTarget(line.target.text);
    const span = line.target.text === "" ? rest : line.target;
    if (target.kind === "wrong") problems.push(wrong.badTarget(span, target.message));
  }
  for (const part of [line.service, line.method]) {
    if (part.placeholders.length > 0 || /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(part.text)) continue;
    problems.push(wrong.badMethodName(part.text, part));
  }
  return line;
}

function optionProblems(options: readonly RequestOption[], line: RequestLine | undefined): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, RequestOption>();
  for (const option of options) {
    const grammar = Object.hasOwn(requestOptions, option.key) ? requestOptions[option.key] : undefined;
    if (grammar === undefined) {
      const known = Object.keys(requestOptions);
      problems.push(wrong.unknownOption(option, nearestName(option.key, known), known));
      continue;
    }
    if (seen.has(option.key)) problems.push(wrong.repeatedOption(option));
    else seen.set(option.key, option);
    if (option.value.placeholders.length > 0) continue;
    const fault = grammar.fault(option.value.text);
    if (fault !== undefined) problems.push(wrong.badOption(option, fault));
  }
  const cert = seen.get("cert");
  const key = seen.get("key");
  if (cert !== undefined && key === undefined) problems.push(wrong.optionNeeds(cert, "key"));
  if (key !== undefined && cert === undefined) problems.push(wrong.optionNeeds(key, "cert"));
  if (line !== undefined && line.target.placeholders.length === 0 && !saysTls(seen, line.target.text)) {
    for (const name of ["ca", "cert", "key", "insecure"]) {
      const option = seen.get(name);
      if (option !== undefined && flagValue(option.value.text)) problems.push(wrong.optionWithoutTls(option));
    }
  }
  return problems;
}

function saysTls(options: ReadonlyMap<string, RequestOption>, target: string): boolean {
  const option = options.get("tls");
  if (option !== undefined) return flagValue(option.value.text);
  return /^(https|grpcs):/i.test(target);
}

function optionIn(text: string, comment: TemplateText): RequestOption | undefined {
  const match = /^(?:#+|\/\/+)\s*@([\w-]+)(?=\s|$)/.exec(comment.text);
  const key = match?.[1];
  if (match === null || key === undefined) return undefined;
  const end = comment.start + match[0].length;
  return {
    start: comment.start,
    end: comment.end,
    key,
    keySpan: { start: end - key.length, end },
    value: templateText(text, end, comment.end),
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

function placeholderProblems(request: Request): Problem[] {
  return placeholdersOf(request).flatMap(one => {
    if (one.kind === "dynamic") return [wrong.notAvailableYet(one)];
    return /^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(one.name) ? [] : [wrong.badPlaceholder(one)];
  });
}

function isComment(content: TemplateText): boolean {
  return content.text.startsWith("#") || content.text.startsWith("//");
}

// The last block is being written when it has a name and nothing else.
function isLast(text: string, block: Block): boolean {
  return block.end === text.length;
}

function lineAt(text: string, start: number, blockEnd: number): Line {
  const newline = text.indexOf("\n", start);
  if (newline < 0 || newline >= blockEnd) return { start, end: blockEnd, next: blockEnd };
  const end = newline > start && text.charAt(newline - 1) === "\r" ? newline - 1 : newline;
  return { start, end, next: newline + 1 };
}
