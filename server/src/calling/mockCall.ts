// One call of a mock server, whatever streams.
import { fromBinary, fromJson, type JsonObject, type JsonValue, type Message, toBinary } from "@bufbuild/protobuf";
import { Metadata, type ServerDuplexStream, status } from "@grpc/grpc-js";
import type { MockCall, MockOptions } from "../protocol/mock.ts";
import { printAnswer } from "./answerJson.ts";
import { requestMetadata } from "./metadata.ts";
import { matches } from "./mockMatch.ts";
import { mockMessage } from "./mockMessage.ts";
import type { LoadedMethod } from "./mockSchema.ts";
import type { ScriptReply } from "./mockScript.ts";
import type { LiveRule } from "./mockScripts.ts";
import { statusName } from "./statusNames.ts";

export interface MockedCall {
  readonly number: number;
  /** `pkg.Service/Method` */
  readonly name: string;
  readonly loaded: LoadedMethod;
  readonly rules: readonly LiveRule[];
  readonly options: Pick<MockOptions, "seed" | "latencyMs">;
  /** Ends the connection that the call came by. */
  readonly drop: () => void;
}

type Stream = ServerDuplexStream<Buffer, Buffer>;
type Loaded = LoadedMethod & { kind: "method" };

// How many messages of a stream are shown to the user, and how many an unscripted stream has.
const mostShown = 20;
const streamLength = 3;
const streamDelayMs = 200;

/** Answers it to its end. Does not reject: what goes wrong is the status of the call. */
export async function serveMockCall(stream: Stream, call: MockedCall): Promise<MockCall> {
  const startedAt = performance.now();
  const atMs = Date.now();
  const log: CallLog = { requests: [], answers: [], received: 0, sent: 0, from: "schema" };
  const gone = new AbortController();
  stream.once("cancelled", () => gone.abort());
  // Whoever hangs up while something is written is told of by `cancelled`.
  stream.on("error", () => {});
  const end = await answered(stream, call, log, gone.signal).catch((error: unknown): CallEnd => {
    if (gone.signal.aborted) return { kind: "gone" };
    return { kind: "status", code: status.INTERNAL, message: error instanceof Error ? error.message : String(error) };
  });
  finish(stream, call, gone.signal.aborted ? { kind: "gone" } : end);
  return {
    number: call.number,
    method: call.name,
    ...log,
    atMs,
    elapsedMs: Math.round(performance.now() - startedAt),
    ...(end.kind === "status" && !gone.signal.aborted
      ? { status: statusName(end.code), message: end.message }
      : end.kind === "dropped"
        ? { status: "DROPPED", message: "the connection was dropped, as the script has it" }
        : { status: "CANCELLED", message: "the client did not wait for the end" }),
  };
}

interface CallLog {
  requests: string[];
  answers: string[];
  received: number;
  sent: number;
  from: MockCall["from"];
}

type CallEnd =
  | { kind: "status"; code: number; message: string; trailers?: Metadata; detailed?: Uint8Array | undefined }
  | { kind: "dropped" }
  | { kind: "gone" };

function finish(stream: Stream, call: MockedCall, end: CallEnd): void {
  if (end.kind === "dropped") call.drop();
  if (end.kind !== "status") return;
  const metadata = end.trailers ?? new Metadata();
  if (end.code === status.OK) {
    stream.end(metadata);
    return;
  }
  if (end.detailed !== undefined) metadata.set("grpc-status-details-bin", Buffer.from(end.detailed));
  stream.emit("error", { code: end.code, details: end.message, metadata });
}

async function answered(stream: Stream, call: MockedCall, log: CallLog, gone: AbortSignal): Promise<CallEnd> {
  const { loaded } = call;
  if (loaded.kind === "wrong") return { kind: "status", code: status.INTERNAL, message: loaded.message };
  const { methodKind } = loaded.method;
  const requests: AskedRequest[] = [];
  for await (const bytes of stream.iterator({ destroyOnReturn: false })) {
    const request = readRequest(loaded, bytes, log);
    if (methodKind !== "bidi_streaming") {
      requests.push(request);
      continue;
    }
    const end = await reply(stream, { call, loaded, requests: [request], log, gone, index: log.received - 1 });
    if (end.kind !== "status" || end.code !== status.OK) return end;
  }
  if (methodKind === "bidi_streaming") return { kind: "status", code: status.OK, message: "" };
  if (methodKind !== "client_streaming" && requests.length !== 1) {
    const message = `\`${call.name}\` takes one message, and ${requests.length === 0 ? "none" : requests.length} came`;
    return { kind: "status", code: status.UNIMPLEMENTED, message };
  }
  return reply(stream, { call, loaded, requests, log, gone, index: 0 });
}

interface AskedRequest {
  readonly message: Message;
  readonly json: JsonObject | undefined;
  readonly text: string;
}

function readRequest({ method, types }: Loaded, bytes: Buffer, log: CallLog): AskedRequest {
  const { json } = printAnswer(method.input, bytes, types);
  const text = JSON.stringify(json);
  log.received += 1;
  if (log.requests.length < mostShown) log.requests.push(text);
  return { message: fromBinary(method.input, bytes), json: isObject(json) ? json : undefined, text };
}

interface Replying {
  readonly call: MockedCall;
  readonly loaded: Loaded;
  /** What is answered together. */
  readonly requests: readonly AskedRequest[];
  readonly log: CallLog;
  readonly gone: AbortSignal;
  /** Of the reply within the call. */
  readonly index: number;
}

async function reply(stream: Stream, replying: Replying): Promise<CallEnd> {
  const { call, loaded, log, gone, index } = replying;
  const script = scriptedReply(replying);
  if (script !== undefined) log.from = "script";
  const answers = script?.answers ?? madeUp(replying);
  await wait(call.options.latencyMs, gone);
  const headers = metadataOf(script?.headers);
  if (headers !== undefined && index === 0) stream.sendMetadata(headers);
  const delayMs = script?.delayMs;
  if (answers.length === 0) await wait(delayMs ?? 0, gone);
  for (const [at, answer] of answers.entries()) {
    await wait(delayMs ?? (at > 0 ? streamDelayMs : 0), gone);
    if (gone.aborted) return { kind: "gone" };
    stream.write(Buffer.from(answer));
    log.sent += 1;
    if (log.answers.length < mostShown)
      log.answers.push(JSON.stringify(printAnswer(loaded.method.output, answer, loaded.types).json));
  }
  if (gone.aborted) return { kind: "gone" };
  if (script?.fault === "drop-connection") return { kind: "dropped" };
  if (script?.fault === "never-end") await wait(Number.POSITIVE_INFINITY, gone);
  const { code, message, detailed } = script?.status ?? { code: status.OK, message: "", detailed: undefined };
  const trailers = metadataOf(script?.trailers);
  return { kind: "status", code, message, detailed, ...(trailers === undefined ? {} : { trailers }) };
}

function scriptedReply({ call, loaded, requests }: Replying): ScriptReply | undefined {
  const rule = call.rules.find(
    ({ match }) =>
      match === undefined || requests.some(one => matches(loaded.method.input, one.message, match, loaded.types)),
  );
  return rule?.next();
}

/** The same request gets the same answer, as long as the seed and the schema stay. */
function madeUp({ call, loaded, requests, index }: Replying): Uint8Array[] {
  const { method, types } = loaded;
  const asked = { message: method.input, json: requests.at(-1)?.json };
  const key = [call.options.seed, call.name, index, ...requests.map(one => one.text)].join(" ");
  const count = method.methodKind === "server_streaming" ? streamLength : 1;
  return Array.from({ length: count }, (_, at) => {
    const json: JsonValue = mockMessage(method.output, `${key} ${at}`, asked);
    return toBinary(method.output, fromJson(method.output, json, { registry: types }));
  });
}

function metadataOf(entries: ScriptReply["headers"] | undefined): Metadata | undefined {
  if (entries === undefined || entries.length === 0) return undefined;
  const read = requestMetadata(entries);
  if (read.kind === "wrong") throw new Error(read.message);
  return read.metadata;
}

/** Resolves after `ms`, or when the client has gone. */
function wait(ms: number, gone: AbortSignal): Promise<void> {
  if (ms === 0 || gone.aborted) return Promise.resolve();
  return new Promise(resolve => {
    const timer = ms === Number.POSITIVE_INFINITY ? undefined : setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      gone.removeEventListener("abort", done);
      resolve();
    }
    gone.addEventListener("abort", done);
  });
}

function isObject(json: JsonValue): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}
