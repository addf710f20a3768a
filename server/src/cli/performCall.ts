import { printAnswer } from "../calling/answerJson.ts";
import { prepareCall, startCall } from "../calling/call.ts";
import type { Channels } from "../calling/channel.ts";
import { readSchema } from "../calling/schema.ts";
import type { CallRequest, CallStatus, MetadataEntry } from "../protocol/call.ts";
import type { CommandIo } from "./commandIo.ts";
import { UsageError } from "./usageError.ts";

/** A call that has ended. */
export interface PerformedCall {
  readonly status: CallStatus;
  /** The last message of the answer, as JSON. */
  readonly lastMessage: string | undefined;
  readonly headers: readonly MetadataEntry[];
  readonly trailers: readonly MetadataEntry[];
}

/**
 * Performs a call and prints each message of the answer to stdout, a status other than OK to stderr. `schema`: a serialised
 * `google.protobuf.FileDescriptorSet`.
 * @throws {UsageError} when there is nothing that could be sent.
 */
export async function performCall(
  request: CallRequest,
  schema: Uint8Array,
  channels: Channels,
  io: CommandIo,
): Promise<PerformedCall> {
  const prepared = prepareCall(request, readSchema(schema));
  if (prepared.kind === "refused") {
    const which =
      prepared.message === undefined || request.messages.length === 1 ? "" : `message ${prepared.message + 1}: `;
    throw new UsageError(`${which}${prepared.reason}`);
  }
  const { method, types } = prepared.call;
  let lastMessage: string | undefined;
  let headers: readonly MetadataEntry[] = [];
  const performed = await new Promise<PerformedCall>((settle, fail) => {
    const started = startCall(prepared.call, channels, {
      opened: () => undefined,
      headers: found => {
        headers = found;
      },
      message: ({ direction, bytes }) => {
        if (direction === "sent") return;
        const { json, notes } = printAnswer(method.output, bytes, types);
        lastMessage = JSON.stringify(json);
        io.stdout(`${lastMessage}\n`);
        for (const note of notes) io.stderr(`note: ${note}\n`);
      },
      done: (status, trailers) => settle({ status, lastMessage, headers, trailers }),
    });
    if (started.kind === "refused") fail(new UsageError(started.reason));
    else if (io.stop?.aborted === true) started.call.cancel();
    else io.stop?.addEventListener("abort", () => started.call.cancel());
  });
  if (performed.status.number !== 0) io.stderr(statusLine(performed.status));
  return performed;
}

/** One line of JSON; `explanation` is there where the failure was not the server's own answer. */
export function statusLine({ name, number, message, details, verdict, proof, explanation }: CallStatus): string {
  const shown = { code: name, number, message, details: details.map(detail => JSON.parse(detail)), verdict };
  return `${JSON.stringify({ ...shown, ...(proof && { proof }), ...(explanation && { explanation }) })}\n`;
}
