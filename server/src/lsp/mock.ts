// The mock server of the editor: it serves the files as they stand there, and keeps the last calls of each method.
import { type CodeLens, CodeLensRefreshRequest } from "vscode-languageserver";
import type { MockThread } from "../calling/mockThread.ts";
import type { DocumentParams } from "../features/params.ts";
import {
  defaultMockPort,
  type MockCall,
  type MockFile,
  type MockScriptProblem,
  type MockServerStart,
  type StartedMock,
} from "../protocol/mock.ts";
import { mockEntries } from "../requests/mockFile.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { parentUri } from "../workspace/uri.ts";
import type { Feature } from "./answer.ts";
import { notifyClient, onCustomRequest } from "./customRequests.ts";
import { protoUris } from "./generate.ts";
import type { Session } from "./session.ts";

/** So many calls of each method are kept. */
const mostCalls = 50;
// What is typed meanwhile is served together, and lenses are not drawn for each of many calls.
const restMs = 150;

export interface MockLenses {
  /** Adds to the lenses of a document those of the calls that its methods got. */
  readonly with: (lenses: Feature<DocumentParams, CodeLens[]>) => Feature<DocumentParams, CodeLens[]>;
}

/** Answers the requests about the mock server. */
export function registerMock(session: Session): MockLenses {
  const { connection } = session;
  let running: Following | undefined;
  let calls = new Map<string, MockCall[]>();
  let marked: readonly string[] = [];
  let refreshing: ReturnType<typeof setTimeout> | undefined;

  function showCalls(): void {
    if (!session.refreshesLenses) return;
    if (refreshing !== undefined) return;
    refreshing = setTimeout(() => {
      refreshing = undefined;
      void connection.sendRequest(CodeLensRefreshRequest.type);
    }, restMs);
  }

  function markProblems(problems: readonly MockScriptProblem[]): void {
    const files = new Set(problems.map(one => one.file));
    for (const uri of new Set([...marked, ...files])) {
      const diagnostics = problems.filter(one => one.file === uri).map(diagnosticOf);
      void connection.sendDiagnostics({ uri, diagnostics });
    }
    marked = [...files];
  }

  function ended(): void {
    running = undefined;
    calls = new Map();
    markProblems([]);
    showCalls();
  }

  async function start(asked: MockServerStart): Promise<StartedMock> {
    if (!session.trusted()) throw new Error("this workspace is not trusted, and nothing is sent or started from it");
    const startMock = session.platform.startMock;
    if (startMock === undefined) throw new Error("a mock server needs the desktop editor: a browser cannot listen");
    await running?.stop();
    const options = {
      port: asked.port ?? defaultMockPort,
      host: undefined,
      seed: asked.seed ?? 1,
      latencyMs: asked.latencyMs ?? 0,
      scripts: [],
    };
    const thread = await startMock(options, {
      onCall: call => {
        calls.set(call.method, [call, ...(calls.get(call.method) ?? [])].slice(0, mostCalls));
        showCalls();
      },
      onProblems: markProblems,
      onEnd: reason => {
        ended();
        notifyClient(connection, "protodial/mockEnded", { reason });
      },
    });
    const following = followFiles(session, thread, asked.uris);
    running = following;
    const services = await following.served;
    if (services.length === 0) {
      await following.stop();
      ended();
      throw new Error(
        "there is no service that can be served here: either none is declared, or an error stands in the way",
      );
    }
    return { ...thread.address, services };
  }

  onCustomRequest(connection, "protodial/startMockServer", start);
  onCustomRequest(connection, "protodial/stopMockServer", async () => {
    const stopped = running !== undefined;
    await running?.stop();
    ended();
    return { stopped };
  });
  onCustomRequest(connection, "protodial/mockCalls", ({ method }) => ({ calls: calls.get(method) ?? [] }));
  session.workspace.onChange(() => running?.follow());
  session.onShutdown(() => running?.stop());

  return {
    with: lenses => (snapshot, params) => {
      const found = lenses(snapshot, params);
      if (!Array.isArray(found) || calls.size === 0) return found;
      if (!session.lensCommands.includes("protodial.showMockCalls")) return found;
      return found.flatMap(lens => [lens, ...callsLens(lens, calls)]);
    },
  };
}

/** Beside `▶ Call`, which bears the uri and the method. */
function callsLens({ range, command }: CodeLens, calls: ReadonlyMap<string, readonly MockCall[]>): CodeLens[] {
  if (command?.command !== "protodial.callMethod") return [];
  const [uri, method] = command.arguments ?? [];
  const found = calls.get(String(method));
  const [last] = found ?? [];
  if (found === undefined || last === undefined) return [];
  const count = found.length === 1 ? "1 mock call" : `${found.length} mock calls`;
  const title = last.status === "OK" ? count : `${count}, the last ${last.status}`;
  return [{ range, command: { title, command: "protodial.showMockCalls", arguments: [uri, method] } }];
}

interface Following {
  /** The services that are served at first. */
  readonly served: Promise<readonly string[]>;
  /** Something has changed in the workspace. */
  readonly follow: () => void;
  readonly stop: () => Promise<void>;
}

function followFiles(session: Session, thread: MockThread, asked: readonly string[]): Following {
  /** What was told to the thread, by uri. */
  const told = new Map<string, readonly Uint8Array[]>();
  const services = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  let telling: Promise<void> = tell();

  async function tell(): Promise<void> {
    const snapshot = await servedSnapshot(session, asked);
    const changed: MockFile[] = [];
    const present = new Set<string>();
    for (const uri of await servedUris(session, snapshot, asked)) {
      const { compilation, path } = snapshot.compilation(uri);
      const made = mockEntries(compilation, path);
      // A file with errors is served as it was when it had none.
      if (made.kind === "nothing") continue;
      present.add(uri);
      if (made.kind === "broken" || isSame(told.get(uri), made.entries)) continue;
      told.set(uri, made.entries);
      for (const service of compilation.file(path)?.declared.services ?? []) services.add(service.fullName);
      changed.push({ id: uri, folder: parentUri(uri), entries: made.entries });
      await session.giveWay();
    }
    const gone = [...told.keys()].filter(uri => !present.has(uri));
    for (const uri of gone) told.delete(uri);
    if (!isStopped && changed.length + gone.length > 0) thread.update(changed, gone);
  }

  return {
    served: telling.then(() => [...services].sort()),
    follow: () => {
      if (isStopped) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        telling = telling.then(tell).catch((error: unknown) => session.logError(`mock server: ${String(error)}`));
      }, restMs);
    },
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await thread.stop();
    },
  };
}

/** The files that are asked for themselves are loaded; of folders those that declare rpcs. */
async function servedSnapshot(session: Session, asked: readonly string[]): Promise<Snapshot> {
  const uris = await protoUris(session, asked);
  const isFolder = asked.some(uri => !uri.endsWith(".proto"));
  if (!isFolder) return session.loaded(uris);
  const snapshot = await session.indexed();
  return session.workspace.with(snapshot, declaring(snapshot, uris));
}

async function servedUris(session: Session, snapshot: Snapshot, asked: readonly string[]): Promise<readonly string[]> {
  const uris = await protoUris(session, asked);
  return asked.every(uri => uri.endsWith(".proto")) ? uris : declaring(snapshot, uris);
}

function declaring(snapshot: Snapshot, uris: readonly string[]): string[] {
  const wanted = new Set(uris);
  return [...snapshot.outlines()].filter(one => wanted.has(one.uri) && one.outline.has("method")).map(one => one.uri);
}

function isSame(known: readonly Uint8Array[] | undefined, made: readonly Uint8Array[]): boolean {
  return known !== undefined && known.length === made.length && known.every((one, at) => one === made[at]);
}

function diagnosticOf({ line, column, endLine, endColumn, message }: MockScriptProblem) {
  return {
    range: { start: { line, character: column }, end: { line: endLine, character: endColumn } },
    severity: 1 as const,
    source: "protodial",
    message,
  };
}
