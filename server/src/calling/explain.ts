// Failures in words: what happened and what to do. Only for what the transport said; a server's own words stand for
// themselves, but for the few that ask for a reading.
import { status } from "@grpc/grpc-js";
import type { Streaming, Verdict } from "../protocol/call.ts";
import type { CallStop } from "./runningCall.ts";
import type { TargetPlace } from "./target.ts";
import { type CallEvidence, errorName, goAwayName, isForeignAnswer, isRefusal, isWithoutStatus } from "./verdict.ts";

/** A failure, and what is known about the way to it. */
export interface Failure extends CallEvidence {
  /** As the user wrote it. */
  readonly address: string;
  readonly place: TargetPlace;
  readonly secure: boolean;
  readonly streaming: Streaming;
  readonly deadlineMs: number;
  readonly received: number;
  /** Why the call was cut off from this side, where it was. */
  readonly stopped: CallStop | undefined;
  readonly verdict: Verdict;
  readonly compression: "gzip" | undefined;
  readonly maxAnswerBytes: number;
  /** Where nothing listens on a port: one beside it that something listens on. */
  readonly neighbour: number | undefined;
}

interface Explanation {
  readonly when: (failure: Failure) => boolean;
  readonly words: (failure: Failure) => string;
}

/** Words for a failure; undefined where the server's own message says it all. */
export function explain(failure: Failure): string | undefined {
  return explanations.find(one => one.when(failure))?.words(failure);
}

/**
 * What grpc-js says before a connection is there. A server's message may hold the same words, of its own backend. OpenSSL
 * (Node) writes `wrong version number` where BoringSSL (the Node of desktop VS Code) writes `WRONG_VERSION_NUMBER`.
 */
const connecting =
  (pattern: RegExp) =>
  ({ picked, headers, serverStatus, message }: Failure): boolean =>
    !picked && !headers && !serverStatus && (pattern.test(message) || pattern.test(message.replaceAll("_", " ")));

/** What grpc-js says of a call that was under way. */
const underWay =
  (pattern: RegExp) =>
  (failure: Failure): boolean =>
    failure.picked && !failure.serverStatus && pattern.test(failure.message);

// The first that fits is told, so the narrow ones stand above the wide ones.
const explanations: readonly Explanation[] = [
  {
    when: ({ stopped }) => stopped === "connect-timeout",
    words: f =>
      `${f.address} accepted no gRPC connection in time; something may listen there that never answers: check host and port, and that a firewall or proxy lets HTTP/2 through`,
  },
  {
    when: f => f.verdict === "not-sent" && f.wire.stream !== undefined,
    words: f =>
      `${f.address} took ${f.wire.sentBytes === 0 ? "nothing" : "only a part"} of the message ${until(f)}; it is safe to send it again`,
  },
  {
    when: ({ stopped }) => stopped === "cancelled",
    words: f =>
      f.wire.stream === undefined
        ? "you cancelled the call before it was sent"
        : "you cancelled the call; the server may have run it up to then",
  },
  {
    when: connecting(/Name resolution failed|ENOTFOUND|EAI_AGAIN/),
    words: f => `there is no host \`${hostOf(f)}\`, or no name server can be reached; check the spelling of the host`,
  },
  {
    when: connecting(/\bENOENT\b/),
    words: f => `there is no socket at \`${pathOf(f)}\`; check the path, and that the server is running`,
  },
  {
    when: connecting(/\bEACCES\b|\bEPERM\b/),
    words: f => `the socket or address ${f.address} may not be used by this user; check its permissions`,
  },
  { when: connecting(/\bENOTSOCK\b/), words: f => `\`${pathOf(f)}\` is not a socket` },
  {
    when: connecting(/\bECONNREFUSED\b/),
    words: f =>
      f.place.kind === "unix"
        ? `nothing listens on the socket \`${pathOf(f)}\`; its server has ended; start it again`
        : f.neighbour === undefined
          ? `nothing listens on ${f.address}; start the server, or check the port`
          : `nothing listens on ${f.address}, but something does on port ${f.neighbour}; check the port, or start the server`,
  },
  {
    when: connecting(/\b(ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL)\b/),
    words: f =>
      `there is no way to ${f.address} from this machine; check the network, and whether the address is right (IPv4 or IPv6)`,
  },
  {
    when: connecting(/\bETIMEDOUT\b/),
    words: f => `${f.address} did not answer; check the host, the port and firewalls`,
  },
  {
    when: connecting(
      /wrong version number|packet length too long|unsupported protocol.*record|http request|record layer failure/i,
    ),
    words: f =>
      `${f.address} does not speak TLS, and this call does; turn TLS off for this request, or use the server's TLS port`,
  },
  {
    when: connecting(/certificate has expired|CERT_HAS_EXPIRED/i),
    words: f => `the certificate of ${f.address} has expired; renew it, or set \`insecure\` to go on without a check`,
  },
  {
    when: connecting(/certificate is not yet valid|CERT_NOT_YET_VALID/i),
    words: f => `the certificate of ${f.address} is not valid yet; check the clocks of both machines`,
  },
  {
    when: connecting(/ERR_TLS_CERT_ALTNAME_INVALID|does not match certificate|altnames/i),
    words: f =>
      `the certificate of ${f.address} is not for this name${certificateNames(f.message)}; call it by a name in the certificate, or set \`authority\` to one`,
  },
  {
    when: connecting(
      /self[- ]signed certificate|unable to verify the first certificate|unable to get (local )?issuer certificate|DEPTH_ZERO_SELF_SIGNED|UNABLE_TO_/i,
    ),
    words: f =>
      `the certificate of ${f.address} is not signed by an authority this machine trusts; give its authority's certificate as \`ca\`, or set \`insecure\` to go on without a check`,
  },
  {
    when: connecting(/alert (bad certificate|certificate required|handshake failure|unknown ca)|certificate required/i),
    words: f =>
      `${f.address} refused the TLS handshake; it probably asks for a client certificate; give \`cert\` and \`key\``,
  },
  {
    when: connecting(/no application protocol|ALPN/i),
    words: f => `${f.address} speaks TLS but not HTTP/2, which gRPC needs; check the port`,
  },
  {
    when: connecting(
      /Invalid HTTP Response|HTTP_PARSER|Parse Error|NGHTTP2_PROTOCOL_ERROR|Protocol error|ERR_HTTP2_ERROR/i,
    ),
    words: notGrpc,
  },
  {
    when: f =>
      !f.picked &&
      !f.headers &&
      connecting(
        /ECONNRESET|EPIPE|Failed to connect|socket hang up|disconnected before secure TLS|Connection (dropped|closed)|Session closed|No connection established/,
      )(f),
    words: closedEarly,
  },
  {
    when: f => f.verdict === "refused" && !f.serverStatus,
    words: f =>
      `the server refused the call before running it${calm(f)}, as it does while shutting down or when it has too many calls; it is safe to send it again`,
  },
  { when: f => isUnreadable(f), words: unreadable },
  {
    when: f => f.code === status.DEADLINE_EXCEEDED && !f.serverStatus && f.message.startsWith("Deadline exceeded"),
    words: deadline,
  },
  { when: f => isForeignAnswer(f), words: foreign },
  {
    when: f => !Number.isNaN(f.code) && isWithoutStatus(f),
    words: () =>
      "the server ended the answer without a status, which breaks the gRPC protocol; what came before that is shown",
  },
  {
    when: f =>
      f.code === status.RESOURCE_EXHAUSTED && /Received message larger than max/.test(f.message) && !f.serverStatus,
    words: f =>
      `a message of the answer is larger than what is accepted here (${sizeText(f.maxAnswerBytes)}); the call ran; raise it with \`# @max-size\` (\`--max-size\`), or ask for less`,
  },
  {
    when: f => f.code === status.RESOURCE_EXHAUSTED && f.serverStatus && /larger than max/i.test(f.message),
    words: () => "the request is larger than the server accepts; send less, or raise the server's limit",
  },
  {
    when: f =>
      f.code === status.UNIMPLEMENTED && f.serverStatus && f.compression !== undefined && isAboutCompression(f),
    words: f => `the server does not take messages compressed with ${f.compression}; send them as they are`,
  },
  { when: f => f.code === status.UNIMPLEMENTED && f.serverStatus, words: unimplemented },
  {
    when: f => underWay(/./)(f) && f.wire.stream === undefined,
    words: f =>
      `the connection to ${f.address}, open from before, had ended when the call began; send it again, over a new one`,
  },
  {
    when: underWay(
      /^(Connection dropped|Stream refused by server|read ECONN|write E|Received RST_STREAM|Call cancelled|Bandwidth exhausted|Protocol not secure|socket hang up|aborted|other side closed)/,
    ),
    words: f =>
      f.headers
        ? `${brokenOff(f)} while the answer was coming; the server had begun to run the call`
        : `${brokenOff(f)} after the request was sent and before an answer came; the server may have run it, or may not: nothing here can tell`,
  },
  {
    // Of Connect and gRPC-Web; with TLS 1.3 a server looks at the certificate when the client is done already.
    when: underWay(/alert (bad certificate|certificate required|handshake failure|unknown ca)|certificate required/i),
    words: f =>
      `${f.address} refused the TLS handshake; it probably asks for a client certificate; give \`cert\` and \`key\``,
  },
  {
    when: underWay(/^Stream closed with error code/),
    words: f => `${f.address} broke the call off; it may speak gRPC only: leave out \`# @protocol\` (\`--protocol\`)`,
  },
  {
    when: f => Number.isNaN(f.code),
    words: () => "the server sent a status that is no number, or more than one, which breaks the gRPC protocol",
  },
  {
    when: f => f.code < 0 || f.code > status.UNAUTHENTICATED,
    words: f => `gRPC defines no status ${f.code}; clients take it for UNKNOWN`,
  },
];

/** What ended a call whose message did not leave whole. */
function until(f: Failure): string {
  if (f.stopped === "cancelled") return "before you cancelled the call";
  if (f.code === status.DEADLINE_EXCEEDED)
    return `within the deadline of ${f.deadlineMs / 1000} s, and waits for room; raise it with \`# @deadline\` (\`--deadline\`)`;
  return `before ${brokenOff(f)}`;
}

function brokenOff({ wire }: Failure): string {
  if (wire.reset?.by === "server") return `the server broke the call off (${errorName(wire.reset.code)})`;
  if (wire.goAway !== undefined && wire.goAway.code !== 0)
    return `the server ended the connection (${goAwayName(wire.goAway)})`;
  return "the connection broke";
}

function calm({ wire }: Failure): string {
  return wire.goAway === undefined || wire.goAway.code === 0 ? "" : ` (${goAwayName(wire.goAway)})`;
}

/** Whether an answer came that HTTP/2 as it is spoken here could not take. */
function isUnreadable({ wire, serverStatus, stopped }: Failure): boolean {
  if (serverStatus || stopped === "cancelled" || wire.stream === undefined) return false;
  return wire.broken !== undefined || (wire.answeredAtMs !== undefined && isRefusal(resetHere(wire)));
}

function resetHere({ reset }: Failure["wire"]): number {
  return reset?.by === "client" ? reset.code : 0;
}

function unreadable(f: Failure): string {
  const name = errorName(f.wire.broken ?? resetHere(f.wire));
  const sizes = f.headers ? "trailers" : "headers";
  if (name === "COMPRESSION_ERROR" || name === "ENHANCE_YOUR_CALM")
    return `the ${sizes} of the answer are not sound, or more than can be taken (64 KB, or 128 of them)${mayHaveRun(f)}`;
  return `what ${f.address} sent is not sound HTTP/2 (${name}); look at the server, or at a proxy before it${mayHaveRun(f)}`;
}

function mayHaveRun({ verdict }: Failure): string {
  return verdict === "unknown" ? "; the server may have run the call" : "";
}

function deadline(f: Failure): string {
  const seconds = `${f.deadlineMs / 1000} s`;
  if (f.picked && f.wire.stream === undefined)
    return `${f.address} let no call begin within the deadline of ${seconds}: it has as many as it takes; try again later, or raise the deadline`;
  if (!f.picked)
    return `no connection to ${f.address} came about within the deadline of ${seconds}; check host and port; the request was not sent`;
  if (f.streaming === "server" || f.streaming === "bidirectional") {
    return `the stream was still open when the deadline of ${seconds} passed, after ${f.received} messages; raise it with \`# @deadline\` (\`--deadline\`)`;
  }
  return `the server did not answer within the deadline of ${seconds}, and may still be at work; raise it with \`# @deadline\` (\`--deadline\`)`;
}

function closedEarly(f: Failure): string {
  if (f.wire.securedAtMs !== undefined)
    return `${f.address} closed the connection when TLS was there; it probably asks for a client certificate, or for another one; give \`cert\` and \`key\``;
  return f.secure
    ? `${f.address} closed the connection during the TLS handshake; it may speak plaintext (turn TLS off), or ask for a client certificate`
    : `${f.address} closed the connection before speaking HTTP/2; it probably expects TLS (turn TLS on, or write \`https://\`), or is no gRPC server`;
}

function notGrpc(f: Failure): string {
  return f.secure
    ? `${f.address} does not answer in HTTP/2; it is probably no gRPC server; check the port`
    : `${f.address} does not answer in HTTP/2; it is a web server (HTTP/1), or it expects TLS; check the port, or turn TLS on`;
}

function foreign(f: Failure): string {
  const http = /^Received HTTP status code (\d+)/.exec(f.message)?.[1];
  if (http === undefined)
    return `what answered at ${f.address} is not a gRPC server: it sent \`${f.contentType}\`; check host and port`;
  const who = `a web server or proxy answered at ${f.address}, with HTTP status ${http}`;
  switch (http) {
    case "401":
    case "403":
      return `${who}; it asks for other credentials; check the \`authorization\` line`;
    case "404":
      return `${who}; it does not know this path; check that gRPC is served or forwarded there`;
    case "413":
      return `${who}; the request is larger than it takes; send less, or raise its limit`;
    case "429":
      return `${who}; it takes no more calls for now; try again later`;
    case "502":
    case "503":
      return `${who}; the server behind it could not be reached, or broke off before it answered`;
    case "504":
      return `${who}; the server behind it took too long, and may have run the call`;
    default:
      return http.startsWith("3")
        ? `${who}; it sends callers elsewhere (\`location\`), where gRPC does not follow; call that address`
        : `${who}, and not a gRPC server; check host and port`;
  }
}

function unimplemented(f: Failure): string {
  const service = f.method.slice(0, f.method.lastIndexOf("/"));
  if (/unknown service/i.test(f.message))
    return `the server is running, but does not offer the service \`${service}\`; check the port, and the package and service names`;
  return `the server is running, but does not offer \`${f.method}\`; it may be older than this .proto, or the wrong server: check the port and the names`;
}

function isAboutCompression({ message }: Failure): boolean {
  return /decompress|compress|encoding/i.test(message);
}

function sizeText(bytes: number): string {
  const units = ["bytes", "KB", "MB", "GB"];
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && size % 1024 === 0 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${size} ${units[unit]}`;
}

function certificateNames(message: string): string {
  const names = /is not in the cert's altnames: (.*?)(?:\. Resolution note|$)/i.exec(message)?.[1];
  return names === undefined || names === ""
    ? ""
    : `, but for ${names.replaceAll("DNS:", "").replaceAll("IP Address:", "")}`;
}

function hostOf({ place, address }: Failure): string {
  return place.kind === "tcp" ? place.host : address;
}

function pathOf({ place, address }: Failure): string {
  return place.kind === "unix" ? place.path : address;
}
