// What the language server and the call worker (a thread of it) tell each other.

import type { FittingType } from "../protocol/bytes.ts";
import type {
  CallEvent,
  CallLinesPage,
  CallMessagesPage,
  CallRequest,
  Direction,
  Streaming,
} from "../protocol/call.ts";
import type { ExampleServer } from "../protocol/requests.ts";
import type { DescribedServer, ServerNews, ServerQuestion } from "./describeServer.ts";
import type { ReadMessageBytes } from "./messageBytes.ts";

/** To the worker. `call` names are given by the one who starts the call. */
export type ToWorker =
  | { kind: "cancel"; call: string }
  | { kind: "halfClose"; call: string }
  | { kind: "close"; call: string }
  /** `watch` names it, for `server` and `unwatchServer`. */
  | { kind: "watchServer"; watch: number; asked: ServerQuestion }
  | { kind: "unwatchServer"; watch: number }
  | { kind: "ask"; id: number; question: WorkerQuestion };

/** What the worker answers, each with one `FromWorker` of the same `id`. */
export type WorkerQuestion =
  | { kind: "start"; call: string; request: CallRequest }
  | { kind: "send"; call: string; text: string }
  | { kind: "messages"; call: string; from: number; count: number; direction?: Direction }
  | { kind: "lines"; call: string; from: number }
  | { kind: "messageBody"; call: string; index: number }
  | { kind: "messageBytes"; call: string; index: number; from: number }
  /** `schema`, `bytes`: base64. `type`: undefined for fields by number. */
  | { kind: "decode"; schema: string; bytes: string; type: string | undefined }
  | { kind: "fittingTypes"; schema: string; bytes: string }
  | { kind: "describeServer"; asked: ServerQuestion }
  | { kind: "startExampleServer"; start: ExampleServerStart }
  | { kind: "stopExampleServer" };

export type FromWorker =
  | { kind: "event"; event: CallEvent }
  | { kind: "answer"; id: number; answer: WorkerAnswer }
  | { kind: "server"; watch: number; told: ServerNews }
  /** The question could not be answered; `message` says why, in words for the user. */
  | { kind: "failed"; id: number; message: string };

export type WorkerAnswer =
  | { kind: "start"; start: CallStart }
  | { kind: "send"; send: CallSend }
  | { kind: "messages"; page: CallMessagesPage }
  | { kind: "lines"; page: CallLinesPage }
  | { kind: "messageBody"; json: string }
  | { kind: "messageBytes"; read: ReadMessageBytes | undefined }
  | { kind: "decode"; text: string }
  | { kind: "fittingTypes"; types: readonly FittingType[] }
  | { kind: "describeServer"; told: DescribedServer }
  | { kind: "startExampleServer"; server: ExampleServer }
  | { kind: "stopExampleServer"; stopped: boolean };

export type CallStart =
  | { kind: "started"; call: string; streaming: Streaming; repeatable?: true }
  /** Nothing was sent. `message`: which of the request's messages is wrong, where it is one of them. */
  | { kind: "refused"; reason: string; message?: number };

export type CallSend = { kind: "sent" } | { kind: "refused"; reason: string };

/** What the example server needs; nothing in it is looked up again. */
export interface ExampleServerStart {
  /** The path on disk of `directories/v1/directories.proto`'s import root. */
  protoRoot: string;
  /** Serialised `google.protobuf.FileDescriptorSet` of what it serves, base64, for its reflection. */
  schema: string;
  /** 0 for any free one; 50051 where it is absent. */
  port?: number;
}
