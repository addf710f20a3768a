// A call in Connect or gRPC-Web: performed once over a connection of its own, told to a listener as one in gRPC is.
import { status } from "@grpc/grpc-js";
import type { CallRequest, MetadataEntry } from "../protocol/call.ts";
import { statusTold, timingOf } from "./callStatus.ts";
import { defaultMaxAnswerBytes } from "./channel.ts";
import { checkedTls } from "./credentials.ts";
import {
  type CallListener,
  connectTimeoutMs,
  deadlineOf,
  type PreparedCall,
  type RunningCall,
  type StartedOrRefused,
} from "./runningCall.ts";
import { parseTarget } from "./target.ts";
import { openConnection, type WebConnection, type WebTarget } from "./webConnection.ts";
import { contentOf, noFailure, type WebFailure } from "./webContent.ts";
import { webEvidence } from "./webEvidence.ts";
import { failureOf } from "./webFailure.ts";
import { webInput } from "./webInput.ts";

type Protocol = NonNullable<CallRequest["protocol"]>;

/** Performs a prepared call: one attempt. */
export function startWebCall(prepared: PreparedCall, protocol: Protocol, listener: CallListener): StartedOrRefused {
  const { target } = prepared.request;
  const parsed = parseTarget(target.address);
  if (parsed.kind === "wrong") return { kind: "refused", reason: parsed.message };
  const { place } = parsed;
  if (place.kind === "named")
    return { kind: "refused", reason: `\`${target.address}\` is a form of gRPC's own; write \`host:port\`` };
  const checked = checkedTls(target, parsed.tls);
  if (checked.kind === "wrong") return { kind: "refused", reason: checked.message };
  const { tls, name } = checked;
  // Over HTTP/1.1 an answer begins when the request has ended.
  const plainVersion = prepared.streaming === "bidirectional" ? "2" : "1.1";
  return { kind: "running", call: run(prepared, protocol, { place, tls, name, plainVersion }, listener) };
}

function run(prepared: PreparedCall, protocol: Protocol, target: WebTarget, listener: CallListener): RunningCall {
  const { request, streaming } = prepared;
  const startedAt = performance.now();
  const elapsedMs = () => performance.now() - startedAt;
  const deadlineMs = deadlineOf(request);
  const seen = webEvidence();
  const abort = new AbortController();
  let stopped: "cancelled" | "connect-timeout" | "deadline" | undefined;
  let connection: WebConnection | undefined;
  let received = 0;
  let ended = false;
  let paused: { promise: Promise<void>; end: () => void } | undefined;

  const stop = (reason: NonNullable<typeof stopped>) => {
    stopped ??= reason;
    abort.abort();
    paused?.end();
  };
  const deadline = setTimeout(() => stop("deadline"), deadlineMs);
  const connecting = setTimeout(() => stop("connect-timeout"), connectTimeoutMs);

  const input = webInput(bytes => {
    seen.messageSent();
    listener.message({ direction: "sent", bytes, atMs: elapsedMs(), compressedSize: undefined });
  });
  for (const bytes of prepared.messages) input.add(bytes);
  if (request.staysOpen !== true || streaming === "unary" || streaming === "server") input.end();

  async function take(bytes: Uint8Array): Promise<void> {
    received += 1;
    seen.messageReceived();
    listener.message({ direction: "received", bytes, atMs: elapsedMs(), compressedSize: undefined });
    await paused?.promise;
  }

  /** The trailers of a call that ended with OK. @throws what the library throws for any other end. */
  async function perform(): Promise<Headers> {
    // Loaded by the first call of its kind.
    const { performOver, webTransport } = await import("./webTransport.ts");
    seen.tried();
    connection = await openConnection(target, abort.signal, seen.passed);
    clearTimeout(connecting);
    const transport = webTransport(
      {
        protocol,
        connection,
        methodKind: prepared.method.methodKind,
        baseUrl: baseUrlOf(target, request),
        compression: request.compression,
        maxAnswerBytes: request.maxAnswerBytes ?? defaultMaxAnswerBytes,
        timeoutMs: Math.max(1, Math.ceil(deadlineMs - elapsedMs())),
      },
      {
        begun: () => {
          seen.begun();
          listener.opened();
        },
        sent: seen.sent,
        received: seen.received,
        answered: (httpStatus, headers) => {
          seen.answered(contentOf(protocol, streaming, httpStatus, headers));
          listener.headers(entriesOf(headers, key => !key.startsWith("trailer-")));
        },
      },
    );
    const way = { headers: headersOf(request.metadata), signal: abort.signal };
    const answer = await performOver(transport, prepared.method, input.messages(), way, protocol);
    for await (const message of answer.messages) await take(message.value);
    return answer.trailer;
  }

  perform()
    .then(
      trailers => conclude(noFailure(trailers)),
      (error: unknown) => conclude(failureOf(error, prepared.types)),
    )
    .finally(() => connection?.socket.destroy());

  async function conclude(failure: WebFailure): Promise<void> {
    ended = true;
    clearTimeout(deadline);
    clearTimeout(connecting);
    input.end();
    const cut = cutOff(stopped, deadlineMs);
    const { content } = seen;
    const evidence = {
      wire: seen.wire(),
      streaming,
      picked: connection !== undefined,
      headers: content?.isAnswer === true,
      serverStatus: cut === undefined && failure.isServers && content !== undefined,
      contentType: content?.foreignType,
      method: `${prepared.method.parent.typeName}/${prepared.method.name}`,
      code: cut?.code ?? failure.code,
      message: cut?.message ?? content?.foreignStatus ?? failure.message,
    };
    const timing = timingOf(seen.wire(), startedAt);
    const way = { place: target.place, secure: target.tls !== undefined };
    const end = {
      received,
      deadlineMs,
      stopped: stopped === "deadline" ? undefined : stopped,
      details: failure.details,
    };
    const told = await statusTold(prepared, way, evidence, end);
    listener.done(
      told,
      entriesOf(failure.trailers, key => content?.keys.has(key) !== true),
      timing,
    );
  }

  return {
    send: bytes => !ended && input.add(bytes),
    halfClose: input.end,
    takesMore: () => !ended && input.takesMore(),
    cancel: () => {
      if (!ended) stop("cancelled");
    },
    pause: () => {
      let end: () => void = () => undefined;
      const promise = new Promise<void>(resolve => {
        end = resolve;
      });
      paused ??= { promise, end };
    },
    resume: () => {
      paused?.end();
      paused = undefined;
    },
    elapsedMs,
  };
}

/** Why this side ended a call, in grpc-js's words, which are explained already. */
function cutOff(stopped: string | undefined, deadlineMs: number): { code: number; message: string } | undefined {
  switch (stopped) {
    case "deadline":
      return { code: status.DEADLINE_EXCEEDED, message: `Deadline exceeded after ${(deadlineMs / 1000).toFixed(3)}s` };
    case "cancelled":
      return { code: status.CANCELLED, message: "Cancelled on client" };
    case "connect-timeout":
      return { code: status.UNAVAILABLE, message: "" };
    default:
      return undefined;
  }
}

function baseUrlOf({ place, tls }: WebTarget, { target }: CallRequest): string {
  const host = place.kind === "unix" ? "localhost" : place.host.includes(":") ? `[${place.host}]` : place.host;
  const own = place.kind === "unix" ? host : `${host}:${place.port}`;
  return `${tls === undefined ? "http" : "https"}://${target.authority ?? own}`;
}

function headersOf(metadata: readonly MetadataEntry[]): Headers {
  const headers = new Headers();
  for (const { key, value } of metadata) headers.append(key, value);
  return headers;
}

function entriesOf(headers: Headers, isShown: (key: string) => boolean): MetadataEntry[] {
  return [...headers].filter(([key]) => isShown(key)).map(([key, value]) => ({ key, value }));
}
