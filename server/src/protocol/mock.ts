// A mock server as its thread tells of it: to the language server or the command line, and through them to the user.

/** What was asked of a mock server, and what it said. */
export interface MockCall {
  /** Counts from 1 in the order in which calls came. */
  number: number;
  /** `pkg.Service/Method` */
  method: string;
  /** When it came, in ms since 1970. */
  atMs: number;
  elapsedMs: number;
  /** As ProtoJSON; the first twenty of a stream. */
  requests: readonly string[];
  answers: readonly string[];
  /** How many there were. */
  received: number;
  sent: number;
  /** `NOT_FOUND`; `DROPPED` where the mock dropped the connection as its script said. */
  status: string;
  message: string;
  /** Whether a script said what to answer. */
  from: "schema" | "script";
}

/** Something that is wrong with a script. Lines and columns are zero-based, in UTF-16 units. */
export interface MockScriptProblem {
  /** Path on disk. */
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  message: string;
}

/** A file with services, ready to be served. */
export interface MockFile {
  /** Whatever names it among the others, such as its uri. */
  id: string;
  /** The folder on disk in which its scripts (`*.mock.json`) stand; undefined where there is none. */
  folder: string | undefined;
  /** Serialised `FileDescriptorProto`s as entries of a `FileDescriptorSet`: what it imports first, itself last. */
  entries: readonly Uint8Array[];
}

export interface MockOptions {
  /** The port; where it is taken, the next free one. 0 for any. */
  port: number;
  /** Undefined: this machine only, by IPv4 and IPv6. */
  host: string | undefined;
  /** The same seed gives the same answers. */
  seed: number;
  /** Before each first answer, in ms. */
  latencyMs: number;
  /** Scripts on disk beside those that stand with the files. */
  scripts: readonly string[];
}

export interface MockAddress {
  /** `localhost:port` */
  address: string;
  port: number;
  /** Why it is not the port that was asked for. */
  note?: string;
}

export const defaultMockPort = 50051;

/** What a client asks to be served. */
export interface MockServerStart {
  /** `.proto` files or folders. */
  uris: readonly string[];
  /** Absent: 50051, or the next free one. */
  port?: number;
  seed?: number;
  latencyMs?: number;
}

export interface StartedMock extends MockAddress {
  services: readonly string[];
}
