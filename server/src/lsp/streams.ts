// Messages of streams that stay open, sent one by one from their request documents.
import type { CallWorker } from "../calling/callWorkerHandle.ts";
import { lineIndex, offsetOf, placeOf } from "../compiler/text/lineIndex.ts";
import type { SendMessageParams, SentMessage } from "../protocol/requests.ts";
import type { JsonNode } from "../requests/json/jsonNodes.ts";
import { messageAt, withOneMessage } from "../requests/streamText.ts";
import type { CallSecrets } from "./callSecrets.ts";
import type { ServerContext } from "./context.ts";
import type { EarlierCalls } from "./earlierAnswers.ts";
import type { FollowedStream, OpenStreams } from "./openStreams.ts";
import { prepareRequest } from "./prepareRequest.ts";
import type { RequestSchemas } from "./requestSchemas.ts";

/** What is kept of calls while they are shown, and of their answers. */
export interface KeptOfCalls {
  readonly streams: OpenStreams;
  readonly secrets: CallSecrets;
  readonly earlier: EarlierCalls;
  readonly schemas: RequestSchemas;
}

/**
 * Sends the message that is meant, as its document has it at this moment, after those that were asked for before. Where
 * the place is above the messages, the next one that was not sent yet.
 */
export async function sendMessage(
  context: ServerContext,
  kept: KeptOfCalls,
  worker: CallWorker | undefined,
  params: SendMessageParams,
): Promise<SentMessage> {
  const { streams } = kept;
  const asked = "call" in params ? streams.of(params.call, context.snapshot()) : streamAt(context, streams, params);
  if (asked === undefined || worker === undefined) {
    if ("uri" in params) return { kind: "none" };
    return { kind: "refused", reason: "the request that this stream was opened from is closed or gone" };
  }
  const { stream, message } = "stream" in asked ? asked : { stream: asked, message: undefined };
  return streams.inTurn(stream.call, async () => {
    const now = streams.of(stream.call, context.snapshot()) ?? stream;
    if (now.state !== "open") return { kind: "over", call: stream.call, reason: overReason(now) };
    if (message !== undefined) return send(context, kept, worker, stream, message);
    const next = now.request.messages.find(one => one.start >= now.nextFrom);
    if (next !== undefined) return send(context, kept, worker, now, next);
    const reason = "every message of the request was sent; write the next one below them, or half-close the stream";
    return { kind: "refused", reason };
  });
}

function streamAt(
  context: ServerContext,
  streams: OpenStreams,
  { uri, line, character }: { uri: string; line: number; character: number },
): { stream: FollowedStream; message: JsonNode | undefined } | undefined {
  const snapshot = context.snapshot();
  const text = snapshot.document(uri)?.source.text;
  if (text === undefined) return undefined;
  const offset = offsetOf(lineIndex(text), text, { line, column: character });
  const stream = streams.at(snapshot, uri, offset);
  return stream && { stream, message: messageAt(text, stream.request, offset) };
}

function overReason({ state, status }: FollowedStream): string {
  if (state === "half-closed") return "the stream was half-closed and takes no more messages";
  return `the stream has ended${status === undefined ? "" : ` with ${status.name}`}`;
}

async function send(
  context: ServerContext,
  { streams, secrets, ...kept }: KeptOfCalls,
  worker: CallWorker,
  { call, uri, text, request }: FollowedStream,
  message: JsonNode,
): Promise<SentMessage> {
  const { line } = placeOf(lineIndex(text), message.start);
  const prepared = await prepareRequest(context, kept, { uri, text: withOneMessage(text, request, message), line });
  if (prepared.kind === "refused") return { ...prepared, uri };
  const [only = "{}"] = prepared.request.messages;
  secrets.add(call, prepared.secrets);
  const sent = await worker.send(call, only);
  if (sent.kind === "refused") return { kind: "refused", reason: sent.reason, uri, line };
  streams.sent(call, text, message.end);
  return { kind: "sent", call };
}
