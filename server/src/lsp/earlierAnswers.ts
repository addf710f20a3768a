// What the requests of this session were answered, for later ones to use as `{{login.response.token}}`.
import type { CallWorker } from "../calling/callWorkerHandle.ts";
import type { CallEvent } from "../protocol/call.ts";
import { type EarlierAnswer, type EarlierAnswers, mostKeptMessages } from "../requests/variableAnswers.ts";

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
/** Of one answer, in UTF-16 units. */
const longestKept = 4 << 20;

/** `secretsOf`: what a call was sent with and nobody is shown. */
export function earlierCalls(
  worker: () => CallWorker | undefined,
  secretsOf: (call: string) => readonly string[],
): EarlierCalls {
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
      answers.set(key, answerOf(worker(), event, secretsOf(event.call)));
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
async function answerOf(
  worker: CallWorker | undefined,
  event: CallEvent,
  secrets: readonly string[],
): Promise<EarlierAnswer> {
  const { call, headers = [], trailers = [], status, received } = event;
  const told = { headers, trailers, status: status?.name, secrets, count: received };
  if (worker === undefined || received === 0) return { ...told, messages: [], last: undefined };
  try {
    const first = await bodies(worker, call, 0, Math.min(received, mostKeptMessages));
    const [last] = received > first.length ? await bodies(worker, call, received - 1, 1) : first.slice(-1);
    return { ...told, messages: first, last };
  } catch {
    // Where the worker has ended, its transcripts have too.
    return { ...told, messages: [], last: undefined };
  }
}

/** Messages of the answer as whole texts, as far as they are not too long to be kept. */
async function bodies(worker: CallWorker, call: string, from: number, count: number): Promise<string[]> {
  const { rows } = await worker.messages(call, from, count, "received");
  const found: string[] = [];
  let length = 0;
  for (const row of rows) {
    const json = row.cut ? await worker.messageBody(call, row.index) : row.json;
    length += json.length;
    if (length > longestKept) break;
    found.push(json);
  }
  return found;
}
