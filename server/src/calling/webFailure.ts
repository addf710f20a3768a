// How the library of Connect says that a call did not end with OK. Nothing of it is loaded for that.
import type { Registry } from "@bufbuild/protobuf";
import type { ConnectError } from "@connectrpc/connect";
import { status } from "@grpc/grpc-js";
import { printDetails } from "./details.ts";
import { noFailure, type WebFailure } from "./webContent.ts";

/** What was thrown, read. Connect's codes are those of gRPC. */
export function failureOf(error: unknown, types: Registry): WebFailure {
  if (!isConnectError(error))
    return { ...noFailure(new Headers()), code: status.UNAVAILABLE, message: messageOf(error), isServers: false };
  const { rawMessage, metadata, cause } = error;
  const code: number = error.code;
  const details = error.details.flatMap(detail =>
    "type" in detail && typeof detail.type === "string" && "value" in detail && detail.value instanceof Uint8Array
      ? [{ typeUrl: `type.googleapis.com/${detail.type}`, value: detail.value }]
      : [],
  );
  const told = { trailers: metadata, details: printDetails(details, types) };
  // The words for it are those of grpc-js, which are explained already.
  if (/readMaxBytes/.test(rawMessage))
    return { ...told, code, message: `Received message larger than max: ${rawMessage}`, isServers: false };
  if (cause === undefined) return { ...told, code, message: rawMessage, isServers: true };
  // A connection that breaks is UNAVAILABLE in gRPC, and ABORTED for the library.
  const isBroken = code === status.ABORTED || code === status.UNKNOWN;
  return { ...told, code: isBroken ? status.UNAVAILABLE : code, message: messageOf(cause), isServers: false };
}

function isConnectError(error: unknown): error is ConnectError {
  return error instanceof Error && error.name === "ConnectError";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
