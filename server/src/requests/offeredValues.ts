// What is offered behind options and headers.

/** Values of options, by key; the first is the usual one. */
export const optionValues: Readonly<Record<string, readonly string[]>> = {
  deadline: ["5s", "500ms", "30s", "1m"],
  tls: ["true", "false"],
  insecure: ["true", "false"],
  schema: ["editor"],
  protocol: ["grpc", "grpc-web", "connect"],
  compression: ["gzip"],
  "max-size": ["256MB", "1GB"],
};

/** Keys of metadata that services read, each with values to start from and what it is for. */
export const knownHeaders: readonly {
  readonly key: string;
  readonly values: readonly string[];
  readonly says: string;
}[] = [
  { key: "authorization", values: ["Bearer {{token}}", "Basic "], says: "who calls" },
  { key: "x-request-id", values: ["{{$uuid}}"], says: "names this call in logs" },
  { key: "x-correlation-id", values: ["{{$uuid}}"], says: "names what this call belongs to in logs" },
  { key: "x-api-key", values: ["{{apiKey}}"], says: "a key of the service" },
  { key: "x-goog-api-key", values: ["{{apiKey}}"], says: "a key of a Google API" },
  { key: "x-goog-user-project", values: [], says: "the project that is billed for a call of a Google API" },
  { key: "x-goog-request-params", values: [], says: "routes a call of a Google API: `name=projects/p`" },
  { key: "accept-language", values: ["en", "de", "fr"], says: "the language of messages in the answer" },
  {
    key: "traceparent",
    values: ["00-{{$random.hexadecimal(32)}}-{{$random.hexadecimal(16)}}-01"],
    says: "the trace that this call belongs to (W3C Trace Context)",
  },
  { key: "tracestate", values: [], says: "what tracing systems add to `traceparent`" },
  { key: "baggage", values: [], says: "values that travel along with a trace (W3C Baggage)" },
  { key: "grpc-previous-rpc-attempts", values: ["1"], says: "how often this call was tried before" },
];
