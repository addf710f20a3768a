// Words for failures that are hard to cause here; the others are tried against real servers in failures.test.ts.
import { expect, test } from "vitest";
import { explain, type Failure as JudgedFailure } from "../../server/src/calling/explain.ts";
import { judge } from "../../server/src/calling/verdict.ts";

type Failure = Omit<JudgedFailure, "verdict">;

function told(failure: Failure): string | undefined {
  return explain({ ...failure, verdict: judge(failure).verdict });
}

const unconnected: Failure = {
  wire: { messagesSent: 0, begunBytes: 0, messagesReceived: 0, sentBytes: 0, receivedBytes: 0 },
  picked: false,
  headers: false,
  serverStatus: false,
  contentType: undefined,
  code: 14,
  message: "",
  method: "a.S/M",
  address: "h:1",
  place: { kind: "tcp", host: "h", port: 1 },
  secure: true,
  streaming: "unary",
  deadlineMs: 5000,
  received: 0,
  stopped: undefined,
  compression: undefined,
  maxAnswerBytes: 64 * 1024 * 1024,
  neighbour: undefined,
};
const left = { ...unconnected.wire, stream: 1, leftAtMs: 1, sentAtMs: 2, messagesSent: 1, sentBytes: 9 };
const last = (error: string): Partial<Failure> => ({ message: `No connection established. Last error: ${error}` });

test.each<[string, Partial<Failure>, RegExp]>([
  [
    "plaintext server, in BoringSSL's words",
    last("error:100000f7:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER"),
    /turn TLS off/,
  ],
  [
    "client certificate, in BoringSSL's words",
    last("error:1000045c:SSL routines:OPENSSL_internal:TLSV1_ALERT_CERTIFICATE_REQUIRED"),
    /client certificate/,
  ],
  [
    "no HTTP/2, in BoringSSL's words",
    last("error:10000460:SSL routines:OPENSSL_internal:TLSV1_ALERT_NO_APPLICATION_PROTOCOL"),
    /not HTTP\/2/,
  ],
  ["expired", last("Error: certificate has expired"), /has expired; renew it/],
  ["not yet valid", last("Error: certificate is not yet valid"), /clocks/],
  ["self-signed", last("Error: self-signed certificate"), /not signed by an authority.*`ca`/],
  [
    "signed by nobody that is known",
    last("Error: unable to verify the first certificate"),
    /not signed by an authority/,
  ],
  [
    "another name",
    last(
      "Error: Hostname/IP does not match certificate's altnames: Host: a. is not in the cert's altnames: DNS:b, DNS:c",
    ),
    /not for this name, but for b, c; call it/,
  ],
  ["no way there", last("Error: connect ENETUNREACH 10.0.0.1:1"), /no way to h:1/],
  ["no answer", last("Error: connect ETIMEDOUT 10.0.0.1:1"), /did not answer/],
  [
    "a socket of another user",
    { ...last("Error: connect EACCES /run/a.sock"), place: { kind: "unix", path: "/run/a.sock" } },
    /permissions/,
  ],
  [
    "a file that is no socket",
    { ...last("Error: connect ENOTSOCK /run/a"), place: { kind: "unix", path: "/run/a" } },
    /`\/run\/a` is not a socket/,
  ],
  [
    "a stream that goes on",
    { wire: left, picked: true, code: 4, message: "Deadline exceeded after 5.0s", streaming: "server", received: 7 },
    /still open when the deadline of 5 s passed, after 7 messages/,
  ],
  [
    "a proxy that wants credentials",
    { wire: left, picked: true, headers: true, code: 16, message: "Received HTTP status code 401" },
    /HTTP status 401; it asks for other credentials/,
  ],
  [
    "a path that a proxy does not know",
    { wire: left, picked: true, headers: true, code: 12, message: "Received HTTP status code 404" },
    /does not know this path/,
  ],
  [
    "a server behind a proxy that took too long",
    { wire: left, picked: true, headers: true, code: 14, message: "Received HTTP status code 504" },
    /may have run/,
  ],
  [
    "an answer that is too large",
    {
      wire: left,
      picked: true,
      headers: true,
      code: 8,
      message: "Received message larger than max (70000005 vs 67108864)",
    },
    /64 MB.*the call ran/,
  ],
  [
    "a request that is too large",
    {
      wire: left,
      picked: true,
      serverStatus: true,
      code: 8,
      message: "grpc: received message larger than max (5 vs. 4)",
    },
    /larger than the server accepts/,
  ],
  [
    "a service that the server does not have",
    { wire: left, picked: true, serverStatus: true, code: 12, message: "unknown service a.S" },
    /does not offer the service `a.S`/,
  ],
])("%s", (_, failure, words) => {
  expect(told({ ...unconnected, ...failure })).toMatch(words);
});

test("nothing of the call left", () => {
  const taken: Failure = { ...unconnected, picked: true, code: 4, message: "Deadline exceeded after 5.0s" };
  expect(told(taken)).toMatch(/let no call begin within the deadline of 5 s/);
  expect(told({ ...taken, code: 14, message: "read ECONNRESET" })).toMatch(/had ended when the call began; send it/);
});

test("a server's own failure is left to its own words", () => {
  for (const code of [2, 3, 4, 5, 7, 13, 14]) {
    const failure: Failure = {
      ...unconnected,
      wire: left,
      picked: true,
      serverStatus: true,
      code,
      message: "connect ECONNREFUSED: certificate has expired",
    };
    expect(told(failure)).toBeUndefined();
    expect(told({ ...failure, serverStatus: false, headers: true })).toBeUndefined();
  }
});
