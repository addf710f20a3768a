// Messages of answers past the library of Connect as they came. It would read each, and give up an answer for one that is
// not sound. So each is made to look compressed, and what "decompresses" it puts it into a message of its own.
import { create, toBinary } from "@bufbuild/protobuf";
import { BytesValueSchema } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError } from "@connectrpc/connect";
import type { Compression, UniversalClientResponse } from "@connectrpc/connect/protocol";
import type { CallRequest } from "../protocol/call.ts";
import { queue } from "./queue.ts";

export interface WebMessages {
  /** What the library is to know: the compressions, each with a `BytesValue` of the message as what comes out. */
  readonly compressions: readonly Compression[];
  /** Names for servers, of which ours is none. */
  readonly accepted: string;
  /** The answer as the library is to see it. */
  readonly passed: (answer: UniversalClientResponse) => UniversalClientResponse;
}

/** An envelope whose content is still to be looked at, in the order in which they came. */
interface Envelope {
  /** It holds the end of the answer and no message. */
  readonly isEnd: boolean;
  readonly isCompressed: boolean;
}

// No server can know it.
const ownName = "protodial-as-it-came";
const prefixLength = 5;
const compressedFlag = 1;
const encodingHeaders = { unary: "content-encoding", connect: "connect-content-encoding", "grpc-web": "grpc-encoding" };
const endFlags = { connect: 2, "grpc-web": 128 };

/** For one call. `form`: whether the answer is in envelopes, or is one message and nothing else. */
export function webMessages(
  protocol: NonNullable<CallRequest["protocol"]>,
  form: "unary" | "envelopes",
  known: readonly Compression[],
): WebMessages {
  const envelopes = queue<Envelope>();
  const encodingHeader = encodingHeaders[form === "unary" ? "unary" : protocol];

  async function content(bytes: Uint8Array, limit: number, compression: Compression | undefined) {
    // An error of an unary call, which is no message.
    const { isEnd, isCompressed } = envelopes.take() ?? { isEnd: true, isCompressed: true };
    if (isCompressed && compression === undefined)
      throw new ConnectError("the answer's message is compressed, and no header says how", Code.Internal);
    const plain = isCompressed ? await compression?.decompress(bytes, limit) : bytes;
    const value = plain ?? bytes;
    return isEnd ? new Uint8Array(value) : toBinary(BytesValueSchema, create(BytesValueSchema, { value }));
  }

  function withContent(name: string, compression: Compression | undefined): Compression {
    return {
      name,
      compress: async bytes => new Uint8Array(bytes),
      decompress: (bytes, limit) => content(bytes, limit, compression),
    };
  }

  return {
    compressions: [...known.map(one => withContent(one.name, one)), withContent(ownName, undefined)],
    accepted: known.map(one => one.name).join(","),
    passed: answer => {
      if (answer.status < 200 || answer.status > 299) return answer;
      const header = new Headers(answer.header);
      const encoding = header.get(encodingHeader)?.toLowerCase() ?? "identity";
      if (encoding === "identity") header.set(encodingHeader, ownName);
      if (form === "unary") envelopes.add({ isEnd: false, isCompressed: encoding !== "identity" });
      const body = form === "unary" ? answer.body : marked(answer.body, endFlags[protocol], envelopes.add);
      return { ...answer, header, body };
    },
  };
}

/** Says of each envelope that it is compressed, and tells what it said of itself. */
async function* marked(
  body: AsyncIterable<Uint8Array>,
  endFlag: number,
  tell: (envelope: Envelope) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const prefix = new DataView(new ArrayBuffer(prefixLength));
  let held = 0;
  let left = 0;
  for await (const chunk of body) {
    for (let at = 0; at < chunk.length; ) {
      if (left === 0) {
        while (held < prefixLength && at < chunk.length) prefix.setUint8(held++, chunk[at++] ?? 0);
        if (held < prefixLength) break;
        held = 0;
        left = prefix.getUint32(1);
        const flags = prefix.getUint8(0);
        tell({ isEnd: (flags & endFlag) !== 0, isCompressed: (flags & compressedFlag) !== 0 });
        prefix.setUint8(0, flags | compressedFlag);
        yield new Uint8Array(prefix.buffer.slice(0));
      } else {
        const count = Math.min(left, chunk.length - at);
        yield chunk.subarray(at, at + count);
        left -= count;
        at += count;
      }
    }
  }
}
