// The calls of a call worker: each with its transcript, its state and its events.
import type { DescMessage, DescMethod, Registry } from "@bufbuild/protobuf";
import { MethodOptions_IdempotencyLevel } from "@bufbuild/protobuf/wkt";
import type {
  CallEvent,
  CallLinesPage,
  CallMessageRow,
  CallMessagesPage,
  CallRequest,
  CallStatus,
  Direction,
} from "../protocol/call.ts";
import { printAnswer } from "./answerJson.ts";
import { prepareCall, startCall } from "./call.ts";
import { type Channels, warmChannels } from "./channel.ts";
import { messageBytes, type ReadMessageBytes } from "./messageBytes.ts";
import { mayOffer, withOffered } from "./offered.ts";
import { printedJson } from "./printedJson.ts";
import { encodeRequest } from "./requestJson.ts";
import type { PreparedCall, RunningCall } from "./runningCall.ts";
import { type ReadSchema, readSchema } from "./schema.ts";
import { createTranscript, type Transcript } from "./transcript.ts";
import type { CallSend, CallStart } from "./workerMessages.ts";

/** Calls by name. None of the functions throws for a name that is not there. */
export interface CallSessions {
  readonly start: (call: string, request: CallRequest) => CallStart;
  /** One more message, as ProtoJSON text, of a call whose stream stays open. */
  readonly send: (call: string, text: string) => CallSend;
  readonly halfClose: (call: string) => void;
  readonly cancel: (call: string) => void;
  /** Rows from the one at `from`, counted among those of `direction` where there is one. */
  readonly messages: (call: string, from: number, count: number, direction?: Direction) => CallMessagesPage;
  /** All of the transcript as JSON lines, in pages. */
  readonly lines: (call: string, from: number) => CallLinesPage;
  readonly messageBody: (call: string, index: number) => string;
  /** Undefined where there is no such message. `from`: where the page of bytes begins. */
  readonly messageBytes: (call: string, index: number, from: number) => ReadMessageBytes | undefined;
  readonly close: (call: string) => void;
  /** Cancels all calls and closes all channels. */
  readonly closeAll: () => void;
}

interface Session {
  readonly prepared: PreparedCall;
  readonly transcript: Transcript;
  /** Rows that were cut: making them means printing the whole message. */
  readonly cutRows: Map<number, CallMessageRow>;
  event: CallEvent;
  running: RunningCall | undefined;
  nextEvent: NodeJS.Timeout | undefined;
  lastEventAtMs: number;
}

/** A row shows this much of a message, in UTF-16 units; the whole is there on demand. */
const rowBound = 64 * 1024;
const mostRowsAPage = 500;
const mostCutRows = 64;
/** Twenty events a second for a call. */
const eventGapMs = 50;
/** A quick answer is there within this, and is told with its end alone. */
const firstEventAfterMs = 8;

/** Makes an empty set of calls. `onEvent`: at most twenty a second for a call, the last with `phase: "done"`. */
export function createCallSessions(
  onEvent: (event: CallEvent) => void,
  channels: Channels = warmChannels(),
): CallSessions {
  const sessions = new Map<string, Session>();
  const schemas = recentSchemas();

  function tell(session: Session): void {
    clearTimeout(session.nextEvent);
    session.nextEvent = undefined;
    session.lastEventAtMs = performance.now();
    const { transcript, event, running } = session;
    const elapsedMs = event.phase === "done" ? event.elapsedMs : (running?.elapsedMs() ?? 0);
    session.event = {
      ...event,
      takesMore: event.phase !== "done" && running?.takesMore() === true,
      sent: transcript.sent(),
      received: transcript.received(),
      rows: transcript.length(),
      elapsedMs,
    };
    onEvent(session.event);
  }

  function tellSoon(session: Session): void {
    if (session.nextEvent !== undefined) return;
    const wait = Math.max(0, session.lastEventAtMs + eventGapMs - performance.now());
    session.nextEvent = setTimeout(() => tell(session), wait);
  }

  function start(call: string, request: CallRequest): CallStart {
    const prepared = prepareCall(request, schemas(request.schema));
    if (prepared.kind === "refused") return prepared;
    const event: CallEvent = { call, phase: "connecting", sent: 0, received: 0, rows: 0, elapsedMs: 0 };
    const session: Session = {
      prepared: prepared.call,
      transcript: createTranscript(),
      cutRows: new Map(),
      event,
      running: undefined,
      nextEvent: undefined,
      lastEventAtMs: performance.now() + firstEventAfterMs - eventGapMs,
    };
    const change = (changes: Partial<CallEvent>) => {
      session.event = { ...session.event, ...changes };
    };
    // What is still under way when a call is closed must not fill its transcript, or open its file, again.
    const isClosed = () => session.running !== undefined && sessions.get(call) !== session;
    const started = startCall(prepared.call, channels, {
      opened: () => {
        if (isClosed()) return;
        change({ phase: "open" });
        tellSoon(session);
      },
      headers: headers => {
        if (isClosed()) return;
        change({ phase: "open", headers });
        tellSoon(session);
      },
      message: message => {
        if (isClosed()) return;
        session.transcript.add(message);
        if (session.transcript.isFull()) session.running?.pause();
        tellSoon(session);
      },
      done: (status, trailers, timing) => {
        const end = (told: CallStatus) => {
          if (isClosed()) return;
          change({ phase: "done", status: told, trailers, timing, elapsedMs: timing.doneMs });
          tell(session);
        };
        if (mayOffer(request, status)) {
          // Words of help are worth no call that does not end.
          void withOffered(request, status, channels).then(end, () => end(status));
        } else end(status);
      },
    });
    if (started.kind === "refused") return started;
    session.running = started.call;
    sessions.set(call, session);
    tellSoon(session);
    const { streaming, method } = prepared.call;
    return { kind: "started", call, streaming, ...(isRepeatable(method) ? { repeatable: true } : {}) };
  }

  function close(call: string): void {
    const session = sessions.get(call);
    if (session === undefined) return;
    sessions.delete(call);
    clearTimeout(session.nextEvent);
    session.running?.cancel();
    session.transcript.drop();
    if (session.event.phase !== "done") {
      onEvent({ ...session.event, phase: "done", status: closedStatus });
    }
  }

  function send(call: string, text: string): CallSend {
    const session = sessions.get(call);
    if (session?.running === undefined)
      return { kind: "refused", reason: "this call is no longer there; send the request again" };
    const { method, types } = session.prepared;
    const encoded = encodeRequest(method.input, text, types);
    if (encoded.kind === "wrong") return { kind: "refused", reason: encoded.reason };
    if (session.running.send(encoded.bytes)) return { kind: "sent" };
    return { kind: "refused", reason: "the stream takes no more messages; send the request again to open another" };
  }

  return {
    start,
    send,
    halfClose: call => {
      const session = sessions.get(call);
      session?.running?.halfClose();
      if (session !== undefined && session.event.phase !== "done") tellSoon(session);
    },
    cancel: call => sessions.get(call)?.running?.cancel(),
    messages: (call, from, count, direction) => pageOf(sessions.get(call), from, count, direction),
    lines: (call, from) => linesOf(sessions.get(call), from),
    messageBody: (call, index) => {
      const session = sessions.get(call);
      const row = session?.transcript.row(index);
      return session === undefined || row === undefined ? "" : printed(session.prepared, row.direction, row.bytes).text;
    },
    messageBytes: (call, index, from) => {
      const session = sessions.get(call);
      const row = session?.transcript.row(index);
      if (session === undefined || row === undefined) return undefined;
      const { method, types } = session.prepared;
      return messageBytes(row.bytes, { message: row.direction === "sent" ? method.input : method.output, types, from });
    },
    close,
    closeAll: () => {
      for (const call of [...sessions.keys()]) close(call);
      channels.closeAll();
    },
  };
}

/** The schema says that running twice does no more than running once. */
function isRepeatable({ idempotency }: DescMethod): boolean {
  return idempotency !== MethodOptions_IdempotencyLevel.IDEMPOTENCY_UNKNOWN;
}

const closedStatus = {
  number: 1,
  name: "CANCELLED",
  message: "the call was closed",
  details: [],
  verdict: "unknown",
  proof: "the call was closed from here, and its end not waited for",
} as const;

function pageOf(
  session: Session | undefined,
  from: number,
  count: number,
  direction: Direction | undefined,
): CallMessagesPage {
  if (session === undefined) return { from, rows: [], total: 0 };
  const { transcript, cutRows } = session;
  const total = direction === undefined ? transcript.length() : transcript[direction]();
  const rows: CallMessageRow[] = [];
  const end = Math.min(total, from + Math.min(count, mostRowsAPage));
  for (let nth = Math.max(0, from); nth < end; nth += 1) {
    const index = direction === undefined ? nth : transcript.indexOf(direction, nth);
    const row = index === undefined ? undefined : (cutRows.get(index) ?? printedRow(session, index));
    if (row !== undefined) rows.push(row);
  }
  return { from, rows, total };
}

/** A page ends with the message that takes it beyond this length, in UTF-16 units. */
const linesBound = 256 * 1024;

function linesOf(session: Session | undefined, from: number): CallLinesPage {
  const total = session?.transcript.length() ?? 0;
  let text = "";
  let next = from;
  for (; session !== undefined && next < total && text.length < linesBound; next += 1) {
    const row = session.transcript.row(next);
    if (row === undefined) break;
    const { index, direction, atMs, bytes, compressedSize } = row;
    const { json: message, notes } = answerOf(session.prepared, direction, bytes);
    text += `${JSON.stringify({ index, direction, atMs, size: bytes.length, compressedSize, message, ...(notes.length > 0 && { notes }) })}\n`;
  }
  return { text, next, total };
}

function printedRow({ prepared, transcript, cutRows }: Session, index: number): CallMessageRow | undefined {
  const row = transcript.row(index);
  if (row === undefined) return undefined;
  const { direction, atMs, bytes, compressedSize } = row;
  const { text, notes } = printed(prepared, direction, bytes);
  const sizes = compressedSize === undefined ? { size: bytes.length } : { size: bytes.length, compressedSize };
  const whole = { index, direction, atMs, ...sizes, notes };
  if (text.length <= rowBound) return { ...whole, json: text, cut: false };
  const cut = { ...whole, json: cutText(text), cut: true };
  if (cutRows.size >= mostCutRows) cutRows.clear();
  cutRows.set(index, cut);
  return cut;
}

function printed(
  prepared: PreparedCall,
  direction: Direction,
  bytes: Uint8Array,
): { text: string; notes: readonly string[] } {
  const { json, notes } = answerOf(prepared, direction, bytes);
  return { text: printedJson(json, 2), notes };
}

function answerOf({ method, types }: PreparedCall, direction: Direction, bytes: Uint8Array) {
  const message: DescMessage = direction === "sent" ? method.input : method.output;
  return printAnswer(message, bytes, types satisfies Registry);
}

/** Not between the halves of a surrogate pair. */
function cutText(text: string): string {
  const last = text.charCodeAt(rowBound - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? rowBound - 1 : rowBound);
}

/** Schemas are large and calls repeat: the last few are kept read. */
function recentSchemas(): (base64: string) => ReadSchema {
  const kept = new Map<string, ReadSchema>();
  return base64 => {
    const known = kept.get(base64);
    if (known !== undefined) return known;
    const schema = readSchema(Buffer.from(base64, "base64"));
    const oldest = kept.size >= 4 ? kept.keys().next().value : undefined;
    if (oldest !== undefined) kept.delete(oldest);
    kept.set(base64, schema);
    return schema;
  };
}
