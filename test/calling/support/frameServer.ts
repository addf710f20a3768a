// A server that speaks HTTP/2 by hand, for what node:http2 cannot be made to say.
import type net from "node:net";
import { type Frame, frameReader, frameTypes, prefaceLength } from "../../../server/src/calling/http2Frames.ts";
import { type RunningServer, tcpServer } from "./servers.ts";

export type Headers = readonly (readonly [name: string, value: string])[];

/** What is said to the client, frame by frame. */
export interface FrameSender {
  readonly frame: (type: number, flags: number, stream: number, payload: Uint8Array) => void;
  /** Response headers of gRPC, `200` and its content type; `end` with status 0 and no more. */
  readonly headers: (stream: number) => void;
  /** Any headers, whole in one frame. */
  readonly block: (stream: number, flags: number, headers: Headers) => void;
  /** Trailers with `grpc-status: 0`, which end the stream. */
  readonly trailers: (stream: number) => void;
  readonly reset: (stream: number, code: number) => void;
  readonly goAway: (lastStream: number, code: number) => void;
  readonly socket: net.Socket;
}

/** The numbers of SETTINGS (RFC 9113 section 6.5.2). */
export const settingNumbers = { maxConcurrentStreams: 3, initialWindowSize: 4 } as const;

/** Sends `settings`, then gives each frame of the client that is no SETTINGS to `took`. */
export function frameServer(
  took: (frame: Frame, send: FrameSender) => void,
  settings: Readonly<Record<number, number>> = {},
): Promise<RunningServer> {
  return tcpServer(socket => {
    const send = senderTo(socket);
    const pairs = Object.entries(settings).flatMap(([key, value]) => [0, Number(key), ...bytes32(value)]);
    send.frame(frameTypes.settings, 0, 0, Uint8Array.from(pairs));
    const read = frameReader(
      {
        data: () => undefined,
        passed: frame => {
          if (frame.type !== frameTypes.settings) took(frame, send);
          else if (frame.flags === 0) send.frame(frameTypes.settings, 1, 0, new Uint8Array());
        },
      },
      prefaceLength,
    );
    socket.on("data", read);
  });
}

function senderTo(socket: net.Socket): FrameSender {
  function frame(type: number, flags: number, stream: number, payload: Uint8Array): void {
    const head = Buffer.alloc(9);
    head.writeUIntBE(payload.length, 0, 3);
    head.writeUInt8(type, 3);
    head.writeUInt8(flags, 4);
    head.writeUInt32BE(stream, 5);
    socket.write(Buffer.concat([head, payload]));
  }
  return {
    frame,
    block: (stream, flags, headers) => frame(frameTypes.headers, flags, stream, headerBlock(headers)),
    // HPACK (RFC 7541): `:status: 200` is entry 8 of its table, `content-type` entry 31.
    headers: stream =>
      frame(frameTypes.headers, 4, stream, Buffer.concat([Buffer.of(0x88, 0x0f, 0x10), text("application/grpc")])),
    trailers: stream =>
      frame(frameTypes.headers, 5, stream, Buffer.concat([Buffer.of(0), text("grpc-status"), text("0")])),
    reset: (stream, code) => frame(frameTypes.reset, 0, stream, Uint8Array.from(bytes32(code))),
    goAway: (lastStream, code) =>
      frame(frameTypes.goAway, 0, 0, Uint8Array.from([...bytes32(lastStream), ...bytes32(code)])),
    socket,
  };
}

/** Headers in HPACK (RFC 7541 section 6.2.2), each a literal with a name of its own. */
export function headerBlock(headers: Headers): Buffer {
  return Buffer.concat(headers.flatMap(([name, value]) => [Buffer.of(0), text(name), text(value)]));
}

function text(value: string): Buffer {
  const length: number[] = [];
  if (value.length < 127) length.push(value.length);
  else {
    let rest = value.length - 127;
    length.push(127);
    for (; rest >= 128; rest >>>= 7) length.push((rest & 127) | 128);
    length.push(rest);
  }
  return Buffer.concat([Buffer.from(length), Buffer.from(value, "latin1")]);
}

function bytes32(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}
