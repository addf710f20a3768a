// The messages of the protocol on stdin and stdout, as its section "Base Protocol" has them.
import type { Readable, Writable } from "node:stream";
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type Connection,
  createConnection,
  type DataCallback,
  Disposable,
  ErrorCodes,
  type Message,
} from "vscode-languageserver/node";
import { JsonReading } from "./jsonReading.ts";

/**
 * A connection over stdin and stdout; the process ends with its stdin. What comes in that is no message is answered with
 * an error and stepped over: the reader that comes with the library is deaf after a header it cannot read.
 */
export function stdioConnection(): Connection {
  // What a library prints must not stand between messages.
  console.log = console.info = console.debug = console.error;
  const writer = new StreamWriter(process.stdout);
  const reader = new StreamReader(process.stdin, refusal => void writer.write(refusal));
  reader.onClose(() => process.exit(1));
  return createConnection(reader, writer);
}

/** The answer to what cannot be told to be a request. */
interface Refusal extends Message {
  readonly id: null;
  readonly error: { readonly code: number; readonly message: string };
}

class StreamWriter extends AbstractMessageWriter {
  readonly #output: Writable;

  constructor(output: Writable) {
    super();
    this.#output = output;
    output.on("error", error => this.fireError(error));
    output.on("close", () => this.fireClose());
  }

  async write(message: Message): Promise<void> {
    const content = isLongList(message) ? await inPortions(message) : [Buffer.from(JSON.stringify(message))];
    const length = content.reduce((sum, portion) => sum + portion.length, 0);
    // Header and content are written at once, so that the client wakes once for them.
    const whole = Buffer.concat([Buffer.from(`Content-Length: ${length}\r\n\r\n`), ...content]);
    await new Promise<void>((resolve, reject) => {
      this.#output.write(whole, error => (error ? reject(error) : resolve()));
    });
  }

  end(): void {
    this.#output.end();
  }
}

interface ListAnswer extends Message {
  readonly result: readonly unknown[];
}

// The symbols of a large file are megabytes.
const manyEntries = 200;
const portionLength = 65_536;

function isLongList(message: Message): message is ListAnswer {
  return "result" in message && Array.isArray(message.result) && message.result.length > manyEntries;
}

/** The JSON of a long answer: others are answered while it is made. */
async function inPortions({ result, ...answer }: ListAnswer): Promise<readonly Buffer[]> {
  const portions = [Buffer.from(`${JSON.stringify(answer).slice(0, -1)},"result":[`)];
  let text = "";
  for (const [at, entry] of result.entries()) {
    text += `${at === 0 ? "" : ","}${JSON.stringify([entry]).slice(1, -1)}`;
    if (text.length < portionLength) continue;
    portions.push(Buffer.from(text));
    text = "";
    await new Promise(resolve => setImmediate(resolve));
  }
  return [...portions, Buffer.from(`${text}]}`)];
}

const headerEnd = "\r\n\r\n";

const longestHeader = 65_536;

// What is shorter is read soonest at once.
const longMessage = 1_000_000;

// A text of more bytes cannot be held.
const mostBytes = 2 ** 29;

class StreamReader extends AbstractMessageReader {
  readonly #input: Readable;
  readonly #refuse: (refusal: Refusal) => void;
  // What has come and is not read; put together only when there is enough of it.
  #chunks: Buffer[] = [];
  #size = 0;
  /** The message that is coming; undefined until its header is there. */
  #coming: { readonly length: number; readonly content: JsonReading } | undefined;

  constructor(input: Readable, refuse: (refusal: Refusal) => void) {
    super();
    this.#input = input;
    this.#refuse = refuse;
  }

  listen(callback: DataCallback): Disposable {
    const take = (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#size += chunk.length;
      for (let content = this.#next(); content !== undefined; content = this.#next()) this.#deliver(content, callback);
    };
    this.#input.on("data", take);
    this.#input.on("error", error => this.fireError(error));
    this.#input.on("end", () => this.fireClose());
    this.#input.on("close", () => this.fireClose());
    return Disposable.create(() => this.#input.off("data", take));
  }

  /** The content of the next message, when all of it is there. */
  #next(): JsonReading | undefined {
    this.#coming ??= this.#begun();
    if (this.#coming === undefined) return undefined;
    const { length, content } = this.#coming;
    content.take(this.#taken(Math.min(this.#size, length - content.size)));
    if (content.size < length) return undefined;
    this.#coming = undefined;
    return content;
  }

  #begun(): { readonly length: number; readonly content: JsonReading } | undefined {
    const length = this.#nextLength();
    if (length === undefined) return undefined;
    return { length, content: new JsonReading(length < longMessage ? Number.POSITIVE_INFINITY : undefined) };
  }

  #nextLength(): number | undefined {
    for (;;) {
      const end = this.#joined().indexOf(headerEnd);
      if (end < 0) break;
      const header = this.#taken(end + headerEnd.length).toString("latin1");
      // What stands before the last one is what was left of a message whose own header could not be read.
      const length = Number(/\d+/.exec(header.match(/content-length: *\d+ *\r\n/gi)?.at(-1) ?? "")?.[0]);
      if (length <= mostBytes) return length;
      this.#refuseFor(ErrorCodes.ParseError, "a header needs a `Content-Length`, the number of bytes that follow it");
    }
    if (this.#size > longestHeader) this.#taken(this.#size - longestHeader);
    return undefined;
  }

  #deliver(content: JsonReading, callback: DataCallback): void {
    let message: unknown;
    try {
      message = content.value();
    } catch (error) {
      this.#refuseFor(ErrorCodes.ParseError, `the message is not JSON: ${wordsOf(error)}`);
      return;
    }
    if (!isMessage(message)) {
      this.#refuseFor(ErrorCodes.InvalidRequest, "a message is an object with a `method`, a `result` or an `error`");
      return;
    }
    try {
      callback(message);
    } catch (error) {
      // As for a cancellation that does not say of what.
      this.#refuseFor(ErrorCodes.InvalidRequest, `the message cannot be taken: ${wordsOf(error)}`);
    }
  }

  #joined(): Buffer {
    const [first] = this.#chunks;
    if (first !== undefined && this.#chunks.length === 1) return first;
    const all = Buffer.concat(this.#chunks);
    this.#chunks = [all];
    return all;
  }

  #taken(count: number): Buffer {
    const all = this.#joined();
    this.#chunks = [all.subarray(count)];
    this.#size = all.length - count;
    return all.subarray(0, count);
  }

  #refuseFor(code: number, message: string): void {
    this.#refuse({ jsonrpc: "2.0", id: null, error: { code, message } });
  }
}

function isMessage(value: unknown): value is Message {
  if (typeof value !== "object" || value === null) return false;
  const { method, id } = value as { readonly method?: unknown; readonly id?: unknown };
  if (id !== undefined && id !== null && typeof id !== "string" && typeof id !== "number") return false;
  return method === undefined ? "result" in value || "error" in value : typeof method === "string" && id !== null;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
