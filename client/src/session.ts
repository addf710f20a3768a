import type * as vscode from "vscode";
import type { ExampleServer } from "../../server/src/protocol/requests.ts";
import type { AnswerPanel } from "./answerPanel/panel.ts";
import type { ChangesView } from "./breaking/changesView.ts";
import type { History } from "./history/history.ts";
import type { MockState } from "./mock/mockStatus.ts";
import type { Platform, Server } from "./server.ts";

/** What lives as long as the extension runs; every command gets it. */
export interface Session {
  readonly context: vscode.ExtensionContext;
  readonly platform: Platform;
  readonly server: Server;
  readonly answers: AnswerPanel;
  readonly exampleServer: ExampleServerState;
  readonly mock: MockState;
  readonly changes: ChangesView;
  readonly history: History;
}

/** The built-in example server; `running` is `undefined` while it does not run. */
export interface ExampleServerState {
  readonly running: ExampleServer | undefined;
  set(running: ExampleServer | undefined): void;
}
