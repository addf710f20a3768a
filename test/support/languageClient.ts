import { type ChildProcess, spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";
import type { ClientCapabilities } from "vscode-languageserver-protocol";
import type { Diagnostic } from "vscode-languageserver-types";
import type { CallEvent } from "../../server/src/protocol/call.ts";
import type { Requests } from "../../server/src/protocol/requests.ts";
import type { InitializationOptions } from "../../server/src/protocol/settings.ts";
import { builtServer } from "./builtServer.ts";

/** A client of the real language server, which runs as a process of its own and ends with the test. */
export interface LanguageClient {
  readonly connection: MessageConnection;
  /** The server's process. */
  readonly pid: number;
  /** Shuts the server down and waits until its process is gone; done at the end of the test where it was not. */
  readonly end: () => Promise<void>;
  /** The custom requests, typed. */
  readonly request: <Name extends keyof Requests>(
    name: Name,
    params: Requests[Name]["params"],
  ) => Promise<Requests[Name]["result"]>;
  readonly open: (uri: string, languageId: string, text: string) => Promise<void>;
  /** Replaces the whole text of an open document. */
  readonly change: (uri: string, text: string) => Promise<void>;
  /** Waits for diagnostics of a document that `wanted` holds for. */
  readonly diagnostics: (
    uri: string,
    wanted: (found: readonly Diagnostic[]) => boolean,
  ) => Promise<readonly Diagnostic[]>;
  /** Waits for an event of a call that `wanted` holds for. */
  readonly event: (call: string, wanted: (event: CallEvent) => boolean) => Promise<CallEvent>;
  /** All events that came, in order. */
  readonly events: readonly CallEvent[];
}

/** What else a client says of itself, and how it answers the server's own requests. */
export interface ClientBehaviour {
  readonly capabilities?: ClientCapabilities;
  readonly answers?: Readonly<Record<string, (params: never) => unknown>>;
}

export async function languageClient(
  folder: string,
  options: InitializationOptions = {},
  { capabilities = {}, answers = {} }: ClientBehaviour = {},
): Promise<LanguageClient> {
  const serverFile = await builtServer();
  const server = spawn(process.execPath, [serverFile, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  const connection = createMessageConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  const events: CallEvent[] = [];
  const published = new Map<string, readonly Diagnostic[]>();
  const waiting = new Set<() => void>();
  const tell = () => {
    for (const look of waiting) look();
  };
  connection.onNotification("protodial/callEvent", (event: CallEvent) => {
    events.push(event);
    tell();
  });
  connection.onNotification("textDocument/publishDiagnostics", (told: { uri: string; diagnostics: Diagnostic[] }) => {
    published.set(told.uri, told.diagnostics);
    tell();
  });
  for (const [method, answer] of Object.entries(answers)) connection.onRequest(method, answer);
  connection.listen();
  let ended: Promise<void> | undefined;
  const endOnce = () => {
    ended ??= end(connection, server);
    return ended;
  };
  onTestFinished(endOnce);

  function until<T>(look: () => T | undefined): Promise<T> {
    return new Promise(resolve => {
      const check = () => {
        const found = look();
        if (found === undefined) return;
        waiting.delete(check);
        resolve(found);
      };
      waiting.add(check);
      check();
    });
  }

  const versions = new Map<string, number>();
  const uri = pathToFileURL(folder).href;
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: uri,
    workspaceFolders: [{ uri, name: "test" }],
    capabilities,
    // Tests leave nothing in the cache of the user who runs them.
    initializationOptions: { ...options, settings: { cacheFolder: `${serverFile}.cache`, ...options.settings } },
  });
  await connection.sendNotification("initialized", {});
  return {
    connection,
    pid: server.pid ?? -1,
    end: endOnce,
    events,
    request: (name, params) => connection.sendRequest(name, params),
    open: (document, languageId, text) => {
      versions.set(document, 1);
      const textDocument = { uri: document, languageId, version: 1, text };
      return connection.sendNotification("textDocument/didOpen", { textDocument });
    },
    change: (document, text) => {
      const version = (versions.get(document) ?? 0) + 1;
      versions.set(document, version);
      const textDocument = { uri: document, version };
      return connection.sendNotification("textDocument/didChange", { textDocument, contentChanges: [{ text }] });
    },
    diagnostics: (document, wanted) =>
      until(() => {
        const found = published.get(document);
        return found !== undefined && wanted(found) ? found : undefined;
      }),
    event: (call, wanted) => until(() => events.find(one => one.call === call && wanted(one))),
  };
}

async function end(connection: MessageConnection, server: ChildProcess): Promise<void> {
  const exited = new Promise(resolve => server.once("exit", resolve));
  await connection.sendRequest("shutdown");
  await connection.sendNotification("exit");
  await exited;
  connection.dispose();
}
