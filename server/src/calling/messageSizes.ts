// The messages in what DATA frames carry, as gRPC's "Length-Prefixed-Message" has them.

const prefixLength = 5;

/** Told when all of a message has passed: `size` is of its bytes on the wire, compressed where they are. */
export type MessagePassed = (size: number, form: "compressed" | "plain") => void;

/** The messages of one direction of a call. */
export interface MessageSizes {
  readonly add: (part: Uint8Array) => void;
  /** Bytes of a message that has begun and not ended, its prefix among them; 0 between messages. */
  readonly begun: () => number;
}

/** Reads the lengths of messages out of what DATA frames carry, however that is cut. */
export function messageSizes(passed: MessagePassed): MessageSizes {
  let held = 0;
  let flag = 0;
  let size = 0;
  let read = 0;
  return {
    add: part => {
      let at = 0;
      while (at < part.length) {
        if (held < prefixLength) {
          const byte = part[at] ?? 0;
          if (held === 0) flag = byte;
          size = held === 0 ? 0 : size * 256 + byte;
          held += 1;
          at += 1;
          if (held < prefixLength) continue;
          read = 0;
        }
        const count = Math.min(size - read, part.length - at);
        at += count;
        read += count;
        if (read < size) return;
        held = 0;
        passed(size, flag === 0 ? "plain" : "compressed");
      }
    },
    begun: () => (held < prefixLength ? held : prefixLength + read),
  };
}
