import { expect, test } from "vitest";
import { type CallEvidence, judge } from "../../server/src/calling/verdict.ts";

const nothingLeft = { messagesSent: 0, begunBytes: 0, messagesReceived: 0, sentBytes: 0, receivedBytes: 0 };
const allLeft = { ...nothingLeft, stream: 3, leftAtMs: 1, sentAtMs: 2, messagesSent: 1, sentBytes: 9 };

const sent: CallEvidence = {
  wire: allLeft,
  streaming: "unary",
  picked: true,
  headers: false,
  serverStatus: false,
  contentType: undefined,
  code: 14,
  message: "Connection dropped",
  method: "a.S/M",
};
const answered: CallEvidence = { ...sent, serverStatus: true, contentType: "application/grpc" };

test.each<[string, CallEvidence, string]>([
  ["there was no connection", { ...sent, wire: nothingLeft, picked: false }, "not-sent"],
  ["the connection was reset before anything was written to it", { ...sent, wire: nothingLeft }, "not-sent"],
  [
    "part of the message left",
    { ...sent, wire: { ...nothingLeft, stream: 1, leftAtMs: 1, sentBytes: 65_535, begunBytes: 65_535 } },
    "not-sent",
  ],
  [
    "part of the first message of a client stream left",
    { ...sent, streaming: "client", wire: { ...nothingLeft, stream: 1, leftAtMs: 1, sentBytes: 9, begunBytes: 9 } },
    "unknown",
  ],
  [
    "GOAWAY before the stream",
    { ...sent, wire: { ...allLeft, goAway: { lastStream: 1, code: 2, note: "" } } },
    "refused",
  ],
  ["GOAWAY at the stream", { ...sent, wire: { ...allLeft, goAway: { lastStream: 3, code: 0, note: "" } } }, "unknown"],
  ["reset as refused", { ...sent, wire: { ...allLeft, reset: { by: "server", code: 7, atMs: 3 } } }, "refused"],
  [
    "reset as refused when it had the call for long",
    { ...sent, wire: { ...allLeft, reset: { by: "server", code: 7, atMs: 7500 } } },
    "unknown",
  ],
  [
    "reset as refused when it had taken the request in",
    { ...sent, wire: { ...allLeft, tookInAtMs: 3, reset: { by: "server", code: 7, atMs: 4 } } },
    "unknown",
  ],
  ["reset as cancelled", { ...sent, wire: { ...allLeft, reset: { by: "server", code: 8, atMs: 3 } } }, "unknown"],
  [
    "reset as refused when an answer had begun",
    { ...sent, wire: { ...allLeft, answeredAtMs: 3, reset: { by: "server", code: 7, atMs: 4 } } },
    "unknown",
  ],
  ["dropped after sending", sent, "unknown"],
  ["dropped after headers", { ...sent, headers: true, contentType: "application/grpc+proto" }, "ran"],
  ["grpc-js says refused, and no frame does", { ...sent, message: "Stream refused by server" }, "unknown"],
  ["a server's own words that read like the transport's", { ...answered, message: "Stream refused by server" }, "ran"],
  [
    "refused after headers, against the protocol",
    { ...sent, headers: true, contentType: "application/grpc", message: "Stream refused by server" },
    "ran",
  ],
  ["any status of the server", { ...answered, code: 5, message: "no such directory" }, "ran"],
  ["grpc-go has no such service", { ...answered, code: 12, message: "unknown service a.S" }, "refused"],
  ["grpc-go has no such method", { ...answered, code: 12, message: "unknown method M for service a.S" }, "refused"],
  [
    "a server behind the server has no such service",
    { ...answered, code: 12, message: "unknown service b.T" },
    "unknown",
  ],
  [
    "grpc-js has no such method",
    { ...answered, code: 12, message: "The server does not implement the method /a.S/M" },
    "refused",
  ],
  ["grpc-java has no such method", { ...answered, code: 12, message: "Method not found: a.S/M" }, "refused"],
  ["Python has no such method", { ...answered, code: 12, message: "Method not found!" }, "refused"],
  ["C++ has no such method, and says nothing", { ...answered, code: 12, message: "" }, "unknown"],
  [
    "Ruby has no such method, and says so with headers alone",
    { ...answered, headers: true, code: 12, message: "" },
    "unknown",
  ],
  ["UNIMPLEMENTED after headers", { ...answered, headers: true, code: 12, message: "unknown service a.S" }, "ran"],
  [
    "a request that could not be read",
    { ...answered, code: 13, message: "grpc: error unmarshalling request: EOF" },
    "unknown",
  ],
  [
    "a request that was too large",
    { ...answered, code: 8, message: "grpc: received message larger than max (5 vs. 4)" },
    "unknown",
  ],
  [
    "a proxy's page",
    { ...sent, headers: true, contentType: "text/html", message: "Received HTTP status code 504" },
    "unknown",
  ],
  ["a proxy's page without a type", { ...sent, headers: true, message: "Received HTTP status code 502" }, "unknown"],
])("%s", (_, evidence, verdict) => {
  expect(judge(evidence).verdict).toBe(verdict);
});
