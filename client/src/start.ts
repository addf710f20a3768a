// What both entries of the extension do: the parts are made here, and only here do they meet.
import * as vscode from "vscode";
import { createAnswerPanel } from "./answerPanel/panel.ts";
import { mayConnect } from "./breaking/allowedServers.ts";
import { showBaseline } from "./breaking/baselineStatus.ts";
import { createChangesView } from "./breaking/changesView.ts";
import { pasteCommands } from "./commands/commandLines.ts";
import { registerCommands } from "./commands/commands.ts";
import { showDocuments } from "./documents.ts";
import { showEnvironment } from "./environments.ts";
import { keepHistory } from "./history/history.ts";
import { showMockServer } from "./mock/mockStatus.ts";
import { useValues } from "./secrets/secrets.ts";
import { createServer, type Platform, type Server } from "./server.ts";
import { mayDiffer } from "./servers/mayDiffer.ts";
import { showExampleServer, showRunningCall, showServerState } from "./statusBar.ts";

/** Starts everything; what it makes is disposed with the extension. */
export async function start(context: vscode.ExtensionContext, platform: Platform): Promise<Server> {
  const server = createServer(platform);
  const answers = createAnswerPanel(context.extensionUri, server);
  const exampleServer = showExampleServer();
  const mock = showMockServer();
  const changes = createChangesView();
  const history = keepHistory(context, answers, server.output);
  const session = { context, platform, server, answers, exampleServer, mock, changes, history };
  context.subscriptions.push(
    registerCommands(session),
    pasteCommands({ server }),
    showDocuments(server, context.extensionUri),
    showServerState(server),
    showRunningCall(answers.onChange),
    showEnvironment(),
    showBaseline(server),
    history,
    server.onRequest("protodial/mayConnect", params => mayConnect(context.workspaceState, params)),
    server.onRequest("protodial/mayDiffer", mayDiffer),
    server.onRequest("protodial/useValues", params => useValues(context, params)),
    changes,
    exampleServer,
    mock,
    server.onNotification("protodial/mockEnded", ({ reason }) => {
      mock.set(undefined);
      void vscode.window.showWarningMessage(`Protodial: ${reason}`);
    }),
    answers,
    server.onState(state => {
      // The example server and the mock server live in the language server's process.
      if (state !== "stopped" && state !== "failed") return;
      exampleServer.set(undefined);
      mock.set(undefined);
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      // A server that does not run is told when it starts.
      if (server.state === "running" || server.state === "starting") {
        void server.notify("protodial/trusted", { trusted: true });
      }
    }),
  );
  // `isWeb` is true as well for a browser that shows a remote machine's VS Code, where calls do work.
  await vscode.commands.executeCommand("setContext", "protodial.node", platform.kind === "node");
  try {
    await server.start();
  } catch (error) {
    server.output.error(`the language server did not start: ${error instanceof Error ? error.message : String(error)}`);
    tellNotStarted(server);
  }
  return server;
}

function tellNotStarted(server: Server): void {
  void vscode.window
    .showErrorMessage("The Protodial language server did not start. Its output tells why.", "Restart", "Show Output")
    .then(choice => {
      if (choice === "Restart") void vscode.commands.executeCommand("protodial.restartServer");
      if (choice === "Show Output") server.output.show(true);
    });
}
