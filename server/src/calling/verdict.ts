// Whether a call can have run, from what is publicly known of it. Never from the status code alone: a dropped connection
// and a server's own UNAVAILABLE bear the same one.
import { status } from "@grpc/grpc-js";
import type { Verdict } from "../protocol/call.ts";

/** What is known of a call when it ends. */
export interface CallEvidence {
  /** A connection was chosen for the call, so that bytes of it can have left. */
  readonly picked: boolean;
  /** Response headers came. */
  readonly headers: boolean;
  /** The final status came with trailers of the server; false where grpc-js made it up. */
  readonly serverStatus: boolean;
  /** Content type of the response, where one came. */
  readonly contentType: string | undefined;
  readonly code: number;
  readonly message: string;
}

/** The row of the table of failures that the evidence proves; `unknown` where it proves none. */
export function verdictOf(evidence: CallEvidence): Verdict {
  if (!evidence.picked && !evidence.headers && !evidence.serverStatus) return "not-sent";
  if (isForeignAnswer(evidence)) return "unknown";
  if (evidence.headers) return "ran";
  if (evidence.serverStatus) return serverVerdict(evidence);
  // RFC 9113 section 8.7: a stream reset with REFUSED_STREAM, or above GOAWAY's last id, was not processed. grpc-js
  // has one text for both.
  if (evidence.code === status.UNAVAILABLE && evidence.message === "Stream refused by server") return "refused";
  return "unknown";
}

/** Whether something other than a gRPC server answered: a proxy, a web server. */
export function isForeignAnswer({ contentType, message }: CallEvidence): boolean {
  if (/^Received HTTP status code \d+/.test(message)) return true;
  return contentType !== undefined && !contentType.startsWith("application/grpc");
}

// What the dispatchers of grpc-go, grpc-java, Python and grpc-js answer to a method they do not have, before any code of
// the service runs. An empty text (C++, tonic) can also come from a method, and proves nothing.
const noSuchMethod =
  /^(unknown (service|method) |Method not found|The server does not implement the method |Method .* is unimplemented|Service .* is unimplemented)/i;

function serverVerdict({ code, message }: CallEvidence): Verdict {
  if (code !== status.UNIMPLEMENTED) return "ran";
  return noSuchMethod.test(message) ? "refused" : "unknown";
}
