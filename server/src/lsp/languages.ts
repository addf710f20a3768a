// Which feature answers for which language: the one table of documents that are not `.proto`.
import type { CodeAction, CodeLens, CompletionList, Diagnostic } from "vscode-languageserver";
import { type CodeActionParams, codeActions } from "../features/codeActions.ts";
import { codeLenses } from "../features/codeLenses.ts";
import { completion } from "../features/completion/completion.ts";
import { diagnostics, lspDiagnostic } from "../features/diagnostics.ts";
import type { Needs } from "../features/needs.ts";
import type { DocumentParams, PositionParams } from "../features/params.ts";
import { withPageLink, withPageLinks } from "../features/problemPages.ts";
import { requestCodeActions } from "../features/requestCodeActions.ts";
import { requestCompletion } from "../features/requestCompletion.ts";
import { requestDiagnostics } from "../features/requestDiagnostics.ts";
import { requestLenses } from "../features/requestLenses.ts";
import type { FixCommand, LensCommand } from "../protocol/settings.ts";
import type { OpenDocument } from "../workspace/document.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { protoLanguage } from "../workspace/workspace.ts";
import type { Feature } from "./answer.ts";
import type { OpenStreams } from "./openStreams.ts";
import type { DiagnosticsOf, MoreProblems } from "./publishDiagnostics.ts";

/** Language id of request documents (`*.grpc`). */
export const requestLanguage = "grpc-request";

interface ByLanguage<Params, Result> {
  readonly proto?: Feature<Params, Result>;
  readonly request?: Feature<Params, Result>;
}

/** One feature for all languages: that of the document's own, or `none`. */
export function forLanguages<Params extends DocumentParams, Result>(
  features: ByLanguage<Params, Result>,
  none: Result,
): Feature<Params, Result> {
  return (snapshot, params) => {
    const feature = isRequest(snapshot, params.textDocument.uri) ? features.request : features.proto;
    return feature === undefined ? none : feature(snapshot, params);
  };
}

/** Diagnostics of an open document, whatever its language, with links to their pages where the client can show them. */
export function diagnosticsByLanguage(client: { readonly problemPage: string | undefined }): DiagnosticsOf {
  return (snapshot, document, more) => {
    const found = diagnosticsOf[document.languageId]?.(snapshot, { textDocument: { uri: document.uri } });
    if (!Array.isArray(found)) return found;
    const all = [...found, ...more.map(one => lspDiagnostic(snapshot, document.source, one))];
    const pattern = client.problemPage;
    return pattern === undefined ? all : all.map(one => withPageLink(one, pattern));
  };
}

/** Code actions in any document, as far as the client can run their commands. */
export function codeActionsByLanguage(
  client: { readonly problemPage: string | undefined; readonly fixCommands: readonly FixCommand[] },
  more: MoreProblems,
): Feature<CodeActionParams, CodeAction[]> {
  const actions = forLanguages<CodeActionParams, CodeAction[]>(
    { proto: (snapshot, params) => codeActions(snapshot, params, more.of), request: requestCodeActions },
    [],
  );
  return (snapshot, params) => {
    const all = actions(snapshot, params);
    if (!Array.isArray(all)) return all;
    const found = all.filter(
      ({ command }) => command === undefined || client.fixCommands.some(name => name === command.command),
    );
    const pattern = client.problemPage;
    return pattern === undefined ? found : found.map(one => withPageLinks(one, pattern));
  };
}

const diagnosticsOf: Readonly<Record<string, (snapshot: Snapshot, params: DocumentParams) => Diagnostic[] | Needs>> = {
  [protoLanguage]: diagnostics,
  [requestLanguage]: requestDiagnostics,
};

/** Lenses of any document, as far as the client can run their commands. */
export function lensesByLanguage(
  client: { readonly lensCommands: readonly LensCommand[] },
  streams: OpenStreams,
): Feature<DocumentParams, CodeLens[]> {
  const request: Feature<DocumentParams, CodeLens[]> = (snapshot, params) =>
    requestLenses(snapshot, params, streams.shown(snapshot, params.textDocument.uri));
  const lenses = forLanguages<DocumentParams, CodeLens[]>({ proto: codeLenses, request }, []);
  return (snapshot, params) => {
    if (client.lensCommands.length === 0) return [];
    const found = lenses(snapshot, params);
    if (!Array.isArray(found)) return found;
    return found.filter(lens => client.lensCommands.some(name => name === lens.command?.command));
  };
}

/** Completion in any document. */
export function completionByLanguage(client: {
  readonly snippets: boolean;
}): Feature<PositionParams, CompletionList | null> {
  return forLanguages<PositionParams, CompletionList | null>(
    {
      proto: (snapshot, params) => completion(snapshot, params, client),
      request: (snapshot, params) => requestCompletion(snapshot, params, client),
    },
    null,
  );
}

function isRequest(snapshot: Snapshot, uri: string): boolean {
  const document: OpenDocument | undefined = snapshot.document(uri);
  return document === undefined ? uri.endsWith(".grpc") : document.languageId === requestLanguage;
}
