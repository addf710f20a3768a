// The work of Check Workspace, wherever it runs: a thread of its own, or between the requests of a browser's worker.
import type { Diagnostic } from "vscode-languageserver-types";
import { lspDiagnostic } from "../features/diagnostics.ts";
import { checkFiles, type FilesToCheck } from "../workspace/checkFiles.ts";
import type { FileSystem } from "../workspace/fileSystem.ts";
import type { PackagePlaces } from "../workspace/importConfig.ts";
import { protoLanguage, Workspace } from "../workspace/workspace.ts";

/** What the check needs to know, as it crosses to a thread. */
export interface CheckInput {
  readonly folders: readonly string[];
  /** Patterns of `files.exclude`, for each folder its own. */
  readonly excluded: readonly (readonly string[])[];
  readonly importRoots: readonly string[];
  /** The open `.proto` documents, as they stand in the editor. */
  readonly documents: readonly { readonly uri: string; readonly text: string }[];
  /** The files to check; all of the folders where it is absent. */
  readonly uris?: readonly string[];
}

export type CheckEvent =
  /** A file with problems, by its normal uri. */
  | { readonly kind: "file"; readonly uri: string; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: "progress"; readonly done: number; readonly total: number };

/** Performs a check, until it is done or `signal` aborts. Rejects where it fails. */
export type CheckFolders = (
  input: CheckInput,
  onEvent: (event: CheckEvent) => void,
  signal: AbortSignal,
) => Promise<void>;

export interface CheckPlace {
  readonly files: FileSystem;
  readonly packages: PackagePlaces | undefined;
  /** Makes files, and all they import, readable at once. */
  readonly reader: (workspace: Workspace, uris: readonly string[]) => Promise<FilesToCheck["read"]>;
  /** Called after each file; false ends the check. */
  readonly goesOn: () => boolean | Promise<boolean>;
}

/** Checks files, telling of each that has problems, and how far it is. */
export async function checkFolders(
  input: CheckInput,
  place: CheckPlace,
  onEvent: (event: CheckEvent) => void,
): Promise<void> {
  const workspace = new Workspace(place.files, place.packages);
  workspace.setFolders(input.folders);
  workspace.setExcluded(input.excluded);
  workspace.setImportRoots(input.importRoots);
  for (const { uri, text } of input.documents) workspace.setDocument(uri, protoLanguage, 0, text);
  await workspace.list();
  const uris = input.uris ?? workspace.protoFiles();
  const read = await place.reader(workspace, uris);
  let done = 0;
  for await (const { uri, source, problems } of checkFiles({ workspace, uris, read })) {
    const diagnostics = problems.map(problem => lspDiagnostic(workspace.snapshot, source, problem));
    if (diagnostics.length > 0) onEvent({ kind: "file", uri, diagnostics });
    onEvent({ kind: "progress", done: ++done, total: uris.length });
    if (!(await place.goesOn())) return;
  }
}

/** A check between requests, for a server without threads. All texts are held until it ends. */
export function checkBetween(files: FileSystem, pause: () => Promise<void>): CheckFolders {
  return (input, onEvent, signal) => {
    const place: CheckPlace = {
      files,
      packages: undefined,
      reader: async (workspace, uris) => {
        const snapshot = await workspace.loaded(uris);
        return uri => snapshot.source(uri)?.text;
      },
      goesOn: async () => {
        await pause();
        return !signal.aborted;
      },
    };
    return checkFolders(input, place, onEvent);
  };
}
