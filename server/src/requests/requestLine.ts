import { parseTarget } from "../calling/target.ts";
import type { Problem } from "../compiler/report/problem.ts";
import { type TemplateText, templateText } from "./placeholders.ts";
import type { RequestLine } from "./requestDocument.ts";
import * as wrong from "./requestProblems.ts";

/** Parses `GRPC target/pkg.Service/Method`: the last two parts name the rpc, all before them is the target. */
export function parseRequestLine(text: string, content: TemplateText, problems: Problem[]): RequestLine | undefined {
  const keyword = /^GRPC(?=\s|$)/.exec(content.text);
  if (keyword === null) {
    problems.push(wrong.requestLineExpected(content.text, content));
    return undefined;
  }
  const comment = /(?<=\s)(?:#|\/\/)(?!\S*\/).*$/.exec(content.text)?.[0] ?? "";
  if (comment !== "") {
    const line = templateText(text, content.start, content.end - comment.length);
    problems.push(wrong.commentBehindLine({ start: line.end, end: content.end }));
    return parseRequestLine(text, line, problems);
  }
  const version = /(?<=\s)HTTP\/[\d.]+$/.exec(content.text)?.[0] ?? "";
  const rest = templateText(text, content.start + 4, content.end - version.length);
  if (version !== "") problems.push(wrong.httpVersion({ start: rest.end, end: content.end }));
  const slashes = [...rest.text.matchAll(/\{\{[^{}]*\}\}|\//g)].filter(one => one[0] === "/").map(one => one.index);
  const beforeService = slashes.at(-2);
  const beforeMethod = slashes.at(-1);
  const cut = (from: number, to: number) => templateText(text, rest.start + from, rest.start + to);
  // `localhost:50051/Method`: what stands before the only slash is where the call goes.
  const isTarget = beforeService === undefined && /[:{\s]/.test(rest.text.slice(0, beforeMethod));
  if (beforeMethod === undefined || isTarget) {
    const nothing = templateText(text, rest.end, rest.end);
    problems.push(wrong.methodMissing(content));
    const target = cut(0, beforeMethod ?? rest.text.length);
    return { start: content.start, end: content.end, target, service: nothing, method: nothing };
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
