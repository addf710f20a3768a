// A request document (`*.grpc`) as data: the syntax in which JetBrains' HTTP client and httpyac write gRPC requests.
import type { Problem } from "../compiler/report/problem.ts";
import type { SourceFile } from "../compiler/text/sourceFile.ts";
import type { Span } from "../compiler/text/span.ts";
import type { DocumentVariable } from "./httpDocument.ts";
import { type JsonNode, jsonNodes } from "./json/jsonNodes.ts";
import type { Placeholder, TemplateText } from "./placeholders.ts";

export interface RequestDocument {
  readonly source: SourceFile;
  readonly requests: readonly Request[];
  /** Those that the document sets, each for what stands below it, in the order of the text. */
  readonly variables: readonly DocumentVariable[];
  /** What can be said without a schema, in the order of the text. */
  readonly problems: readonly Problem[];
}

/** One request, from its `###` line (or the start of the document) to the next. */
export interface Request extends Span {
  /** The text behind `###`; empty where there is none. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly options: readonly RequestOption[];
  /** Undefined where the block has none, or something else stands in its place. */
  readonly line: RequestLine | undefined;
  readonly headers: readonly HeaderLine[];
  /** From below the headers to the end of the block. */
  readonly body: Span;
  /** The JSON values of the body: the messages to send. */
  readonly messages: readonly JsonNode[];
  /** Comments in the body. */
  readonly comments: readonly Span[];
}

/** `# @deadline 5s`; the value is empty for a flag. */
export interface RequestOption extends Span {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: TemplateText;
}

/** `GRPC target/pkg.Service/Method`: parts that are missing are empty. */
export interface RequestLine extends Span {
  readonly target: TemplateText;
  readonly service: TemplateText;
  readonly method: TemplateText;
}

/** `key: value`: an entry of the metadata. */
export interface HeaderLine extends Span {
  readonly key: TemplateText;
  readonly value: TemplateText;
}

/** The request in whose block `offset` stands; undefined above the first, and in requests of other kinds. */
export function requestAt(document: RequestDocument, offset: number): Request | undefined {
  let found: Request | undefined;
  for (const one of document.requests) {
    if (one.start <= offset) found = one;
  }
  return found !== undefined && offset <= found.end ? found : undefined;
}

/** All placeholders of a request that are put in when it is sent, in no particular order. */
export function placeholdersOf(request: Request): Placeholder[] {
  const { line } = request;
  const parts = [
    ...request.options.map(one => one.value),
    ...(line === undefined ? [] : [line.target, line.service, line.method]),
    ...request.headers.flatMap(one => [one.key, one.value]),
  ];
  return [...parts.flatMap(one => one.placeholders), ...request.messages.flatMap(placeholdersInJson)];
}

/** The variable of a document that counts at an offset: the last one set above. */
export function ownVariable(
  { variables }: Pick<RequestDocument, "variables">,
  name: string,
  before: number,
): DocumentVariable | undefined {
  return variables.filter(one => one.name === name && one.start < before).at(-1);
}

/** The placeholders that stand inside JSON strings: put in as text, not as JSON. */
export function stringPlaceholdersOf(request: Request): Placeholder[] {
  return request.messages.flatMap(node =>
    jsonNodes(node).flatMap(one => (one.kind === "string" ? one.placeholders : [])),
  );
}

function placeholdersInJson(node: JsonNode): Placeholder[] {
  const found: Placeholder[] = [];
  for (const one of jsonNodes(node)) {
    if (one.kind === "placeholder") found.push(one.placeholder);
    else if (one.kind === "string") for (const placeholder of one.placeholders) found.push(placeholder);
  }
  return found;
}

/** What other requests call it by: its `@name`, else the text behind `###`. */
export function requestName(request: Request): string {
  const named = request.options.find(one => one.key === "name")?.value.text ?? "";
  return named === "" ? request.name : named;
}
