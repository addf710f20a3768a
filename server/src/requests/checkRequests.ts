import type { Problem } from "../compiler/report/problem.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { oneMessageExpected } from "./bodyProblems.ts";
import { checkBody } from "./checkBody.ts";
import type { Request, RequestDocument } from "./requestDocument.ts";
import { unknownMethod, unknownService } from "./requestProblems.ts";
import { allNeeds, type KnownSchema, needsOf, type SchemaOfRequest } from "./requestSchema.ts";
import { anyTypes, type FoundRpc, findRpc, type SchemaNeeds } from "./rpcLookup.ts";

/** All problems of a request document: those of its form, and those of each request against its schema. */
export function checkRequests(
  snapshot: Snapshot,
  uri: string,
  document: RequestDocument,
  schemaOf: SchemaOfRequest,
): Problem[] | SchemaNeeds {
  const problems = [...document.problems];
  const needed: SchemaNeeds[] = [];
  for (const request of document.requests) {
    const schema = schemaOf(snapshot, uri, request);
    if (schema.kind === "unknown") {
      if (schema.problem !== undefined) problems.push(schema.problem);
      continue;
    }
    const found = requestProblems(schema, uri, document, request);
    if ("kind" in found) needed.push(found);
    else for (const one of found) problems.push(one);
  }
  return allNeeds(needed) ?? problems.sort((a, b) => a.span.start - b.span.start);
}

// Fixes are asked for at each move of the cursor, and a body may have megabytes.
const checked = new WeakMap<Request, { readonly snapshot: Snapshot; readonly problems: readonly Problem[] }>();

/** The problems of one request against its schema. */
export function requestProblems(
  schema: KnownSchema,
  uri: string,
  document: RequestDocument,
  request: Request,
): readonly Problem[] | SchemaNeeds {
  const known = checked.get(request);
  if (known?.snapshot === schema.snapshot) return known.problems;
  const problems = problemsAgainst(schema, uri, document, request);
  if (!("kind" in problems)) checked.set(request, { snapshot: schema.snapshot, problems });
  return problems;
}

function problemsAgainst(
  schema: KnownSchema,
  uri: string,
  document: RequestDocument,
  request: Request,
): readonly Problem[] | SchemaNeeds {
  const found = rpcOf(schema, uri, request);
  if (found === undefined) return [];
  switch (found.kind) {
    case "needs":
      return found;
    case "problem":
      return [found.problem];
    case "rpc":
      return messageProblems(schema, document, request, found);
  }
}

/** The rpc that a request names in its schema; undefined where it names none yet, or by a placeholder. */
export function rpcOf(
  schema: KnownSchema,
  uri: string,
  { line }: Request,
): FoundRpc | SchemaNeeds | { readonly kind: "problem"; readonly problem: Problem } | undefined {
  if (line === undefined || line.service.text === "" || line.method.text === "") return undefined;
  if (line.service.placeholders.length > 0 || line.method.placeholders.length > 0) return undefined;
  // What is no name is told with the form.
  if (!isName(line.service.text) || !isName(line.method.text)) return undefined;
  const found = findRpc(schema.snapshot, uri, { service: line.service.text, method: line.method.text });
  if (found.kind === "needs") return needsOf(schema, found);
  if (found.kind !== "unknown") return found;
  const problem =
    found.part === "service"
      ? unknownService(line.service, found.nearest, schema.words)
      : unknownMethod(line, found.nearest, found.known);
  return { kind: "problem", problem };
}

function isName(text: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(text);
}

function messageProblems(
  schema: KnownSchema,
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
  const types = anyTypes(schema.snapshot, uri, view, needed);
  for (const message of request.messages) {
    for (const one of checkBody(message, input, { text: document.source.text, view, types })) problems.push(one);
  }
  return needed.size > 0 ? needsOf(schema, { files: [...needed], index: false }) : problems;
}
