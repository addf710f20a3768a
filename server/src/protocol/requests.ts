// The custom messages between a client and the language server. Plain JSON shapes; both sides wrap them in one typed
// function each. Standard LSP carries everything else.
import type { DecodeBytesParams, DecodeBytesResult, MessageBytes } from "./bytes.ts";
import type {
  CallEvent,
  CallLinesPage,
  CallMessagesPage,
  Direction,
  MetadataEntry,
  StartedCall,
  Streaming,
} from "./call.ts";
import type { MockCall, MockServerStart, StartedMock } from "./mock.ts";
import type { BrowsedServer, CheckedHealth, ServerComparison, ServerOfService } from "./servers.ts";

export interface Requests {
  /** The text of a new request document for an rpc, or where the folder already has a request for it. */
  "protodial/requestTemplate": { params: RequestTemplateParams; result: RequestTemplateResult };
  /**
   * Sends the request that stands at `line` of an open request document. `staysOpen`: opens the stream, sends nothing yet
   * and takes messages with `protodial/sendMessage` until it is half-closed.
   */
  "protodial/call": { params: { uri: string; line: number; staysOpen?: boolean }; result: StartedCall };
  /** A `grpcurl` or `buf curl` command as the text of a request document. */
  "protodial/fromCommand": { params: { command: string }; result: RequestText };
  /** The request at a line of an open document as a command that can be run. Secrets are left to the shell. */
  "protodial/toCommand": { params: ToCommandParams; result: CommandText };
  /** Sends one message of a request whose stream was opened, as the document has it now. */
  "protodial/sendMessage": { params: SendMessageParams; result: SentMessage };
  /** No more messages will be sent; nothing happens when that is said already. */
  "protodial/halfCloseCall": { params: { call: string }; result: null };
  /** Cancels a call; nothing happens when it has ended. */
  "protodial/cancelCall": { params: { call: string }; result: null };
  /** Rows of a call's transcript. */
  "protodial/callMessages": { params: CallMessagesParams; result: CallMessagesPage };
  /** All of a transcript for a file, in pages of a few hundred kilobytes. */
  "protodial/callLines": { params: { call: string; from: number }; result: CallLinesPage };
  /** The whole text of one message of a transcript that was cut in its row. */
  "protodial/callMessageBody": { params: { call: string; index: number }; result: { json: string } };
  /** Bytes of one message of a transcript from `from` (0 where absent) on; null where there is no such message. */
  "protodial/messageBytes": { params: { call: string; index: number; from?: number }; result: MessageBytes | null };
  /** Where fields that a server complains of stand in the request at `line` of an open document: a range for each path. */
  "protodial/fieldPlaces": {
    params: { uri: string; line: number; fields: readonly string[] };
    result: { ranges: readonly DocumentRange[] };
  };
  /** The types that bytes may be, or what they say as one of them. */
  "protodial/decodeBytes": { params: DecodeBytesParams; result: DecodeBytesResult };
  /** Drops a call's transcript. */
  "protodial/closeCall": { params: { call: string }; result: null };
  /** Targets of `generate`, for a list to pick from. */
  "protodial/generateTargets": { params: null; result: { targets: readonly GenerateTarget[] } };
  /** What would be generated; nothing is written. */
  "protodial/generate": { params: GenerateParams; result: GenerateResult };
  /** The text of a file that comes with the server, for the read-only document of its `protodial:` uri. */
  "protodial/bundledFile": { params: { uri: string }; result: { text: string } | null };
  /** Asks a running server for its services, by reflection, and for its health. */
  "protodial/browseServer": { params: { address: string; metadata?: readonly MetadataEntry[] }; result: BrowsedServer };
  /** The files of a server that was asked, as sources; none of one that was not. */
  "protodial/serverFiles": { params: { address: string }; result: { files: readonly GeneratedFile[] } };
  /** A request for `pkg.Service/Method` of a server that was asked. */
  "protodial/serverTemplate": { params: { address: string; method: string }; result: RequestTemplateResult };
  /** What is known of a server that was called or asked, for a service that is declared in `uri`; asks nothing. */
  "protodial/serverOfService": { params: ServiceOfServer; result: ServerOfService | null };
  /** A declaration of a file here and of a server's, for a view of both; names are full ones. */
  "protodial/compareWithServer": {
    params: { address: string; uri: string; names: { here: string; there: string } };
    result: ServerComparison | null;
  };
  /** Asks a running server for its health (grpc.health.v1). */
  "protodial/checkHealth": { params: { address: string }; result: CheckedHealth };
  "protodial/startExampleServer": { params: { port?: number }; result: ExampleServer };
  "protodial/stopExampleServer": { params: null; result: { stopped: boolean } };
  /** Serves files with answers that are made up or scripted, as they stand in the editor; one server at a time. */
  "protodial/startMockServer": { params: MockServerStart; result: StartedMock };
  "protodial/stopMockServer": { params: null; result: { stopped: boolean } };
  /** The last calls of `pkg.Service/Method` that the mock server got, the latest first. */
  "protodial/mockCalls": { params: { method: string }; result: { calls: readonly MockCall[] } };
  /** The problems of all files of the folders, as diagnostics. */
  "protodial/checkWorkspace": { params: null; result: WorkspaceCheck };
  /** Takes back what `checkWorkspace` has shown of files that nobody has open. */
  "protodial/clearWorkspaceProblems": { params: null; result: null };
  /** The text of an earlier version of a file, for the read-only document of its `protodial-earlier:` uri. */
  "protodial/earlierFile": { params: { uri: string }; result: { text: string } | null };
  /** Asks the server that the request at a line would be sent to for its schema; `reason` in words. */
  "protodial/askSchema": {
    params: { uri: string; line: number };
    result: { kind: "asked" } | { kind: "refused"; reason: string };
  };
  /** The gRPC requests of an `.http` file as a request document, or a request document as an `.http` file. */
  "protodial/convertRequests": { params: { uri: string }; result: { form: "grpc" | "http"; text: string } | null };
  /** The text of a file of another schema that a name in a request leads to: of a server, or of an earlier version. */
  "protodial/schemaFile": { params: { uri: string }; result: { text: string } | null };
  /** What the files of a folder break of its earlier version, all of them, for a list. */
  "protodial/breakingChanges": { params: { folderUri: string }; result: BreakingChanges };
  /** All of a folder as a descriptor image, for a file that later versions are compared with; nothing is written. */
  "protodial/snapshot": { params: { folderUri: string; form: "json" | "binpb" }; result: SnapshotResult };
  /** Looks again at what a folder is compared with; a server is asked again. */
  "protodial/refreshBaseline": { params: { folderUri: string }; result: null };
  /** What the folder of `uri` may be compared with. */
  "protodial/baselineChoices": { params: { folderUri: string }; result: { choices: readonly BaselineChoice[] } };
  /** The rpcs of one document, or of all files of the workspace, for a list to pick from. */
  "protodial/methods": { params: { uri?: string }; result: { methods: readonly MethodItem[] } };
}

/** Lines and characters are zero-based, in UTF-16 units. */
export interface DocumentRange {
  start: { line: number; character: number };
  end: { line: number; character: number };
}

export interface Notifications {
  /** From the server, at most twenty a second for a call, the last with `phase: "done"`. */
  "protodial/callEvent": CallEvent;
  /** The mock server has ended, though nobody stopped it. */
  "protodial/mockEnded": { reason: string };
  /** What the folders are compared with; told again when that changes. */
  "protodial/baselines": { folders: readonly FolderBaseline[] };
  /** How far the check is that the client has asked for, at most ten a second. */
  "protodial/checkProgress": CheckProgress;
}

export interface ClientNotifications {
  /** Trust was granted to the workspace: programs may start and calls may be made from now on. */
  "protodial/trusted": { trusted: true };
}

export interface ClientRequests {
  /** Whether the server at `address` may be asked for its schema, which the settings of a folder compare files with. */
  "protodial/mayConnect": { params: { folderUri: string; address: string }; result: { allowed: boolean } };
  /**
   * Whether what is the user's may be used in a request to `address`, and the secrets of it. `file`: a key outside of the
   * workspace, `name` is its uri. Only where the client says that it `keepsSecrets`.
   */
  "protodial/useValues": {
    params: { address: string; wanted: readonly { source: "secret" | "env" | "file"; name: string }[] };
    result: { kind: "allowed"; secrets: Readonly<Record<string, string>> } | { kind: "denied" };
  };
  /**
   * Whether to send a request that the server takes otherwise than it is meant; `objections` say how, lower case, no full
   * stop. `server`: as the server has it, which is offered where that `mends` it. Only where the client `confirmsCalls`.
   */
  "protodial/mayDiffer": {
    params: DifferingCall;
    result: { answer: "send" | "server" | "cancel" };
  };
  // The next two are of clients that serve files to the server (in a browser, which has no disk).
  "protodial/readFile": { params: { uri: string }; result: { base64: string } | null };
  /** Uris of all `.proto`, `.grpc` and `.gitignore` files and those of buf below a folder. */
  "protodial/listFiles": { params: { uri: string }; result: { uris: readonly string[] } };
}

/** What a workspace folder is compared with. */
export interface FolderBaseline {
  folderUri: string;
  /** `old`: what was read before counts, for what is meant cannot be read now. `none`: there is nothing to compare with. */
  state: "reading" | "read" | "old" | "failed" | "none";
  kind: BaselineKind | undefined;
  /** How the version is told, `origin/main (1a2b3c4d5)`; undefined where there is none. */
  words: string | undefined;
  /** More of it: what a commit is about, when a server was asked. */
  detail: string | undefined;
  /** Why there is none, or why it is old, and what to do. */
  problem: string | undefined;
}

export type BaselineKind = "commit" | "folder" | "image" | "archive" | "server";

/** `against`: for the setting `protodial.breaking.against`. */
export interface BaselineChoice {
  against: string;
  label: string;
  description: string;
}

export interface BreakingChanges {
  /** How the earlier version is told; undefined where there is none. */
  words: string | undefined;
  packages: readonly PackageChanges[];
}

export interface PackageChanges {
  name: string;
  /** The step of its version that semantic versioning asks for. */
  step: "major" | "minor" | "patch";
  changes: readonly ChangeItem[];
}

/** Lines and columns are zero-based, in UTF-16 units. */
export interface ChangeItem {
  level: "wire" | "json" | "source";
  rule: string;
  message: string;
  /** Who notices, what they see, what to do instead. */
  help: string;
  /** Where it is told; undefined of a file that is gone. */
  uri: string | undefined;
  line: number;
  column: number;
  /** What was there before, as a `protodial-earlier:` uri; undefined where it cannot be shown. */
  earlierUri: string | undefined;
  earlierLine: number;
}

export interface CheckProgress {
  /** Files. */
  done: number;
  total: number;
}

export interface CheckedWorkspace {
  files: number;
  errors: number;
  warnings: number;
  /** Files with any problem, of whatever severity. */
  filesWithProblems: number;
}

/** `text`: the same as a sentence for the user. */
export type WorkspaceCheck = ({ kind: "checked"; text: string } & CheckedWorkspace) | { kind: "cancelled" };

/** `line`: zero-based, of the rpc's name in the document `uri`. */
export interface MethodItem {
  uri: string;
  line: number;
  /** `pkg.Service/Method` */
  method: string;
  streaming: Streaming;
}

/** `direction`: rows of this one alone; `from`, `count` and the answer's `total` count those. */
export interface CallMessagesParams {
  call: string;
  from: number;
  count: number;
  direction?: Direction;
}

/** The message at a zero-based place of a request document, or the one below those that were sent to a call. */
export type SendMessageParams = { uri: string; line: number; character: number } | { call: string };

export type SentMessage =
  | { kind: "sent"; call: string }
  /** `line`: zero-based, in the document `uri`. */
  | { kind: "refused"; reason: string; uri?: string; line?: number }
  /** The stream of the request here takes no more, or has ended: `reason` says so. */
  | { kind: "over"; call: string; reason: string }
  /** No stream was opened from the request here. */
  | { kind: "none" };

export interface ToCommandParams {
  uri: string;
  /** Zero-based. */
  line: number;
  tool: "grpcurl" | "buf";
}

export type CommandText =
  | { kind: "command"; text: string }
  /** `line`: zero-based, in the request document. */
  | { kind: "refused"; reason: string; line?: number };

export type RequestText =
  | { kind: "request"; text: string }
  /** `start`: offset in the command of what is not understood. */
  | { kind: "refused"; reason: string; start: number };

export interface RequestTemplateParams {
  /** The `.proto` document in which the rpc is declared. */
  uri: string;
  /** `pkg.Service/Method` */
  method: string;
}

export type RequestTemplateResult =
  /** `line`, `column`: zero-based, where the cursor belongs. */
  | { kind: "new"; text: string; line: number; column: number }
  | { kind: "existing"; uri: string; line: number }
  | { kind: "refused"; reason: string };

export interface GenerateTarget {
  /** As in `protodial generate --target`. */
  name: string;
  title: string;
  description: string;
  options: readonly GenerateOption[];
}

/** `values` is empty for a free text. */
export interface GenerateOption {
  name: string;
  description: string;
  values: readonly string[];
  default: string;
}

export interface GenerateParams {
  /** `.proto` files or folders. */
  uris: readonly string[];
  target: string;
  options: Readonly<Record<string, string>>;
}

export type GenerateResult =
  | { kind: "files"; files: readonly GeneratedFile[]; warnings: readonly string[] }
  /** `problems`: `path:line:column: message`, one for each error that stands in the way. */
  | { kind: "refused"; reason: string; problems: readonly string[] };

export type SnapshotResult =
  | { kind: "snapshot"; base64: string }
  /** `problems`: as those of `GenerateResult`. */
  | { kind: "refused"; reason: string; problems: readonly string[] };

/** `uri`: of the `.proto` document. `method`: `pkg.Service/Method` */
export interface DifferingCall {
  address: string;
  method: string;
  uri: string;
  objections: readonly string[];
  hasMethod: boolean;
  mends: boolean;
}

export interface ServiceOfServer {
  address: string;
  /** Full name. */
  service: string;
  uri: string;
}

/** `path` is relative to the output folder, with `/`, and never leads out of it. */
export interface GeneratedFile {
  path: string;
  content: string;
  /** Written only where there is no such file: what stands there is the user's. */
  keepExisting?: true;
}

export interface ExampleServer {
  /** `host:port` */
  address: string;
  /** The folder it serves. */
  folder: string;
}
