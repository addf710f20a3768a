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
  /** The first response headers, or trailers where there were no headers. */
  readonly answeredAtMs?: number;
  readonly messagesReceived: number;
  /** In DATA frames. */
  readonly sentBytes: number;
  readonly receivedBytes: number;
  /** The first RST_STREAM of the call. */
  readonly reset?: { readonly by: "server" | "client"; readonly code: number };
  /** What the server has said of the whole connection. */
  readonly goAway?: { readonly lastStream: number; readonly code: number };
  readonly mostStreams?: number;
  /** The connection of the call has ended. */
  readonly closed?: { readonly error: string | undefined };
}

/** Hears of a call's frames as they pass: its headers, then each message that is whole. */
export interface WireListener {
  readonly left: () => void;
  readonly sent: MessagePassed;
  readonly received: MessagePassed;
}

/** What the connections of a channel tell of the one call that has the channel. */
export interface WireRecord {
  /** From here on all that passes is of this call. */
  readonly begin: (listener: WireListener) => void;
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
  /** The ends of frames with response headers in the chunk. */
  readonly received: (chunk: Uint8Array) => readonly number[];
  readonly closed: (error: Error | undefined) => void;
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
  let listener: WireListener | undefined;
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

  function frameSent({ type, flags, stream }: Frame): void {
    if (type === frameTypes.headers && now.stream === undefined && listener !== undefined) {
      now.stream = stream;
      now.leftAtMs = performance.now();
      listener.left();
    }
    if (stream !== now.stream || stream === 0) return;
    if ((type === frameTypes.headers || type === frameTypes.data) && (flags & frameFlags.endStream) !== 0)
      now.sentAtMs = performance.now();
  }

  function frameReceived({ type, flags, stream, payload }: Frame): void {
    const view = new DataView(payload.buffer);
    if (type === frameTypes.settings && (flags & frameFlags.ack) === 0) takeSettings(view);
    if (type === frameTypes.goAway && payload.length >= 8)
      now.goAway = { lastStream: view.getUint32(0) & 0x7fffffff, code: view.getUint32(4) };
    if (stream === now.stream && stream !== 0 && type === frameTypes.headers) now.answeredAtMs ??= performance.now();
  }

  function takeSettings(view: DataView): void {
    now.settingsAtMs ??= performance.now();
    for (let at = 0; at + 6 <= view.byteLength; at += 6) {
      if (view.getUint16(at) === maxConcurrentStreams) now.mostStreams = view.getUint32(at + 2);
    }
  }

  function takeReset(frame: Frame, by: "server" | "client"): void {
    if (frame.type !== frameTypes.reset || frame.stream !== now.stream || frame.payload.length < 4) return;
    now.reset ??= { by, code: new DataView(frame.payload.buffer).getUint32(0) };
  }

  function connection(): ConnectionRecord {
    let headersEnd: number[] = [];
    const readSent = frameReader(
      {
        data: (stream, part) => {
          if (stream !== now.stream) return;
          now.sentBytes += part.length;
          sent.add(part);
        },
        passed: frame => {
          frameSent(frame);
          takeReset(frame, "client");
        },
      },
      prefaceLength,
    );
    const readReceived = frameReader({
      data: (stream, part) => {
        if (stream !== now.stream) return;
        now.receivedBytes += part.length;
        received.add(part);
      },
      passed: (frame, at) => {
        frameReceived(frame);
        takeReset(frame, "server");
        if (frame.type === frameTypes.headers || frame.type === frameTypes.continuation) headersEnd.push(at);
      },
    });
    return {
      sent: readSent,
      received: chunk => {
        headersEnd = [];
        readReceived(chunk);
        return headersEnd;
      },
      closed: error => {
        now.closed ??= { error: error?.message };
      },
    };
  }

  return {
    begin: heard => {
      listener = heard;
      // What the connection has said of itself holds for the next call over it.
      const { goAway, mostStreams, closed } = now;
      now = {
        ...{ messagesSent: 0, messagesReceived: 0, begunBytes: 0, sentBytes: 0, receivedBytes: 0 },
        ...(goAway === undefined ? {} : { goAway }),
        ...(mostStreams === undefined ? {} : { mostStreams }),
        ...(closed === undefined ? {} : { closed }),
      };
      sent = sizesSent();
      received = sizesReceived();
    },
    evidence: () => ({ ...now, begunBytes: sent.begun() }),
    trying: () => {
      now.triedAtMs ??= performance.now();
    },
    connected: () => {
      now.connectedAtMs = performance.now();
      for (const key of ["goAway", "mostStreams", "closed", "settingsAtMs"] as const) delete now[key];
    },
    secured: () => {
      now.securedAtMs = performance.now();
    },
    connection,
  };
}
