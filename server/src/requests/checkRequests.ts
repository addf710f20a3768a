import type { Problem } from "../compiler/report/problem.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { oneMessageExpected } from "./bodyProblems.ts";
import { checkBody } from "./checkBody.ts";
import type { Request, RequestDocument } from "./requestDocument.ts";
import { unknownMethod, unknownService } from "./requestProblems.ts";
import { anyTypes, type FoundRpc, findRpc, type SchemaNeeds } from "./rpcLookup.ts";

/** All problems of a request document: those of its form, and those against the schemas of the workspace. */
export function checkRequests(snapshot: Snapshot, uri: string, document: RequestDocument): Problem[] | SchemaNeeds {
  const problems = [...document.problems];
  const needed: SchemaNeeds[] = [];
  for (const request of document.requests) {
    if (!isOfEditor(request)) continue;
    const found = requestProblems(snapshot, uri, document, request);
    if ("kind" in found) needed.push(found);
    else problems.push(...found);
  }
  if (needed.length > 0) {
    return {
      kind: "needs",
      files: [...new Set(needed.flatMap(one => one.files))],
      index: needed.some(one => one.index),
      keep: true,
    };
  }
  return problems.sort((a, b) => a.span.start - b.span.start);
}

// What another schema says of a request is known when that is read: as it is sent.
function isOfEditor({ options }: Request): boolean {
  const name = options.find(one => one.key === "schema")?.value.text;
  return name === undefined || name === "editor";
}

/** The problems of one request against the schemas of the workspace. */
export function requestProblems(
  snapshot: Snapshot,
  uri: string,
  document: RequestDocument,
  request: Request,
): readonly Problem[] | SchemaNeeds {
  const found = rpcOf(snapshot, uri, request);
  if (found === undefined) return [];
  switch (found.kind) {
    case "needs":
      return found;
    case "problem":
      return [found.problem];
    case "rpc":
      return messageProblems(snapshot, document, request, found);
  }
}

/** The rpc that a request names; undefined where it names none yet, or by a placeholder. */
export function rpcOf(
  snapshot: Snapshot,
  uri: string,
  { line }: Request,
): FoundRpc | SchemaNeeds | { readonly kind: "problem"; readonly problem: Problem } | undefined {
  if (line === undefined || line.service.text === "" || line.method.text === "") return undefined;
  if (line.service.placeholders.length > 0 || line.method.placeholders.length > 0) return undefined;
  const found = findRpc(snapshot, uri, { service: line.service.text, method: line.method.text });
  if (found.kind !== "unknown") return found;
  const problem =
    found.part === "service"
      ? unknownService(line.service, found.nearest)
      : unknownMethod(line, found.nearest, found.known);
  return { kind: "problem", problem };
}

function messageProblems(
  snapshot: Snapshot,
  document: RequestDocument,
  request: Request,
  { method, view, uri }: FoundRpc,
): readonly Problem[] | SchemaNeeds {
  const [, second] = request.messages;
  const problems: Problem[] = [];
  if (second !== undefined && !method.clientStreaming) {
    problems.push(oneMessageExpected(second, method.name, request.messages.length));
  }
  const input = view.input(method);
  if (input === undefined) return problems;
  const needed = new Set<string>();
  const schema = { text: document.source.text, view, types: anyTypes(snapshot, uri, view, needed) };
  for (const message of request.messages) problems.push(...checkBody(message, input, schema));
  return needed.size > 0 ? { kind: "needs", files: [...needed], index: false, keep: true } : problems;
}
