// What is known of a call from its frames: whether it left, how much of it did, and what came back.
import { type Frame, frameFlags, frameReader, frameTypes, prefaceLength } from "./http2Frames.ts";
import { type MessagePassed, messageSizes } from "./messageSizes.ts";

/** Times are those of `performance.now()`. Undefined is what has not happened, or not for this call. */
export interface WireEvidence {
  /** Of a connection that was made for the call: an address was tried, there was TCP (or the socket), TLS, HTTP/2. */
  readonly triedAtMs?: number;
  readonly connectedAtMs?: number;
  readonly securedAtMs?: number;
  readonly settingsAtMs?: number;
  /** The HTTP/2 stream of the call. Without one, none of it has left. */
  readonly stream?: number;
  readonly leftAtMs?: number;
  /** Our side of the stream has ended: all of the request has left. */
  readonly sentAtMs?: number;
  /** Messages that have left whole, and how many bytes of one that has not. */
  readonly messagesSent: number;
  readonly begunBytes: number;
  /** The server took in what the request's DATA held, and made room for more. */
  readonly tookInAtMs?: number;
  /** The first response headers, or trailers where there were no headers. */
  readonly answeredAtMs?: number;
  /** Trailers, which end the server's side of the stream. */
  readonly trailersAtMs?: number;
  readonly messagesReceived: number;
  /** In DATA frames. */
  readonly sentBytes: number;
  readonly receivedBytes: number;
  /** The first RST_STREAM of the call. */
  readonly reset?: { readonly by: "server" | "client"; readonly code: number; readonly atMs: number };
  /** What the server has said of the whole connection; `note`: its words for it, where there are any. */
  readonly goAway?: { readonly lastStream: number; readonly code: number; readonly note: string };
  readonly mostStreams?: number;
  /** This side ended the connection, since what came breaks HTTP/2: the code of the error. */
  readonly broken?: number;
  /** The connection of the call has ended. */
  readonly closed?: { readonly error: string | undefined };
}

/** What is known of a connection, and not of a call over it. */
type ConnectionState = Pick<WireEvidence, "goAway" | "mostStreams" | "broken" | "closed">;

/** Hears of a call's frames as they pass: its headers, then each message that is whole. */
export interface WireListener {
  readonly left: () => void;
  readonly sent: MessagePassed;
  readonly received: MessagePassed;
  /** See `WireEvidence.broken`: nothing more will come. */
  readonly broken: () => void;
}

/** What the connections of a channel tell of the one call that has the channel. */
export interface WireRecord {
  /** From here on all that passes is of this call. */
  readonly begin: (listener: WireListener) => void;
  /** Of the messages that have come, grpc-js has told one more. */
  readonly told: () => void;
  /** It will tell of no more. */
  readonly over: () => void;
  readonly evidence: () => WireEvidence;
  readonly trying: () => void;
  readonly connected: () => void;
  readonly secured: () => void;
  /** For the connection that was made last. */
  readonly connection: () => ConnectionRecord;
}

/** Takes what passes over one connection. */
export interface ConnectionRecord {
  readonly sent: (chunk: Uint8Array) => void;
  /** Where the chunk is to be cut, in order. */
  readonly received: (chunk: Uint8Array) => readonly Cut[];
  /** Whether grpc-js has not yet told of so many messages of the call; without a number, of all that have come. */
  readonly isBehind: (messages?: number) => boolean;
  /** Whom to tell, once, when that may have changed. */
  readonly caughtUp: (listener: () => void) => void;
  readonly closed: (error: Error | undefined) => void;
}

/** A place in a chunk. */
export interface Cut {
  readonly at: number;
  /** A frame begins there that makes grpc-js forget what it has not told of these messages, all before it. */
  readonly after?: number;
}

type Changing<Type> = { -readonly [Key in keyof Type]: Type[Key] };

const maxConcurrentStreams = 3;

/** An empty record. */
export function wireRecord(): WireRecord {
  let now: Changing<WireEvidence> = {
    messagesSent: 0,
    messagesReceived: 0,
    begunBytes: 0,
    sentBytes: 0,
    receivedBytes: 0,
  };
  // Several may be tried at once: the one that the call has is where its headers left.
  let latest: Changing<ConnectionState> = {};
  let bearer: Changing<ConnectionState> | undefined;
  let listener: WireListener | undefined;
  let told = 0;
  let whenCaughtUp: () => void = () => undefined;
  let sent = sizesSent();
  let received = sizesReceived();

  function sizesSent() {
    return messageSizes((size, form) => {
      now.messagesSent += 1;
      listener?.sent(size, form);
    });
  }

  function sizesReceived() {
    return messageSizes((size, form) => {
      now.messagesReceived += 1;
      listener?.received(size, form);
    });
  }

  function frameSent({ type, flags, stream, payload }: Frame, own: Changing<ConnectionState>): void {
    if (type === frameTypes.headers && now.stream === undefined && listener !== undefined) {
      bearer = own;
      now.stream = stream;
      now.leftAtMs = performance.now();
      listener.left();
    }
    if (type === frameTypes.goAway && payload.length >= 8) takeBreak(new DataView(payload.buffer).getUint32(4), own);
    if (own !== bearer || stream !== now.stream) return;
    if ((type === frameTypes.headers || type === frameTypes.data) && (flags & frameFlags.endStream) !== 0)
      now.sentAtMs = performance.now();
  }

  function takeBreak(code: number, own: Changing<ConnectionState>): void {
    if (code === 0 || own.broken !== undefined) return;
    own.broken = code;
    if (own === bearer) listener?.broken();
  }

  function frameReceived({ type, flags, stream, payload }: Frame, own: Changing<ConnectionState>): void {
    if (type === frameTypes.settings && (flags & frameFlags.ack) === 0) takeSettings(new DataView(payload.buffer), own);
    if (type === frameTypes.goAway && payload.length >= 8) {
      const view = new DataView(payload.buffer);
      const note = new TextDecoder().decode(payload.subarray(8));
      own.goAway = { lastStream: view.getUint32(0) & 0x7fffffff, code: view.getUint32(4), note };
    }
    if (own !== bearer || stream !== now.stream) return;
    if (type === frameTypes.windowUpdate) now.tookInAtMs ??= performance.now();
    if (type !== frameTypes.headers) return;
    now.answeredAtMs ??= performance.now();
    if ((flags & frameFlags.endStream) !== 0) now.trailersAtMs ??= performance.now();
  }

  function takeSettings(view: DataView, own: Changing<ConnectionState>): void {
    now.settingsAtMs ??= performance.now();
    for (let at = 0; at + 6 <= view.byteLength; at += 6) {
      if (view.getUint16(at) === maxConcurrentStreams) own.mostStreams = view.getUint32(at + 2);
    }
  }

  function takeReset(frame: Frame, by: "server" | "client"): void {
    if (frame.type !== frameTypes.reset || frame.stream !== now.stream || frame.payload.length < 4) return;
    now.reset ??= { by, code: new DataView(frame.payload.buffer).getUint32(0), atMs: performance.now() };
  }

  function catchUp(): void {
    const heard = whenCaughtUp;
    whenCaughtUp = () => undefined;
    heard();
  }

  function connection(): ConnectionRecord {
    const own: Changing<ConnectionState> = {};
    latest = own;
    let cuts: Cut[] = [];
    const isCalls = (stream: number) => own === bearer && stream === now.stream;
    const readSent = frameReader(
      {
        data: (stream, part) => {
          if (!isCalls(stream)) return;
          now.sentBytes += part.length;
          sent.add(part);
        },
        passed: frame => {
          frameSent(frame, own);
          if (isCalls(frame.stream)) takeReset(frame, "client");
        },
      },
      prefaceLength,
    );
    const readReceived = frameReader({
      data: (stream, part) => {
        if (!isCalls(stream)) return;
        now.receivedBytes += part.length;
        received.add(part);
      },
      passed: (frame, at, start) => {
        if (isEnd(frame, isCalls(frame.stream))) cuts.push({ at: Math.max(0, start), after: now.messagesReceived });
        frameReceived(frame, own);
        if (isCalls(frame.stream)) takeReset(frame, "server");
        if (frame.type === frameTypes.headers || frame.type === frameTypes.continuation) cuts.push({ at });
      },
    });
    return {
      sent: readSent,
      received: chunk => {
        cuts = [];
        readReceived(chunk);
        return cuts;
      },
      isBehind: (messages = now.messagesReceived) => own === bearer && told < messages,
      caughtUp: heard => {
        if (own === bearer) whenCaughtUp = heard;
      },
      closed: error => {
        own.closed ??= { error: error?.message };
      },
    };
  }

  /** Trailers, and what ends a stream or all of them. */
  function isEnd({ type }: Frame, isCalls: boolean): boolean {
    if (type === frameTypes.goAway) return true;
    return isCalls && (type === frameTypes.reset || (type === frameTypes.headers && now.answeredAtMs !== undefined));
  }

  return {
    begin: heard => {
      listener = heard;
      now = { messagesSent: 0, messagesReceived: 0, begunBytes: 0, sentBytes: 0, receivedBytes: 0 };
      bearer = undefined;
      sent = sizesSent();
      received = sizesReceived();
      told = 0;
      catchUp();
    },
    told: () => {
      told += 1;
      catchUp();
    },
    over: () => {
      told = Number.POSITIVE_INFINITY;
      catchUp();
    },
    evidence: () => ({ ...now, ...(bearer ?? latest), begunBytes: sent.begun() }),
    trying: () => {
      now.triedAtMs ??= performance.now();
    },
    connected: () => {
      now.connectedAtMs = performance.now();
      delete now.settingsAtMs;
      latest = {};
    },
    secured: () => {
      now.securedAtMs = performance.now();
    },
    connection,
  };
}
