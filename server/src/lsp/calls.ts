// Requests about calls: a document for an rpc, the call itself, its transcript, and a server to try it with.
import type { CancellationToken } from "vscode-languageserver";
import type { CallWorker } from "../calling/callWorkerHandle.ts";
import type { ServerQuestion } from "../calling/describeServer.ts";
import { isLoopback } from "../calling/target.ts";
import { compilation } from "../compiler/compile.ts";
import { descriptorSet } from "../compiler/describe/descriptorSet.ts";
import type { Problem } from "../compiler/report/problem.ts";
import { parseFile } from "../compiler/syntax/parseFile.ts";
import { lineIndex, offsetOf, placeOf } from "../compiler/text/lineIndex.ts";
import { sourceFile } from "../compiler/text/sourceFile.ts";
import { fieldPlaces } from "../features/fieldPlaces.ts";
import { requestDocumentAt } from "../features/requestDocumentAt.ts";
import type { CallRequest, CallStatus, StartedCall } from "../protocol/call.ts";
import type { ExampleServer, Requests, RequestTemplateParams, RequestTemplateResult } from "../protocol/requests.ts";
import { base64Text } from "../requests/base64.ts";
import { readEnvironments } from "../requests/environment.ts";
import { environmentUris } from "../requests/outsideFiles.ts";
import { parseRequests } from "../requests/parseRequests.ts";
import { requestAt } from "../requests/requestDocument.ts";
import type { SchemaOfRequest } from "../requests/requestSchema.ts";
import { withServerSchema } from "../requests/serverSchemaText.ts";
import { withoutMessages } from "../requests/streamText.ts";
import { requestTemplate } from "../requests/template.ts";
import { bundledText } from "../workspace/bundled.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { absoluteUri, joinUri } from "../workspace/uri.ts";
import { type BeforeSending, beforeSending, serverProblems } from "./beforeSending.ts";
import { registerBrowsing } from "./browseServer.ts";
import { callSecrets } from "./callSecrets.ts";
import { registerCommandLines } from "./commandLines.ts";
import type { ServerContext } from "./context.ts";
import { notifyClient, onCustomRequest } from "./customRequests.ts";
import { decodeBytes } from "./decodeBytes.ts";
import { earlierCalls } from "./earlierAnswers.ts";
import { warnOfTracked } from "./guardedValues.ts";
import { type KnownServers, knownServers } from "./knownServers.ts";
import { requestLanguage } from "./languages.ts";
import { withDeclarations } from "./messageBytes.ts";
import { type OpenStreams, openStreams } from "./openStreams.ts";
import { prepareRequest, textNow, textOf } from "./prepareRequest.ts";
import { requestSchemas } from "./requestSchemas.ts";
import { registerServers } from "./serverOfService.ts";
import { type KeptOfCalls, sendMessage } from "./streams.ts";

/** What else of the server has to know of calls. */
export interface RequestParts {
  /** Those that were opened, whose messages have lenses. */
  readonly streams: OpenStreams;
  /** What request documents are read with. */
  readonly schemaOf: SchemaOfRequest;
  readonly servers: KnownServers;
  /** What servers that are known have against the requests of a document. */
  readonly serverProblems: (snapshot: Snapshot, uri: string) => Problem[];
}

/** Answers the requests of `protocol/requests.ts` about calls. The worker thread starts with the first of them. */
export function registerCalls(context: ServerContext): RequestParts {
  const { connection, platform } = context;
  const streams = openStreams(context.refreshLenses);
  const secrets = callSecrets();
  const earlier = earlierCalls(() => started, secrets.of);
  let started: CallWorker | undefined;
  const worker = (): CallWorker | undefined => {
    started ??= platform.startCallWorker?.(event => {
      notifyClient(connection, "protodial/callEvent", secrets.hidden(event.call, event));
      streams.event(event);
      earlier.event(event);
      if (event.status !== undefined) ended(event.call, event.status);
    });
    return started;
  };
  /** Whom the calls that run were sent to, as far as what they reach is worth to be known. */
  const reached = new Map<string, { readonly asked: ServerQuestion; readonly service: string }>();
  function sent(name: string, { protocol, target, metadata, service }: CallRequest): void {
    // Reflection and health are asked for in gRPC.
    if (protocol === undefined) reached.set(name, { asked: { target, metadata }, service });
  }
  function ended(name: string, { verdict }: CallStatus): void {
    const one = reached.get(name);
    reached.delete(name);
    if (one !== undefined && verdict !== "not-sent") servers.called(one.asked, one.service);
  }
  /** The request document of each call. */
  const origins = new Map<string, string>();
  registerCommandLines(context, earlier);
  context.onShutdown(async () => {
    await started?.dispose();
  });

  const servers = knownServers(worker, message => connection.console.error(message));
  servers.onChange(context.refreshLenses);
  servers.onChange(context.recheck);
  registerBrowsing(context, servers);
  registerServers(context, servers);
  const before = beforeSending(context, servers);
  const schemas = requestSchemas(context, servers);
  onCustomRequest(connection, "protodial/requestTemplate", params => {
    if (context.trusted()) worker()?.warmUp();
    return template(context, params);
  });
  onCustomRequest(connection, "protodial/call", async (params, token) => {
    const mayAsk = (address: string) => isLoopback(address) || servers.known(address) !== undefined;
    const kept = { streams, secrets, earlier, schemas, sent, before, mayAsk };
    const start = await call(context, worker, kept, params, token);
    if (start.kind === "started") origins.set(start.call, params.uri);
    return start;
  });
  onCustomRequest(connection, "protodial/sendMessage", params =>
    sendMessage(context, { streams, secrets, earlier, schemas }, started, params),
  );
  onCustomRequest(connection, "protodial/halfCloseCall", params =>
    // Messages that were asked for before go before.
    streams.inTurn(params.call, async () => {
      started?.halfClose(params.call);
      return null;
    }),
  );
  onCustomRequest(connection, "protodial/cancelCall", params => {
    started?.cancel(params.call);
    return null;
  });
  onCustomRequest(connection, "protodial/callMessages", async ({ call: name, from, count, direction }) => {
    return secrets.hidden(
      name,
      (await started?.messages(name, from, count, direction)) ?? { from, rows: [], total: 0 },
    );
  });
  onCustomRequest(connection, "protodial/callLines", async ({ call: name, from }) => {
    return secrets.hidden(name, (await started?.lines(name, from)) ?? { text: "", next: from, total: 0 });
  });
  onCustomRequest(connection, "protodial/callMessageBody", async ({ call: name, index }) => {
    return secrets.hidden(name, { json: (await started?.messageBody(name, index)) ?? "" });
  });
  onCustomRequest(connection, "protodial/messageBytes", async ({ call: name, index, from }) => {
    const read = await started?.messageBytes(name, index, from ?? 0);
    if (read === undefined) return null;
    return secrets.hiddenBytes(name, await withDeclarations(context, read, origins.get(name) ?? ""));
  });
  onCustomRequest(connection, "protodial/fieldPlaces", params => ({ ranges: fieldPlaces(context.snapshot(), params) }));
  onCustomRequest(connection, "protodial/decodeBytes", params => decodeBytes(context, worker(), params));
  onCustomRequest(connection, "protodial/closeCall", params => {
    origins.delete(params.call);
    started?.close(params.call);
    streams.forget(params.call);
    secrets.forget(params.call);
    return null;
  });
  onCustomRequest(connection, "protodial/startExampleServer", ({ port }) => startExample(context, worker, port));
  onCustomRequest(connection, "protodial/stopExampleServer", async () => {
    return { stopped: (await started?.stopExampleServer()) ?? false };
  });
  onCustomRequest(connection, "protodial/askSchema", params => askSchema(context, { earlier, schemas }, params));
  onCustomRequest(connection, "protodial/schemaFile", async ({ uri }) => {
    const text = await schemas.text(uri);
    return text === undefined ? null : { text };
  });
  return {
    streams,
    schemaOf: schemas.known,
    servers,
    serverProblems: (snapshot, uri) => serverProblems(snapshot, servers, { uri, addressOf: schemas.addressOf }),
  };
}

const untrusted = "this workspace is not trusted, and nothing is sent or started from it";
const noSockets = "calls need the desktop editor: a browser has no connections of this kind";

async function template(
  context: ServerContext,
  { uri, method }: RequestTemplateParams,
): Promise<RequestTemplateResult> {
  const snapshot = await context.loaded([uri]);
  const file = snapshot.linked(uri);
  const [serviceName = "", methodName = ""] = method.split("/");
  const service = file?.declared.byName.get(serviceName);
  const rpc = service?.kind === "service" ? service.methods.find(one => one.name === methodName) : undefined;
  if (file === undefined || rpc === undefined) {
    return { kind: "refused", reason: `\`${method}\` is not declared in this file` };
  }
  const existing = await existingRequest(context, snapshot, { uri, serviceName, methodName });
  if (existing !== undefined) return existing;
  const made = requestTemplate(rpc, file, await targetFor(context, snapshot, uri));
  const { line, column } = placeOf(lineIndex(made.text), made.offset);
  return { kind: "new", text: made.text, line, column };
}

/** The request for an rpc that an open document or a file of the folders has, the one nearest to the `.proto` file first. */
async function existingRequest(
  { requestFiles, platform }: ServerContext,
  snapshot: Snapshot,
  rpc: { uri: string; serviceName: string; methodName: string },
): Promise<RequestTemplateResult | undefined> {
  const open = [...snapshot.documents.values()].filter(one => one.languageId === requestLanguage);
  const openUris = new Set(snapshot.documents.keys());
  const onDisk = (await requestFiles()).filter(one => !openUris.has(one));
  const places = [
    ...open.map(one => ({ uri: one.uri, text: one.source.text })),
    ...onDisk.map(uri => ({ uri, text: undefined })),
  ].sort((a, b) => sharedStart(b.uri, rpc.uri) - sharedStart(a.uri, rpc.uri));
  for (const { uri, text } of places) {
    const content = text ?? textOf(await platform.files.read(uri));
    // Most files have nothing to do with the rpc, and are not worth parsing.
    if (content === undefined || !content.includes(rpc.serviceName)) continue;
    const document = parseRequests(sourceFile(uri, content));
    const line = document.requests
      .map(one => one.line)
      .find(one => one?.service.text === rpc.serviceName && one.method.text === rpc.methodName);
    if (line !== undefined) return { kind: "existing", uri, line: placeOf(document.source.lines, line.start).line };
  }
  return undefined;
}

/** `{{host}}` where an environment has one, else the setting. */
async function targetFor({ platform, settings }: ServerContext, snapshot: Snapshot, uri: string): Promise<string> {
  const read = environmentUris(uri, snapshot.folders).map(async one => {
    const text = await textNow({ snapshot: () => snapshot, platform }, one);
    return text === undefined ? [] : [{ uri: one, text }];
  });
  const environments = readEnvironments((await Promise.all(read)).flat());
  const { target, environment } = settings();
  return environments.find("host", environment).kind === "missing" ? target : "{{host}}";
}

interface CallsKept extends KeptOfCalls {
  /** A call was started. */
  readonly sent: (call: string, request: CallRequest) => void;
  readonly before: BeforeSending;
  /** Whether the server may be asked for its schema because it was called. */
  readonly mayAsk: (address: string) => boolean;
}

async function call(
  context: ServerContext,
  worker: () => CallWorker | undefined,
  { streams, secrets, earlier, schemas, before, mayAsk, sent: hasLeft }: CallsKept,
  { uri, line, staysOpen = false }: Requests["protodial/call"]["params"],
  token: CancellationToken,
): Promise<StartedCall> {
  if (!context.trusted()) return { kind: "refused", reason: untrusted };
  const document = requestDocumentAt(context.snapshot(), uri);
  if (document === undefined) return { kind: "refused", reason: "the request document is not open" };
  const running = worker();
  if (running === undefined) return { kind: "refused", reason: noSockets };

  const { text, lines } = document.source;
  const written = requestAt(document, offsetOf(lines, text, { line, column: 0 }));
  const sent = staysOpen && written !== undefined ? withoutMessages(text, written) : text;
  const meant = await prepareRequest(context, { earlier, schemas }, { uri, text: sent, line, staysOpen });
  if (meant.kind === "refused") return meant;
  const decision = await before.decide(uri, line, meant.request);
  if (decision === "cancel") return { kind: "refused", reason: "it was not to be sent", line, decided: true };
  const asServer = decision === "server" && written !== undefined ? withServerSchema(sent, written) : undefined;
  const { text: asked, addedLines } = asServer ?? { text: sent, addedLines: 0 };
  const prepared =
    asServer === undefined
      ? meant
      : await prepareRequest(context, { earlier, schemas }, { uri, text: asked, line, staysOpen });
  if (prepared.kind === "refused") {
    return {
      ...prepared,
      ...(prepared.line === undefined ? {} : { line: Math.max(line, prepared.line - addedLines) }),
    };
  }
  const { messageLines, streaming } = prepared;
  const request = { ...prepared.request, asksServer: mayAsk(prepared.request.target.address) };
  if (staysOpen && (streaming === "unary" || streaming === "server")) {
    return { kind: "refused", reason: `\`${request.method}\` takes one message, so send the request`, line };
  }
  // Who asked does not wait for it any more.
  if (token.isCancellationRequested) return { kind: "refused", reason: "the request was cancelled", line };
  const start = await running.start(request);
  if (start.kind === "refused") {
    const at = start.message === undefined ? undefined : messageLines[start.message];
    return { kind: "refused", reason: start.reason, line: at === undefined ? line : at - addedLines };
  }
  hasLeft(start.call, request);
  secrets.add(start.call, prepared.secrets);
  warnOfTracked(context, prepared.taken);
  earlier.started(start.call, uri, prepared.name);
  if (token.isCancellationRequested) running.close(start.call);
  else if (staysOpen && written?.line !== undefined) {
    const { start: offset, service, method } = written.line;
    streams.add(start.call, { uri, text, offset, service: service.text, method: method.text });
  }
  const { service, method, target } = request;
  const unverified = target.tls?.insecure === true ? ({ unverified: true } as const) : {};
  return secrets.hidden(start.call, { ...start, service, method, address: target.address, ...unverified });
}

/** What stands in the way of the call itself does not matter. */
async function askSchema(
  context: ServerContext,
  { earlier, schemas }: Pick<KeptOfCalls, "earlier" | "schemas">,
  { uri, line }: Requests["protodial/askSchema"]["params"],
): Promise<Requests["protodial/askSchema"]["result"]> {
  if (!context.trusted()) return { kind: "refused", reason: untrusted };
  const text = requestDocumentAt(context.snapshot(), uri)?.source.text;
  if (text === undefined) return { kind: "refused", reason: "the request document is not open" };
  let isAsked = false;
  const read: typeof schemas.read = async (from, wanted) => {
    const found = await schemas.read(from, wanted);
    isAsked = found.kind === "schema";
    return found;
  };
  const prepared = await prepareRequest(context, { earlier, schemas: { read } }, { uri, text, line });
  return isAsked || prepared.kind !== "refused" ? { kind: "asked" } : { kind: "refused", reason: prepared.reason };
}

async function startExample(
  { trusted, platform }: ServerContext,
  worker: () => CallWorker | undefined,
  port: number | undefined,
): Promise<ExampleServer> {
  if (!trusted()) throw new Error(untrusted);
  const running = worker();
  const protoRoot = platform.exampleProtoRoot;
  if (running === undefined || protoRoot === undefined) throw new Error(noSockets);
  const path = "directories/v1/directories.proto";
  const text = textOf(await platform.files.read(joinUri(absoluteUri(protoRoot) ?? "", path)));
  if (text === undefined) throw new Error(`the example's \`${path}\` is missing from this installation`);
  const parsed = parseFile(sourceFile(path, text));
  const compiled = compilation(wanted => (wanted === path ? parsed : bundledText(wanted)?.parsed(wanted)));
  const schema = descriptorSet([path], compiled, { sourceInfo: "without", jsonNames: "all" });
  return running.startExampleServer({
    protoRoot,
    schema: base64Text(schema),
    ...(port === undefined ? {} : { port }),
  });
}

function sharedStart(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
}
