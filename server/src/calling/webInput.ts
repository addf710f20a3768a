// The messages of a call in Connect or gRPC-Web on their way out: the library asks for one after the other.
import { fromBinary } from "@bufbuild/protobuf";
import { type Empty, EmptySchema } from "@bufbuild/protobuf/wkt";
import { queue } from "./queue.ts";

export interface WebInput {
  /** False once the end was said. */
  readonly add: (bytes: Uint8Array) => boolean;
  readonly end: () => void;
  readonly takesMore: () => boolean;
  /** All messages, until the end was said. */
  readonly messages: () => AsyncGenerator<Empty, void, undefined>;
}

/** `taken` hears of each message when it is asked for. */
export function webInput(taken: (bytes: Uint8Array) => void): WebInput {
  const waiting = queue<Uint8Array>();
  let isOver = false;
  let changed: () => void = () => undefined;

  async function* messages(): AsyncGenerator<Empty, void, undefined> {
    for (;;) {
      const bytes = waiting.take();
      if (bytes !== undefined) {
        taken(bytes);
        yield fromBinary(EmptySchema, bytes);
      } else if (isOver) return;
      else
        await new Promise<void>(resolve => {
          changed = resolve;
        });
    }
  }

  return {
    add: bytes => {
      if (isOver) return false;
      waiting.add(bytes);
      changed();
      return true;
    },
    end: () => {
      isOver = true;
      changed();
    },
    takesMore: () => !isOver,
    messages,
  };
}
