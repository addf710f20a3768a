import { expect, test } from "vitest";
import { type CallEvidence, verdictOf } from "../../server/src/calling/verdict.ts";

const sent: CallEvidence = {
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
  ["no connection was picked", { ...sent, picked: false }, "not-sent"],
  ["dropped after sending", sent, "unknown"],
  ["dropped after headers", { ...sent, headers: true, contentType: "application/grpc+proto" }, "ran"],
  ["refused by the transport", { ...sent, message: "Stream refused by server" }, "refused"],
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
  expect(verdictOf(evidence)).toBe(verdict);
});
