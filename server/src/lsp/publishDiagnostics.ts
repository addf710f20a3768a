import type { Connection, Diagnostic } from "vscode-languageserver";
import { isNeeds, type Needs } from "../features/needs.ts";
import type { OpenDocument } from "../workspace/document.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** The diagnostics of one open document; undefined where the language has none. */
export type DiagnosticsOf = (snapshot: Snapshot, document: OpenDocument) => readonly Diagnostic[] | Needs | undefined;

interface DiagnosticsContext {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly indexed: () => Promise<Snapshot>;
}

// What is needed may need more: a service is found by the index, then its file is read.
const mostRounds = 5;

/**
 * Keeps the client's diagnostics of open documents up to date: the edited one at once, then the others, for what they
 * import may have changed. What was worked out from an older snapshot is dropped.
 */
export function publishDiagnostics(
  { connection, workspace, indexed }: DiagnosticsContext,
  diagnosticsOf: DiagnosticsOf,
): void {
  /** What the client has, by normal uri. */
  const published = new Map<string, { uri: string; version: number; content: string }>();
  let sweep = 0;

  workspace.onChange(changed => {
    const now = ++sweep;
    for (const uri of changed) {
      if (workspace.snapshot.documents.has(uri)) void publish(uri);
      else withdraw(uri);
    }
    const others = [...workspace.snapshot.documents.keys()].filter(uri => !changed.includes(uri));
    if (others.length > 0) setTimeout(() => void publishAll(others, now), 0);
  });

  async function publishAll(uris: readonly string[], from: number): Promise<void> {
    for (const uri of uris) {
      if (from !== sweep) return;
      await publish(uri);
      // Requests that came meanwhile go first.
      await new Promise<void>(resolve => setTimeout(resolve, 0));
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
    const started = workspace.snapshot.documents.get(uri);
    if (started === undefined) return;
    const missing = workspace.snapshot.missing(uri);
    let snapshot = missing.length === 0 ? workspace.snapshot : await workspace.loaded([uri]);
    const document = snapshot.documents.get(uri);
    if (document === undefined || document !== started) return;
    let found = diagnosticsOf(snapshot, document);
    for (let round = 0; isNeeds(found) && round < mostRounds; round++) {
      snapshot = found.index ? await indexed() : snapshot;
      if (found.files.length > 0) {
        snapshot = found.keep ? await workspace.loaded(found.files) : await workspace.with(snapshot, found.files);
      }
      if (snapshot.documents.get(uri) !== document) return;
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
    const last = published.get(key);
    if (last === undefined) return;
    published.delete(key);
    void connection.sendDiagnostics({ uri: last.uri, diagnostics: [] });
  }
}
