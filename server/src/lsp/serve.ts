// The whole server on one page: what it can do, and which function does it.
import { type CodeLens, type Connection, type ServerCapabilities, TextDocumentSyncKind } from "vscode-languageserver";
import { completionDocumentationSteps } from "../features/completion/completionDocumentation.ts";
import { definitionSteps } from "../features/definition.ts";
import { documentHighlights } from "../features/documentHighlights.ts";
import { documentSymbolSteps } from "../features/documentSymbols.ts";
import { foldingRangeSteps } from "../features/foldingRanges.ts";
import { hoverSteps } from "../features/hover.ts";
import type { DocumentParams } from "../features/params.ts";
import { references } from "../features/references.ts";
import { requestDefinition } from "../features/requestDefinition.ts";
import { requestFolding } from "../features/requestFolding.ts";
import { requestHover } from "../features/requestHover.ts";
import { requestLinks } from "../features/requestLinks.ts";
import { rewriteKind } from "../features/requestRewrites.ts";
import { requestSelection } from "../features/requestSelection.ts";
import { requestSymbols } from "../features/requestSymbols.ts";
import { requestTokens } from "../features/requestTokens.ts";
import { selectionRanges } from "../features/selectionRanges.ts";
import { semanticTokenLegend, semanticTokenSteps } from "../features/semanticTokens.ts";
import { workspaceSymbolSteps } from "../features/workspaceSymbols.ts";
import type { SchemaOfRequest } from "../requests/requestSchema.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { answerAtOnce, answerFromText, answerLoaded, type Feature, type KnownBefore } from "./answer.ts";
import { registerBreaking } from "./breaking.ts";
import { type RequestParts, registerCalls } from "./calls.ts";
import { checkCommands, registerChecks } from "./checkRequests.ts";
import type { Platform } from "./context.ts";
import { registerGenerate } from "./generate.ts";
import {
  codeActionsByLanguage,
  completionByLanguage,
  diagnosticsByLanguage,
  forLanguages,
  lensesByLanguage,
} from "./languages.ts";
import { registerMock } from "./mock.ts";
import { type MoreProblems, publishDiagnostics } from "./publishDiagnostics.ts";
import { registerRename } from "./rename.ts";
import { registerFormatting } from "./requestFormatting.ts";
import { aboutVariables, withVariables } from "./requestVariables.ts";
import { registerServerLenses } from "./serverLenses.ts";
import { Session } from "./session.ts";
import { registerSnapshot } from "./snapshot.ts";
import { syncDocuments } from "./syncDocuments.ts";
import { withVariableFixes, withVariableProblems } from "./variableFeatures.ts";
import { registerWorkspaceRequests } from "./workspaceRequests.ts";

const capabilities: ServerCapabilities = {
  positionEncoding: "utf-16",
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
  hoverProvider: true,
  definitionProvider: true,
  documentSymbolProvider: true,
  codeActionProvider: { codeActionKinds: ["quickfix", rewriteKind] },
  codeLensProvider: { resolveProvider: false },
  completionProvider: { triggerCharacters: [".", '"', "/", "(", "[", "=", "<", "@", "{"], resolveProvider: true },
  referencesProvider: true,
  renameProvider: { prepareProvider: true },
  documentHighlightProvider: true,
  documentLinkProvider: { resolveProvider: false },
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  workspaceSymbolProvider: true,
  executeCommandProvider: { commands: Object.values(checkCommands) },
  semanticTokensProvider: { legend: semanticTokenLegend, full: true, range: true },
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
};

/** Serves one client, from `initialize` to `exit`. */
export function serve(connection: Connection, platform: Platform): void {
  const session = new Session(connection, platform);
  const formatting = registerFormatting(connection, session);
  connection.onInitialize(params => {
    session.initialize(params);
    const all = { ...capabilities, ...formatting.capabilities(params.capabilities) };
    return { capabilities: all, serverInfo: { name: "protodial", version: platform.version } };
  });
  connection.onInitialized(() => {
    formatting.begin();
    void session.begin();
  });
  connection.onShutdown(() => session.end());
  syncDocuments(connection, session.workspace);
  registerChecks(session);
  const moreProblems = registerBreaking(session);
  const requests = registerCalls(session);
  const { streams, servers } = requests;
  const diagnostics = withVariableProblems(session, diagnosticsByLanguage(session, requests));
  publishDiagnostics(session, diagnostics, moreProblems);
  session.workspace.onChange(() => streams.follow(session.workspace.snapshot));
  const [mock, running] = [registerMock(session), registerServerLenses(session, servers)];
  const moreLenses: MoreLenses = lenses => running.with(mock.with(lenses));
  registerFeatures(connection, session, moreProblems, { ...requests, moreLenses });
  registerRename(connection, session);
  registerWorkspaceRequests(session);
  registerGenerate(connection, session);
  registerSnapshot(connection, session);
}

type MoreLenses = (lenses: Feature<DocumentParams, CodeLens[]>) => Feature<DocumentParams, CodeLens[]>;

function registerFeatures(
  connection: Connection,
  session: Session,
  moreProblems: MoreProblems,
  { streams, schemaOf, moreLenses }: RequestParts & { readonly moreLenses: MoreLenses },
): void {
  const loaded =
    (depth: KnownBefore) =>
    <Params extends DocumentParams, Result>(method: string, feature: Feature<Params, Result>) =>
      answerLoaded(session, method, feature, depth);
  const [inSteps, withImports, fromProblems] = [loaded("placed"), loaded("interpreted"), loaded("problems")];
  const fromText = <Params extends DocumentParams, Result>(method: string, feature: Feature<Params, Result>) =>
    answerFromText(session, method, feature);
  const atOnce = <Params, Result>(method: string, feature: Feature<Params, Result>) =>
    answerAtOnce(session, method, feature);

  const withSchemas =
    <Params, Result>(feature: (snapshot: Snapshot, params: Params, schemas: SchemaOfRequest) => Result) =>
    (snapshot: Snapshot, params: Params) =>
      feature(snapshot, params, schemaOf);

  const hovers = inSteps(
    "textDocument/hover",
    forLanguages({ proto: hoverSteps, request: withSchemas(requestHover) }, null),
  );
  connection.onHover(withVariables(session, "textDocument/hover", { about: aboutVariables.hover, others: hovers }));
  const definitions = inSteps(
    "textDocument/definition",
    forLanguages({ proto: definitionSteps, request: withSchemas(requestDefinition) }, null),
  );
  connection.onDefinition(
    withVariables(session, "textDocument/definition", { about: aboutVariables.definition, others: definitions }),
  );
  connection.onReferences(withImports("textDocument/references", forLanguages({ proto: references }, [])));
  const completions = inSteps("textDocument/completion", completionByLanguage(session, schemaOf));
  connection.onCompletion(
    withVariables(session, "textDocument/completion", { about: aboutVariables.completion, others: completions }),
  );
  connection.onCompletionResolve(atOnce("completionItem/resolve", completionDocumentationSteps));
  const actions = withVariableFixes(session, codeActionsByLanguage(session, moreProblems, schemaOf));
  connection.onCodeAction(fromProblems("textDocument/codeAction", actions));
  connection.onCodeLens(fromText("textDocument/codeLens", moreLenses(lensesByLanguage(session, streams, schemaOf))));
  connection.onDocumentHighlight(
    withImports("textDocument/documentHighlight", forLanguages({ proto: documentHighlights }, [])),
  );
  const tokens = forLanguages({ proto: semanticTokenSteps, request: withSchemas(requestTokens) }, { data: [] });
  connection.languages.semanticTokens.on(fromProblems("textDocument/semanticTokens/full", tokens));
  connection.languages.semanticTokens.onRange(fromProblems("textDocument/semanticTokens/range", tokens));
  connection.onDocumentSymbol(
    atOnce("textDocument/documentSymbol", forLanguages({ proto: documentSymbolSteps, request: requestSymbols }, [])),
  );
  connection.onFoldingRanges(
    atOnce("textDocument/foldingRange", forLanguages({ proto: foldingRangeSteps, request: requestFolding }, [])),
  );
  connection.onSelectionRanges(
    fromText("textDocument/selectionRange", forLanguages({ proto: selectionRanges, request: requestSelection }, [])),
  );
  connection.onDocumentLinks(fromText("textDocument/documentLink", forLanguages({ request: requestLinks }, [])));
  connection.onWorkspaceSymbol(atOnce("workspace/symbol", workspaceSymbolSteps));
}
