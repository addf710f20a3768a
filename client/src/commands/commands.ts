// Every command of the extension: id (after `protodial.`) → function.
import * as vscode from "vscode";
import { showMockCalls } from "../mock/mockCalls.ts";
import { mockServerMenu, startMockServer, stopMockServer } from "../mock/mockServer.ts";
import { browseServer } from "../servers/browseServer.ts";
import { checkHealth } from "../servers/checkHealth.ts";
import { showServer } from "../servers/showServer.ts";
import type { Session } from "../session.ts";
import { addImportRoot } from "./addImportRoot.ts";
import { askSchema } from "./askSchema.ts";
import { exportBreakingChanges, openChange, showBreakingChanges } from "./breakingChanges.ts";
import { clearCallHistory, showCallHistory } from "./callHistory.ts";
import { callMethod } from "./callMethod.ts";
import { cancelCall, halfCloseCall } from "./cancelCall.ts";
import { checkWorkspace, clearWorkspaceProblems } from "./checkWorkspace.ts";
import { chooseEnvironment } from "./chooseEnvironment.ts";
import { copyAsBufCurl, copyAsGrpcurl, newRequestFromCommand } from "./commandLines.ts";
import { compareWith } from "./compareWith.ts";
import { convertRequests } from "./convertRequests.ts";
import { decodeBytes } from "./decodeBytes.ts";
import { exampleServerMenu, startExampleServer, stopExampleServer } from "./exampleServer.ts";
import { generateStubs } from "./generateStubs.ts";
import { newRequest } from "./newRequest.ts";
import { nextBreakingChange, previousBreakingChange } from "./nextBreakingChange.ts";
import { openEarlier } from "./openEarlier.ts";
import { openExample } from "./openExample.ts";
import { openStream } from "./openStream.ts";
import { restartServer, showOutput } from "./restartServer.ts";
import { saveAnswer } from "./saveAnswer.ts";
import { saveSnapshot } from "./saveSnapshot.ts";
import { sendMessage } from "./sendMessage.ts";
import { sendRequest } from "./sendRequest.ts";
import { removeSecret, setSecret } from "./setSecret.ts";
import { showStream } from "./showStream.ts";

/** `args` come from lenses, menus and other extensions, so each command reads them with care. */
export type Command = (session: Session, ...args: readonly unknown[]) => Promise<void>;

const commands = {
  addImportRoot,
  browseServer,
  checkHealth,
  showServer,
  callMethod,
  newRequest,
  sendRequest,
  askSchema,
  openStream,
  sendMessage,
  halfCloseCall,
  cancelCall,
  showStream,
  saveAnswer,
  chooseEnvironment,
  decodeBytes,
  newRequestFromCommand,
  copyAsGrpcurl,
  copyAsBufCurl,
  convertRequests,
  showCallHistory,
  clearCallHistory,
  setSecret,
  removeSecret,
  checkWorkspace,
  clearWorkspaceProblems,
  compareWith,
  saveSnapshot,
  showBreakingChanges,
  exportBreakingChanges,
  openChange,
  openEarlier,
  nextBreakingChange,
  previousBreakingChange,
  generateStubs,
  startExampleServer,
  stopExampleServer,
  exampleServerMenu,
  startMockServer,
  stopMockServer,
  mockServerMenu,
  showMockCalls,
  openExample,
  restartServer,
  showOutput,
} satisfies Record<string, Command>;

export function registerCommands(session: Session): vscode.Disposable {
  const registered = Object.entries(commands).map(([name, run]: [string, Command]) =>
    vscode.commands.registerCommand(`protodial.${name}`, (...args: unknown[]) => runAndTell(session, name, run, args)),
  );
  return vscode.Disposable.from(...registered);
}

/** The one place where an error of a command ends: told in words, with what to do. */
async function runAndTell(session: Session, name: string, run: Command, args: readonly unknown[]): Promise<void> {
  try {
    await run(session, ...args);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    session.server.output.error(`${name}: ${error instanceof Error ? (error.stack ?? reason) : reason}`);
    const down = session.server.state !== "running";
    const choice = await vscode.window.showErrorMessage(
      down ? "The Protodial language server is not running." : `Protodial: ${reason}`,
      ...(down ? ["Restart", "Show Output"] : ["Show Output"]),
    );
    if (choice === "Restart") await session.server.restart();
    if (choice === "Show Output") session.server.output.show(true);
  }
}
