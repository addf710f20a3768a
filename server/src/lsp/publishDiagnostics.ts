import type { Connection, Diagnostic } from "vscode-languageserver";
import { isNeeds, type Needs } from "../features/needs.ts";
import type { OpenDocument } from "../workspace/document.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { takeSteps } from "./takeSteps.ts";

/** The diagnostics of one open document; undefined where the language has none. */
export type DiagnosticsOf = (snapshot: Snapshot, document: OpenDocument) => readonly Diagnostic[] | Needs | undefined;

interface DiagnosticsContext {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly indexed: () => Promise<Snapshot>;
  readonly pause: () => Promise<void>;
}

// What is needed may need more: a service is found by the index, then its file is read.
const mostRounds = 5;

/**
 * Keeps the client's diagnostics of open documents up to date: the edited one at once, then the others, for what they
 * import may have changed. What was worked out from an older snapshot is dropped.
 */
export function publishDiagnostics(
  { connection, workspace, indexed, pause }: DiagnosticsContext,
  diagnosticsOf: DiagnosticsOf,
): void {
  /** What the client has, by normal uri. */
  const published = new Map<string, { uri: string; version: number; content: string }>();
  /** For each document the work that was begun last, which sees the latest of all files: what was begun before is dropped. */
  const latest = new Map<string, object>();
  let sweep = 0;

  workspace.onChange(changed => {
    const now = ++sweep;
    for (const uri of changed) {
      if (workspace.snapshot.documents.has(uri)) void publish(uri);
      else withdraw(uri);
    }
    const others = [...workspace.snapshot.documents.keys()].filter(uri => !changed.includes(uri));
    if (others.length > 0) void publishAll(others, now);
  });

  async function publishAll(uris: readonly string[], from: number): Promise<void> {
    for (const uri of uris) {
      // Requests that came meanwhile go first.
      await pause();
      if (from !== sweep) return;
      await publish(uri);
    }
  }

  async function publish(uri: string): Promise<void> {
    try {
      await publishOne(uri);
    } catch (error) {
      connection.console.error(
        `diagnostics: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    }
  }

  async function publishOne(uri: string): Promise<void> {
    const document = workspace.snapshot.documents.get(uri);
    if (document === undefined) return;
    const work = {};
    latest.set(uri, work);
    const isWanted = () => latest.get(uri) === work && workspace.snapshot.documents.get(uri) === document;
    const missing = workspace.snapshot.missing(uri);
    let snapshot = missing.length === 0 ? workspace.snapshot : await workspace.loaded([uri]);
    // A large file takes a while, in which others are answered.
    if (!(await takeSteps(snapshot.steps(uri, "problems"), pause, isWanted))) return;
    let found = diagnosticsOf(snapshot, document);
    for (let round = 0; isNeeds(found) && round < mostRounds; round++) {
      snapshot = found.index ? await indexed() : snapshot;
      if (found.files.length > 0) {
        snapshot = found.keep ? await workspace.loaded(found.files) : await workspace.with(snapshot, found.files);
      }
      if (!isWanted()) return;
      found = diagnosticsOf(snapshot, document);
    }
    if (found === undefined || isNeeds(found)) return;
    send(uri, document, found);
  }

  function send(key: string, document: OpenDocument, diagnostics: readonly Diagnostic[]): void {
    const { uri, version } = document;
    const content = JSON.stringify(diagnostics);
    const last = published.get(key);
    if (last?.content === content && last.version === version) return;
    published.set(key, { uri, version, content });
    void connection.sendDiagnostics({ uri, version, diagnostics: [...diagnostics] });
  }

  function withdraw(key: string): void {
    latest.delete(key);
    const last = published.get(key);
    if (last === undefined) return;
    published.delete(key);
    void connection.sendDiagnostics({ uri: last.uri, diagnostics: [] });
  }
}
