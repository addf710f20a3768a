// Requests about calls: a document for an rpc, the call itself, its transcript, and a server to try it with.
import type { CallWorker } from "../calling/callWorkerHandle.ts";
import { compilation } from "../compiler/compile.ts";
import { descriptorSet } from "../compiler/describe/descriptorSet.ts";
import { parseFile } from "../compiler/syntax/parseFile.ts";
import { lineIndex, placeOf } from "../compiler/text/lineIndex.ts";
import { sourceFile } from "../compiler/text/sourceFile.ts";
import { fieldPlaces } from "../features/fieldPlaces.ts";
import type { StartedCall } from "../protocol/call.ts";
import type { ExampleServer, RequestTemplateParams, RequestTemplateResult } from "../protocol/requests.ts";
import { base64Text } from "../requests/base64.ts";
import { readEnvironments } from "../requests/environment.ts";
import { environmentUris } from "../requests/outsideFiles.ts";
import { parseRequests } from "../requests/parseRequests.ts";
import { prepareCall } from "../requests/prepareCall.ts";
import { requestTemplate } from "../requests/template.ts";
import { bundledText } from "../workspace/bundled.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { absoluteUri, joinUri } from "../workspace/uri.ts";
import type { ServerContext } from "./context.ts";
import { notifyClient, onCustomRequest } from "./customRequests.ts";
import { requestLanguage } from "./languages.ts";

/** Answers the requests of `protocol/requests.ts` about calls. The worker thread starts with the first of them. */
export function registerCalls(context: ServerContext): void {
  const { connection, platform } = context;
  let started: CallWorker | undefined;
  const worker = (): CallWorker | undefined => {
    started ??= platform.startCallWorker?.(event => notifyClient(connection, "protodial/callEvent", event));
    return started;
  };
  context.onShutdown(async () => {
    await started?.dispose();
  });

  onCustomRequest(connection, "protodial/requestTemplate", params => template(context, params));
  onCustomRequest(connection, "protodial/call", params => call(context, worker, params));
  onCustomRequest(connection, "protodial/cancelCall", params => {
    started?.cancel(params.call);
    return null;
  });
  onCustomRequest(connection, "protodial/callMessages", async ({ call: name, from, count }) => {
    return (await started?.messages(name, from, count)) ?? { from, rows: [], total: 0 };
  });
  onCustomRequest(connection, "protodial/callMessageBody", async ({ call: name, index }) => {
    return { json: (await started?.messageBody(name, index)) ?? "" };
  });
  onCustomRequest(connection, "protodial/fieldPlaces", params => ({ ranges: fieldPlaces(context.snapshot(), params) }));
  onCustomRequest(connection, "protodial/closeCall", params => {
    started?.close(params.call);
    return null;
  });
  onCustomRequest(connection, "protodial/startExampleServer", ({ port }) => startExample(context, worker, port));
  onCustomRequest(connection, "protodial/stopExampleServer", async () => {
    return { stopped: (await started?.stopExampleServer()) ?? false };
  });
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
  const texts = await Promise.all(environmentUris(uri, snapshot.folders).map(one => platform.files.read(one)));
  const environments = readEnvironments(texts.map(textOf).filter(text => text !== undefined));
  const { target, environment } = settings();
  return environments.find("host", environment).kind === "missing" ? target : "{{host}}";
}

// What is needed may need more: the index finds a file, which imports others, while a variable needs another file.
const mostRounds = 8;

async function call(
  context: ServerContext,
  worker: () => CallWorker | undefined,
  { uri, line }: { uri: string; line: number },
): Promise<StartedCall> {
  if (!context.trusted()) return { kind: "refused", reason: untrusted };
  const text = context.snapshot().document(uri)?.source.text;
  if (text === undefined) return { kind: "refused", reason: "the request document is not open" };
  const running = worker();
  if (running === undefined) return { kind: "refused", reason: noSockets };

  const files = new Map<string, string | undefined>();
  let snapshot = context.snapshot();
  for (let round = 0; round < mostRounds; round++) {
    const prepared = prepareCall(snapshot, { uri, text, line, environment: context.settings().environment, files });
    switch (prepared.kind) {
      case "needs":
        if (prepared.index) snapshot = await context.indexed();
        if (prepared.files.length > 0) snapshot = await context.loaded(prepared.files);
        break;
      case "needsTexts":
        for (const one of prepared.uris) files.set(one, textOf(await context.platform.files.read(one)));
        break;
      case "refused":
        return prepared;
      case "ready": {
        const { request, messageLines } = prepared;
        const start = await running.start(request);
        if (start.kind === "refused") {
          const at = start.message === undefined ? undefined : messageLines[start.message];
          return { kind: "refused", reason: start.reason, line: at ?? line };
        }
        const { service, method, target } = request;
        const unverified = target.tls?.insecure === true ? ({ unverified: true } as const) : {};
        return { ...start, service, method, address: target.address, ...unverified };
      }
    }
  }
  throw new Error("the call needs more files each time it is prepared");
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

function textOf(content: string | Uint8Array | undefined): string | undefined {
  return content === undefined || typeof content === "string" ? content : new TextDecoder().decode(content);
}

function sharedStart(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
}
