// Sees the frames of a channel's connections as they pass: between grpc-js and the socket, for plain TCP, TLS and Unix
// sockets alike. grpc-js tells of none of this: neither whether a request has left nor why a stream ended.
import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { ChannelCredentials, type experimental } from "@grpc/grpc-js";
import type { ConnectionRecord, WireRecord } from "./wireRecord.ts";

type Connector = experimental.SecureConnector;
type ConnectorArguments = Parameters<ChannelCredentials["_createSecureConnector"]>;

/** Credentials as they are, whose connections write down what passes. */
export function tapped(credentials: ChannelCredentials, record: WireRecord): ChannelCredentials {
  return new TappedCredentials(credentials, record);
}

class TappedCredentials extends ChannelCredentials {
  readonly #inner: ChannelCredentials;
  readonly #record: WireRecord;

  constructor(inner: ChannelCredentials, record: WireRecord) {
    super();
    this.#inner = inner;
    this.#record = record;
  }

  _isSecure(): boolean {
    return this.#inner._isSecure();
  }

  _equals(other: ChannelCredentials): boolean {
    return this === other;
  }

  _createSecureConnector(...connectorArguments: ConnectorArguments): Connector {
    const connector = this.#inner._createSecureConnector(...connectorArguments);
    const record = this.#record;
    return {
      connect: async socket => {
        record.connected();
        const { socket: secured, secure } = await connector.connect(socket);
        if (secure) record.secured();
        // grpc-js uses of the socket what any stream has.
        return { socket: new Tap(secured, record.connection()) as unknown as Socket, secure };
      },
      waitForReady: () => {
        record.trying();
        return connector.waitForReady();
      },
      getCallCredentials: () => connector.getCallCredentials(),
      destroy: () => connector.destroy(),
    };
  }
}

interface Piece {
  readonly bytes: Uint8Array;
  /** It waits until grpc-js has told of so many messages; see `Cut`. */
  readonly after: number;
}

/**
 * A socket's bytes both ways. What follows response headers is handed on a turn later: node:http2 tells of DATA that comes
 * in the same piece before it tells of the headers, and grpc-js then takes a proxy's web page for a message. And the end of
 * an answer waits until grpc-js has told of all messages before it, of which it drops those in hand when a call fails.
 */
class Tap extends Duplex {
  readonly #socket: Socket;
  readonly #record: ConnectionRecord;
  readonly #waiting: Piece[] = [];
  #turn: NodeJS.Immediate | undefined;
  #isFull = false;
  #isOver = false;
  #error: Error | undefined;

  constructor(socket: Socket, record: ConnectionRecord) {
    super();
    this.#socket = socket;
    this.#record = record;
    socket.on("data", chunk => this.#take(chunk));
    socket.on("end", () => this.#finish());
    socket.on("error", error => {
      this.#error ??= error;
    });
    socket.on("close", () => {
      record.closed(this.#error);
      this.#finish();
    });
  }

  override _read(): void {
    this.#isFull = false;
    this.#socket.resume();
    if (this.#waiting.length > 0 || this.#isOver) this.#handOnLater();
  }

  override _write(chunk: Uint8Array, _: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#record.sent(chunk);
    this.#socket.write(chunk, error => this.#written(error, done));
  }

  override _writev(chunks: { chunk: Uint8Array }[], done: (error?: Error | null) => void): void {
    this.#socket.cork();
    const last = chunks.pop();
    for (const { chunk } of chunks) {
      this.#record.sent(chunk);
      this.#socket.write(chunk);
    }
    if (last !== undefined) this._write(last.chunk, "binary", done);
    this.#socket.uncork();
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearImmediate(this.#turn);
    this.#socket.destroy();
    done(error);
  }

  // Why the other side has gone it says in what is still to be read, a TLS alert for one.
  #written(error: Error | null | undefined, done: (error?: Error | null) => void): void {
    if (error !== null && error !== undefined) this.#error ??= error;
    if (error === null || error === undefined || this.#socket.closed) done(error);
    else this.#socket.once("close", () => done(this.#error));
  }

  #take(chunk: Uint8Array): void {
    let start = 0;
    let after = 0;
    for (const cut of [...this.#record.received(chunk), { at: chunk.length }]) {
      if (cut.at > start) {
        this.#waiting.push({ bytes: chunk.subarray(start, cut.at), after });
        after = 0;
      }
      start = cut.at;
      after = Math.max(after, cut.after ?? 0);
    }
    if (this.#turn === undefined && !this.#isFull) this.#handOn();
  }

  #finish(): void {
    if (this.#isOver && !this.#socket.closed) return;
    this.#isOver = true;
    if (this.#turn === undefined && !this.#isFull) this.#handOn();
  }

  #handOnLater(): void {
    this.#turn ??= setImmediate(() => {
      this.#turn = undefined;
      this.#handOn();
    });
  }

  #goOn(): void {
    if (this.#mustWait()) this.#record.caughtUp(() => this.#goOn());
    else if (!this.#isFull) {
      this.#socket.resume();
      this.#handOnLater();
    }
  }

  #mustWait(): boolean {
    const [next] = this.#waiting;
    return next === undefined ? this.#isOver && this.#record.isBehind() : this.#record.isBehind(next.after);
  }

  #handOn(): void {
    if (this.#mustWait()) {
      this.#socket.pause();
      this.#record.caughtUp(() => this.#goOn());
      return;
    }
    const piece = this.#waiting.shift();
    if (piece !== undefined && !this.push(piece.bytes)) {
      this.#isFull = true;
      this.#socket.pause();
      return;
    }
    if (this.#waiting.length > 0) this.#handOnLater();
    else if (this.#isOver && this.#socket.closed && this.#error !== undefined) this.destroy(this.#error);
    else if (this.#isOver) this.push(null);
  }
}
