// The whole server on one page: what it can do, and which function does it.
import { type Connection, type ServerCapabilities, TextDocumentSyncKind } from "vscode-languageserver";
import { codeActions } from "../features/codeActions.ts";
import { definition } from "../features/definition.ts";
import { documentSymbols } from "../features/documentSymbols.ts";
import { hover } from "../features/hover.ts";
import { requestCodeActions } from "../features/requestCodeActions.ts";
import { requestSymbols } from "../features/requestSymbols.ts";
import { answerAtOnce, answerWithImports } from "./answer.ts";
import { registerCalls } from "./calls.ts";
import type { Platform } from "./context.ts";
import { registerGenerate } from "./generate.ts";
import { diagnosticsByLanguage, forLanguages, lensesByLanguage } from "./languages.ts";
import { publishDiagnostics } from "./publishDiagnostics.ts";
import { Session } from "./session.ts";
import { syncDocuments } from "./syncDocuments.ts";
import { registerWorkspaceRequests } from "./workspaceRequests.ts";

const capabilities: ServerCapabilities = {
  positionEncoding: "utf-16",
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
  hoverProvider: true,
  definitionProvider: true,
  documentSymbolProvider: true,
  codeActionProvider: { codeActionKinds: ["quickfix"] },
  codeLensProvider: { resolveProvider: false },
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
};

/** Serves one client, from `initialize` to `exit`. */
export function serve(connection: Connection, platform: Platform): void {
  const session = new Session(connection, platform);
  connection.onInitialize(params => {
    session.initialize(params);
    return { capabilities, serverInfo: { name: "protodial", version: platform.version } };
  });
  connection.onInitialized(() => void session.begin());
  connection.onShutdown(() => session.end());
  syncDocuments(connection, session.workspace);
  publishDiagnostics(session, diagnosticsByLanguage);
  registerFeatures(connection, session);
  registerWorkspaceRequests(session);
  registerCalls(session);
  registerGenerate(connection, session);
}

function registerFeatures(connection: Connection, session: Session): void {
  connection.onHover(answerWithImports(session, "textDocument/hover", forLanguages({ proto: hover }, null)));
  connection.onDefinition(
    answerWithImports(session, "textDocument/definition", forLanguages({ proto: definition }, null)),
  );
  connection.onDocumentSymbol(
    answerAtOnce(
      session,
      "textDocument/documentSymbol",
      forLanguages({ proto: documentSymbols, request: requestSymbols }, []),
    ),
  );
  connection.onCodeAction(
    answerWithImports(
      session,
      "textDocument/codeAction",
      forLanguages({ proto: codeActions, request: requestCodeActions }, []),
    ),
  );
  connection.onCodeLens(answerWithImports(session, "textDocument/codeLens", lensesByLanguage(session)));
}
