// The call worker as the language server sees it: a thread that is started by the first call, and started anew when it dies.
import { Worker } from "node:worker_threads";
import { removeFolderAtExit } from "../node/confinedFolder.ts";
import type { FittingType } from "../protocol/bytes.ts";
import type { CallEvent, CallLinesPage, CallMessagesPage, CallRequest, Direction } from "../protocol/call.ts";
import type { ExampleServer } from "../protocol/requests.ts";
import type { DescribedServer, ServerNews, ServerQuestion } from "./describeServer.ts";
import type { ReadMessageBytes } from "./messageBytes.ts";
import type {
  CallSend,
  CallStart,
  ExampleServerStart,
  FromWorker,
  ToWorker,
  WorkerAnswer,
  WorkerQuestion,
} from "./workerMessages.ts";

/** Calls in a worker thread. All functions may be called at any time; none throws for a call that has gone. */
export interface CallWorker {
  /** Starts the thread, if it is not there: who will soon make a call need not wait for that then. */
  readonly warmUp: () => void;
  /** Starts a call; its events follow. Rejects only when the worker itself failed. */
  readonly start: (request: CallRequest) => Promise<CallStart>;
  /** Sends one more message, as ProtoJSON text, of a call whose stream stays open. */
  readonly send: (call: string, text: string) => Promise<CallSend>;
  /** No more messages will be sent. */
  readonly halfClose: (call: string) => void;
  /** Nothing happens when the call has ended. */
  readonly cancel: (call: string) => void;
  /** Rows of a call's transcript, or those of one direction; none of a call that was closed. */
  readonly messages: (call: string, from: number, count: number, direction?: Direction) => Promise<CallMessagesPage>;
  /** All of a transcript as JSON lines, in pages. */
  readonly lines: (call: string, from: number) => Promise<CallLinesPage>;
  /** The whole JSON of a message that was cut in its row. */
  readonly messageBody: (call: string, index: number) => Promise<string>;
  /** Undefined where there is no such message. `from`: where the page of bytes begins. */
  readonly messageBytes: (call: string, index: number, from: number) => Promise<ReadMessageBytes | undefined>;
  /** What bytes say, as JSON with comments; see `decodedText`. `bytes`, `schema`: base64. */
  readonly decodedText: (bytes: string, schema: string, type: string | undefined) => Promise<string>;
  /** The messages of a schema that bytes may be, those that fit best first. */
  readonly fittingTypes: (bytes: string, schema: string) => Promise<readonly FittingType[]>;
  /** Cancels the call if need be and drops its transcript. */
  readonly close: (call: string) => void;
  /** Rejects with words for the user, as when the port is taken. One server at a time: a second start answers with the first. */
  readonly startExampleServer: (start: ExampleServerStart) => Promise<ExampleServer>;
  readonly stopExampleServer: () => Promise<boolean>;
  /** Asks a server for its schema and its health. */
  readonly describeServer: (asked: ServerQuestion) => Promise<DescribedServer>;
  /** Tells what a server says of itself whenever that changes, until what it gives is called or the thread ends. */
  readonly watchServer: (asked: ServerQuestion, tell: (told: ServerNews) => void) => () => void;
  /** Ends the thread, its calls and its server. A later call starts it again. */
  readonly dispose: () => Promise<void>;
}

export interface CallWorkerOptions {
  /** The built `callWorker.js`. */
  readonly workerFile: string | URL;
  /** At most twenty a second for a call, the last with `phase: "done"`. */
  readonly onEvent: (event: CallEvent) => void;
}

interface LiveWorker {
  readonly thread: Worker;
  readonly questions: Map<number, { resolve: (answer: WorkerAnswer) => void; reject: (reason: Error) => void }>;
  /** Calls that have not ended, with their last event. */
  readonly calls: Map<string, CallEvent>;
  readonly watches: Map<number, (told: ServerNews) => void>;
}

/** Makes the handle; the thread starts with the first use. */
export function createCallWorker({ workerFile, onEvent }: CallWorkerOptions): CallWorker {
  let live: LiveWorker | undefined;
  let lastQuestion = 0;
  let lastCall = 0;
  let lastWatch = 0;

  function worker(): LiveWorker {
    if (live !== undefined) return live;
    const thread = new Worker(workerFile, { name: "protodial calls" });
    const started: LiveWorker = { thread, questions: new Map(), calls: new Map(), watches: new Map() };
    live = started;
    thread.on("message", (message: FromWorker) => receive(started, message));
    thread.on("error", error => lose(started, `the call worker failed: ${error.message}`));
    thread.on("exit", () => lose(started, "the call worker ended"));
    return started;
  }

  function receive(from: LiveWorker, message: FromWorker): void {
    switch (message.kind) {
      case "event": {
        if (message.event.phase === "done") from.calls.delete(message.event.call);
        else from.calls.set(message.event.call, message.event);
        onEvent(message.event);
        return;
      }
      case "answer": {
        // Known from here on, so that a call whose thread dies before its first event still ends.
        if (message.answer.kind === "start" && message.answer.start.kind === "started") {
          const { call } = message.answer.start;
          from.calls.set(call, { call, phase: "connecting", sent: 0, received: 0, rows: 0, elapsedMs: 0 });
        }
        from.questions.get(message.id)?.resolve(message.answer);
        from.questions.delete(message.id);
        return;
      }
      case "server":
        from.watches.get(message.watch)?.(message.told);
        return;
      case "failed": {
        from.questions.get(message.id)?.reject(new Error(message.message));
        from.questions.delete(message.id);
      }
    }
  }

  function lose(lost: LiveWorker, reason: string): void {
    if (live === lost) live = undefined;
    for (const question of lost.questions.values()) question.reject(new Error(reason));
    lost.questions.clear();
    for (const event of lost.calls.values()) onEvent(lostCall(event, reason));
    lost.calls.clear();
    for (const tellOne of lost.watches.values()) tellOne({ kind: "refused", reason, cause: "away", health: [] });
    lost.watches.clear();
  }

  function ask(question: WorkerQuestion): Promise<WorkerAnswer> {
    const { thread, questions } = worker();
    lastQuestion += 1;
    const id = lastQuestion;
    return new Promise((resolve, reject) => {
      questions.set(id, { resolve, reject });
      thread.postMessage({ kind: "ask", id, question } satisfies ToWorker);
    });
  }

  function tell(message: ToWorker): void {
    live?.thread.postMessage(message);
  }

  return {
    warmUp: worker,
    start: async request => {
      lastCall += 1;
      const call = `call-${lastCall}`;
      const answer = await ask({ kind: "start", call, request });
      if (answer.kind !== "start") throw unexpected(answer);
      return answer.start;
    },
    send: async (call, text) => {
      if (live === undefined)
        return { kind: "refused", reason: "this call is no longer there; send the request again" };
      const answer = await ask({ kind: "send", call, text });
      if (answer.kind !== "send") throw unexpected(answer);
      return answer.send;
    },
    halfClose: call => tell({ kind: "halfClose", call }),
    cancel: call => tell({ kind: "cancel", call }),
    messages: async (call, from, count, direction) => {
      if (live === undefined) return { from, rows: [], total: 0 };
      const which = direction === undefined ? {} : { direction };
      const answer = await ask({ kind: "messages", call, from, count, ...which });
      if (answer.kind !== "messages") throw unexpected(answer);
      return answer.page;
    },
    lines: async (call, from) => {
      if (live === undefined) return { text: "", next: from, total: 0 };
      const answer = await ask({ kind: "lines", call, from });
      if (answer.kind !== "lines") throw unexpected(answer);
      return answer.page;
    },
    messageBody: async (call, index) => {
      if (live === undefined) return "";
      const answer = await ask({ kind: "messageBody", call, index });
      if (answer.kind !== "messageBody") throw unexpected(answer);
      return answer.json;
    },
    messageBytes: async (call, index, from) => {
      if (live === undefined) return undefined;
      const answer = await ask({ kind: "messageBytes", call, index, from });
      if (answer.kind !== "messageBytes") throw unexpected(answer);
      return answer.read;
    },
    decodedText: async (bytes, schema, type) => {
      const answer = await ask({ kind: "decode", bytes, schema, type });
      if (answer.kind !== "decode") throw unexpected(answer);
      return answer.text;
    },
    fittingTypes: async (bytes, schema) => {
      const answer = await ask({ kind: "fittingTypes", bytes, schema });
      if (answer.kind !== "fittingTypes") throw unexpected(answer);
      return answer.types;
    },
    close: call => tell({ kind: "close", call }),
    startExampleServer: async start => {
      const answer = await ask({ kind: "startExampleServer", start });
      if (answer.kind !== "startExampleServer") throw unexpected(answer);
      removeFolderAtExit(answer.server.folder);
      return answer.server;
    },
    stopExampleServer: async () => {
      if (live === undefined) return false;
      const answer = await ask({ kind: "stopExampleServer" });
      if (answer.kind !== "stopExampleServer") throw unexpected(answer);
      return answer.stopped;
    },
    describeServer: async asked => {
      const answer = await ask({ kind: "describeServer", asked });
      if (answer.kind !== "describeServer") throw unexpected(answer);
      return answer.told;
    },
    watchServer: (asked, tellOne) => {
      const { thread, watches } = worker();
      lastWatch += 1;
      const watch = lastWatch;
      watches.set(watch, tellOne);
      thread.postMessage({ kind: "watchServer", watch, asked } satisfies ToWorker);
      return () => {
        watches.delete(watch);
        thread.postMessage({ kind: "unwatchServer", watch } satisfies ToWorker);
      };
    },
    dispose: async () => {
      await live?.thread.terminate();
    },
  };
}

/** The last event of a call whose worker died: what was sent may have run, and nobody is left to know. */
function lostCall(last: CallEvent, reason: string): CallEvent {
  return {
    ...last,
    phase: "done",
    status: {
      number: 13,
      name: "INTERNAL",
      message: reason,
      details: [],
      explanation:
        "the thread that performed the call ended, and the call with it; send the request again, the next call gets a new thread",
      verdict: "unknown",
      proof: "what had left of the call only the thread knew",
    },
  };
}

function unexpected(answer: WorkerAnswer): Error {
  return new Error(`the call worker answered \`${answer.kind}\` to another question`);
}
