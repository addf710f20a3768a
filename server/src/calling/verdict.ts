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
  /** What was called: `pkg.Service/Method`. */
  readonly method: string;
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

/**
 * Dispatchers refuse what they cannot run with a status like any other, and a method may pass on such a status from a
 * server behind it. So a text counts only where it names what was called, or is Python's, which names nothing.
 */
function serverVerdict({ code, message, method }: CallEvidence): Verdict {
  switch (code) {
    case status.UNIMPLEMENTED:
      return message === "Method not found!" || isAboutMethod(message, method) ? "refused" : "unknown";
    case status.INTERNAL:
      return unreadableRequest.test(message) ? "unknown" : "ran";
    case status.RESOURCE_EXHAUSTED:
      return /larger than max/i.test(message) ? "unknown" : "ran";
    default:
      return "ran";
  }
}

// grpc-go, Python and tonic, of a request whose bytes they cannot read; nothing else shows that the method did not run.
const unreadableRequest =
  /error unmarshalling request|Exception deserializing request|failed to decode Protobuf message/i;

/** The words of grpc-go, grpc-java and grpc-js; C++ and tonic send none, which proves nothing. */
function isAboutMethod(message: string, method: string): boolean {
  const [service = "", name = ""] = method.split("/");
  const refusal =
    /^(unknown service|unknown method|The server does not implement the method|Method not found:|Service not found:) (.*)$/i.exec(
      message,
    )?.[2];
  if (refusal === undefined) return false;
  return refusal.includes(`${service}/${name}`) || refusal === service || refusal === `${name} for service ${service}`;
}
