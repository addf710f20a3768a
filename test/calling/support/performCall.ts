// A call in this process, from request to status.

import { createCallSessions } from "../../../server/src/calling/callSessions.ts";
import type {
  CallEvent,
  CallMessagesPage,
  CallRequest,
  CallStatus,
  CallTarget,
} from "../../../server/src/protocol/call.ts";
import { descriptorSetOf, echoProto } from "./schema.ts";

export interface PerformedCall {
  readonly status: CallStatus;
  readonly last: CallEvent;
  readonly events: readonly CallEvent[];
  readonly page: CallMessagesPage;
  /** JSON of the received messages, parsed. */
  readonly answers: readonly unknown[];
}

let echoSchema: string | undefined;

/** A request to `test.v1.Echo`, `changes` put over it. */
export function echoRequest(
  address: string,
  changes: Partial<CallRequest> & { tls?: CallTarget["tls"]; authority?: string } = {},
): CallRequest {
  echoSchema ??= descriptorSetOf(echoProto).toString("base64");
  const { tls, authority, ...rest } = changes;
  const target: CallTarget = authority === undefined ? { address, tls } : { address, tls, authority };
  return {
    target,
    schema: echoSchema,
    service: "test.v1.Echo",
    method: "Unary",
    messages: ['{"text": "hello"}'],
    metadata: [],
    deadlineMs: 20_000,
    ...rest,
  };
}

/** Performs a call and waits for its end; `onEvent` may cancel it. Throws when it is refused before sending. */
export async function performCall(
  request: CallRequest,
  onEvent?: (event: CallEvent, cancel: () => void) => void,
): Promise<PerformedCall> {
  const events: CallEvent[] = [];
  let done: (event: CallEvent) => void = () => undefined;
  const ended = new Promise<CallEvent>(resolve => {
    done = resolve;
  });
  const sessions = createCallSessions(event => {
    events.push(event);
    onEvent?.(event, () => sessions.cancel("one"));
    if (event.phase === "done") done(event);
  });
  const start = sessions.start("one", request);
  if (start.kind === "refused") throw new Error(start.reason);
  const last = await ended;
  const page = sessions.messages("one", 0, 500);
  sessions.closeAll();
  if (last.status === undefined) throw new Error("a done event without a status");
  const answers = page.rows.filter(row => row.direction === "received").map(row => JSON.parse(row.json));
  return { status: last.status, last, events, page, answers };
}

/** Metadata entries of an object. */
export function entries(metadata: Readonly<Record<string, string>>): { key: string; value: string }[] {
  return Object.entries(metadata).map(([key, value]) => ({ key, value }));
}
