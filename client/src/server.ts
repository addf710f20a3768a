// The only user of the language client: starts and restarts the language server, and types what is asked of it.
import * as vscode from "vscode";
import type { BaseLanguageClient, LanguageClientOptions, StateChangeEvent } from "vscode-languageclient";
import type {
  ClientNotifications,
  ClientRequests,
  Notifications,
  Requests,
} from "../../server/src/protocol/requests.ts";
import type { FixCommand, InitializationOptions, LensCommand } from "../../server/src/protocol/settings.ts";
import { type CrashDecision, decideAfterCrash } from "./crashes.ts";
import { pageScheme } from "./documents.ts";
import { coveredOutput } from "./secrets/coveredOutput.ts";

/** What the two entries (node, browser) differ in. */
export interface Platform {
  /** `web`: no sockets and no processes, so no calls and no example server. */
  kind: "node" | "web";
  createClient: (options: LanguageClientOptions) => BaseLanguageClient;
  /** Where the editor has extensions keep what is no workspace's own; undefined where there is no disk. */
  cacheFolder?: string;
  /** Writes a file of the disk piece by piece; absent where there is none. */
  writeFile?: (path: string, pieces: AsyncIterable<string>) => Promise<void>;
}

export type ServerState = "stopped" | "starting" | "running" | "failed";

export interface Server {
  readonly output: vscode.LogOutputChannel;
  readonly state: ServerState;
  readonly onState: vscode.Event<ServerState>;
  /** Rejects when the server is not running, and with the server's own error. */
  request<M extends keyof Requests>(
    method: M,
    params: Requests[M]["params"],
    token?: vscode.CancellationToken,
  ): Promise<Requests[M]["result"]>;
  notify<M extends keyof ClientNotifications>(method: M, params: ClientNotifications[M]): Promise<void>;
  onNotification<M extends keyof Notifications>(
    method: M,
    listener: (params: Notifications[M]) => void,
  ): vscode.Disposable;
  onRequest<M extends keyof ClientRequests>(
    method: M,
    answer: (params: ClientRequests[M]["params"]) => Promise<ClientRequests[M]["result"]>,
  ): vscode.Disposable;
  start(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

// Values of the client's own enums. They are written out so that this file needs the client's types alone, and the two
// bundles each bring one client.
const keepConnection = 1;
const doNotRestart = 1;
const restartServer = 2;
const clientStates: Readonly<Record<number, ServerState>> = { 1: "stopped", 2: "running", 3: "starting", 4: "failed" };

// Old versions (`git:`), output panes and previews show proto text too; problems in them would only confuse.
const schemes = ["file", "untitled", "protodial", "vscode-remote", "vscode-vfs", "vscode-test-web", "memfs"];
const languages = ["proto", "grpc-request"];
// As they stand in the editor they give requests their variables, and have problems of their own.
const environmentFiles = "**/{http-client.env.json,http-client.private.env.json}";

export function createServer(platform: Platform): Server {
  const output = coveredOutput(vscode.window.createOutputChannel("Protodial", { log: true }));
  const stateChanged = new vscode.EventEmitter<ServerState>();
  const crashes: number[] = [];
  let state: ServerState = "stopped";
  let stopping = false;

  function enter(next: ServerState): void {
    state = next;
    stateChanged.fire(next);
  }

  function afterCrash(): { action: number; handled: boolean } {
    if (stopping) return { action: doNotRestart, handled: true };
    const decision = decideAfterCrash(crashes, Date.now());
    tellCrash(decision);
    return { action: decision === "give up" ? doNotRestart : restartServer, handled: true };
  }

  function tellCrash(decision: CrashDecision): void {
    output.error(`the language server stopped unexpectedly: ${decision}`);
    if (decision === "restart quietly") return;
    const text =
      decision === "give up"
        ? "The Protodial language server keeps stopping and was not started again. Its output tells why."
        : "The Protodial language server stopped and was started again. A call that was running is lost.";
    const actions = decision === "give up" ? ["Restart", "Show Output"] : ["Show Output"];
    const show = decision === "give up" ? vscode.window.showErrorMessage : vscode.window.showWarningMessage;
    void show(text, ...actions).then(choice => {
      if (choice === "Restart") void server.restart();
      if (choice === "Show Output") output.show(true);
    });
  }

  const client = platform.createClient({
    documentSelector: documentSelector(),
    outputChannel: output,
    traceOutputChannel: output,
    diagnosticCollectionName: "protodial",
    initializationOptions: () => initializationOptions(platform),
    errorHandler: { error: () => ({ action: keepConnection, handled: true }), closed: afterCrash },
    markdown: { supportHtml: false },
  });
  client.onDidChangeState((event: StateChangeEvent) => enter(clientStates[event.newState] ?? "stopped"));
  if (platform.kind === "web") serveFiles(client);

  const server: Server = {
    output,
    get state() {
      return state;
    },
    onState: stateChanged.event,
    async request(method, params, token) {
      if (!client.isRunning() && !client.needsStop()) throw new Error("the language server is not running");
      // A token that is not there would be sent as a second parameter, `null`, in place of the one that the server makes.
      return token === undefined ? client.sendRequest(method, params) : client.sendRequest(method, params, token);
    },
    notify: (method, params) => client.sendNotification(method, params),
    onNotification: (method, listener) => client.onNotification(method, listener),
    onRequest: (method, answer) => client.onRequest<unknown, unknown>(method, answer),
    start: () => client.start(),
    async restart() {
      crashes.length = 0;
      stopping = true;
      try {
        if (client.needsStop()) await client.stop();
      } finally {
        stopping = false;
      }
      await client.start();
    },
    async stop() {
      stopping = true;
      if (client.needsStop()) await client.stop();
      stateChanged.dispose();
      output.dispose();
    },
  };
  return server;
}

function documentSelector(): ({ scheme: string; language: string } | { scheme: string; pattern: string })[] {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(folder => folder.uri.scheme);
  const all = [...new Set([...schemes, ...folders])];
  // Their gRPC requests are ours, and the files those of whoever has their language.
  const patterns = ["**/*.{http,rest}", environmentFiles];
  return all.flatMap(scheme => [
    ...languages.map(language => ({ scheme, language })),
    ...patterns.map(pattern => ({ scheme, pattern })),
  ]);
}

function initializationOptions(platform: Platform): InitializationOptions {
  const section = vscode.workspace.getConfiguration("protodial");
  const lensCommands: readonly LensCommand[] = [
    "protodial.callMethod",
    "protodial.sendRequest",
    "protodial.openStream",
    "protodial.sendMessage",
    "protodial.halfCloseCall",
    "protodial.cancelCall",
    "protodial.askSchema",
    "protodial.showMockCalls",
    "protodial.showServer",
  ];
  const fixCommands: readonly FixCommand[] = ["protodial.addImportRoot", "protodial.chooseEnvironment"];
  return {
    settings: {
      importRoots: section.get<string[]>("importRoots", []),
      target: section.get("target", "localhost:50051"),
      environment: section.get("environment", ""),
      cacheFolder: section.get("cacheFolder", "") || (platform.cacheFolder ?? ""),
    },
    lensCommands: platform.kind === "node" ? lensCommands : [],
    fixCommands,
    trusted: vscode.workspace.isTrusted,
    servesFiles: platform.kind === "web",
    decidesConnections: true,
    keepsSecrets: true,
    confirmsCalls: true,
    problemPage: `${pageScheme}:/{folder}/{id}.md`,
  };
}

type ReadFile = ClientRequests["protodial/readFile"];
type ListFiles = ClientRequests["protodial/listFiles"];

/** A server in a worker sees no disk; it reads the workspace through the editor. */
function serveFiles(client: BaseLanguageClient): void {
  client.onRequest("protodial/readFile", async ({ uri }: ReadFile["params"]): Promise<ReadFile["result"]> => {
    try {
      return { base64: base64(await vscode.workspace.fs.readFile(vscode.Uri.parse(uri))) };
    } catch (error) {
      if (error instanceof vscode.FileSystemError) return null;
      throw error;
    }
  });
  client.onRequest("protodial/listFiles", async ({ uri }: ListFiles["params"]): Promise<ListFiles["result"]> => {
    const pattern = new vscode.RelativePattern(
      vscode.Uri.parse(uri),
      "**/{*.proto,*.grpc,buf*.yaml,buf.lock,.gitignore}",
    );
    const found = await vscode.workspace.findFiles(pattern, "**/node_modules/**");
    return { uris: found.map(String) };
  });
}

function base64(bytes: Uint8Array): string {
  let binary = "";
  // In pieces, for the arguments of one call are limited.
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(binary);
}
