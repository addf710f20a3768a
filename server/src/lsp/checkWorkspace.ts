// Check Workspace: the problems of files that nobody has open, on demand.
import type { Diagnostic } from "vscode-languageserver";
import { withPageLink } from "../features/problemPages.ts";
import type { CheckedWorkspace, CheckProgress, WorkspaceCheck } from "../protocol/requests.ts";
import { withImporters } from "../workspace/importers.ts";
import type { Layout } from "../workspace/layout.ts";
import { protoLanguage } from "../workspace/workspace.ts";
import type { CheckEvent, CheckInput } from "./checkFolders.ts";
import { checkedText, countProblems } from "./checkText.ts";
import type { Session } from "./session.ts";
import { takeSteps } from "./takeSteps.ts";

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
 * What a check has told of files that nobody has open is kept up to date until it is cleared: what changes on disk, or is
 * closed, is checked again, with all that import it. Of open documents it shows nothing: their problems are always there.
 */
export function workspaceChecks(session: Session): WorkspaceChecks {
  const { connection, workspace } = session;
  /** Files that are shown with problems, by normal uri. */
  const shown = new Set<string>();
  /** Files that have changed since they were checked. */
  const stale = new Set<string>();
  /** The files there were at the last check, and where their imports were looked for. */
  let checked = { files: new Set<string>(), places: "" };
  /** Whether there may be others since then. */
  let isOld = false;
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
    if (changed.length === 0) isOld = true;
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
    if (signal.aborted) return;
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
    if (!isOn || running > 0 || (stale.size === 0 && !isOld)) return;
    clearTimeout(timer);
    timer = setTimeout(() => void checkAgain(), restMs);
  }

  async function checkAgain(): Promise<void> {
    if (!isOn || running > 0) return;
    running++;
    try {
      const again = await changedFiles();
      for (const uri of [...shown]) if (!checked.files.has(uri)) show(uri, []);
      const files = again.filter(uri => checked.files.has(uri) && !workspace.snapshot.documents.has(uri));
      if (files.length > 0) await run(input(files), files, abort, () => {});
    } catch (error) {
      session.logError(`check: ${String(error)}`);
      // It is tried again when something else changes.
      stale.clear();
      isOld = false;
    } finally {
      running--;
      checkLater();
    }
  }

  /** What may be told otherwise than at the last check. */
  async function changedFiles(): Promise<readonly string[]> {
    const snapshot = await session.indexed();
    const before = checked;
    const changed = takeChanged();
    // Where imports lead elsewhere, any file may have other problems.
    if (checked.places !== before.places) return [...checked.files];
    const steps = withImporters(workspace.layout, snapshot.outlines(), changed);
    const found = await takeSteps(steps, session.pause, () => isOn);
    return [...(found?.result ?? [])];
  }

  /** Takes what is there now as checked; gives the files that came, changed or went since the last time. */
  function takeChanged(): ReadonlySet<string> {
    const before = checked.files;
    checked = { files: new Set(workspace.protoFiles()), places: placesOf(workspace.layout) };
    const changed = new Set(stale);
    for (const uri of checked.files) if (!before.has(uri)) changed.add(uri);
    for (const uri of before) if (!checked.files.has(uri)) changed.add(uri);
    stale.clear();
    isOld = false;
    return changed;
  }

  session.onShutdown(() => abort.abort());
  return {
    check: async (cancel, onProgress) => {
      abort.abort();
      abort = cancel;
      isOn = true;
      await workspace.list();
      takeChanged();
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

function placesOf({ folders, settingRoots, modules, packages }: Layout): string {
  return JSON.stringify([folders, settingRoots, modules, packages]);
}
