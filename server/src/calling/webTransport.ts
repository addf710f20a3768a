// Connect and gRPC-Web by the library of Connect, over a connection that is open. Messages pass as bytes: it takes those
// that leave for empty ones that have only unknown fields, and of those that come see `webMessages`.
import type { DescMethod } from "@bufbuild/protobuf";
import { type BytesValue, BytesValueSchema, type Empty, EmptySchema } from "@bufbuild/protobuf/wkt";
import type { Transport } from "@connectrpc/connect";
import type { UniversalClientFn } from "@connectrpc/connect/protocol";
import { createTransport as connectTransport } from "@connectrpc/connect/protocol-connect";
import { createTransport as grpcWebTransport } from "@connectrpc/connect/protocol-grpc-web";
import {
  compressionBrotli,
  compressionGzip,
  createNodeHttpClient,
  Http2SessionManager,
} from "@connectrpc/connect-node";
import type { CallRequest } from "../protocol/call.ts";
import { userAgent } from "./userAgent.ts";
import type { WebConnection } from "./webConnection.ts";
import { type WebMessages, webMessages } from "./webMessages.ts";

export interface WebTransportOptions {
  readonly protocol: NonNullable<CallRequest["protocol"]>;
  readonly connection: WebConnection;
  readonly methodKind: DescMethod["methodKind"];
  /** Scheme and authority. */
  readonly baseUrl: string;
  readonly compression: CallRequest["compression"];
  readonly maxAnswerBytes: number;
  /** The server is told how long the call may take, and no timer is set here. */
  readonly timeoutMs: number;
}

/** Hears of the one HTTP request that a call is. */
export interface HttpListener {
  readonly begun: () => void;
  /** So many bytes of the body were given to the connection, or came from it. */
  readonly sent: (bytes: number) => void;
  readonly received: (bytes: number) => void;
  readonly answered: (status: number, headers: Headers) => void;
}

/** A transport for one call. */
export function webTransport(options: WebTransportOptions, listener: HttpListener): Transport {
  const { protocol } = options;
  const make = protocol === "connect" ? connectTransport : grpcWebTransport;
  const form = protocol === "connect" && options.methodKind === "unary" ? "unary" : "envelopes";
  const messages = webMessages(protocol, form, [compressionGzip, compressionBrotli]);
  return make({
    baseUrl: options.baseUrl,
    httpClient: heard(httpClient(options), options, messages, listener),
    useBinaryFormat: true,
    interceptors: [],
    acceptCompression: [...messages.compressions],
    sendCompression: options.compression === undefined ? null : compressionGzip,
    compressMinBytes: 0,
    readMaxBytes: options.maxAnswerBytes,
    writeMaxBytes: 0xffffffff,
  });
}

/** An answer as it comes; `trailer` is filled when its messages have ended. */
export interface WebAnswer {
  /** Each holds the bytes of one. */
  readonly messages: AsyncIterable<BytesValue> | Iterable<BytesValue>;
  readonly trailer: Headers;
}

/** Performs a call over a transport. @throws ConnectError for any end but OK. */
export async function performOver(
  transport: Transport,
  method: DescMethod,
  input: AsyncIterable<Empty>,
  { headers, signal }: { headers: Headers; signal: AbortSignal },
  protocol: WebTransportOptions["protocol"],
): Promise<WebAnswer> {
  const ofBytes = { ...method, input: EmptySchema, output: BytesValueSchema };
  // In Connect alone a call with one message each way is another kind of HTTP request.
  if (protocol === "connect" && ofBytes.methodKind === "unary") {
    for await (const message of input) {
      const unary = { ...ofBytes, methodKind: ofBytes.methodKind };
      const answer = await transport.unary(unary, signal, 0, headers, message);
      return { messages: [answer.message], trailer: answer.trailer };
    }
  }
  const streaming = { ...ofBytes, methodKind: "bidi_streaming" as const };
  const answer = await transport.stream(streaming, signal, 0, headers, input);
  return { messages: answer.message, trailer: answer.trailer };
}

function httpClient({ connection, baseUrl }: WebTransportOptions): UniversalClientFn {
  const createConnection = () => connection.socket;
  if (connection.version === "1.1")
    return createNodeHttpClient({ httpVersion: "1.1", nodeOptions: { createConnection } });
  const session = new Http2SessionManager(baseUrl, {}, { createConnection });
  return createNodeHttpClient({ httpVersion: "2", sessionProvider: () => session });
}

// Of unary calls in Connect, of its streams, and of gRPC-Web.
const acceptHeaders = ["accept-encoding", "connect-accept-encoding", "grpc-accept-encoding"];

function heard(
  client: UniversalClientFn,
  { protocol, timeoutMs }: WebTransportOptions,
  messages: WebMessages,
  listener: HttpListener,
): UniversalClientFn {
  return async request => {
    const { header } = request;
    header.set("user-agent", userAgent);
    if (protocol === "connect") header.set("connect-timeout-ms", `${timeoutMs}`);
    // Eight digits are the most (gRPC over HTTP/2, Timeout).
    else header.set("grpc-timeout", timeoutMs < 1e8 ? `${timeoutMs}m` : `${Math.ceil(timeoutMs / 1000)}S`);
    for (const key of acceptHeaders) if (header.has(key)) header.set(key, messages.accepted);
    listener.begun();
    const body = request.body === undefined ? {} : { body: counted(request.body, listener.sent) };
    const response = await client({ ...request, ...body });
    listener.answered(response.status, response.header);
    return messages.passed({ ...response, body: counted(response.body, listener.received) });
  };
}

async function* counted(
  body: AsyncIterable<Uint8Array>,
  passed: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of body) {
    passed(chunk.length);
    yield chunk;
  }
}
