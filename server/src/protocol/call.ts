// A call as the call worker tells it: to the language server, and through it to the answer panel.

/** What the call worker needs to perform a call; nothing in it is looked up again. */
export interface CallRequest {
  target: CallTarget;
  /** Serialised `google.protobuf.FileDescriptorSet`, base64: the closure of the service's file, dependencies first. */
  schema: string;
  /** `pkg.Service` */
  service: string;
  method: string;
  /** The request messages as ProtoJSON texts, exactly as typed (comments removed). */
  messages: readonly string[];
  /** The client's stream stays open for more messages (`protodial/sendMessage`) until it is half-closed; else it is at once. */
  staysOpen?: boolean;
  metadata: readonly MetadataEntry[];
  /** From click to status, connecting included. */
  deadlineMs: number;
  /** What is spoken to the server; gRPC where absent. */
  protocol?: "connect" | "grpc-web";
  /** How messages are compressed on their way to the server. */
  compression?: "gzip";
  /** The largest message taken of an answer, in bytes; 64 MB where absent. */
  maxAnswerBytes?: number;
  /** After UNIMPLEMENTED the server is asked by reflection what it has instead. */
  asksServer?: boolean;
}

export interface CallTarget {
  /** `host:port`, `[::1]:port`, `dns:///host:port`, `unix:/path`, `unix:///path` */
  address: string;
  tls: TlsOptions | undefined;
  /** The `:authority` to send, where it is not the target's. */
  authority?: string;
}

/** PEM texts. */
export interface TlsOptions {
  ca?: string;
  cert?: string;
  key?: string;
  /** Accept any certificate. */
  insecure?: boolean;
  /** The name that the server's certificate must bear, where it is neither the authority nor the target's host. */
  serverName?: string;
}

/** `value` of a `-bin` key is base64. */
export interface MetadataEntry {
  key: string;
  value: string;
}

export type StartedCall =
  | {
      kind: "started";
      call: string;
      service: string;
      method: string;
      address: string;
      streaming: Streaming;
      /** The rpc is NO_SIDE_EFFECTS or IDEMPOTENT: it may run twice as well as once. */
      repeatable?: true;
      /** The server's certificate is not verified (`# @insecure`). */
      unverified?: true;
    }
  /**
   * Not sent: the document or the schema does not allow it. `line`: zero-based, in the request document. `decided`: it was
   * the user who said so, and needs not be told.
   */
  | { kind: "refused"; reason: string; line?: number; decided?: true };

export type Streaming = "unary" | "client" | "server" | "bidirectional";

/** The state of a call as a whole; each event replaces the one before. */
export interface CallEvent {
  call: string;
  phase: "connecting" | "open" | "done";
  /** Counts of messages, in transcript order. */
  sent: number;
  received: number;
  /** Rows in the transcript so far. */
  rows: number;
  elapsedMs: number;
  /** Whether more messages can be sent. */
  takesMore?: boolean;
  /** Response headers, once they came. */
  headers?: readonly MetadataEntry[];
  trailers?: readonly MetadataEntry[];
  /** With `phase: "done"` only. */
  status?: CallStatus;
  timing?: CallTiming;
}

/** When what happened, in ms from the call's start; undefined is what did not, or had before, on a warm connection. */
export interface CallTiming {
  /** The address was known. */
  resolvedMs?: number;
  /** There was a TCP connection, or the socket. */
  connectedMs?: number;
  /** TLS was agreed on. */
  securedMs?: number;
  /** The server answered in HTTP/2. */
  settingsMs?: number;
  /** The request's headers left. */
  leftMs?: number;
  /** All of the request had left. */
  sentMs?: number;
  /** The first of the answer came. */
  answeredMs?: number;
  doneMs: number;
  /** Of messages with their prefixes, as they are on the wire: compressed, where they are. In bytes. */
  sentBytes: number;
  receivedBytes: number;
}

export interface CallStatus {
  number: number;
  /** `NOT_FOUND` */
  name: string;
  /** As the server sent it, or as the transport put it. */
  message: string;
  /** `google.rpc.Status` details as JSON texts. */
  details: readonly string[];
  /** What happened in words and what to do, for a failure that was not the server's own answer. */
  explanation?: string;
  /** `pkg.Service/Method` that the server has and that may be meant, after UNIMPLEMENTED. */
  nearest?: string;
  /** Whether the call can have run. */
  verdict: Verdict;
  /** What proves the verdict, in a sentence; absent for OK. */
  proof?: string;
}

export type Verdict = "ran" | "not-sent" | "refused" | "unknown";

export interface CallMessagesPage {
  from: number;
  rows: readonly CallMessageRow[];
  total: number;
}

/** All rows of a transcript from one on, as far as they fit in a page. */
export interface CallLinesPage {
  /** A line of JSON for each row: `index`, `direction`, `atMs`, `size`, `message`, and `notes` where there are some. */
  text: string;
  /** Where the next page begins. */
  next: number;
  total: number;
}

export type Direction = "sent" | "received";

export interface CallMessageRow {
  index: number;
  direction: Direction;
  /** Since the call's start. */
  atMs: number;
  /** Encoded size in bytes. */
  size: number;
  /** Its size on the wire, where it came or went compressed. */
  compressedSize?: number;
  /** ProtoJSON, indented by two; cut to 64 KB when `cut`. What cannot be printed so is shown as fields with `@error`. */
  json: string;
  cut: boolean;
  /** Why the JSON is not the canonical one, or what it lacks (unknown fields). */
  notes: readonly string[];
}
