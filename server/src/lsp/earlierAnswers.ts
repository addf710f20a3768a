// What the requests of this session were answered, for later ones to use as `{{login.response.token}}`.
import type { CallWorker } from "../calling/callWorkerHandle.ts";
import type { CallEvent } from "../protocol/call.ts";
import type { EarlierAnswer, EarlierAnswers } from "../requests/variableAnswers.ts";

export interface EarlierCalls {
  /** A request with a name was sent from a document; its last answer counts. */
  readonly started: (call: string, uri: string, name: string) => void;
  /** Takes what it tells of a call that was `started`; the answer is kept when the call has ended. */
  readonly event: (event: CallEvent) => void;
  /** What the requests of a document were answered so far. */
  readonly of: (uri: string) => Promise<EarlierAnswers>;
}

// Names are few in a document; an answer is kept for as long as the server runs.
const mostKept = 200;
const longestKept = 4 << 20;

export function earlierCalls(worker: () => CallWorker | undefined): EarlierCalls {
  const running = new Map<string, string>();
  const answers = new Map<string, Promise<EarlierAnswer>>();

  return {
    started: (call, uri, name) => {
      if (name !== "") running.set(call, keyOf(uri, name));
    },
    event: event => {
      const key = running.get(event.call);
      if (key === undefined || event.phase !== "done") return;
      running.delete(event.call);
      answers.delete(key);
      answers.set(key, answerOf(worker(), event));
      const [oldest] = answers.keys();
      if (answers.size > mostKept && oldest !== undefined) answers.delete(oldest);
    },
    of: async uri => {
      const own = [...answers].filter(([key]) => key.startsWith(keyOf(uri, "")));
      const read = await Promise.all(own.map(async ([key, answer]) => [key, await answer] as const));
      const found = new Map(read);
      return name => found.get(keyOf(uri, name));
    },
  };
}

function keyOf(uri: string, name: string): string {
  return `${uri}\n${name}`;
}

/** Asked for at the end of the call, before its transcript can go. */
async function answerOf(worker: CallWorker | undefined, event: CallEvent): Promise<EarlierAnswer> {
  const { call, headers = [], trailers = [], status, rows } = event;
  // Where the worker has ended, its transcripts have too.
  const json = await lastReceived(worker, call, rows).catch(() => undefined);
  const messages = json === undefined || json.length > longestKept ? [] : [json];
  return { headers, trailers, status: status?.name, messages };
}

async function lastReceived(worker: CallWorker | undefined, call: string, rows: number): Promise<string | undefined> {
  // The last rows of an interactive stream may be those that were sent.
  const page = await worker?.messages(call, Math.max(0, rows - 50), 50);
  const last = [...(page?.rows ?? [])].reverse().find(row => row.direction === "received");
  return last?.cut === true ? worker?.messageBody(call, last.index) : last?.json;
}
