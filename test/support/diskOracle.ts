// What a server says of a folder, to be compared with what one says that was just started.
import { existsSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Diagnostic, Location, SymbolInformation } from "vscode-languageserver-types";
import { diagnostics } from "../../server/src/features/diagnostics.ts";
import { isNeeds, type Needs } from "../../server/src/features/needs.ts";
import { references } from "../../server/src/features/references.ts";
import { workspaceSymbols } from "../../server/src/features/workspaceSymbols.ts";
import { diskFiles } from "../../server/src/node/diskFiles.ts";
import { indexFolders } from "../../server/src/workspace/indexing.ts";
import type { Snapshot } from "../../server/src/workspace/snapshot.ts";
import { normalUri } from "../../server/src/workspace/uri.ts";
import { Workspace } from "../../server/src/workspace/workspace.ts";
import type { LanguageClient } from "./languageClient.ts";

/** An open document, and a place in it whose references are asked for. */
export interface OpenFile {
  readonly uri: string;
  readonly text: string;
  readonly at: { readonly line: number; readonly character: number };
}

/** All in an order of its own, as text. Of open documents by uri. */
export interface ServerState {
  readonly symbols: readonly string[];
  readonly diagnostics: Readonly<Record<string, readonly string[]>>;
  readonly references: Readonly<Record<string, readonly string[]>>;
}

/** Whether a file counts: one that is left out of the folders is known for as long as it was read once. */
export type Counts = (uri: string) => boolean;

interface Said {
  readonly symbols: readonly SymbolInformation[];
  readonly diagnostics: ReadonlyMap<string, readonly Diagnostic[]>;
  readonly references: ReadonlyMap<string, readonly Location[]>;
}

/** What a workspace says that has seen nothing but the disk as it is. */
export async function freshState(
  folder: string,
  open: readonly OpenFile[],
): Promise<{ readonly state: ServerState; readonly counts: Counts }> {
  const workspace = new Workspace(diskFiles);
  workspace.setFolders([pathToFileURL(folder).href]);
  for (const { uri, text } of open) workspace.setDocument(uri, "proto", 1, text);
  await indexFolders(workspace, async () => {});
  for (const { uri } of open) await workspace.loaded([uri]);
  const said = {
    symbols: await answered(workspace, workspaceSymbols, { query: symbolQuery }),
    diagnostics: new Map<string, readonly Diagnostic[]>(),
    references: new Map<string, readonly Location[]>(),
  };
  for (const one of open) {
    said.diagnostics.set(one.uri, diagnostics(workspace.snapshot, { textDocument: { uri: one.uri } }));
    said.references.set(one.uri, await answered(workspace, references, referenceParams(one)));
  }
  const known = new Set([...workspace.protoFiles(), ...open.map(one => normalUri(one.uri))]);
  const counts: Counts = uri => known.has(normalUri(uri)) || !existsSync(fileURLToPath(uri));
  return { state: stateOf(said, open, counts), counts };
}

async function answered<Params, Result>(
  workspace: Workspace,
  feature: (snapshot: Snapshot, params: Params) => Result | Needs,
  params: Params,
): Promise<Result> {
  let { snapshot } = workspace;
  for (;;) {
    const result = feature(snapshot, params);
    if (!isNeeds(result)) return result;
    snapshot = result.keep ? await workspace.loaded(result.files) : await workspace.with(snapshot, result.files);
  }
}

/** What a running server says now; `published` are the diagnostics that it has sent last. */
export async function runningState(
  { connection }: LanguageClient,
  published: ReadonlyMap<string, readonly Diagnostic[]>,
  open: readonly OpenFile[],
  counts: Counts,
): Promise<ServerState> {
  const symbols: SymbolInformation[] = await connection.sendRequest("workspace/symbol", { query: symbolQuery });
  const found = new Map<string, readonly Location[]>();
  for (const one of open) {
    found.set(one.uri, await connection.sendRequest("textDocument/references", referenceParams(one)));
  }
  return stateOf({ symbols, diagnostics: published, references: found }, open, counts);
}

// The names of all messages begin with it.
const symbolQuery = "M";

function referenceParams({ uri, at }: OpenFile) {
  return { textDocument: { uri }, position: at, context: { includeDeclaration: true } };
}

function stateOf(said: Said, open: readonly OpenFile[], counts: Counts): ServerState {
  const symbols = said.symbols.filter(one => counts(one.location.uri));
  return {
    symbols: symbols.map(one => `${one.containerName ?? ""} ${one.name} ${placeText(one.location)}`).sort(),
    diagnostics: Object.fromEntries(open.map(({ uri }) => [uri, diagnosticTexts(said.diagnostics.get(uri) ?? [])])),
    references: Object.fromEntries(
      open.map(({ uri }) => {
        const places = (said.references.get(uri) ?? []).filter(one => counts(one.uri));
        return [uri, places.map(placeText).sort()];
      }),
    ),
  };
}

function diagnosticTexts(found: readonly Diagnostic[]): readonly string[] {
  return found.map(one => `${one.range.start.line}:${one.range.start.character} ${one.code} ${one.message}`).sort();
}

function placeText({ uri, range }: Location): string {
  return `${uri} ${range.start.line}:${range.start.character}`;
}
