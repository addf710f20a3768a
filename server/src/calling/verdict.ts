// Whether a call can have run, from what went over the wire. Never from the status code: a dropped connection and a
// server's own UNAVAILABLE bear the same one.
import { status } from "@grpc/grpc-js";
import type { Streaming, Verdict } from "../protocol/call.ts";
import { statusName } from "./statusNames.ts";
import type { WireEvidence } from "./wireRecord.ts";

/** What is known of a call when it ends. */
export interface CallEvidence {
  readonly wire: WireEvidence;
  readonly streaming: Streaming;
  /** A connection was chosen for the call. */
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

/** A verdict, and what proves it, as a sentence. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly proof: string;
}

// RFC 9113 section 7.
const refusedStream = 7;
const cancel = 8;
const slowRefusalMs = 5000;

/** The row of the table of failures that the evidence proves; `unknown` where it proves none. */
export function judge(evidence: CallEvidence): Judgement {
  const { wire, headers, serverStatus } = evidence;
  if (isForeignAnswer(evidence)) return foreign(evidence);
  if (headers && !isWordlessRefusal(evidence))
    return { verdict: "ran", proof: "response headers came, which a server sends once it is at work on a call" };
  if (serverStatus) return serverJudgement(evidence);
  if (wire.stream === undefined) return notSent(evidence);
  if (wire.answeredAtMs !== undefined) return unknown(evidence);
  if (wire.goAway !== undefined && wire.goAway.lastStream < wire.stream) {
    const { lastStream } = wire.goAway;
    return {
      verdict: "refused",
      proof: `the server said GOAWAY after stream ${lastStream} and this call was stream ${wire.stream}: by RFC 9113 it was not looked at`,
    };
  }
  if (wire.reset?.by === "server" && wire.reset.code === refusedStream) return refusal(wire, wire.reset.atMs);
  return isIncomplete(evidence) ? incomplete(evidence) : unknown(evidence);
}

/**
 * A server refuses a stream when it sees it. HAProxy resets one in the same way when the server behind it had begun the
 * call and broke off: it had taken the request in to pass it on, or had it for long.
 */
function refusal({ leftAtMs = 0, tookInAtMs }: WireEvidence, resetAtMs: number): Judgement {
  const promise = "the server reset the stream with REFUSED_STREAM, which by RFC 9113 says that it did nothing with it";
  const proxy = "as a proxy does whose server broke off";
  if (tookInAtMs !== undefined && tookInAtMs < resetAtMs)
    return { verdict: "unknown", proof: `${promise}; but it had taken the request in before, ${proxy}` };
  const afterMs = resetAtMs - leftAtMs;
  if (afterMs < slowRefusalMs) return { verdict: "refused", proof: promise };
  const late = `that came ${(afterMs / 1000).toFixed(1)} s after the call`;
  return { verdict: "unknown", proof: `${promise}; but ${late}, ${proxy}` };
}

/** So servers on the C core, Ruby's for one, answer for a method that they do not have: headers, and no word. */
function isWordlessRefusal({ serverStatus, code, message, wire }: CallEvidence): boolean {
  return serverStatus && code === status.UNIMPLEMENTED && message === "" && wire.messagesReceived === 0;
}

/** Whether something other than a gRPC server answered: a proxy, a web server. */
export function isForeignAnswer(evidence: CallEvidence): boolean {
  const { contentType, message } = evidence;
  if (/^Received HTTP status code \d+/.test(message)) return !isWithoutStatus(evidence);
  return contentType !== undefined && !isGrpc(contentType);
}

/** Whether an answer of gRPC ended without a status, as it came. */
export function isWithoutStatus({ contentType, message }: CallEvidence): boolean {
  return (
    message.includes("Call ended without gRPC status") ||
    (/^Received HTTP status code 200\b/.test(message) && contentType !== undefined && isGrpc(contentType))
  );
}

function isGrpc(contentType: string): boolean {
  return contentType.toLowerCase().startsWith("application/grpc");
}

function foreign({ message, contentType }: CallEvidence): Judgement {
  const http = /^Received HTTP status code (\d+)/.exec(message)?.[1];
  const what = http === undefined ? `content of type \`${contentType}\`` : `HTTP status ${http}`;
  return {
    verdict: "unknown",
    proof: `what answered sent ${what} and no gRPC status; a server behind it may have got the request before that`,
  };
}

function notSent({ wire, picked }: CallEvidence): Judgement {
  if (!picked) return { verdict: "not-sent", proof: "there was no connection, and no frame of this call was written" };
  const reason =
    wire.mostStreams === 0
      ? "; the server allows no calls at the moment (SETTINGS_MAX_CONCURRENT_STREAMS is 0)"
      : wire.closed === undefined
        ? ""
        : "; the connection had ended before";
  return { verdict: "not-sent", proof: `there was a connection, and no frame of this call was written to it${reason}` };
}

/** A method with one message in has nothing to run on until all of it is there. */
function isIncomplete({ wire, streaming }: CallEvidence): boolean {
  return (streaming === "unary" || streaming === "server") && wire.messagesSent === 0 && wire.sentAtMs === undefined;
}

function incomplete({ wire }: CallEvidence): Judgement {
  return {
    verdict: "not-sent",
    proof: `the headers left, and ${wire.sentBytes === 0 ? "nothing" : `only ${wire.sentBytes} bytes`} of the message: the method, which takes a whole one, cannot have begun`,
  };
}

function unknown({ wire, streaming }: CallEvidence): Judgement {
  const left =
    wire.sentAtMs !== undefined
      ? "all of the request left"
      : streaming === "unary" || streaming === "server"
        ? "the message left"
        : `${wire.messagesSent} ${wire.messagesSent === 1 ? "message" : "messages"} left`;
  return {
    verdict: "unknown",
    proof: `${left}, and ${endOf(wire)} before any answer: the server may have run it, in whole or in part, or not at all`,
  };
}

function endOf({ reset, closed, answeredAtMs, broken, goAway }: WireEvidence): string {
  if (broken !== undefined) return `what came broke HTTP/2 (${errorName(broken)})`;
  if (answeredAtMs !== undefined && reset?.by === "client" && isRefusal(reset.code))
    return `this side could not take what came (${errorName(reset.code)})`;
  if (answeredAtMs !== undefined) return "what came was broken off";
  if (reset?.by === "server") return `the server reset the stream (${errorName(reset.code)})`;
  if (goAway !== undefined && goAway.code !== 0) return `the server ended the connection (${goAwayName(goAway)})`;
  if (reset?.by === "client") return "this side ended the call";
  return closed === undefined ? "the call ended" : "the connection ended";
}

/** Whether a stream that this side reset was one whose answer it could not take, and not one that was given up. */
export function isRefusal(code: number): boolean {
  return code !== 0 && code !== cancel;
}

/** Why a server ended a connection: the error, and its own words where it has some. */
export function goAwayName({ code, note }: NonNullable<WireEvidence["goAway"]>): string {
  return note === "" ? errorName(code) : `${errorName(code)}: ${note}`;
}

/** What RFC 9113 calls an error of HTTP/2. */
export function errorName(code: number): string {
  return errorNames[code] ?? `code ${code}`;
}

// RFC 9113 section 7.
const errorNames = [
  "NO_ERROR",
  "PROTOCOL_ERROR",
  "INTERNAL_ERROR",
  "FLOW_CONTROL_ERROR",
  "SETTINGS_TIMEOUT",
  "STREAM_CLOSED",
  "FRAME_SIZE_ERROR",
  "REFUSED_STREAM",
  "CANCEL",
  "COMPRESSION_ERROR",
  "CONNECT_ERROR",
  "ENHANCE_YOUR_CALM",
  "INADEQUATE_SECURITY",
  "HTTP_1_1_REQUIRED",
];

/**
 * Dispatchers refuse what they cannot run with a status like any other, and a method may pass on such a status from a
 * server behind it. So a text counts only where it names what was called, or is Python's, which names nothing.
 */
function serverJudgement(evidence: CallEvidence): Judgement {
  const { code, message, method } = evidence;
  if (isWithoutStatus(evidence)) return { verdict: "ran", proof: "an answer of gRPC came, though without a status" };
  if (proxyWords.test(message)) {
    return {
      verdict: "unknown",
      proof: `a proxy answered in the words it has for a server behind it (\`${message}\`), which may have got the request before that`,
    };
  }
  const name = `\`${statusName(code)}\``;
  const answered = `the server itself answered ${name}: the request reached it`;
  switch (code) {
    case status.UNIMPLEMENTED:
      return message === "Method not found!" || isAboutMethod(message, method)
        ? { verdict: "refused", proof: `the server answered ${name} in the words it has for a method it does not have` }
        : {
            verdict: "unknown",
            proof: `${answered}; a method can answer that as well as a server that does not have it`,
          };
    case status.INTERNAL:
      return unreadableRequest.test(message)
        ? { verdict: "unknown", proof: `${answered}, and could not read it; that it stopped there nothing proves` }
        : ran(answered);
    case status.RESOURCE_EXHAUSTED:
      return /larger than max/i.test(message)
        ? { verdict: "unknown", proof: `${answered}, and found it too large; that it stopped there nothing proves` }
        : ran(answered);
    default:
      return ran(answered);
  }
}

function ran(answered: string): Judgement {
  return { verdict: "ran", proof: `${answered}; what it did before, the status does not tell` };
}

// Envoy's, which answers in gRPC for the server behind it.
const proxyWords = /^(upstream connect error or disconnect|no healthy upstream|upstream request timeout)/;

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
