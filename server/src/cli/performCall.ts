import { printAnswer } from "../calling/answerJson.ts";
import { prepareCall, startCall } from "../calling/call.ts";
import type { Channels } from "../calling/channel.ts";
import { jsonSplitter, type SplitValues, splitJsonValues } from "../calling/jsonValues.ts";
import { mayOffer, withOffered } from "../calling/offered.ts";
import { printedJson } from "../calling/printedJson.ts";
import { encodeRequest } from "../calling/requestJson.ts";
import type { PreparedCall, RunningCall } from "../calling/runningCall.ts";
import { findMethod, type ReadSchema, readSchema } from "../calling/schema.ts";
import type { CallRequest, CallStatus, MetadataEntry } from "../protocol/call.ts";
import { mostKeptMessages } from "../requests/variableAnswers.ts";
import type { CommandIo } from "./commandIo.ts";
import { UsageError } from "./usageError.ts";

/** A call that has ended. */
export interface PerformedCall {
  readonly status: CallStatus;
  /** The messages of the answer as JSON: the first ones, the last one, and how many there were. */
  readonly messages: readonly string[];
  readonly last: string | undefined;
  readonly count: number;
  readonly headers: readonly MetadataEntry[];
  readonly trailers: readonly MetadataEntry[];
}

/**
 * Performs a call and prints each message of the answer to stdout, a status other than OK to stderr. `schema`: a serialised
 * `google.protobuf.FileDescriptorSet`. With `typed` the messages come from standard input: to a client stream one by one
 * as they come, with `restMs` as the deadline.
 * @throws {UsageError} when there is nothing that could be sent.
 */
export async function performCall(
  request: CallRequest,
  schema: Uint8Array,
  channels: Channels,
  io: CommandIo,
  typed?: { readonly restMs: number },
): Promise<PerformedCall> {
  const read = readSchema(schema);
  const isFed = typed !== undefined && clientStreams(read, request);
  const asking = { ...request, asksServer: true };
  const asked: CallRequest = isFed
    ? { ...asking, messages: [], staysOpen: true, deadlineMs: typed.restMs }
    : { ...asking, messages: typed === undefined ? request.messages : jsonValues(await io.stdin()) };
  const prepared = prepareCall(asked, read);
  if (prepared.kind === "refused") {
    const which =
      prepared.message === undefined || asked.messages.length === 1 ? "" : `message ${prepared.message + 1}: `;
    throw new UsageError(`${which}${prepared.reason}`);
  }
  const { method, types } = prepared.call;
  const messages: string[] = [];
  let last: string | undefined;
  let count = 0;
  let headers: readonly MetadataEntry[] = [];
  let feeding: Feeding | undefined;
  const performed = await new Promise<PerformedCall>((settle, fail) => {
    const started = startCall(prepared.call, channels, {
      opened: () => undefined,
      headers: found => {
        headers = found;
      },
      message: ({ direction, bytes }) => {
        if (direction === "sent") return;
        const { json, notes } = printAnswer(method.output, bytes, types);
        last = printedJson(json);
        count += 1;
        if (messages.length < mostKeptMessages) messages.push(last);
        io.stdout(`${last}\n`);
        for (const note of notes) io.stderr(`note: ${note}\n`);
      },
      done: (status, trailers) => settle({ status, messages, last, count, headers, trailers }),
    });
    if (started.kind === "refused") return fail(new UsageError(started.reason));
    if (io.stop?.aborted === true) return started.call.cancel();
    io.stop?.addEventListener("abort", () => started.call.cancel());
    if (isFed) feeding = feed(started.call, prepared.call, io);
  });
  feeding?.stop();
  if (feeding?.wrong !== undefined) throw new UsageError(feeding.wrong);
  const { status } = performed;
  const told = mayOffer(asked, status) ? await withOffered(asked, status, channels) : status;
  if (told.number !== 0) io.stderr(statusLine(told));
  return { ...performed, status: told };
}

/** The texts of the JSON values of `text`. @throws {UsageError} when it is not JSON. */
export function jsonValues(text: string): readonly string[] {
  const split = splitJsonValues(text);
  if (split.kind === "wrong") throw new UsageError(`the data is not JSON: ${split.message}`);
  return split.values;
}

function clientStreams(schema: ReadSchema, { service, method }: CallRequest): boolean {
  const found = schema.kind === "schema" ? findMethod(schema.registry, service, method) : undefined;
  if (found?.kind !== "method") return false;
  const { methodKind } = found.method;
  return methodKind === "client_streaming" || methodKind === "bidi_streaming";
}

interface Feeding {
  readonly stop: () => void;
  /** What could not be sent, and why; the call was cancelled for it. */
  wrong: string | undefined;
}

/** Sends each value of standard input when it is whole, and half-closes at its end. */
function feed(call: RunningCall, { method, types }: PreparedCall, io: CommandIo): Feeding {
  const splitter = jsonSplitter();
  let sent = 0;
  const feeding: Feeding = { stop: () => stop(), wrong: undefined };

  function giveUp(reason: string): void {
    feeding.wrong = reason;
    call.cancel();
    stop();
  }

  function take(split: SplitValues): void {
    if (feeding.wrong !== undefined) return;
    if (split.kind === "wrong") {
      giveUp(`the data is not JSON: ${split.message}`);
      return;
    }
    for (const text of split.values) {
      sent += 1;
      const encoded = encodeRequest(method.input, text, types);
      if (encoded.kind === "wrong") {
        giveUp(`message ${sent}: ${encoded.reason}`);
        return;
      }
      call.send(encoded.bytes);
    }
  }

  const stop = io.stdinPieces(
    piece => take(splitter.push(piece)),
    () => {
      take(splitter.end());
      call.halfClose();
    },
  );
  return feeding;
}

/** One line of JSON; `explanation` is there where the failure was not the server's own answer. */
export function statusLine(status: CallStatus): string {
  const { name, number, message, details, verdict, proof, explanation, nearest } = status;
  const shown = { code: name, number, message, details: details.map(detail => JSON.parse(detail)), verdict };
  return `${JSON.stringify({ ...shown, ...(proof && { proof }), ...(explanation && { explanation }), ...(nearest && { nearest }) })}\n`;
}
