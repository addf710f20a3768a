// Check Workspace: the problems of files that nobody has open, on demand.
import type { Diagnostic } from "vscode-languageserver";
import { withPageLink } from "../features/problemPages.ts";
import type { CheckedWorkspace, CheckProgress, WorkspaceCheck } from "../protocol/requests.ts";
import { protoLanguage } from "../workspace/workspace.ts";
import type { CheckEvent, CheckInput } from "./checkFolders.ts";
import { checkedText, countProblems } from "./checkText.ts";
import type { Session } from "./session.ts";

/** Shows the problems of all files of the folders. */
export interface WorkspaceChecks {
  /** Checks all files, until `cancel` aborts. A check that is running is given up for this one. */
  readonly check: (cancel: AbortController, onProgress: (progress: CheckProgress) => void) => Promise<WorkspaceCheck>;
  /** Takes back what is shown of files that nobody has open. */
  readonly clear: () => void;
}

/** Long enough for a checkout or a generator to come to an end. */
const restMs = 300;

/**
 * What a check has shown of files that nobody has open is kept up to date when files change on disk or are closed, and
 * what changes on disk is checked, until that is cleared. Of open documents it shows nothing: their problems are always there.
 */
export function workspaceChecks(session: Session): WorkspaceChecks {
  const { connection, workspace } = session;
  /** Files that are shown with problems, by normal uri. */
  const shown = new Set<string>();
  /** Files to be looked at again. */
  const stale = new Set<string>();
  let isOn = false;
  let abort = new AbortController();
  let running = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  workspace.onChange((changed, onDisk) => {
    if (!isOn) return;
    for (const uri of onDisk) stale.add(uri);
    for (const uri of changed) {
      const document = workspace.snapshot.documents.get(uri);
      // Now it is the document's own problems that are shown; a client may know them by another spelling.
      if (document === undefined) stale.add(uri);
      else if (shown.delete(uri) && document.uri !== uri) send(uri, []);
    }
    if (changed.length === 0) for (const uri of shown) stale.add(uri);
    checkLater();
  });

  function send(uri: string, diagnostics: readonly Diagnostic[]): void {
    const pattern = session.problemPage;
    const linked = pattern === undefined ? diagnostics : diagnostics.map(one => withPageLink(one, pattern));
    void connection.sendDiagnostics({ uri, diagnostics: [...linked] });
  }

  function show(uri: string, diagnostics: readonly Diagnostic[]): void {
    if (workspace.snapshot.documents.has(uri)) return;
    if (diagnostics.length > 0) shown.add(uri);
    else if (!shown.delete(uri)) return;
    send(uri, diagnostics);
  }

  function input(uris?: readonly string[]): CheckInput {
    const documents = [...workspace.snapshot.documents.values()].filter(one => one.languageId === protoLanguage);
    return {
      folders: workspace.folderUris,
      excluded: workspace.excluded,
      importRoots: session.settings().importRoots,
      documents: documents.map(({ uri, source }) => ({ uri, text: source.text })),
      ...(uris === undefined ? {} : { uris }),
    };
  }

  /** Checks files and shows what is found; what was shown of `before` and is not found again is taken back. */
  async function run(
    files: CheckInput,
    before: readonly string[],
    { signal }: AbortController,
    onEvent: (event: CheckEvent) => void,
  ): Promise<void> {
    const mended = new Set(before);
    running++;
    try {
      await session.checkFolders(
        files,
        event => {
          if (signal.aborted) return;
          onEvent(event);
          if (event.kind !== "file") return;
          mended.delete(event.uri);
          show(event.uri, event.diagnostics);
        },
        signal,
      );
      if (!signal.aborted) for (const uri of mended) show(uri, []);
    } finally {
      running--;
      checkLater();
    }
  }

  function checkLater(): void {
    if (!isOn || running > 0 || stale.size === 0) return;
    clearTimeout(timer);
    timer = setTimeout(() => void checkAgain(), restMs);
  }

  async function checkAgain(): Promise<void> {
    if (!isOn || running > 0) return;
    const listed = new Set(workspace.protoFiles());
    const again = [...stale];
    stale.clear();
    const files = again.filter(uri => listed.has(uri) && !workspace.snapshot.documents.has(uri));
    for (const uri of again) if (!listed.has(uri)) show(uri, []);
    if (files.length === 0) return;
    try {
      await run(input(files), files, abort, () => {});
    } catch (error) {
      session.logError(`check: ${String(error)}`);
    }
  }

  session.onShutdown(() => abort.abort());
  return {
    check: async (cancel, onProgress) => {
      abort.abort();
      abort = cancel;
      isOn = true;
      const counts: CheckedWorkspace = { files: 0, errors: 0, warnings: 0, filesWithProblems: 0 };
      await run(input(), [...shown], cancel, event => {
        if (event.kind === "file") return countProblems(counts, event.diagnostics);
        counts.files = event.total;
        onProgress({ done: event.done, total: event.total });
      });
      if (cancel.signal.aborted) return { kind: "cancelled" };
      return { kind: "checked", ...counts, text: checkedText(counts) };
    },
    clear: () => {
      isOn = false;
      abort.abort();
      stale.clear();
      for (const uri of [...shown]) show(uri, []);
    },
  };
}
