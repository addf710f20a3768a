// The streams that stay open for more messages, each with the request that it was opened from, followed through edits.

import { requestDocumentAt } from "../features/requestDocumentAt.ts";
import type { OpenStream } from "../features/requestLenses.ts";
import type { CallEvent, CallStatus } from "../protocol/call.ts";
import { type Request, type RequestDocument, requestAt } from "../requests/requestDocument.ts";
import { movedOffset } from "../requests/streamText.ts";
import type { Snapshot } from "../workspace/snapshot.ts";

export interface OpenStreams {
  /** A call was opened from a request. */
  readonly add: (call: string, origin: StreamOrigin) => void;
  readonly event: (event: CallEvent) => void;
  /** The call is looked at no more. */
  readonly forget: (call: string) => void;
  /** The stream of a call, with its request as it stands now; undefined where the document is closed or it is gone. */
  readonly of: (call: string, snapshot: Snapshot) => FollowedStream | undefined;
  /** The stream that was opened last from the request at an offset. */
  readonly at: (snapshot: Snapshot, uri: string, offset: number) => FollowedStream | undefined;
  /** A message that ends at `offset` of the text was sent; those below are next. */
  readonly sent: (call: string, text: string, offset: number) => void;
  /** Runs what changes a stream after what was asked of it before, in the order of the clicks. */
  readonly inTurn: <Result>(call: string, run: () => Promise<Result>) => Promise<Result>;
  /** Takes an edit of documents: the more often, the surer each request is known again. */
  readonly follow: (snapshot: Snapshot) => void;
  /** Those of a document. */
  readonly shown: (snapshot: Snapshot, uri: string) => readonly OpenStream[];
}

export interface StreamOrigin {
  readonly uri: string;
  readonly text: string;
  /** Of the request's line. */
  readonly offset: number;
  readonly service: string;
  readonly method: string;
}

export interface FollowedStream {
  readonly call: string;
  readonly uri: string;
  readonly text: string;
  readonly request: Request;
  /** Whether it still takes messages. */
  readonly state: "open" | "half-closed" | "ended";
  readonly status: CallStatus | undefined;
  /** Where the messages begin that are next. */
  readonly nextFrom: number;
}

interface Stream {
  readonly call: string;
  readonly origin: StreamOrigin;
  place: Place;
  state: FollowedStream["state"];
  status: CallStatus | undefined;
  turn: Promise<unknown>;
}

/** Where the request of a stream stands in a text, and what is known of it should edits take it elsewhere. */
interface Place {
  readonly text: string;
  readonly offset: number;
  readonly nextFrom: number;
  /** How many requests for the same rpc stand before it. */
  readonly ordinal: number;
  /** How many of its messages stand above those that are next. */
  readonly passed: number;
}

/** None yet. `changed`: a stream was opened, takes no more, or ended. */
export function openStreams(changed: () => void): OpenStreams {
  const streams = new Map<string, Stream>();

  function followed(stream: Stream, snapshot: Snapshot): FollowedStream | undefined {
    const { call, origin, state, status } = stream;
    const document = requestDocumentAt(snapshot, origin.uri);
    if (document === undefined) return undefined;
    const found = placed(document, origin, stream.place);
    if (found === undefined) return undefined;
    stream.place = found.place;
    const { text, nextFrom } = found.place;
    return { call, uri: origin.uri, text, request: found.request, state, status, nextFrom };
  }

  function enter(stream: Stream, state: FollowedStream["state"]): void {
    if (stream.state === state) return;
    stream.state = state;
    changed();
  }

  return {
    add: (call, origin) => {
      const { text, offset } = origin;
      const place: Place = { text, offset, nextFrom: offset, ordinal: 0, passed: 0 };
      streams.set(call, { call, origin, place, state: "open", status: undefined, turn: Promise.resolve() });
      changed();
    },
    event: ({ call, phase, takesMore, status }) => {
      const stream = streams.get(call);
      if (stream === undefined) return;
      stream.status = status;
      enter(stream, phase === "done" ? "ended" : takesMore === false ? "half-closed" : stream.state);
    },
    forget: call => {
      if (streams.delete(call)) changed();
    },
    of: (call, snapshot) => {
      const stream = streams.get(call);
      return stream && followed(stream, snapshot);
    },
    at: (snapshot, uri, offset) => {
      const document = requestDocumentAt(snapshot, uri);
      const request = document && requestAt(document, offset);
      const here = [...streams.values()]
        .flatMap(one => (one.origin.uri === uri ? (followed(one, snapshot) ?? []) : []))
        .filter(one => one.request === request);
      return here.filter(one => one.state === "open").at(-1) ?? here.at(-1);
    },
    sent: (call, text, offset) => {
      const stream = streams.get(call);
      if (stream === undefined) return;
      const nextFrom = movedOffset(text, stream.place.text, offset) ?? stream.place.nextFrom;
      stream.place = { ...stream.place, nextFrom };
    },
    inTurn: (call, run) => {
      const stream = streams.get(call);
      if (stream === undefined) return run();
      const result = stream.turn.then(run);
      // What failed was told to who asked for it; the next still has its turn.
      stream.turn = result.catch(() => undefined);
      return result;
    },
    follow: snapshot => {
      for (const stream of streams.values()) followed(stream, snapshot);
    },
    shown: (snapshot, uri) =>
      [...streams.values()].flatMap(stream => {
        if (stream.origin.uri !== uri || stream.state === "ended") return [];
        const found = followed(stream, snapshot);
        return found === undefined
          ? []
          : [{ call: found.call, request: found.request, takesMore: found.state === "open" }];
      }),
  };
}

/**
 * The request of a stream in a later text: where edits have moved it, or where they have gone over it, as when all was
 * formatted, the one that is as far down as it was.
 */
function placed(
  document: RequestDocument,
  { service, method }: StreamOrigin,
  before: Place,
): { request: Request; place: Place } | undefined {
  const { text } = document.source;
  const same = document.requests.filter(({ line }) => line?.service.text === service && line.method.text === method);
  const offset = movedOffset(before.text, text, before.offset);
  const moved = offset === undefined ? undefined : requestAt(document, offset);
  const request = moved !== undefined && same.includes(moved) ? moved : same[Math.min(before.ordinal, same.length - 1)];
  if (request?.line === undefined) return undefined;
  const from = movedOffset(before.text, text, before.nextFrom);
  const isSure = request === moved && from !== undefined;
  const nextFrom = isSure ? from : (request.messages[before.passed - 1]?.end ?? request.line.start);
  const passed = request.messages.filter(one => one.start < nextFrom).length;
  return { request, place: { text, offset: request.line.start, nextFrom, ordinal: same.indexOf(request), passed } };
}
