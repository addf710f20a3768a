// What an answer in Connect or gRPC-Web says of itself.
import { status } from "@grpc/grpc-js";
import type { CallRequest, Streaming } from "../protocol/call.ts";

/** What the head of an HTTP answer says. */
export interface WebContent {
  /** The head of an answer that goes on, as a server sends it once it is at work; an error stands alone. */
  readonly isAnswer: boolean;
  /** The content type, where it is none of the protocol. */
  readonly foreignType: string | undefined;
  /** In words that `explain` knows, where there is a status of HTTP and none of the protocol. */
  readonly foreignStatus: string | undefined;
  /** Of its headers. */
  readonly keys: ReadonlySet<string>;
}

/** Reads the head of an HTTP answer. */
export function contentOf(
  protocol: NonNullable<CallRequest["protocol"]>,
  streaming: Streaming,
  httpStatus: number,
  headers: Headers,
): WebContent {
  const type = headers.get("content-type") ?? undefined;
  const keys = new Set(headers.keys());
  const isOk = httpStatus >= 200 && httpStatus < 300;
  const isStatus =
    protocol === "grpc-web"
      ? headers.has("grpc-status")
      : streaming === "unary" && !isOk && type?.startsWith("application/json") === true;
  if (isStatus) return { isAnswer: false, foreignType: undefined, foreignStatus: undefined, keys };
  const expected =
    protocol === "grpc-web"
      ? "application/grpc-web"
      : streaming === "unary"
        ? "application/proto"
        : "application/connect+proto";
  const isExpected = isOk && type?.startsWith(expected) === true;
  return {
    isAnswer: isExpected,
    foreignType: isExpected ? undefined : (type ?? "nothing"),
    foreignStatus: isOk ? undefined : `Received HTTP status code ${httpStatus}`,
    keys,
  };
}

/** How a call ended, by what the library threw; `isServers`: the server said so, and not the way to it. */
export interface WebFailure {
  readonly code: number;
  readonly message: string;
  readonly isServers: boolean;
  readonly trailers: Headers;
  readonly details: readonly string[];
}

/** The end of a call without one. */
export function noFailure(trailers: Headers): WebFailure {
  return { code: status.OK, message: "", isServers: true, trailers, details: [] };
}
