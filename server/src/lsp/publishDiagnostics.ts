import type { Connection, Diagnostic } from "vscode-languageserver";
import type { Problem } from "../compiler/report/problem.ts";
import type { Span } from "../compiler/text/span.ts";
import type { Steps } from "../compiler/text/steps.ts";
import { isNeeds, type Needs } from "../features/needs.ts";
import type { OpenDocument } from "../workspace/document.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { spanAfter, type TextEdit } from "../workspace/textEdits.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { takeSteps } from "./takeSteps.ts";

/** The diagnostics of one open document, with those of `more`; undefined where the language has none. */
export type DiagnosticsOf = (
  snapshot: Snapshot,
  document: OpenDocument,
  more: readonly Problem[],
) => readonly Diagnostic[] | Needs | undefined;

/** The problems of a `.proto` file beside those of the compiler. */
export interface MoreProblems {
  /** Whether there can be any in a file. */
  readonly concerns: (uri: string) => boolean;
  /** Takes the steps to `of`, or to what `afterEdit` has to know of the file before its edits. */
  readonly steps: (snapshot: Snapshot, uri: string, of: "now" | "before edits") => Steps<void>;
  /** After an edit of some declarations, which alone are looked at; undefined where that is not, or not yet, enough. */
  readonly afterEdit: (snapshot: Snapshot, uri: string) => readonly Problem[] | undefined;
  /** Of the whole file, which is linked for it. */
  readonly of: (snapshot: Snapshot, uri: string) => readonly Problem[];
}

/** None beside those of the compiler. */
export const nothingMore: MoreProblems = {
  concerns: () => false,
  *steps() {},
  afterEdit: () => [],
  of: () => [],
};

interface DiagnosticsContext {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly indexed: () => Promise<Snapshot>;
  readonly pause: () => Promise<void>;
}

// So long nobody types before the whole of a large file is looked at for more than what the compiler says.
const restMs = 200;
const largeLength = 200_000;

// What is needed may need more: a service is found by the index, then its file is read.
const mostRounds = 5;

/**
 * Keeps the client's diagnostics of open documents up to date: the edited one at once, then the others, for what they
 * import may have changed. What was worked out from an older snapshot is dropped. Where the problems of `more` take the
 * whole of a file they come later, and those that were found before stand until then where the edits have moved them.
 */
export function publishDiagnostics(
  { connection, workspace, indexed, pause }: DiagnosticsContext,
  diagnosticsOf: DiagnosticsOf,
  more: MoreProblems,
): void {
  /** What the client has, by normal uri. */
  const published = new Map<string, { uri: string; version: number; content: string }>();
  /** For each document the work that was begun last, which sees the latest of all files: what was begun before is dropped. */
  const latest = new Map<string, object>();
  /** What `more` has found in each document, at its place in the text as it is now. */
  const further = new Map<string, { readonly document: OpenDocument; readonly problems: readonly Problem[] }>();
  let sweep = 0;

  workspace.onChange(changed => {
    const now = ++sweep;
    for (const uri of changed) {
      const document = workspace.snapshot.documents.get(uri);
      if (document === undefined) withdraw(uri);
      else {
        moveFurther(uri, document);
        void publish(uri);
      }
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

  function publish(uri: string): Promise<void> {
    return guarded(publishOne(uri));
  }

  async function guarded(work: Promise<void>): Promise<void> {
    try {
      await work;
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
    if ((await takeSteps(workspace.snapshot.steps(uri, "placed"), pause, isWanted)) === undefined) return;
    // What has to be read is not read in the turn in which it is looked for.
    if (workspace.snapshot.missing(uri).length > 0) await pause();
    let snapshot = await workspace.loaded([uri]);
    // A large file takes a while, in which others are answered.
    if ((await takeSteps(snapshot.steps(uri, "problems"), pause, isWanted)) === undefined) return;
    const atOnce = more.concerns(document.uri) ? more.afterEdit(snapshot, document.uri) : [];
    if (atOnce !== undefined) further.set(uri, { document, problems: atOnce });
    let found = diagnosticsOf(snapshot, document, further.get(uri)?.problems ?? []);
    for (let round = 0; isNeeds(found) && round < mostRounds; round++) {
      snapshot = found.index ? await indexed() : snapshot;
      if (found.files.length > 0) {
        snapshot = found.keep ? await workspace.loaded(found.files) : await workspace.with(snapshot, found.files);
      }
      if (!isWanted()) return;
      found = diagnosticsOf(snapshot, document, further.get(uri)?.problems ?? []);
    }
    if (found === undefined || isNeeds(found)) return;
    send(uri, document, found);
    if (atOnce === undefined) void guarded(lookFurther(uri, document, isWanted));
  }

  function moveFurther(uri: string, document: OpenDocument): void {
    const known = further.get(uri);
    if (known === undefined || known.document === document) return;
    further.set(uri, { document, problems: movedBy(document.edits, known.problems) });
  }

  async function lookFurther(uri: string, document: OpenDocument, isWanted: () => boolean): Promise<void> {
    if (document.text.length > largeLength) await new Promise(resolve => setTimeout(resolve, restMs));
    if (!isWanted()) return;
    const snapshot = await workspace.loaded([uri]);
    if (!(await takeSteps(more.steps(snapshot, document.uri, "before edits"), pause, isWanted))) return;
    let problems = more.afterEdit(snapshot, document.uri);
    if (problems === undefined) {
      if (!(await takeSteps(snapshot.steps(uri, "interpreted"), pause, isWanted))) return;
      if (!(await takeSteps(more.steps(snapshot, document.uri, "now"), pause, isWanted))) return;
      problems = more.of(snapshot, document.uri);
    }
    further.set(uri, { document, problems });
    const found = diagnosticsOf(snapshot, document, problems);
    if (found !== undefined && !isNeeds(found)) send(uri, document, found);
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
    further.delete(key);
    const last = published.get(key);
    if (last === undefined) return;
    published.delete(key);
    void connection.sendDiagnostics({ uri: last.uri, diagnostics: [] });
  }
}

function movedBy(edits: readonly TextEdit[] | undefined, problems: readonly Problem[]): readonly Problem[] {
  if (edits === undefined) return [];
  return problems.flatMap(problem => {
    let span: Span | undefined = problem.span;
    for (const edit of edits) span = span === undefined ? undefined : spanAfter(span, edit);
    return span === undefined ? [] : [{ ...problem, span }];
  });
}
