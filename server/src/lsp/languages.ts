// Which feature answers for which language: the one table of documents that are not `.proto`.
import type { CodeAction, CodeLens, CompletionList, Diagnostic } from "vscode-languageserver";
import { type CodeActionParams, codeActions } from "../features/codeActions.ts";
import { codeLenses } from "../features/codeLenses.ts";
import { completionSteps } from "../features/completion/completion.ts";
import { diagnostics, lspDiagnostic } from "../features/diagnostics.ts";
import { isNeeds, type Needs } from "../features/needs.ts";
import type { DocumentParams, PositionParams } from "../features/params.ts";
import { withPageLink, withPageLinks } from "../features/problemPages.ts";
import { requestCodeActions } from "../features/requestCodeActions.ts";
import { requestCompletion } from "../features/requestCompletion.ts";
import { requestDiagnostics } from "../features/requestDiagnostics.ts";
import { requestLenses } from "../features/requestLenses.ts";
import type { FixCommand, LensCommand } from "../protocol/settings.ts";
import { isEnvironmentFile } from "../requests/environment.ts";
import type { SchemaOfRequest } from "../requests/requestSchema.ts";
import type { OpenDocument } from "../workspace/document.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { protoLanguage } from "../workspace/workspace.ts";
import type { Feature } from "./answer.ts";
import type { RequestParts } from "./calls.ts";
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
    const { uri } = params.textDocument;
    const feature = isEnvironmentFile(uri) ? undefined : isRequest(snapshot, uri) ? features.request : features.proto;
    return feature === undefined ? none : feature(snapshot, params);
  };
}

/** Diagnostics of an open document, whatever its language, with links to their pages where the client can show them. */
export function diagnosticsByLanguage(
  client: { readonly problemPage: string | undefined; readonly recheck: () => void },
  { schemaOf, serverProblems }: Pick<RequestParts, "schemaOf" | "serverProblems">,
): DiagnosticsOf {
  return (snapshot, document, given) => {
    const params = { textDocument: { uri: document.uri } };
    const found = diagnosticsIn(document, snapshot, params, schemaOf);
    if (isNeeds(found) && found.load !== undefined) {
      // Nobody waits for an earlier version; what was shown stands until it is read.
      void found.load({ ...found, keep: true }).then(client.recheck);
      return undefined;
    }
    if (!Array.isArray(found)) return found;
    const isOfRequests = document.languageId === requestLanguage;
    const more = isOfRequests ? [...given, ...serverProblems(snapshot, document.uri)] : given;
    const all = [...found, ...more.map(one => lspDiagnostic(snapshot, document.source, one))];
    const pattern = client.problemPage;
    return pattern === undefined ? all : all.map(one => withPageLink(one, pattern));
  };
}

/** Code actions in any document, as far as the client can run their commands. */
export function codeActionsByLanguage(
  client: { readonly problemPage: string | undefined; readonly fixCommands: readonly FixCommand[] },
  more: MoreProblems,
  schemaOf: SchemaOfRequest,
): Feature<CodeActionParams, CodeAction[]> {
  const actions = forLanguages<CodeActionParams, CodeAction[]>(
    {
      proto: (snapshot, params) => codeActions(snapshot, params, more.of),
      request: (snapshot, params) => requestCodeActions(snapshot, params, schemaOf),
    },
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

function diagnosticsIn(
  { languageId }: OpenDocument,
  snapshot: Snapshot,
  params: DocumentParams,
  schemaOf: SchemaOfRequest,
): Diagnostic[] | Needs | undefined {
  if (languageId === protoLanguage) return diagnostics(snapshot, params);
  return languageId === requestLanguage ? requestDiagnostics(snapshot, params, schemaOf) : undefined;
}

/** Lenses of any document, as far as the client can run their commands. */
export function lensesByLanguage(
  client: { readonly lensCommands: readonly LensCommand[] },
  streams: OpenStreams,
  schemaOf: SchemaOfRequest,
): Feature<DocumentParams, CodeLens[]> {
  const request: Feature<DocumentParams, CodeLens[]> = (snapshot, params) =>
    requestLenses(snapshot, params, streams.shown(snapshot, params.textDocument.uri), schemaOf);
  const lenses = forLanguages<DocumentParams, CodeLens[]>({ proto: codeLenses, request }, []);
  return (snapshot, params) => {
    if (client.lensCommands.length === 0) return [];
    const found = lenses(snapshot, params);
    if (!Array.isArray(found)) return found;
    return found.filter(lens => client.lensCommands.some(name => name === lens.command?.command));
  };
}

/** Completion in any document. */
export function completionByLanguage(
  client: { readonly snippets: boolean },
  schemaOf: SchemaOfRequest,
): Feature<PositionParams, CompletionList | null> {
  return forLanguages<PositionParams, CompletionList | null>(
    {
      proto: (snapshot, params) => completionSteps(snapshot, params, client),
      request: (snapshot, params) => requestCompletion(snapshot, params, client, schemaOf),
    },
    null,
  );
}

function isRequest(snapshot: Snapshot, uri: string): boolean {
  const document: OpenDocument | undefined = snapshot.document(uri);
  return document === undefined ? uri.endsWith(".grpc") : document.languageId === requestLanguage;
}
