// A language server as a process of its own, talked to over stdio. A time goes from just before the message is written to
// the last byte of its answer, so that reading a large answer here is nobody's cost.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { usageOf } from "./measured.mjs";

/** An answer that takes longer is not waited for; it counts as `undefined`. */
export const limitMs = 60_000;

const incremental = 2;

// None outlives the bench, however that ends.
const running = new Set();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

const clientCapabilities = {
  general: { positionEncodings: ["utf-16"] },
  workspace: { configuration: true, workspaceFolders: true, didChangeWatchedFiles: { dynamicRegistration: true } },
  textDocument: {
    synchronization: { didSave: true },
    publishDiagnostics: { relatedInformation: true, versionSupport: true },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    semanticTokens: { requests: { full: true }, formats: ["relative"], tokenTypes: [], tokenModifiers: [] },
    completion: { completionItem: { snippetSupport: true, documentationFormat: ["markdown"] } },
  },
};

/** Starts `program` (`{ command, args }`) on a folder and initializes it; undefined where that takes too long. */
export async function startServer({ command, args }, folder, initializationOptions = {}) {
  const startedAtMs = performance.now();
  const server = new LanguageServer(spawn(command, args, { cwd: folder, stdio: ["pipe", "pipe", "ignore"] }));
  const rootUri = pathToFileURL(folder).href;
  const answer = await server.request("initialize", {
    processId: process.pid,
    rootUri,
    workspaceFolders: [{ uri: rootUri, name: "bench" }],
    capabilities: clientCapabilities,
    initializationOptions,
  });
  server.initializedMs = performance.now() - startedAtMs;
  server.startedAtMs = startedAtMs;
  const sync = answer?.result?.capabilities?.textDocumentSync;
  server.takesRanges = (sync?.change ?? sync) === incremental;
  server.notify("initialized", {});
  return server;
}

/** After the first answer that came too late it is killed, and everything else asked of it is `undefined` at once. */
class LanguageServer {
  #child;
  #pending = new Map();
  #listeners = new Set();
  #lastId = 0;
  #gone = false;

  constructor(child) {
    this.#child = child;
    child.stdin.on("error", () => this.#end());
    child.once("error", () => this.#end());
    child.once("exit", () => this.#end());
    running.add(child);
    child.once("exit", () => running.delete(child));
    child.stdout.on(
      "data",
      messages((message, bytes) => this.#take(message, bytes)),
    );
  }

  /** CPU seconds and peak megabytes up to now; undefined when it is gone. */
  usage() {
    return usageOf(this.#child.pid);
  }

  notify(method, params) {
    this.#send({ method, params });
  }

  /** Milliseconds, result and bytes of the answer; undefined where none came in time, or an error. */
  request(method, params) {
    const id = ++this.#lastId;
    return this.#within(resolve => {
      const askedAtMs = performance.now();
      this.#pending.set(id, (message, bytes) => {
        const ms = performance.now() - askedAtMs;
        const { result, error } = JSON.parse(message);
        resolve(error === undefined ? { ms, result, bytes } : undefined);
      });
      this.#send({ id, method, params });
    });
  }

  /** Runs `send`; milliseconds until diagnostics of `document` for which `wanted(errors)` holds, or undefined. */
  diagnostics(document, send, wanted) {
    return this.#within(resolve => {
      const sentAtMs = performance.now();
      const listener = told => {
        if (decodeURIComponent(told.uri) !== decodeURIComponent(document.uri)) return;
        if ((told.version ?? document.version) < document.version) return;
        const ms = performance.now() - sentAtMs;
        if (!wanted(told.diagnostics.filter(one => one.severity === 1).length)) return;
        this.#listeners.delete(listener);
        resolve(ms);
      };
      this.#listeners.add(listener);
      send();
    });
  }

  /** Waits until it has done nothing for 0.3 s, half a minute at the most. */
  async quiet() {
    let still = 0;
    let last;
    for (let look = 0; look < 300 && still < 3; look++) {
      await sleep(100);
      const now = this.usage()?.cpuSeconds;
      still = now === last ? still + 1 : 0;
      last = now;
    }
  }

  /** Ends it as a client does, and after two seconds by force. */
  async stop() {
    if (this.#gone) return;
    const exited = once(this.#child, "exit");
    await Promise.race([this.request("shutdown"), sleep(2000)]);
    this.notify("exit");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), 2000);
    await exited;
    clearTimeout(timer);
  }

  #within(start) {
    if (this.#gone) return Promise.resolve(undefined);
    return new Promise(resolve => {
      const done = value => {
        clearTimeout(timer);
        this.#child.off("exit", gone);
        resolve(value);
      };
      const gone = () => done(undefined);
      const timer = setTimeout(() => {
        this.#end();
        done(undefined);
      }, limitMs);
      this.#child.once("exit", gone);
      start(done);
    });
  }

  #end() {
    this.#gone = true;
    this.#child.kill("SIGKILL");
  }

  #send(message) {
    if (this.#gone) return;
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.#child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #take(message, bytes) {
    const answered = /^\{"jsonrpc":"2\.0","id":(\d+),"(?:result|error)"/.exec(message.slice(0, 60))?.[1];
    if (answered !== undefined) {
      this.#answer(Number(answered), message, bytes);
      return;
    }
    const { id, method, params } = JSON.parse(message);
    if (method === undefined) this.#answer(id, message, bytes);
    else if (method === "textDocument/publishDiagnostics")
      for (const listener of [...this.#listeners]) listener(params);
    else if (id !== undefined) this.#send({ id, result: method === "workspace/configuration" ? [null] : null });
  }

  #answer(id, message, bytes) {
    const resolve = this.#pending.get(id);
    this.#pending.delete(id);
    resolve?.(message, bytes);
  }
}

/** Cuts a stream into messages: the text and the number of its bytes. */
function messages(take) {
  let chunks = [];
  let size = 0;
  let wanted;
  return chunk => {
    chunks.push(chunk);
    size += chunk.length;
    while (wanted === undefined || size >= wanted) {
      const all = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
      chunks = [all];
      if (wanted === undefined) {
        const headEnd = all.indexOf("\r\n\r\n");
        if (headEnd < 0) return;
        wanted = headEnd + 4 + Number(/content-length: *(\d+)/i.exec(all.toString("latin1", 0, headEnd))[1]);
        continue;
      }
      const start = all.indexOf("\r\n\r\n") + 4;
      const end = wanted;
      chunks = [all.subarray(end)];
      size = all.length - end;
      wanted = undefined;
      take(all.toString("utf8", start, end), end - start);
    }
  };
}
