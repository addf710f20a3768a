import { queue } from "./queue.ts";

/** The messages of a call on their way out. */
export interface MessageWriter {
  /** False once the end was said. */
  readonly write: (bytes: Uint8Array) => boolean;
  readonly end: () => void;
  readonly takesMore: () => boolean;
}

/** Takes one message at a time; `written` says that it may take the next. */
export interface MessageSink {
  readonly write: (bytes: Uint8Array, written: () => void) => void;
  /** No more follows what was written last, which may be under way still. */
  readonly end: () => void;
}

/** Writes one message after the other as the sink takes them. */
export function messageWriter(sink: MessageSink): MessageWriter {
  const waiting = queue<Uint8Array>();
  let count = 0;
  let isOver = false;
  let isBusy = false;

  function next(): void {
    const bytes = waiting.take();
    isBusy = bytes !== undefined;
    if (bytes === undefined) return;
    count -= 1;
    sink.write(bytes, next);
    endIfDue();
  }

  function endIfDue(): void {
    if (isOver && count === 0) sink.end();
  }

  return {
    write: bytes => {
      if (isOver) return false;
      waiting.add(bytes);
      count += 1;
      if (!isBusy) next();
      return true;
    },
    end: () => {
      if (isOver) return;
      isOver = true;
      endIfDue();
    },
    takesMore: () => !isOver,
  };
}
