import type { Compilation } from "../compiler/compile.ts";
import { descriptorSet, filesWithImports } from "../compiler/describe/descriptorSet.ts";
import type { MethodDeclaration } from "../compiler/link/declarations.ts";
import type { LinkedFile } from "../compiler/link/linkedFile.ts";
import type { Problem } from "../compiler/report/problem.ts";
import { lineIndex, offsetOf, placeOf } from "../compiler/text/lineIndex.ts";
import { sourceFile } from "../compiler/text/sourceFile.ts";
import type { CallRequest, CallTarget, MetadataEntry, Streaming } from "../protocol/call.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { base64Text } from "./base64.ts";
import { optionOf, targetOf } from "./callTarget.ts";
import { anyTypeName } from "./checkBody.ts";
import { requestProblems, rpcOf } from "./checkRequests.ts";
import { readEnvironments } from "./environment.ts";
import { fillRequest } from "./fillRequest.ts";
import { isSent } from "./headers.ts";
import { jsonNodes } from "./json/jsonNodes.ts";
import { jsonText } from "./json/jsonText.ts";
import { environmentUris, type FileTexts, type TextNeeds } from "./outsideFiles.ts";
import { parseRequests } from "./parseRequests.ts";
import { filledIn } from "./placeholders.ts";
import { placeholdersOf, type Request, type RequestDocument, requestAt, requestName } from "./requestDocument.ts";
import { byteCount, durationMs } from "./requestOptions.ts";
import { type KnownSchema, otherSchema, workspaceSchema } from "./requestSchema.ts";
import type { FoundRpc, SchemaNeeds } from "./rpcLookup.ts";
import {
  type GivenValues,
  nothingGiven,
  type TakenValue,
  type ValueNeeds,
  type VariableValue,
  variableValues,
} from "./variables.ts";

/** For a request without `# @deadline`: long enough for a debugger's pause, and no call goes on for ever. */
const defaultDeadlineMs = 15_000;
/** A stream may rest between its messages. */
const defaultStreamDeadlineMs = 600_000;
/** In a stream that stays open a person writes the next message. */
const defaultOpenStreamDeadlineMs = 3_600_000;

/** Where the request stands, and what else it is made from. */
export interface CallOrigin {
  readonly uri: string;
  readonly text: string;
  /** Zero-based. */
  readonly line: number;
  /** Name of the environment; empty where none is chosen. */
  readonly environment: string;
  readonly files: FileTexts;
  /** Absent: there is nothing but the environment files. */
  readonly given?: GivenValues;
  /** The stream is opened for messages that come later. */
  readonly staysOpen?: boolean;
  /** What `# @schema` names, where that is not the editor's. */
  readonly schema?: KnownSchema;
}

/** What `# @schema` names. */
export type WantedSchema =
  | { readonly kind: "server"; readonly target: CallTarget; readonly metadata: readonly MetadataEntry[] }
  | { readonly kind: "revision"; readonly revision: string };

/** How a schema is told where something is not found in it. */
export function schemaWords(wanted: WantedSchema): string {
  return wanted.kind === "server" ? `the schema of \`${wanted.target.address}\`` : `\`${wanted.revision}\``;
}

/** The schema that has to be given as `schema` of the origin. */
export interface WantsSchema {
  readonly kind: "wantsSchema";
  readonly wanted: WantedSchema;
}

export type PreparedCall =
  | {
      readonly kind: "ready";
      readonly request: CallRequest;
      readonly streaming: Streaming;
      /** Zero-based lines on which the messages begin. */
      readonly messageLines: readonly number[];
      /** What later requests call it by; empty where it has no name. */
      readonly name: string;
      /** Values in it that are not for everyone, and those of them that are shown nowhere. */
      readonly taken: readonly TakenValue[];
      readonly secrets: readonly string[];
    }
  /** `line`: zero-based, in the request document. */
  | { readonly kind: "refused"; readonly reason: string; readonly line?: number };

/**
 * Makes the request at a line of a document ready to be sent, with the schema as it stands in the editor; or says why it
 * is not, or what has to be read first. Files that the service does not import may be broken.
 */
export function prepareCall(
  snapshot: Snapshot,
  origin: CallOrigin,
): PreparedCall | SchemaNeeds | TextNeeds | ValueNeeds | WantsSchema {
  const lines = lineIndex(origin.text);
  const document = parseRequests(sourceFile(origin.uri, origin.text));
  const written = requestAt(document, offsetOf(lines, origin.text, { line: origin.line, column: 0 }));
  if (written === undefined) return { kind: "refused", reason: "no request stands here", line: origin.line };
  const firstLine = placeOf(lines, written.start).line;

  const filled = filledText(snapshot, origin, document, written);
  if (filled.kind !== "filled") return filled;
  const filledDocument = parseRequests(sourceFile(origin.uri, filled.text));
  const [request] = filledDocument.requests;
  const lineAt = (offset: number) => firstLine + placeOf(filledDocument.source.lines, offset).line;
  const refuse = (reason: string, offset: number): PreparedCall => ({ kind: "refused", reason, line: lineAt(offset) });

  const formError = firstError(filledDocument.problems);
  if (formError !== undefined) return refuse(formError.message, formError.span.start);
  if (request?.line === undefined) return refuse("this request has no request line", 0);
  const target = targetOf(snapshot, origin, request, request.line.target.text);
  if (target.kind === "needsTexts" || target.kind === "needsValues") return target;
  if (target.kind === "wrong") return refuse(target.reason, target.offset);
  const metadata = request.headers
    .filter(one => isSent(one.key.text))
    .map(one => ({ key: one.key.text.toLowerCase(), value: one.value.text }));

  const other = otherSchema(request);
  const declared = other === undefined ? workspaceSchema(snapshot) : origin.schema;
  if (declared === undefined) return wantsSchema(other?.value.text ?? "", target.target, metadata);
  const rpc = rpcOf(declared, origin.uri, request);
  if (rpc === undefined) return refuse("the request line does not name an rpc", request.line.start);
  if (rpc.kind === "needs") return rpc;
  if (rpc.kind === "problem") return refuse(rpc.problem.message, rpc.problem.span.start);
  const problems = requestProblems(declared, origin.uri, filledDocument, request);
  if ("kind" in problems) return problems;
  const error = firstError(problems);
  if (error !== undefined) return refuse(error.message, error.span.start);

  const schema = schemaOf(declared.snapshot, rpc, request);
  if (schema.kind === "broken") return refuse(schema.reason, request.line.start);

  const streaming = streamingOf(rpc.method);
  const texts = request.messages.map(one => jsonText(filled.text, one, () => undefined));
  const deadline = optionOf(request, "deadline");
  return {
    kind: "ready",
    streaming,
    messageLines: request.messages.map(one => lineAt(one.start)),
    name: requestName(written),
    taken: filled.taken,
    secrets: filled.secrets,
    request: {
      target: target.target,
      schema: schema.set,
      service: rpc.method.parent.fullName,
      method: rpc.method.name,
      // An empty body is an empty message, where there has to be one.
      messages: texts.length === 0 && !rpc.method.clientStreaming ? ["{}"] : texts,
      metadata,
      deadlineMs:
        (deadline === undefined ? undefined : durationMs(deadline)) ??
        deadlineWithout(streaming, origin.staysOpen === true ? "stays open" : "ends"),
      ...(origin.staysOpen === true ? { staysOpen: true } : {}),
      ...mannerOf(request),
    },
  };
}

function wantsSchema(name: string, target: CallTarget, metadata: readonly MetadataEntry[]): WantsSchema {
  const wanted: WantedSchema =
    name === "server" ? { kind: "server", target, metadata } : { kind: "revision", revision: name };
  return { kind: "wantsSchema", wanted };
}

/** What is spoken, and how messages pass. */
function mannerOf(request: Request): Pick<CallRequest, "protocol" | "compression" | "maxAnswerBytes"> {
  const protocol = optionOf(request, "protocol");
  const maxAnswerBytes = byteCount(optionOf(request, "max-size") ?? "");
  return {
    ...(protocol === "connect" || protocol === "grpc-web" ? { protocol } : {}),
    ...(optionOf(request, "compression") === "gzip" ? { compression: "gzip" } : {}),
    ...(maxAnswerBytes === undefined ? {} : { maxAnswerBytes }),
  };
}

function deadlineWithout(streaming: Streaming, input: "ends" | "stays open"): number {
  if (input === "stays open") return defaultOpenStreamDeadlineMs;
  return streaming === "unary" ? defaultDeadlineMs : defaultStreamDeadlineMs;
}

/** How an rpc streams. */
export function streamingOf(method: MethodDeclaration): Streaming {
  if (method.clientStreaming) return method.serverStreaming ? "bidirectional" : "client";
  return method.serverStreaming ? "server" : "unary";
}

function filledText(snapshot: Snapshot, origin: CallOrigin, document: RequestDocument, request: Request) {
  const { text } = document.source;
  if (placeholdersOf(request).length === 0) {
    return { kind: "filled", text: text.slice(request.start, request.end), taken: [], secrets: [] } as const;
  }
  const uris = environmentUris(origin.uri, snapshot.folders);
  const unread = uris.filter(uri => !origin.files.has(uri));
  if (unread.length > 0) return { kind: "needsTexts", uris: unread } as const;
  const environments = readEnvironments(
    uris.flatMap(uri => {
      const text = origin.files.get(uri);
      return text === undefined ? [] : [{ uri, text }];
    }),
  );
  const { environment, given = nothingGiven } = origin;
  const fill = variableValues({ document, request, environments, environment, given });
  const filled = fillRequest(text, request, fill);
  switch (filled.kind) {
    case "filled":
      return filled;
    case "guarded":
      return { kind: "needsValues", address: addressAsked(request, fill), wanted: filled.wanted } as const;
    case "wrong": {
      const { line } = placeOf(document.source.lines, filled.placeholder.start);
      return { kind: "refused", reason: filled.reason, line } as const;
    }
  }
}

/** The target as it is known before anything guarded is. */
function addressAsked(request: Request, fill: (name: string) => VariableValue): string {
  const target = request.line?.target;
  if (target === undefined) return "";
  return filledIn(target, one => {
    const found = fill(one.name);
    return found.kind === "value" ? found.value : undefined;
  });
}

type Schema = { kind: "schema"; set: string } | { kind: "broken"; reason: string };

/** The closure of the service's file, and of the types that its `Any` values hold. */
function schemaOf(snapshot: Snapshot, rpc: FoundRpc, request: Request): Schema {
  const { compilation, path } = snapshot.compilation(rpc.uri);
  const paths = [path, ...anyFiles(snapshot, rpc, request)];
  for (const file of filesWithImports(paths, compilation)) {
    const error = firstError(compilation.problems(file.declared.path));
    if (error === undefined) continue;
    const { line } = placeOf(file.declared.parsed.source.lines, error.span.start);
    return { kind: "broken", reason: `the schema has an error: ${file.declared.path}:${line + 1}: ${error.message}` };
  }
  return { kind: "schema", set: encodedSet(rpc.view.file, paths, compilation) };
}

// A linked file is another object as soon as something it sees has changed, so its set is made once for each state.
const encodedSets = new WeakMap<LinkedFile, string>();

function encodedSet(file: LinkedFile, paths: readonly string[], compilation: Compilation): string {
  // Types in `Any` values come from files that change without it.
  const known = paths.length === 1 ? encodedSets.get(file) : undefined;
  if (known !== undefined) return known;
  const made = base64Text(descriptorSet(paths, compilation, { sourceInfo: "without", jsonNames: "all" }));
  if (paths.length === 1) encodedSets.set(file, made);
  return made;
}

function anyFiles(snapshot: Snapshot, { view, uri }: FoundRpc, request: Request): string[] {
  const names = request.messages.flatMap(jsonNodes).flatMap(node => {
    const name = node.kind === "object" ? anyTypeName(node)?.name : undefined;
    return name === undefined || view.message(name) !== undefined ? [] : [name];
  });
  return [...new Set(names)].flatMap(name => {
    const found = snapshot.declarations(name, uri).find(one => one.symbol.kind === "message");
    return found === undefined ? [] : (snapshot.importPath(uri, found.file.uri) ?? []);
  });
}

function firstError(problems: readonly Problem[]): Problem | undefined {
  return problems.find(one => one.severity === "error");
}
