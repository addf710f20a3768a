import type { ClientDuplexStream } from "@grpc/grpc-js";
import { queue } from "./queue.ts";

/** The messages of a call on their way out. */
export interface MessageWriter {
  /** False once the end was said. */
  readonly write: (bytes: Uint8Array) => boolean;
  readonly end: () => void;
  readonly takesMore: () => boolean;
}

/** Writes one message after the other as the stream takes them. */
export function messageWriter(
  stream: ClientDuplexStream<Buffer, Buffer>,
  writing: (bytes: Uint8Array) => void,
): MessageWriter {
  const waiting = queue<Uint8Array>();
  let isOver = false;
  let isFull = false;

  function next(): void {
    isFull = false;
    for (let bytes = waiting.take(); bytes !== undefined; bytes = waiting.take()) {
      writing(bytes);
      if (stream.write(Buffer.from(bytes))) continue;
      isFull = true;
      stream.once("drain", next);
      return;
    }
    if (isOver) stream.end();
  }

  return {
    write: bytes => {
      if (isOver) return false;
      waiting.add(bytes);
      if (!isFull) next();
      return true;
    },
    end: () => {
      if (isOver) return;
      isOver = true;
      if (!isFull) next();
    },
    takesMore: () => !isOver,
  };
}
