// Messages as gRPC sends them: each behind a byte of flags and four of length.

export interface GrpcFrame {
  /** Where the message begins, past flags and length, in the framed bytes. */
  readonly start: number;
  readonly bytes: Uint8Array;
  readonly isCompressed: boolean;
  /** gRPC-Web sends the trailers so, as text. */
  readonly isTrailers: boolean;
  /** How many bytes of the message are missing at the end. */
  readonly missing: number;
}

/**
 * The messages of framed bytes; undefined where they are not framed. No message begins as a frame does: its first byte
 * would be the tag of field 0, which there is not.
 */
export function grpcFrames(bytes: Uint8Array): readonly GrpcFrame[] | undefined {
  const frames: GrpcFrame[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at < bytes.length) {
    const flags = view.getUint8(at);
    const isTrailers = frames.length > 0 && (flags & 0xfe) === 0x80;
    if (flags > 1 && !isTrailers) return undefined;
    if (at + 5 > bytes.length) return frames.length === 0 ? undefined : [...frames, cutFrame(bytes, at)];
    const start = at + 5;
    const length = view.getUint32(at + 1);
    const end = Math.min(bytes.length, start + length);
    const missing = start + length - end;
    frames.push({ start, bytes: bytes.subarray(start, end), isCompressed: (flags & 1) === 1, isTrailers, missing });
    at = end;
  }
  return frames.length === 0 ? undefined : frames;
}

/** A prefix that is cut off. */
function cutFrame(bytes: Uint8Array, at: number): GrpcFrame {
  const missing = 5 - (bytes.length - at);
  return { start: bytes.length, bytes: new Uint8Array(), isCompressed: false, isTrailers: false, missing };
}
