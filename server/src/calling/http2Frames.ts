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
  /** Its first 256 bytes; of DATA nothing. */
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
  const header = new Uint8Array(headerLength);
  const view = new DataView(header.buffer);
  let held = 0;
  let toSkip = skip;
  let payload = nothing;
  let length = 0;
  let read = 0;
  let padding = 0;

  function takeHeader(): void {
    length = view.getUint32(0) >>> 8;
    read = 0;
    padding = 0;
    payload = view.getUint8(3) === frameTypes.data ? nothing : new Uint8Array(Math.min(length, longestKept));
  }

  function takePayload(part: Uint8Array): void {
    if (view.getUint8(3) === frameTypes.data) takeData(part);
    else if (read < payload.length) payload.set(part.subarray(0, payload.length - read), read);
    read += part.length;
  }

  function takeData(part: Uint8Array): void {
    const isPadded = (view.getUint8(4) & frameFlags.padded) !== 0;
    const start = isPadded && read === 0 ? 1 : 0;
    if (start === 1) padding = part[0] ?? 0;
    const end = Math.min(part.length, length - padding - read);
    if (end > start) listener.data(streamId(), part.subarray(start, end));
  }

  function streamId(): number {
    return view.getUint32(5) & 0x7fffffff;
  }

  return chunk => {
    let at = Math.min(toSkip, chunk.length);
    toSkip -= at;
    while (at < chunk.length) {
      if (held < headerLength) {
        const count = Math.min(headerLength - held, chunk.length - at);
        header.set(chunk.subarray(at, at + count), held);
        held += count;
        at += count;
        if (held < headerLength) return;
        takeHeader();
      }
      const count = Math.min(length - read, chunk.length - at);
      if (count > 0) takePayload(chunk.subarray(at, at + count));
      at += count;
      if (read < length) return;
      held = 0;
      listener.passed(
        { type: view.getUint8(3), flags: view.getUint8(4), stream: streamId(), payload },
        at,
        at - headerLength - length,
      );
    }
  };
}
