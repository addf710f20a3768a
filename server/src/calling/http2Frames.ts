// HTTP/2 as it passes by: the headers of its frames, and what those hold that say how a call went.

/** Types of frames (RFC 9113 section 6) that tell something of a call. */
export const frameTypes = {
  data: 0,
  headers: 1,
  reset: 3,
  settings: 4,
  goAway: 7,
  windowUpdate: 8,
  continuation: 9,
} as const;

/** Flags of frames; `endStream` and `ack` are the same bit of different types. */
export const frameFlags = { endStream: 1, ack: 1, padded: 8 } as const;

/** What a client says before its frames, in bytes. */
export const prefaceLength = 24;

export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  /** The first 256 bytes of RST_STREAM, SETTINGS and GOAWAY; of others nothing. */
  readonly payload: Uint8Array;
}

/** Hears of the frames of one direction. */
export interface FrameListener {
  /** A part of the bytes that a DATA frame carries, without padding. */
  readonly data: (stream: number, part: Uint8Array) => void;
  /** The whole frame has passed; it ends at `at` of the chunk that is being read, and began at `start`, negative: before it. */
  readonly passed: (frame: Frame, at: number, start: number) => void;
}

const headerLength = 9;
const longestKept = 256;
const nothing = new Uint8Array();

/** Reads frames out of chunks, however those are cut. `skip`: bytes before the first frame. */
export function frameReader(listener: FrameListener, skip = 0): (chunk: Uint8Array) => void {
  const header = new DataView(new ArrayBuffer(headerLength));
  let held = 0;
  let toSkip = skip;
  let payload = nothing;
  let length = 0;
  let type = 0;
  let stream = 0;
  let read = 0;
  let padding = 0;

  function takeHeader(): void {
    length = header.getUint32(0) >>> 8;
    type = header.getUint8(3);
    stream = header.getUint32(5) & 0x7fffffff;
    read = 0;
    padding = 0;
    payload = isTelling(type) ? new Uint8Array(Math.min(length, longestKept)) : nothing;
  }

  function takePayload(part: Uint8Array): void {
    if (type === frameTypes.data) takeData(part);
    else payload.set(part.subarray(0, payload.length - read), read);
  }

  function takeData(part: Uint8Array): void {
    const isPadded = (header.getUint8(4) & frameFlags.padded) !== 0;
    const start = isPadded && read === 0 ? 1 : 0;
    if (start === 1) padding = part[0] ?? 0;
    const end = Math.min(part.length, length - padding - read);
    if (end > start) listener.data(stream, part.subarray(start, end));
  }

  return chunk => {
    let at = Math.min(toSkip, chunk.length);
    toSkip -= at;
    while (at < chunk.length) {
      if (held < headerLength) {
        while (held < headerLength && at < chunk.length) header.setUint8(held++, chunk[at++] ?? 0);
        if (held < headerLength) return;
        takeHeader();
      }
      const count = Math.min(length - read, chunk.length - at);
      if (count > 0 && (type === frameTypes.data || read < payload.length)) takePayload(chunk.subarray(at, at + count));
      read += count;
      at += count;
      if (read < length) return;
      held = 0;
      listener.passed({ type, flags: header.getUint8(4), stream, payload }, at, at - headerLength - length);
    }
  };
}

// What others hold nobody asks for, and there are some in each call.
function isTelling(type: number): boolean {
  return type === frameTypes.reset || type === frameTypes.settings || type === frameTypes.goAway;
}
